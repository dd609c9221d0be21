"""How everybody came to stand as they do, week by week, and in each cohort. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

from reporting.adoption.bits import size
from reporting.adoption.blocks.view import View
from reporting.adoption.crowd import Cell, counted, share
from reporting.adoption.definitions import STATES
from reporting.adoption.metrics import REGISTERED
from reporting.adoption.states import State
from reporting.kit import words
from reporting.kit.blocks import Block, Grid, Head, Plot
from reporting.kit.charts.stacked import stacked_shares
from reporting.kit.charts.trend import Row
from reporting.kit.told import Entry, Plain, Told
from reporting.metrics.definition import Definition
from reporting.metrics.figures import Figure
from reporting.rollups.tally import Window

SECTION = "Who uses it"
TALL, LOW = 260, 150

_PARTS = {
    State.HABITUAL: ("habitual", "use", 0.6),
    State.OCCASIONAL: ("occasional", "use", 0.28),
    State.DORMANT: ("dormant", "quiet", 0.4),
    State.LAPSED: ("lapsed", "harm", 0.35),
    State.NEVER_USED: ("never used it", "quiet", 0.12),
}
ADD_UP = (
    "Habitual, occasional, dormant, lapsed and never used it are exclusive and add up to all "
    "registered people; active in 28 days are the first two."
)


def course_block(view: View) -> Block:
    """The states of the slice at the end of each week."""
    cell = view.crowd.cell
    weeks = _course(view, cell)
    return Block(
        id="states",
        title="States of use by week",
        section=SECTION,
        summary=states_said(view),
        grid=Grid(_HEADS, tuple(_row(view, cell, week) for week in weeks)),
        plots=(_plot(view, cell, "states", weeks),),
        notes=(f"At the end of each week. {ADD_UP}",),
        definitions=tuple(STATES.values()),
        empty="Nobody is registered yet: send the directory of people.",
    )


def cohorts_block(view: View) -> Block:
    """The same of each cohort, side by side, since anybody was in it."""
    found = [
        (slug, cell, [week for week in _course(view, cell) if week.registered])
        for slug, cell in view.cells_by("cohort")
    ]
    return Block(
        id="states-by-cohort",
        title="States of use by week and cohort",
        section=SECTION,
        grid=Grid(
            (Head("cohort", "Cohort"), *_HEADS),
            tuple(
                (view.entry("cohort", slug), *_row(view, cell, week))
                for slug, cell, weeks in found
                for week in weeks
            ),
        ),
        plots=tuple(
            _plot(view, cell, f"states-{at}", weeks, name=view.groups.name("cohort", slug))
            for at, (slug, cell, weeks) in enumerate(found)
        ),
        notes=("At the end of each week.",),
        definitions=tuple(STATES.values()),
    )


def heads_of(definitions: Iterable[Definition]) -> list[Head]:
    """A column for each."""
    return [Head(of.name, of.title, of.definition) for of in definitions]


_HEADS = (
    Head("from", "Week from"),
    Head("to", "to"),
    *heads_of([REGISTERED, *STATES.values()]),
)


@dataclass(frozen=True)
class Week:
    """How many were registered at the end of a week, and how many of them in each state, in the
    order of the states; none where that may not be told."""

    days: Window
    registered: int
    numbers: list[int] | None

    @cached_property
    def figures(self) -> list[Figure]:
        hidden = self.numbers is None
        numbers = self.numbers or [0] * len(State)
        return [share(number, self.registered, hidden=hidden) for number in numbers]

    @property
    def upto(self) -> list[float | None]:
        """The share of each state and those before it."""
        if self.numbers is None or not self.registered:
            return [None] * len(State)
        return [round(upto / self.registered, 4) for upto in accumulate(self.numbers)]

    @property
    def told(self) -> str:
        parts = zip(State, self.figures, strict=True)
        return ", ".join(f"{_PARTS[s][0]} {words.value(STATES[s], one)}" for s, one in parts)


def _course(view: View, cell: Cell) -> list[Week]:
    """Those in the cell, at the end of every week that is drawn."""
    use, there = view.crowd.use, view.there
    found = []
    for at, states in enumerate(view.course[cell].tolist()):
        if use.week(at).last < view.whole.first:
            continue
        kept_back = bool(view.hidden[at][cell])
        found.append(Week(use.week(at), int(there[at][cell]), None if kept_back else states))
    return found


def _row(view: View, cell: Cell, week: Week) -> tuple[Entry, ...]:
    return (
        Plain(week.days.first, href=view.answers_of(week.days, cell=cell)),
        Plain(week.days.last),
        Told(REGISTERED, counted(week.registered, hidden=week.numbers is None)),
        *(Told(STATES[s], one) for s, one in zip(State, week.figures, strict=True)),
    )


def _plot(view: View, cell: Cell, id_: str, weeks: list[Week], *, name: str = "") -> Plot:
    """Tall where it stands alone, and low with a name."""
    spec = stacked_shares(
        [_mark(view, cell, week) for week in weeks],
        title=f"States of use by week{', ' if name else ''}{name}",
        parts={state.value: part for state, part in _PARTS.items()},
        domain=(view.whole.first, view.whole.last),
        height=LOW if name else TALL,
        roomy=not name,
    )
    return Plot(f"plot-{id_}", spec, name, empty=not any(w.numbers and w.registered for w in weeks))


def _mark(view: View, cell: Cell, week: Week) -> Row:
    upto = {state.value: upto for state, upto in zip(State, week.upto, strict=True)}
    href = view.answers_of(week.days, cell=cell)
    return {"week": week.days.last.isoformat(), **upto, "told": week.told, "href": href}


def states_said(view: View) -> str:
    """How those in the slice stand at the end, in a sentence."""
    cell, use = view.crowd.cell, view.crowd.use
    if not view.registered.wholes[cell] or view.registered.hidden[cell]:
        return ""
    within = view.crowd.within(cell)
    numbers = [size(row & within) for row in view.standing.states.values()]
    week = Week(use.week(len(use.weeks) - 1), int(view.registered.wholes[cell]), numbers)
    return f"On {words.day(week.days.last)}, of {week.registered:,} registered people: {week.told}."
