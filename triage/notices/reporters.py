"""What reporters were told: reads, and their having read it."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Q

from feedback.audit.operations import record
from feedback.models import Feedback, Project
from triage.models import Issue, Placement, ReporterMail, ReporterNotice, Telling
from triage.notices.follow_ups import Answers, answers_to

_SHOWN = ("telling__issue__project", "feedback__answer", "person")


def notices_after(
    *, project: Project, person: str, after: int, unread: bool, limit: int
) -> list[ReporterNotice]:
    """The project's notices after that one, in order; of one person, where `person` says whom."""
    rows = ReporterNotice.objects.of(project).filter(pk__gt=after).select_related(*_SHOWN)
    if person:
        rows = rows.filter(person__external_id=person)
    if unread:
        rows = rows.filter(read_at=None)
    return list(rows.order_by("id")[:limit])


@transaction.atomic
def mark_read(
    *, project: Project, ids: Collection[int], whose: Q, actor: str, now: datetime
) -> int:
    """Those of the notices that are `whose`, and were not read yet, are now; how many."""
    rows = ReporterNotice.objects.of(project).filter(whose, pk__in=ids, read_at=None)
    changed = ReporterNotice.objects.filter(pk__in=list(rows.values_list("pk", flat=True))).update(
        read_at=now
    )
    if changed:
        record(
            project=project,
            actor=actor,
            verb="reporters.read",
            subject="notices",
            now=now,
            data={"notices": changed},
        )
    return changed


def latest_notices(words: Collection[Feedback]) -> Mapping[UUID, ReporterNotice]:
    """By word of one voter, what they were told last of it: of itself, or of the issue it is in."""
    issues = dict(
        Placement.objects.filter(feedback__in=words).values_list("feedback_id", "issue_id")
    )
    about = Q(feedback__in=words) | Q(telling__issue__in=set(issues.values()))
    voters = {word.voter for word in words}
    project = next(iter(words)).project_id if words else None
    rows = ReporterNotice.objects.filter(about, project=project, voter__in=voters)
    found: dict[UUID, ReporterNotice] = {}
    for notice in rows.select_related("telling").order_by("id"):
        for word in words:
            if notice.feedback_id == word.pk or notice.telling.issue_id == issues.get(word.pk):
                found[word.pk] = notice
    return found


class Told(NamedTuple):
    """A telling, and how many got it, read it and were mailed it."""

    telling: Telling
    told: int
    read: int
    mailed: int


class Reach(NamedTuple):
    """What an issue's reporters were told, the latest first; what they say of whether it is right
    now; of those who got the latest, how many no mail can reach: nobody knows who they are, or
    where."""

    tellings: list[Told]
    answers: Answers | None = None
    anonymous: int = 0
    without_address: int = 0


def reach_of(issue: Issue) -> Reach:
    tellings = list(Telling.objects.filter(issue=issue))
    if not tellings:
        return Reach([])
    sent = Q(mail__state=ReporterMail.State.SENT)
    rows = ReporterNotice.objects.filter(telling__in=tellings).order_by().values("telling")
    counted = {
        row["telling"]: row
        for row in rows.annotate(
            told=Count("id"),
            read=Count("id", filter=Q(read_at__isnull=False)),
            mailed=Count("id", filter=sent),
            anonymous=Count("id", filter=Q(person=None)),
            without=Count("id", filter=Q(person__email="")),
        )
    }
    nothing: dict[str, int] = defaultdict(int)
    shown = [(telling, counted.get(telling.pk, nothing)) for telling in tellings]
    latest = shown[0][1]
    return Reach(
        [Told(telling, row["told"], row["read"], row["mailed"]) for telling, row in shown],
        answers_to(tellings[0].fix_id) if tellings[0].fix_id else None,
        latest["anonymous"],
        latest["without"],
    )
