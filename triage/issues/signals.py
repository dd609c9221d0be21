"""What issues tell the rooms above them, in the transaction of the act."""

from django.dispatch import Signal

# activity: what was taken back; kept: the activity that now says not to do it again, or None;
# actor, now.
undone = Signal()
