"""Telling members, and their having read it: every write."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction

from feedback.audit.operations import record
from feedback.errors import RefusedError
from feedback.models import Member
from triage.models import Issue, MemberNotice

LONGEST = 300


@transaction.atomic
def tell_member(
    *, member: Member, issue: Issue, kind: MemberNotice.Kind, words: str, actor: str, now: datetime
) -> MemberNotice:
    """Put a notice about the issue on the member's list; `words` beyond 300 letters are cut.

    RefusedError for a member of another project (their lists are no place for it) or who left.
    """
    if member.project_id != issue.project_id or member.left_at is not None:
        raise RefusedError(f"{member} is no member here.", code="not_a_member")
    notice = MemberNotice.objects.create(
        member=member, issue=issue, kind=kind, words=words[:LONGEST], at=now
    )
    record(
        project=issue.project,
        actor=actor,
        verb="member.told",
        subject=f"member:{member.pk}",
        now=now,
        data={"notice": str(notice.pk), "issue": issue.short_id, "kind": kind},
    )
    return notice


@transaction.atomic
def mark_notices(*, member: Member, ids: Collection[UUID], read: bool, now: datetime) -> int:
    """Make some of a member's notices read, or unread again; how many that changed.

    Those of others are passed over.
    """
    rows = MemberNotice.objects.filter(member=member, pk__in=ids, read_at__isnull=read)
    changed = rows.update(read_at=now if read else None)
    if changed:
        record(
            project=member.project,
            actor=f"member:{member.user.email}",
            verb="notices.read" if read else "notices.unread",
            subject=f"member:{member.pk}",
            now=now,
            data={"notices": changed},
        )
    return changed
