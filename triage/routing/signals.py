"""What routing tells the rooms above it, in the transaction of the act."""

from django.dispatch import Signal

# project: its teams changed, so that issues may have to go to somebody else.
teams_changed = Signal()

# project: its rules were saved, and there are more open issues to hand over than at once.
handover_left = Signal()
