"""Reading what is folded. Bytes come as they are: as text they would take three times as long."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import numpy as np
import psycopg
from django.db import connection

from feedback.models import Project
from reporting.rollups.counted import ROLES
from reporting.rollups.marks import Marks
from reporting.rollups.people import People
from reporting.rollups.placed import Codes, Placed
from reporting.rollups.register import Known, known
from reporting.rollups.spans import LENGTHS, Span

# Those of the edition that is read. All of a statement is of one edition. Who used it in a week is
# not needed where it is kept how people stood then: a fold keeps that of all weeks or of none.
_SPANS = """
SELECT span.value, span.days, span.first, span.edition, span.counts,
       CASE WHEN wanted.used OR octet_length(register.weeks) = 0 THEN span.users END,
       CASE WHEN wanted.whole THEN span.speakers END,
       CASE WHEN wanted.whole THEN span.voters END, CASE WHEN wanted.whole THEN span.viewers END
FROM reporting_foldstate AS state
JOIN unnest(%(days)s::int2[], %(firsts)s::date[], %(whole)s::bool[], %(used)s::bool[])
  AS wanted (days, first, whole, used) ON true
JOIN reporting_register AS register ON register.project_id = state.project_id
JOIN reporting_spancount AS span
  ON span.project_id = state.project_id AND span.edition = state.edition
 AND span.kind = %(kind)s AND span.days = wanted.days AND span.first = wanted.first
 AND (%(value)s::text IS NULL OR span.value = %(value)s)
WHERE state.project_id = %(project)s
"""
_USED = """
SELECT span.first, CASE WHEN %(voters)s THEN span.voters ELSE span.users END
FROM reporting_foldstate AS state
JOIN reporting_spancount AS span
  ON span.project_id = state.project_id AND span.edition = state.edition
 AND span.kind = '' AND span.value = '' AND span.days = %(days)s
WHERE state.project_id = %(project)s AND span.first BETWEEN %(first)s AND %(last)s
"""
_HOMES = """
SELECT codes FROM reporting_homes WHERE project_id = %(project)s AND edition = %(edition)s
"""
_GROUPS = """
       ARRAY(SELECT coalesce(team.slug, '') FROM unnest(teams) WITH ORDINALITY AS of (id, number)
             LEFT JOIN feedback_team AS team ON team.id = of.id ORDER BY number),
       ARRAY(SELECT coalesce(cohort.slug, '')
             FROM unnest(cohorts) WITH ORDINALITY AS of (id, number)
             LEFT JOIN feedback_cohort AS cohort ON cohort.id = of.id ORDER BY number)
FROM reporting_register WHERE project_id = %(project)s
"""
# Every value is in some of the longest spans, of which there are few.
_VALUES = """
SELECT of.kind, of.value, day.first, day.last
FROM reporting_foldstate AS state
CROSS JOIN LATERAL (
    SELECT DISTINCT span.kind, span.value FROM reporting_spancount AS span
    WHERE span.project_id = state.project_id AND span.edition = state.edition
      AND span.kind <> '' AND span.days = %(longest)s
) AS of
CROSS JOIN LATERAL (
    SELECT min(span.first) AS first, max(span.first) AS last FROM reporting_spancount AS span
    WHERE span.project_id = state.project_id AND span.edition = state.edition
      AND span.kind = of.kind AND span.value = of.value AND span.days = 1
) AS day
WHERE state.project_id = %(project)s
ORDER BY day.first, of.value
"""
_MARKS = """
SELECT last, columns FROM reporting_personmarks
WHERE project_id = %(project)s AND last < %(before)s ORDER BY last DESC LIMIT 1
"""
_NAMES = f"SELECT {_GROUPS}"
_REGISTER = f"""
SELECT columns, first_use, weeks, onboardings, {_GROUPS}
"""


@dataclass(frozen=True)
class Stored:
    """A span as it is stored; roles only where they were asked for, but always who used it."""

    edition: int
    counts: bytes
    roles: Mapping[str, bytes | None]

    def placed(self, role: str) -> Placed:
        """Nobody where that was not asked for."""
        stored = self.roles[role]
        return Placed.from_bytes(stored) if stored else Placed()


def stored_spans(
    project: Project,
    wanted: Mapping[Span, bool],
    *,
    kind: str,
    value: str | None,
    counted: Collection[Span] = (),
) -> dict[str, dict[Span, Stored]]:
    """By value of that kind, one or all of them, those of the spans in which anything was.

    `wanted` says of each whether its people are needed beside its counts and who used it;
    of those `counted` nothing but the counts is.
    """
    found: dict[str, dict[Span, Stored]] = {}
    rows = _rows(
        _SPANS,
        project=project.id,
        kind=kind,
        value=value,
        days=[span.days for span in wanted],
        firsts=[span.first for span in wanted],
        whole=list(wanted.values()),
        used=[span not in counted for span in wanted],
    )
    for of, days, first, edition, counts, *roles in rows:
        stored = Stored(edition, counts, dict(zip(ROLES, roles, strict=True)))
        found.setdefault(of, {})[Span(days, first)] = stored
    return found


def stored_users(
    project: Project, *, days: int, first: date, last: date, voters: bool = False
) -> Iterator[tuple[date, People]]:
    """Who used it in each span of that length that begins from `first` to `last`, or, of these,
    the voters."""
    rows = _rows(_USED, project=project.id, days=days, first=first, last=last, voters=voters)
    for day, users in rows:
        yield day, Placed.from_bytes(users).people


def stored_homes(project_id: UUID, edition: int) -> Codes:
    """By number, those that the spans of that edition are stored by."""
    for (codes,) in _rows(_HOMES, project=project_id, edition=edition):
        return np.frombuffer(codes, "<u4")
    return np.zeros(0, np.uint32)


def stored_groups(project: Project) -> tuple[list[str], list[str]]:
    """The slugs of teams and of cohorts, in the order of their numbers."""
    for teams, cohorts in _rows(_NAMES, project=project.id):
        return ["", *teams], ["", *cohorts]
    return [""], [""]


def stored_values(project: Project) -> Iterator[tuple[str, str, date, date]]:
    """Each kind of facet with each of its values, and the first and last day on which anything was
    of it, in the order of the first."""
    rows = _rows(_VALUES, project=project.id, longest=LENGTHS[-1])
    return ((kind, value, first, last) for kind, value, first, last in rows)


def stored_register(project: Project) -> Known:
    rows = _rows(_REGISTER, project=project.id)
    for columns, first_use, weeks, onboardings, teams, cohorts in rows:
        names = {"teams": teams, "cohorts": cohorts, "onboardings": onboardings}
        return known(columns, first_use, weeks, {kind: ["", *of] for kind, of in names.items()})
    return known(b"", b"", b"", {key: [""] for key in ("teams", "cohorts", "onboardings")})


def stored_marks(project: Project, *, before: date) -> tuple[date, Marks]:
    """The latest that are kept of an end before that day, with it; else none, of the first day
    that there is."""
    for last, columns in _rows(_MARKS, project=project.id, before=before):
        return last, Marks.from_bytes(columns)
    return date.min, Marks.none(0)


def _rows(statement: str, **parameters: Any) -> Iterator[tuple[Any, ...]]:
    connection.ensure_connection()
    with connection.wrap_database_errors, psycopg.Cursor(connection.connection) as cursor:
        cursor.execute(statement, parameters, binary=True)
        yield from cursor
