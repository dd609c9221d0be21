"""How the ground floor speaks upward.

`project_created` is sent inside the creating transaction, so that what a project needs above
comes into being with it; `membership_changed` inside the one in which somebody came, left or got
another role. `recorded` is sent after commit from a thread of its own (see
`feedback.capture.announcing`): hearing it late or never costs time, not data.
"""

from django.dispatch import Signal

project_created = Signal()  # project, actor, now
membership_changed = Signal()  # member
recorded = Signal()  # project_id
