"""Every read of how the loop works, scoped by project."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from typing import Any
from uuid import UUID

import numpy as np
from django.db import connection

from feedback.models import Project
from reporting.loop import reads
from reporting.loop.counted import Sums, Waited
from reporting.metrics.minimum import MINIMUM
from reporting.models import IssueProgress
from reporting.rollups.tally import Window
from triage.routing.overview import TeamAtWork, teams_at_work

# In so many issues there are mostly five people, if there are in all.
FIRST_ROWS = 200


@dataclass(frozen=True)
class Issues:
    """The issues of a project whose first complaint was given in a window, by somebody of a team
    and cohort: slugs, "" without, None for all."""

    project: Project
    window: Window
    team: str | None
    cohort: str | None
    now: datetime

    @cached_property
    def hidden(self) -> bool:
        """Whether so few people complained first that nothing of them may be told, or would be
        told of so few by taking this from all of its teams or cohorts."""
        wheres = [reads.OF_SLICE]
        wheres += [reads.REST_OF_TEAMS] if self.team is not None else []
        wheres += [reads.REST_OF_COHORTS] if self.cohort is not None else []
        return any(0 < self._people(where) < MINIMUM for where in wheres)

    def _people(self, where: str) -> int:
        """How many, exactly where they are few."""
        statement = reads.PEOPLE.format(where=where)
        [(some,)] = self._rows(statement, most=FIRST_ROWS)
        if some >= MINIMUM:
            return int(some)
        [(every,)] = self._rows(statement, most=None)
        return int(every)

    @cached_property
    def sums(self) -> Sums:
        [row] = self._rows(reads.SUMS)
        return Sums(*row)

    def closed_by(self) -> list[tuple[str, int, int]]:
        """What closed them: a kind of fix, how many issues, and their complaints."""
        return [(by, issues, complaints) for by, issues, complaints in self._rows(reads.CLOSED_BY)]

    @cached_property
    def waits(self) -> dict[str, Waited]:
        """How long it took until the first response, by cohort."""
        parts: dict[str, list[tuple[int, bool, int]]] = {}
        for cohort, ended, step, count in self._rows(reads.WAITS):
            parts.setdefault(cohort, []).append((step, ended, count))
        return {cohort: _waited(rows) for cohort, rows in parts.items()}

    def _rows(self, statement: str, **more: Any) -> list[tuple[Any, ...]]:
        given = {
            **more,
            "project": self.project.pk,
            "first": _midnight(self.window.first),
            "over": _midnight(self.window.last + timedelta(1)),
            "team": self.team,
            "cohort": self.cohort,
            "now": self.now,
        }
        return _fetched(statement, given)


def _waited(rows: list[tuple[int, bool, int]]) -> Waited:
    steps, ended, count = (np.array(column) for column in zip(*rows, strict=True))
    return Waited(np.repeat(steps, count), np.repeat(ended, count))


@dataclass(frozen=True)
class Load:
    """What one owner team has to do: `overdue` of its open issues."""

    team: TeamAtWork
    overdue: int


def loads(project: Project, now: datetime) -> list[Load]:
    overdue: dict[UUID, int] = dict(_fetched(reads.OVERDUE, {"project": project.pk, "now": now}))
    teams = teams_at_work(project, now.date())
    return [Load(team, overdue.get(team.owner.pk, 0)) for team in teams]


@dataclass(frozen=True)
class Receipts:
    """Receipts and stored revisions by day; and what waits to be placed: how many, since when."""

    days: list[tuple[date, int, int]]
    waiting: int
    oldest: datetime | None


def receipts(project: Project, window: Window | None) -> Receipts:
    """Of the window's days, or of all."""
    first, last = (window.first, window.last) if window else (date.min, date.max - timedelta(1))
    given = {"project": project.pk, "first": first, "over": last + timedelta(1)}
    days = [(day, given_, stored) for day, given_, stored in _fetched(reads.RECEIPTS, given)]
    [(waiting, oldest)] = _fetched(reads.WAITING, {"project": project.pk})
    return Receipts(days, waiting, oldest)


def _fetched(statement: str, given: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        return list(cursor.fetchall())


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def first_cohort(project: Project) -> str | None:
    """The slug of the cohort that anybody complained in first."""
    rows = IssueProgress.objects.of(project).filter(cohort__isnull=False).order_by("captured_at")
    return rows.values_list("cohort__slug", flat=True).first()
