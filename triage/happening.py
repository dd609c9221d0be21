"""What happened to issues: the one way it is written down, and heard of by the rooms above."""

from collections.abc import Sequence

from django.dispatch import Signal

from triage.models import IssueActivity

# activities: of one project, in their order; inside the transaction that writes them.
happened = Signal()


def write_down(activities: Sequence[IssueActivity]) -> None:
    """Store what happened. Whoever hears it may write, in the same transaction, and be quick:
    placing opens hundreds of issues at once."""
    IssueActivity.objects.bulk_create(activities)
    if activities:
        happened.send(IssueActivity, activities=activities)
