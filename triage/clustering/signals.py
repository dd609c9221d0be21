"""What clustering tells the rooms above it, in the transaction that places."""

from django.dispatch import Signal

# project; feedback: ids of the complaints that have a place now, with the words they have now;
# now.
placed = Signal()
