"""Who comes back, how long it takes until they stop, and what became of the champions. Pure."""

from reporting.adoption.bits import bits_of
from reporting.adoption.blocks.curves import Curves
from reporting.adoption.blocks.view import View, marked
from reporting.adoption.crowd import Cell, Share, Shares
from reporting.adoption.definitions import (
    CHAMPIONS,
    CHAMPIONS_GONE,
    NOT_LAPSED,
    RETENTION_ON_DAY,
    RETENTION_SINCE_DAY,
    TIME_TO_LAPSED,
)
from reporting.adoption.retention import champions, kept, until_lapsed
from reporting.adoption.states import State
from reporting.kit import words
from reporting.kit.blocks import Block, Grid, Head, Plot
from reporting.kit.charts.dots import dots
from reporting.kit.charts.heat import heat
from reporting.kit.charts.trend import Row
from reporting.kit.told import Entry, Plain, Told
from reporting.metrics.definition import Definition
from reporting.rollups.marks import LAPSED_AFTER, NTH_DAYS

SECTION = "Who stays"
DAYS = (LAPSED_AFTER, 112, 140, 168, 252)
CENSORED = (
    "A cell is empty where nobody's day N is over yet; else it counts those of whom it is, so that "
    "later columns rest on fewer people."
)
FOLLOWED = (
    "Nobody can have lapsed before day 84. Who has not by now, or left before, is known up to then "
    "only, and counts so (right censoring)."
)

Column = tuple[int, Share]


RETENTION = {"retention-on-day": RETENTION_ON_DAY, "retention-since-day": RETENTION_SINCE_DAY}
RISING = "Who has not come back yet still may: the latest columns can only rise."


def retention_block(view: View, id_: str) -> Block:
    """Retention on day N, or on day N or later, by cohort: one of RETENTION."""
    definition, columns = RETENTION[id_], list[Column]()
    for day in NTH_DAYS:
        found = kept(view.crowd.use, day)
        again = found.since if definition is RETENTION_SINCE_DAY else found.on_the_day
        columns.append((day, Shares(view.crowd, found.known).of(bits_of(again))))
    places = _places(view)
    rows: list[tuple[Entry, ...]] = []
    marks: list[Row] = []
    for entry, cell in places:
        told = [(day, _told(view, definition, day, share, cell)) for day, share in columns]
        rows.append((entry, *(one for _, one in told)))
        marks += [_cell(entry, day, one) for day, one in told if one.is_told]
    across = [f"day {day}" for day in NTH_DAYS]
    drawing = heat(
        marks,
        title=f"{definition.title}, by cohort",
        across=across,
        down=[entry.words for entry, _ in places],
    )
    return Block(
        id=id_,
        title=f"{definition.title}, by cohort",
        section=SECTION,
        summary=_told_retention(definition, columns, view.crowd.cell),
        grid=Grid(
            (
                Head("cohort", "Cohort"),
                *(Head(f"day_{day}", f"Day {day}", definition.definition) for day in NTH_DAYS),
            ),
            tuple(rows),
        ),
        plots=(Plot(f"plot-{id_}", drawing, empty=not marks),),
        notes=(CENSORED, RISING) if definition is RETENTION_SINCE_DAY else (CENSORED,),
        definitions=(definition,),
        empty="Nobody has used it yet.",
    )


def _places(view: View) -> list[tuple[Plain, Cell]]:
    """Each cohort of the slice, and the slice as a whole where there is more than one."""
    cohorts = [(view.entry("cohort", slug), cell) for slug, cell in view.cells_by("cohort")]
    whole = [(Plain("all", "All cohorts"), view.crowd.cell)]
    return cohorts + whole if len(cohorts) > 1 else cohorts


def _told(view: View, definition: Definition, day: int, share: Share, cell: Cell) -> Told:
    href = view.behind(cell, day, later=definition is RETENTION_SINCE_DAY)
    return Told(definition, share.at(cell), href)


def _cell(entry: Plain, day: int, told: Told) -> Row:
    return {
        "across": f"day {day}",
        "down": entry.words,
        "value": told.figure.value,
        "said": told.words,
        "told": told.line,
        "href": told.href,
    }


def _told_retention(definition: Definition, columns: list[Column], cell: Cell) -> str:
    """The first and the last day that can be told of the slice."""
    told = [(day, share.at(cell)) for day, share in columns if share.at(cell).value is not None]
    if not told:
        return ""
    ends = dict([told[0], told[-1]])
    said = "; ".join(f"day {day}: {words.told(definition, one)}" for day, one in ends.items())
    return f"{definition.title}: {said}."


def lapse_block(view: View) -> Block:
    """Kaplan-Meier of the time from the first use until lapsed, by cohort."""
    curves = Curves(
        view,
        until_lapsed(view.crowd.use),
        median=TIME_TO_LAPSED,
        share=NOT_LAPSED,
        happened=False,
    )
    found = [(entry, cell, curves.of(cell)) for entry, cell in _places(view)]
    end = max((curve.followed for *_, curve in found if curve), default=0)
    days = [day for day in DAYS if day <= end] or [LAPSED_AFTER]
    drawn = [
        curves.plot(
            f"lapse-{at}",
            entry.words,
            cell,
            curve,
            title="Share not lapsed, by days since the first use",
            across="Days since first use",
            days=max(end, LAPSED_AFTER + 1),
        )
        for at, (entry, cell, curve) in enumerate(found)
    ]
    return Block(
        id="lapse",
        title="Time until lapsed, by cohort",
        section=SECTION,
        summary=" ".join(f"{entry.words}: {curves.said(curve)}." for entry, _, curve in found),
        grid=Grid(
            (Head("cohort", "Cohort"), *curves.heads(days)),
            tuple((entry, *curves.entries(cell, curve, days)) for entry, cell, curve in found),
        ),
        plots=tuple(drawn),
        notes=(FOLLOWED,),
        definitions=(NOT_LAPSED, TIME_TO_LAPSED),
        empty="Nobody has used it yet.",
    )


def champions_block(view: View) -> Block:
    """What became of those who made it a habit early, by cohort. Nobody is named."""
    there = view.flags(view.standing.there)
    shares = Shares(view.crowd, champions(view.crowd.use) & there)
    states = view.standing.states
    gone = shares.of(states[State.DORMANT] | states[State.LAPSED])
    places = [(entry, cell) for entry, cell in _places(view) if shares.wholes[cell]]
    rows: list[tuple[Entry, ...]] = [
        (entry, Told(CHAMPIONS, shares.count(cell)), Told(CHAMPIONS_GONE, gone.at(cell)))
        for entry, cell in places
    ]
    marks = [marked(entry, CHAMPIONS_GONE, gone.at(cell)) for entry, cell in places]
    drawing = dots(marks, title=f"{CHAMPIONS_GONE.title}, by cohort", hue="harm")
    return Block(
        id="champions",
        title="Early champions, and how many of them stopped",
        section=SECTION,
        summary=_told_champions(view, gone),
        grid=Grid(
            (
                Head("cohort", "Cohort"),
                Head(CHAMPIONS.name, CHAMPIONS.title, CHAMPIONS.definition),
                Head(CHAMPIONS_GONE.name, CHAMPIONS_GONE.title, CHAMPIONS_GONE.definition),
            ),
            tuple(rows),
        ),
        plots=(Plot("plot-champions", drawing),) if rows else (),
        notes=("Counts only, of five people or more: nobody is named.",),
        definitions=(CHAMPIONS, CHAMPIONS_GONE),
        empty="Nobody has used it in three of four weeks within their first eight yet.",
    )


def _told_champions(view: View, gone: Share) -> str:
    """Of the first cohort that has any that can be told."""
    for slug, cell in view.cells_by("cohort"):
        figure = gone.at(cell)
        if figure.value is not None:
            name = view.groups.name("cohort", slug)
            return (
                f"{name}: of {figure.denominator:,} champions {figure.numerator:,} are dormant or "
                f"lapsed, {words.told(CHAMPIONS_GONE, figure)}."
            )
    return ""
