"""Fixes as they are shown, scoped by project."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from feedback.models import Project
from reporting.fixes.cleanups import Effect
from reporting.fixes.kept import as_found
from reporting.fixes.telling import Outcome, outcome_of
from reporting.models import SourceCleanups
from reporting.rollups.tally import Window
from triage.models import Fix, FixDay
from triage.models.fixes import FixQuerySet

MOST = 200


@dataclass(frozen=True)
class Made:
    """One fix. `proof` is what was measured, as `triage.resolution.measured`; empty for nothing."""

    id: UUID
    short_id: str
    title: str
    kind: str
    says: str
    made_on: date
    in_force_at: datetime | None
    owner: str
    outcome: Outcome
    proof: dict[str, Any]

    @property
    def named(self) -> str:
        return f"{self.short_id} {self.title}"


def fixes_made(*, project: Project, window: Window) -> list[Made]:
    """Those of the window that mend something, the newest first, MOST at most."""
    rows = _made(project, window).select_related("issue__project", "issue__owner")
    return [_shown(fix) for fix in rows.order_by("-made_at", "-id")[:MOST]]


def counts(*, project: Project, window: Window) -> Counter[Outcome]:
    """How many of them have come to what."""
    rows = _made(project, window).values_list("outcome", "withdrawn_at", "in_force_at")
    return Counter(outcome_of(*row) for row in rows)


def declined(*, project: Project, window: Window) -> int:
    """Issues that nobody will mend."""
    return _of(project, window).standing().filter(kind=Fix.Kind.WONT_FIX).count()


def fix_named(*, project: Project, id: UUID) -> Made | None:  # noqa: A002
    rows = Fix.objects.filter(issue__project=project, pk=id).exclude(kind=Fix.Kind.WONT_FIX)
    fix = rows.select_related("issue__project", "issue__owner").first()
    return _shown(fix) if fix else None


def days_of(fix: UUID) -> list[FixDay]:
    return list(FixDay.objects.filter(fix=fix).order_by("day"))


def _made(project: Project, window: Window) -> FixQuerySet:
    return _of(project, window).exclude(kind=Fix.Kind.WONT_FIX)


def _of(project: Project, window: Window) -> FixQuerySet:
    return Fix.objects.filter(
        issue__project=project,
        made_at__gte=_midnight(window.first),
        made_at__lt=_midnight(window.last + timedelta(1)),
    )


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def _shown(fix: Fix) -> Made:
    return Made(
        id=fix.pk,
        short_id=fix.issue.short_id,
        title=fix.issue.title,
        kind=fix.get_kind_display(),
        says=fix.says,
        made_on=fix.made_at.date(),
        in_force_at=fix.in_force_at,
        owner=fix.issue.owner.name,
        outcome=outcome_of(fix.outcome, fix.withdrawn_at, fix.in_force_at),
        proof=fix.proof,
    )


def effects_on_use(project: Project) -> dict[str, Effect]:
    """Of each clean-up by the id of its fix, and of all: as they were reckoned last."""
    row = SourceCleanups.objects.filter(project=project).first()
    return {name: as_found(kept) for name, kept in row.found.items()} if row else {}


def fixes_named(project: Project, ids: Collection[str]) -> list[Made]:
    rows = Fix.objects.filter(issue__project=project, pk__in=ids)
    return [_shown(fix) for fix in rows.select_related("issue__project", "issue__owner")]
