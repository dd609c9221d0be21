"""How far people come who are registered, and how long it takes until they begin. Pure."""

from reporting.adoption.bits import bits_of
from reporting.adoption.blocks.curves import Curves
from reporting.adoption.blocks.view import View, marked
from reporting.adoption.crowd import Shares, share
from reporting.adoption.definitions import STEP_KEPT, STEPS, TIME_TO_FIRST_USE, USED_WITHIN
from reporting.adoption.retention import until_first_use
from reporting.adoption.states import ever_habitual
from reporting.kit.blocks import Block, Grid, Head, Plot
from reporting.kit.charts.dots import dots
from reporting.kit.told import Entry, Plain, Told
from reporting.metrics.figures import Figure
from reporting.metrics.minimum import MINIMUM
from reporting.rollups.marks import NEVER

SECTION = "How people begin"
LONG_ENOUGH = 28
DAYS = (1, 7, 28)
DRAWN = 84


def funnel_block(view: View) -> Block:
    """Registered, first use, second day of use, habitual."""
    use, cell = view.crowd.use, view.crowd.cell
    base = view.flags(view.standing.there) & (use.registered <= use.last - LONG_ENOUGH)
    shares = Shares(view.crowd, base)
    began = use.marks.first < NEVER
    again = began & (use.marks.last > use.marks.first)
    steps = (bits_of(began), bits_of(again), ever_habitual(use))
    reached = [shares.of(row).at(cell) for row in steps]
    whole = shares.count(cell)
    # What people asked on their first day, after it, and in any of the days asked about.
    hrefs = (
        view.behind(cell, 0),
        view.behind(cell, 1, later=True),
        view.behind(cell, 0, later=True),
    )
    rows: list[tuple[Plain, Told, Told]] = [
        (
            Plain(of.name, of.title, href=href),
            Told(of, figure),
            Told(STEP_KEPT, _of_step_before(figure, before)),
        )
        for of, figure, before, href in zip(
            STEPS, reached, [whole, *reached[:-1]], hrefs, strict=True
        )
    ]
    marks = [
        marked(row[0], of, figure) for row, of, figure in zip(rows, STEPS, reached, strict=True)
    ]
    drawing = dots(marks, title="How far people have come", hue="use")
    return Block(
        id="funnel",
        title="From registered to habitual",
        section=SECTION,
        summary=_told_funnel(whole, reached),
        grid=Grid(
            (
                Head("step", "Step"),
                Head("reached", "Of all registered"),
                Head("kept", STEP_KEPT.title, STEP_KEPT.definition),
            ),
            tuple(rows),
        ),
        plots=(Plot("plot-funnel", drawing, empty=reached[0].value is None),),
        notes=(
            "Whoever was registered less than 28 days ago is left out: they have not had the time.",
        ),
        definitions=(*STEPS, STEP_KEPT),
    )


def _of_step_before(figure: Figure, before: Figure) -> Figure:
    whole = before.numerator or 0
    hidden = before.value is None or 0 < whole < MINIMUM
    return share(figure.numerator or 0, whole, hidden=hidden)


def _told_funnel(whole: Figure, reached: list[Figure]) -> str:
    if not whole.numerator:
        return ""
    first, second, habit = (figure.numerator for figure in reached)
    return (
        f"Of {whole.numerator:,} people registered 28 or more days ago, {first:,} have used it at "
        f"all, {second:,} on a second day, and {habit:,} have made it a habit at some time."
    )


def first_use_block(view: View) -> Block:
    """How long it takes from registration to the first use: of the slice, and of its cohorts."""
    curves = Curves(
        view,
        until_first_use(view.crowd.use),
        median=TIME_TO_FIRST_USE,
        share=USED_WITHIN,
        happened=True,
    )
    whole, cells = curves.of(view.crowd.cell), view.cells_by("cohort")
    rows: list[tuple[Entry, ...]] = [
        (Plain("", "Everybody asked about"), *curves.entries(view.crowd.cell, whole, DAYS))
    ]
    if len(cells) > 1:
        rows += [
            (view.entry("cohort", slug), *curves.entries(cell, curves.of(cell), DAYS))
            for slug, cell in cells
        ]
    plot = curves.plot(
        "first-use",
        "",
        view.crowd.cell,
        whole,
        title="Share that has used it, by days since registration",
        across="Days since registration",
        days=DRAWN,
    )
    return Block(
        id="first-use",
        title="Time to first value",
        section=SECTION,
        summary=f"From registration to the first answer: {curves.said(whole)}.",
        grid=Grid((Head("cohort", "Cohort"), *curves.heads(DAYS)), tuple(rows)),
        plots=(plot,),
        notes=("Who has never used it counts as not having done so up to now, not as never.",),
        definitions=(TIME_TO_FIRST_USE, USED_WITHIN),
    )
