"""Which complaints an issue is about: those placed in it, or those that a finding rests on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import F, Q, QuerySet

from feedback.models import Feedback
from triage.models import Finding, Issue, Kind, Placement

# The order of an issue's complaints: an index of their places has it.
NEWEST = ("-said_at", "id")


def complaints_within(issue: Issue) -> QuerySet[Feedback]:
    """A finding's complaints stand in other issues: what was taken back is not among them."""
    rows = Feedback.objects.of(issue.project).annotate(said_at=F("placement__given_at"))
    if issue.kind == Kind.LIKENESS:
        return rows.filter(placement__issue=issue)
    return rows.filter(findings__issue=issue, placement__isnull=False)


def places_within(issue: Issue) -> QuerySet[Placement]:
    """The places of its complaints, which are of its project: an index alone tells when they were
    given."""
    if issue.kind == Kind.LIKENESS:
        return Placement.objects.filter(issue=issue)
    resting = Finding.feedback.through.objects.filter(finding__issue=issue)
    return Placement.objects.filter(feedback__in=resting.values("feedback"))


@dataclass(frozen=True)
class FindingShown:
    """A finding as people read it; `figures` are (name, value)."""

    kind: str
    says: str
    definition: str
    since: date
    until: date
    figures: Sequence[tuple[str, str]]
    found_at: datetime
    lapsed_at: datetime | None


def findings_of(issue: Issue) -> list[FindingShown]:
    """What it was found for, also if that holds no more; and what holds of it besides."""
    rows = Finding.objects.filter(issue=issue).order_by("id")
    return [_shown(row) for row in rows.filter(Q(kind=issue.kind) | Q(lapsed_at=None))]


def _shown(row: Finding) -> FindingShown:
    kept: dict[str, Any] = row.evidence
    return FindingShown(
        kind=row.get_kind_display(),
        says=kept["says"],
        definition=kept["definition"],
        since=datetime.fromisoformat(kept["since"]).date(),
        until=datetime.fromisoformat(kept["until"]).date(),
        figures=[(name, value) for name, value in kept["figures"]],
        found_at=row.found_at,
        lapsed_at=row.lapsed_at,
    )
