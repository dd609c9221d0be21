"""How everybody stands now, and in which groups. Pure."""

from reporting.adoption.bits import Bits
from reporting.adoption.blocks.course import ADD_UP, SECTION, heads_of
from reporting.adoption.blocks.view import View, marked
from reporting.adoption.crowd import Share
from reporting.adoption.definitions import ACTIVATED, ACTIVE_1D, ACTIVE_7D, ACTIVE_28D, STATES
from reporting.adoption.metrics import REGISTERED
from reporting.kit import words
from reporting.kit.blocks import Block, Card, Grid, Head, Plot, key_figures
from reporting.kit.charts.dots import dots
from reporting.kit.told import Told
from reporting.metrics.definition import Definition

_PRESENT = (
    "Team and cohort are those that people are in at present, so that a share counts the same "
    "people above and below. Who has left counts up to when they left."
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
        notes=(f"{_as_of(view)} {ADD_UP}", _PRESENT),
    )


def _as_of(view: View) -> str:
    last = words.day(view.window.last)
    return (
        f"As of {last} so far: the day is not over."
        if view.going_on
        else (f"As of the end of {last}, in UTC.")
    )


def group_block(view: View, kind: str) -> Block:
    """Each team or cohort now, with its active share."""
    found = shares(view)
    cells = view.cells_by(kind)
    shown = [found[ACTIVE_28D.name], *(found[of.name] for of in STATES.values())]
    active = found[ACTIVE_28D.name][1]
    marks = [marked(view.entry(kind, slug), ACTIVE_28D, active.at(cell)) for slug, cell in cells]
    drawing = dots(marks, title=f"{ACTIVE_28D.title} by {kind}", hue="use")
    plot = Plot(f"plot-by-{kind}", drawing, empty=all(m["value"] is None for m in marks))
    return Block(
        id=f"by-{kind}",
        title=f"{ACTIVE_28D.title} by {kind}",
        section=SECTION,
        summary=groups_said(view, kind),
        grid=Grid(
            (Head(kind, kind.title()), *heads_of([REGISTERED, *(of for of, _ in shown)])),
            tuple(
                (
                    view.entry(kind, slug),
                    Told(REGISTERED, view.registered.count(cell)),
                    *(Told(of, one.at(cell)) for of, one in shown),
                )
                for slug, cell in cells
            ),
        ),
        plots=(plot,) if cells else (),
        definitions=(ACTIVE_28D, *STATES.values()),
        empty=f"No {kind} is known yet: send it with the directory of people.",
    )


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
