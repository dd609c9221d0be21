"""What a member is told: every read."""

from uuid import UUID

from feedback.models import Member
from triage.models import MemberNotice

SHOWN = 100


def notices_of(member: Member, *, before: UUID | None = None) -> list[MemberNotice]:
    """The member's latest SHOWN notices, the newest first; only those older than `before`."""
    rows = MemberNotice.objects.filter(member=member).select_related("issue__project")
    if before is not None:
        rows = rows.filter(pk__lt=before)
    return list(rows[:SHOWN])


def unread_of(member: Member) -> int:
    """How many the member has not read."""
    return MemberNotice.objects.filter(member=member, read_at=None).count()
