"""One day, and the longer spans that it is in, recomputed from the raw rows."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

import numpy as np
from django.db import connection

from feedback.models import Cohort, Project, Team
from feedback.models.bulk import copy_rows
from reporting.models import FoldState, Register, SpanCount
from reporting.rollups import statements
from reporting.rollups.counted import ROLES, Counted, Events
from reporting.rollups.placed import Homes
from reporting.rollups.registering import keep_homes
from reporting.rollups.spans import LENGTHS, Span
from reporting.rollups.stored import stored_homes
from reporting.rollups.trusting import REASONS, fold_trust

Facet = tuple[str, str]  # kind and value
ALL: Facet = ("", "")
Facets = dict[Facet, Counted]


@dataclass(frozen=True)
class Folder:
    """Writes the spans of a project, whose state is locked, in each of the editions."""

    state: FoldState
    editions: Sequence[int]
    teams: list[UUID]
    cohorts: list[UUID]

    @classmethod
    def of(cls, project: Project, state: FoldState, editions: Sequence[int]) -> "Folder":
        register = with_groups(project)
        return cls(state, editions, register.teams, register.cohorts)

    @property
    def project_id(self) -> UUID:
        return self.state.project_id

    @property
    def _groups(self) -> tuple[int, int]:
        """How many teams and cohorts there are, with none."""
        return len(self.teams) + 1, len(self.cohorts) + 1

    def recompute(self, days: Collection[date]) -> None:
        """These days wholly, and every longer span that they are in."""
        homes = {
            edition: Homes(stored_homes(self.project_id, edition), *self._groups)
            for edition in self.editions
        }
        for day in sorted(days):
            happened = self._happened(day)
            for edition in self.editions:
                homes[edition] = self._settled(homes[edition], happened)
                facets = {facet: Counted.of(of, homes[edition]) for facet, of in happened.items()}
                self._write(edition, Span(1, day), facets, homes[edition])
        for length in LENGTHS[1:]:
            for span in sorted({Span.around(day, length) for day in days}):
                for edition in self.editions:
                    self._write(edition, span, self._added_up(edition, span), homes[edition])
        for edition in self.editions:
            keep_homes(self.project_id, edition, homes[edition].codes)
        fold_trust(self.project_id, days)

    def _settled(self, homes: Homes, happened: Mapping[Facet, Events]) -> Homes:
        """The homes, with those of whoever is new."""
        if ALL not in happened:
            return homes
        events = happened[ALL]
        known = events.where(events.numbers >= 0)
        return homes.with_new(known.numbers, known.codes, self.state.numbered)

    def _happened(self, day: date) -> dict[Facet, Events]:
        start = datetime.combine(day, time(), UTC)
        parameters: dict[str, Any] = {
            "project": self.project_id,
            "start": start,
            "over": start + timedelta(1),
            "teams": self.teams,
            "cohorts": self.cohorts,
            **REASONS,
        }
        number(self.state, statements.NUMBER_VISITORS, parameters)
        with connection.cursor() as cursor:
            cursor.execute(statements.EVENTS, parameters)
            rows = cursor.fetchall()
        return dict(_facets(rows))

    def _added_up(self, edition: int, span: Span) -> Facets:
        """The span, from those that it is made of."""
        parts = span.parts()
        rows = SpanCount.objects.of(self.project_id).filter(
            edition=edition, days=parts[0].days, first__in=[part.first for part in parts]
        )
        found: dict[Facet, list[Counted]] = {}
        for kind, value, *columns in rows.values_list("kind", "value", "counts", *ROLES):
            counted = Counted.from_columns(dict(zip(("counts", *ROLES), columns, strict=True)))
            found.setdefault((kind, value), []).append(counted)
        return {facet: Counted.union(many) for facet, many in found.items()}

    def _write(self, edition: int, span: Span, facets: Facets, homes: Homes) -> None:
        place = {"edition": edition, "days": span.days, "first": span.first}
        rows = SpanCount.objects.of(self.project_id).filter(**place)
        rows._raw_delete(rows.db)  # noqa: SLF001 - nothing hangs on them
        copy_rows(
            SpanCount,
            [
                place
                | {"project_id": self.project_id, "kind": kind, "value": value}
                | counted.to_columns(homes)
                for (kind, value), counted in facets.items()
            ],
        )


def _facets(rows: list[tuple[Any, ...]]) -> Iterator[tuple[Facet, Events]]:
    """All events of a day, then those of each facet."""
    if not rows:
        return
    numbers, codes, flags, *values = zip(*rows, strict=True)
    events = Events(np.array(numbers), np.array(codes, np.uint32), np.array(flags))
    yield ALL, events
    for kind, named in zip(statements.KINDS, values, strict=True):
        places: dict[str, int] = {}
        at = np.array([places.setdefault(value, len(places)) for value in named])
        for value, place in places.items():
            yield (kind, value), events.where(at == place)


def number(state: FoldState, statement: str, parameters: dict[str, Any]) -> None:
    """Give numbers, after the last that was given."""
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters | {"numbered": state.numbered})
        if cursor.rowcount:
            state.numbered += cursor.rowcount
            state.save(update_fields=["numbered"])


def with_groups(project: Project) -> Register:
    """The project's register, with a number for each of its teams and cohorts."""
    register, _ = Register.objects.get_or_create(project=project)
    for known, groups in (
        (register.teams, Team.objects.of(project)),
        (register.cohorts, Cohort.objects.of(project)),
    ):
        known.extend(groups.exclude(id__in=known).order_by("id").values_list("id", flat=True))
    register.save(update_fields=["teams", "cohorts"])
    return register
