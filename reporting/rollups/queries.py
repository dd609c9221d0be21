"""Every read of what is folded: tallies for any windows at once, by team and cohort."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import reduce
from operator import or_
from typing import Any

import numpy as np
from django.db.models import Min, Q

from feedback.models import Project
from reporting.models import FoldState, SpanCount
from reporting.rollups.counted import COLUMNS, COUNTED, ROLES, add_counts, cells_in
from reporting.rollups.marks import Marks
from reporting.rollups.people import People
from reporting.rollups.placed import Counts, Homes, Placed, with_totals
from reporting.rollups.register import Known
from reporting.rollups.spans import Span, spans_of
from reporting.rollups.standing import Standing
from reporting.rollups.statements import KINDS
from reporting.rollups.stored import (
    Stored,
    stored_groups,
    stored_homes,
    stored_marks,
    stored_register,
    stored_spans,
    stored_users,
    stored_values,
)
from reporting.rollups.tallied import FIELDS, Tallied
from reporting.rollups.tally import Window


def tallies(
    *, project: Project, windows: Sequence[Window], kind: str = "", value: str = ""
) -> list[Tallied]:
    """For each window what was counted in it, by (team, cohort): slugs, "" without, None for all.

    A `kind` of facet (one of `statements.KINDS`) and its `value` leave what was of that. Three
    statements, whatever the number of windows. Groups in which nothing is are left out.
    """
    made_of = [list(spans_of(window.first, window.last + timedelta(1))) for window in windows]
    wanted = {span: len(spans) > 1 for spans in made_of for span in spans}
    wanted |= {span: True for spans in made_of if len(spans) > 1 for span in spans}
    counted = () if kind else [Span(7, window.first) for window in windows if window.is_week]
    counted = [span for span in counted if not wanted[span]]
    found = stored_spans(project, wanted, kind=kind, value=value, counted=counted).get(value, {})
    known = stored_register(project)
    adder = _Adder(project, (known.teams, known.cohorts), found.values())
    stood = _Stood(known, windows, kept=not kind)
    return [
        adder.tallied([found[span] for span in spans if span in found], window, stood)
        for window, spans in zip(windows, made_of, strict=True)
    ]


def tallies_by_value(
    *, project: Project, window: Window, kinds: Sequence[str]
) -> list[dict[str, Tallied]]:
    """For each kind of facet what was counted in the window, by its value; "" where none is known.

    Who is registered, active or never used it is not told by value. One statement for each kind,
    and two more.
    """
    spans = list(spans_of(window.first, window.last + timedelta(1)))
    wanted = dict.fromkeys(spans, True)
    found = [stored_spans(project, wanted, kind=kind, value=None) for kind in kinds]
    read = [one for by_value in found for of in by_value.values() for one in of.values()]
    adder = _Adder(project, stored_groups(project), read)
    return [
        {
            value: adder.tallied([of[span] for span in spans if span in of], window)
            for value, of in by_value.items()
        }
        for by_value in found
    ]


def people_among(*, project: Project, windows: Sequence[Window], kind: str) -> "PeopleAmong":
    """Who is behind each value of that kind of facet, beside all of the project. Four
    statements."""
    made_of = [list(spans_of(window.first, window.last + timedelta(1))) for window in windows]
    wanted = {span: len(spans) > 1 for spans in made_of for span in spans}
    wanted |= {span: True for spans in made_of if len(spans) > 1 for span in spans}
    counted = [span for span, whole in wanted.items() if not whole]
    by_value = stored_spans(project, wanted, kind=kind, value=None, counted=counted)
    whole = stored_spans(project, wanted, kind="", value="", counted=counted).get("", {})
    values = sorted(by_value)  # in whatever order they are read, the same is hidden
    parts = [*(by_value[value] for value in values), whole]
    adder = _Adder(project, stored_groups(project), [one for of in parts for one in of.values()])
    found = [[[of[span] for span in spans if span in of] for spans in made_of] for of in parts]
    return PeopleAmong(values, windows, found, adder)


@dataclass(frozen=True)
class PeopleAmong:
    """The values of a kind of facet, and by value and window, last that of the whole, the spans."""

    values: Sequence[str]
    windows: Sequence[Window]
    _spans: Sequence[Sequence[Sequence[Stored]]]
    _adder: "_Adder"

    def tallied(self, part: int) -> list[Tallied]:
        """All that was counted of the value in that place, in each window; who is registered,
        active or never used it is not told."""
        spans = zip(self._spans[part], self.windows, strict=True)
        return [self._adder.tallied(found, window) for found, window in spans]

    def of(self, role: str) -> Counts:
        """[value, window, team, cohort]: how many people had that role, one of `counted.ROLES`;
        last in the first all of the project, in the two last all of them."""
        people = np.zeros((len(self._spans), len(self._spans[0]), *self._adder.shape), np.int64)
        alone: list[tuple[int, int, bytes]] = []
        for part, windows in enumerate(self._spans):
            for window, spans in enumerate(windows):
                if len(spans) > 1:
                    people[part, window] = self._adder.people(spans, role)
                elif spans:
                    alone.append((part, window, spans[0].counts))
        if alone:
            part_of, window_of, counts = zip(*alone, strict=True)
            names = (role, "anonymous") if role == "users" else (role,)
            span, team, cohort, numbers = cells_in(counts, names)
            people[np.array(part_of)[span], np.array(window_of)[span], team, cohort] = numbers
        return people


def facet_values(*, project: Project) -> dict[str, dict[str, Window]]:
    """By kind of facet the values that anything is of, in the order in which they came, from the
    first day to the last; "" where none is known."""
    found: dict[str, dict[str, Window]] = {kind: {} for kind in KINDS}
    for kind, value, first, last in stored_values(project):
        found[kind][value] = Window(first, last)
    return found


class _Adder:
    """Adds up spans of a project with those teams and cohorts."""

    def __init__(
        self, project: Project, groups: tuple[Sequence[str], Sequence[str]], spans: Iterable[Stored]
    ) -> None:
        self._teams, self._cohorts = groups
        shape = len(self._teams), len(self._cohorts)
        # Of one edition, but for a moment after a rebuild.
        editions = {span.edition for span in spans}
        self._homes = {one: Homes(stored_homes(project.id, one), *shape) for one in editions}

    @property
    def shape(self) -> tuple[int, int]:
        """Of teams and cohorts, with one for all of them."""
        return len(self._teams) + 1, len(self._cohorts) + 1

    def people(self, spans: Sequence[Stored], role: str) -> Counts:
        """How many had the role in several spans together, each of them once."""
        placed = Placed.union([span.placed(role) for span in spans])
        people = placed.counts(self._homes[spans[0].edition])
        if role == "users":
            _, *at, anonymous = cells_in([span.counts for span in spans], ["anonymous"])
            np.add.at(people, tuple(at), anonymous)
        return people

    def tallied(
        self, spans: Sequence[Stored], window: Window, stood: "_Stood | None" = None
    ) -> Tallied:
        """What is in the spans of the window, with how people stood at its end, or without."""
        cells = np.zeros((len(FIELDS), *self.shape), np.int64)
        for span in spans:
            add_counts(span.counts, cells[: len(COLUMNS)])
        roles = ROLES if len(spans) > 1 else ["users"]
        people = {role: Placed.union([span.placed(role) for span in spans]) for role in roles}
        if len(spans) > 1:  # who was there in several counts once
            homes = self._homes[spans[0].edition]
            cells[len(COUNTED) : len(COLUMNS)] = [one.counts(homes) for one in people.values()]
        cells[FIELDS.index("users")] += cells[FIELDS.index("anonymous")]
        if stood:
            cells[len(COLUMNS) :] = with_totals(stood.at(window, people["users"].people))
        return Tallied(self._teams, self._cohorts, cells)


class _Stood:
    """How people stood at the ends of windows."""

    def __init__(self, known: Known, windows: Sequence[Window], *, kept: bool) -> None:
        """Where it is of all use, that of whole weeks is `kept`."""
        self._kept = known.weeks if kept else {}
        others = [window for window in windows if not self._keeps(window)]
        self._standing = Standing(known, others or windows)

    def at(self, window: Window, used: People) -> Counts:
        """[register.STANDS, team, cohort], given who used it in the window."""
        if self._keeps(window):
            return self._kept[window.first]
        return self._standing.counts(window, used)

    def _keeps(self, window: Window) -> bool:
        return window.is_week and window.first in self._kept


def used_by_day(*, project: Project, window: Window) -> dict[date, People]:
    """Who used it (got an answer or said a word) on each day of the window; none: no entry.

    By number in the project, visitors too; `known_people(...).everyone` are those known.
    """
    return dict(stored_users(project, days=1, first=window.first, last=window.last))


def voted_by_day(*, project: Project, window: Window) -> dict[date, People]:
    """Whose thumb of each day of the window, up or down, stands; likewise."""
    return dict(stored_users(project, days=1, first=window.first, last=window.last, voters=True))


def used_by_week(*, project: Project, window: Window) -> dict[date, People]:
    """Who used it in each whole week that the window touches, by its Monday."""
    first = Span.around(window.first, 7).first
    return dict(stored_users(project, days=7, first=first, last=window.last))


def marks_before(*, project: Project, day: date) -> tuple[date, Marks]:
    """What the use of each comes to, as of the end of a day before that one, and which that is.

    The latest that is kept; the days since can be added.
    """
    return stored_marks(project, before=day)


def known_people(*, project: Project) -> Known:
    """The known people of the project, their groups at present and when each first used it."""
    return stored_register(project)


@dataclass(frozen=True)
class Extent:
    """From which day on there is anything, and up to when it was looked at."""

    first_day: date | None
    checked_at: datetime | None


def extent(*, project: Project) -> Extent:
    state = FoldState.objects.filter(project=project).first()
    if state is None:
        return Extent(None, None)
    days = SpanCount.objects.of(project).filter(edition=state.edition, kind="", value="", days=1)
    first: dict[str, Any] = days.aggregate(first=Min("first"))
    return Extent(first["first"], state.checked_at)


def in_spans(window: Window) -> Q:
    """The rows, each of a span, of as few spans as make up the window."""
    made_of: dict[int, list[date]] = {}
    for span in spans_of(window.first, window.last + timedelta(1)):
        made_of.setdefault(span.days, []).append(span.first)
    return reduce(or_, (Q(days=days, first__in=firsts) for days, firsts in made_of.items()))
