"""How many of those who were brought in one way or another use it. Pure."""

import numpy as np

from reporting.adoption.bits import Flags
from reporting.adoption.blocks.course import SECTION
from reporting.adoption.blocks.view import View, marked
from reporting.adoption.crowd import Counts, counted, share, with_totals
from reporting.adoption.definitions import ACTIVE_28D, STATES
from reporting.adoption.metrics import REGISTERED
from reporting.adoption.states import State
from reporting.kit.blocks import Block, Grid, Head, Plot
from reporting.kit.charts.dots import dots
from reporting.kit.facets import WITHOUT
from reporting.kit.told import Entry, Plain, Told
from reporting.metrics.minimum import Mask, hidden_cells

HABITUAL = STATES[State.HABITUAL]
WHAT = (
    "How a person was brought in is what the directory of people says of them; where it says "
    "nothing, what it says of their cohort."
)


def onboarding_block(view: View) -> Block:
    """Active of registered people by kind of onboarding, with what each kind is."""
    known, there = view.crowd.known, view.flags(view.standing.there)
    registered = _cube(view, there)
    hidden = hidden_cells(registered)
    active, habitual = (
        _cube(view, view.flags(row))
        for row in (view.standing.month, view.standing.states[State.HABITUAL])
    )
    rows: list[tuple[Entry, ...]] = []
    marks = []
    for number, kind in enumerate(known.onboardings):
        cell = (*view.crowd.cell, number)
        if not registered[cell]:
            continue
        entry = Plain(kind or WITHOUT, kind or "Nothing said")
        whole, kept_back = int(registered[cell]), bool(hidden[cell])
        figure = share(int(active[cell]), whole, hidden=kept_back)
        rows.append(
            (
                entry,
                Plain(_cohorts(view, registered, hidden, number)),
                Told(REGISTERED, counted(whole, hidden=kept_back)),
                Told(ACTIVE_28D, figure),
                Told(HABITUAL, share(int(habitual[cell]), whole, hidden=kept_back)),
            )
        )
        marks.append(marked(entry, ACTIVE_28D, figure))
    drawing = dots(marks, title=f"{ACTIVE_28D.title} by kind of onboarding", hue="use")
    return Block(
        id="by-onboarding",
        title=f"{ACTIVE_28D.title} by kind of onboarding",
        section=SECTION,
        summary=". ".join(f"{row[0].words}: {row[1].words or 'nobody is shown'}" for row in rows),
        grid=Grid(
            (
                Head("onboarding", "Brought in"),
                Head("cohorts", "Who these are", WHAT),
                *(
                    Head(of.name, of.title, of.definition)
                    for of in (REGISTERED, ACTIVE_28D, HABITUAL)
                ),
            ),
            tuple(rows),
        ),
        plots=(Plot("plot-onboarding", drawing, empty=not marks),) if rows else (),
        notes=(WHAT,),
        definitions=(ACTIVE_28D,),
        empty="Nobody is registered yet: send the directory of people.",
    )


def _cube(view: View, who: Flags) -> Counts:
    """How many of those there are [team, cohort, onboarding], with totals last."""
    known = view.crowd.known
    shape = len(known.teams), len(known.cohorts), len(known.onboardings)
    codes = np.ravel_multi_index((known.team[who], known.cohort[who], known.onboarding[who]), shape)
    return with_totals(np.bincount(codes, minlength=int(np.prod(shape))).reshape(shape))


def _cohorts(view: View, registered: Counts, hidden: Mask, number: int) -> str:
    """The cohorts of those who were brought in so, as far as they may be shown."""
    team = view.crowd.cell[0]
    names = [
        view.groups.name("cohort", slug)
        for slug, (_, cohort) in view.cells_by("cohort")
        if registered[team, cohort, number] and not hidden[team, cohort, number]
    ]
    return ", ".join(names)
