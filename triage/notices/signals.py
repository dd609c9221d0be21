"""What notices tell the rooms above them."""

from django.dispatch import Signal

# notices: up to a thousand of one project and one telling, with `telling.issue.project`,
# `feedback.answer` and `person`; inside the transaction that writes them. `payloads.payload_of`
# says what of it leaves the house.
reporters_told = Signal()
