"""How everybody stands now, in which groups, and how that came about week by week. Pure."""

from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

from reporting.adoption.bits import Bits, size
from reporting.adoption.blocks.view import View, marked
from reporting.adoption.crowd import Cell, Share, counted, share
from reporting.adoption.definitions import ACTIVATED, ACTIVE_1D, ACTIVE_7D, ACTIVE_28D, STATES
from reporting.adoption.metrics import REGISTERED
from reporting.adoption.states import State
from reporting.kit import words
from reporting.kit.blocks import Block, Card, Grid, Head, Plot, key_figures
from reporting.kit.charts.dots import dots
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
_PRESENT = (
    "Team and cohort are those that people are in at present, so that a share counts the same "
    "people above and below. Who has left counts up to when they left."
)
_ADD_UP = (
    "Habitual, occasional, dormant, lapsed and never used it are exclusive and add up to all "
    "registered people; active in 28 days are the first two."
)


def shares(view: View) -> dict[str, tuple[Definition, Share]]:
    """Each share of the registered people as of the last day, by name."""
    now, registered = view.standing, view.registered
    rows: list[tuple[Definition, Bits]] = [
        (ACTIVATED, now.activated),
        (ACTIVE_1D, now.today),
        (ACTIVE_7D, now.week),
        (ACTIVE_28D, now.month),
        *((STATES[state], row) for state, row in now.states.items()),
    ]
    return {of.name: (of, registered.of(row)) for of, row in rows}


def key_block(view: View) -> Block:
    cell, found = view.crowd.cell, shares(view)
    registered = Told(REGISTERED, view.registered.count(cell))
    return key_figures(
        id="key",
        title="Key figures",
        cards=(
            Card(registered),
            *(Card(Told(definition, one.at(cell))) for definition, one in found.values()),
        ),
        notes=(f"{_as_of(view)} {_ADD_UP}", _PRESENT),
    )


def _as_of(view: View) -> str:
    last = words.day(view.window.last)
    return (
        f"As of {last} so far: the day is not over."
        if view.going_on
        else (f"As of the end of {last}, in UTC.")
    )


def course_block(view: View) -> Block:
    """The states of the slice at the end of each week."""
    weeks = _course(view, view.crowd.cell)
    heads = (
        Head("from", "Week from"),
        Head("to", "to"),
        Head(REGISTERED.name, REGISTERED.title, REGISTERED.definition),
        *(Head(of.name, of.title, of.definition) for of in STATES.values()),
    )
    rows: list[tuple[Entry, ...]] = [
        (
            Plain(week.days.first, href=view.answers_of(week.days)),
            Plain(week.days.last),
            Told(REGISTERED, counted(week.registered, hidden=week.numbers is None)),
            *(Told(STATES[s], one) for s, one in zip(State, week.figures, strict=True)),
        )
        for week in weeks
    ]
    return Block(
        id="states",
        title="States of use by week",
        section=SECTION,
        summary=states_said(view),
        grid=Grid(heads, tuple(rows)),
        plots=(_plot(view, "states", "", weeks, pointed=True),),
        notes=(f"At the end of each week. {_ADD_UP}",),
        definitions=tuple(STATES.values()),
        empty="Nobody is registered yet: send the directory of people.",
    )


def group_block(view: View, kind: str) -> Block:
    """Each team or cohort now; cohorts with the way they came, teams with their active share."""
    found = shares(view)
    cells = view.cells_by(kind)
    shown = [found[ACTIVE_28D.name], *(found[of.name] for of in STATES.values())]
    active = found[ACTIVE_28D.name][1]
    if kind == "cohort" and len(cells) > 1:
        plots = tuple(
            _plot(
                view,
                f"states-{at}",
                view.groups.name(kind, slug),
                _course(view, cell),
                pointed=False,
            )
            for at, (slug, cell) in enumerate(cells)
        )
    else:
        marks = [
            marked(view.entry(kind, slug), ACTIVE_28D, active.at(cell)) for slug, cell in cells
        ]
        drawing = dots(marks, title=f"{ACTIVE_28D.title} by {kind}", hue="use")
        plots = (Plot(f"plot-by-{kind}", drawing, empty=all(m["value"] is None for m in marks)),)
    return Block(
        id=f"by-{kind}",
        title=f"{'States of use' if len(plots) > 1 else ACTIVE_28D.title} by {kind}",
        section=SECTION,
        summary=groups_said(view, kind),
        grid=Grid(
            (Head(kind, kind.title()), *_heads([REGISTERED, *(of for of, _ in shown)])),
            tuple(
                (
                    view.entry(kind, slug),
                    Told(REGISTERED, view.registered.count(cell)),
                    *(Told(of, one.at(cell)) for of, one in shown),
                )
                for slug, cell in cells
            ),
        ),
        plots=plots if cells else (),
        definitions=(ACTIVE_28D, *STATES.values()),
        empty=f"No {kind} is known yet: send it with the directory of people.",
    )


def _heads(definitions: list[Definition]) -> list[Head]:
    return [Head(of.name, of.title, of.definition) for of in definitions]


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


def _plot(view: View, id_: str, name: str, weeks: list[Week], *, pointed: bool) -> Plot:
    marks = [_mark(view, week, pointed=pointed) for week in weeks]
    spec = stacked_shares(
        marks,
        title=f"States of use by week{', ' if name else ''}{name}",
        parts={state.value: part for state, part in _PARTS.items()},
        domain=(view.whole.first, view.whole.last),
        height=TALL if pointed else LOW,
        pointed=pointed,
    )
    return Plot(f"plot-{id_}", spec, name, empty=not any(w.numbers and w.registered for w in weeks))


def _mark(view: View, week: Week, *, pointed: bool) -> Row:
    mark: Row = {"week": week.days.last.isoformat()}
    mark |= {state.value: upto for state, upto in zip(State, week.upto, strict=True)}
    if pointed:
        mark["told"] = week.told
        mark["href"] = view.answers_of(week.days)
    return mark


def states_said(view: View) -> str:
    """How those in the slice stand at the end, in a sentence."""
    cell, use = view.crowd.cell, view.crowd.use
    if not view.registered.wholes[cell] or view.registered.hidden[cell]:
        return ""
    within = view.crowd.within(cell)
    numbers = [size(row & within) for row in view.standing.states.values()]
    week = Week(use.week(len(use.weeks) - 1), int(view.registered.wholes[cell]), numbers)
    return f"On {words.day(week.days.last)}, of {week.registered:,} registered people: {week.told}."


def groups_said(view: View, kind: str) -> str:
    """The team or cohort with the most and the one with the fewest active people, in a sentence."""
    active = view.registered.of(view.standing.month)
    groups = [(view.groups.name(kind, s), active.at(cell)) for s, cell in view.cells_by(kind)]
    told = [(name, figure, figure.value) for name, figure in groups if figure.value is not None]
    if len(told) < 2:
        return ""
    most, fewest = max(told, key=lambda one: one[2]), min(told, key=lambda one: one[2])
    if most[2] == fewest[2]:
        return ""
    return (
        f"Active in 28 days: most in {most[0]}, {words.told(ACTIVE_28D, most[1])}; fewest in "
        f"{fewest[0]}, {words.told(ACTIVE_28D, fewest[1])}."
    )
