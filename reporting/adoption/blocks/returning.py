"""Who used it again after a wrong answer: fixed, not fixed, and after a right one. Pure."""

import numpy as np

from reporting.adoption.bits import Flags, bits_of
from reporting.adoption.blocks.view import View, marked
from reporting.adoption.crowd import Shares
from reporting.adoption.definitions import RETURNED, RETURNED_MORE
from reporting.adoption.returning import Returns, Words, returns, without
from reporting.kit import words
from reporting.kit.blocks import Block, Grid, Head, Plot
from reporting.kit.charts.dots import dots
from reporting.kit.told import Entry, Plain, Told
from reporting.metrics.definition import ENOUGH
from reporting.metrics.figures import Figure, Status
from reporting.rollups.tally import Window
from triage.statistics import newcombe

SECTION = "After a wrong answer"
FIRST = (
    "Each person counts once, by their first such word; one of less than 14 days before the last "
    "day is left out, since what follows is not known yet. Fixed: the change that resolves the "
    "complaint's issue was in force within 14 days of it."
)
NO_PROOF = (
    "Nobody chose by chance whose complaint was fixed: a difference is no proof that the fix is "
    "what brought them back."
)


def returning_block(view: View, window: Window, complaints: Words, thumbs: Words) -> Block:
    """Use within 14 days of a complaint, by what became of it, and of a thumb, both given in the
    window. Whoever gave a thumb and has not complained gave a thumb up."""
    use = view.crowd.use
    wrong = returns(use, complaints)
    right = returns(use, without(thumbs, complaints.person))
    parts = [
        ("fixed_told", "Fixed, and told so", wrong, wrong.fixed & wrong.told),
        ("fixed", "Fixed, not told", wrong, wrong.fixed & ~wrong.told),
        ("not_fixed", "Not fixed", wrong, ~wrong.fixed),
        ("thumb_up", "Thumb up, no complaint", right, np.ones(len(right.person), np.bool_)),
    ]
    behind = {id(wrong): "complained", id(right): "rated"}
    figures = [
        (Plain(key, name, view.answers_of(window, behind[id(of)])), _share(view, of, among))
        for key, name, of, among in parts
    ]
    fixed, unfixed = _share(view, wrong, wrong.fixed), _share(view, wrong, ~wrong.fixed)
    more = _difference(fixed, unfixed)
    rows: list[tuple[Entry, ...]] = [(name, Told(RETURNED, figure)) for name, figure in figures]
    rows.append((Plain("fixed_less_not_fixed", RETURNED_MORE.title), Told(RETURNED_MORE, more)))
    drawing = dots(
        [marked(name, RETURNED, figure) for name, figure in figures],
        title="Used it again within 14 days",
        hue="use",
    )
    told = any(figure.value is not None for _, figure in figures)
    return Block(
        id="returning",
        title="Who comes back after a wrong answer",
        section=SECTION,
        summary=_summary(fixed, unfixed, more),
        grid=Grid((Head("after", "After"), Head(RETURNED.name, RETURNED.title)), tuple(rows)),
        plots=(Plot("plot-returning", drawing, empty=not told),),
        notes=(FIRST, NO_PROOF),
        definitions=(RETURNED, RETURNED_MORE),
    )


def _share(view: View, found: Returns, among: Flags) -> Figure:
    """The share of those among the found who used it again."""
    shares = Shares(view.crowd, _flags(view, found, among))
    return shares.of(bits_of(_flags(view, found, found.again))).at(view.crowd.cell)


def _flags(view: View, found: Returns, among: Flags) -> Flags:
    flags = np.zeros(view.crowd.use.people, np.bool_)
    flags[found.person[among]] = True
    return flags


def _difference(some: Figure, others: Figure) -> Figure:
    """The difference of two shares, where both rest on enough people."""
    if Status.HIDDEN in (some.status, others.status):
        return Figure(Status.HIDDEN)
    whole, other_whole = some.denominator or 0, others.denominator or 0
    if min(whole, other_whole) < ENOUGH or some.value is None or others.value is None:
        missing = max(ENOUGH - whole, 0)
        return Figure(Status.TOO_EARLY, denominator=whole, missing=missing)
    interval = newcombe((some.numerator or 0, whole), (others.numerator or 0, other_whole))
    return Figure(
        Status.OK,
        denominator=whole,
        value=some.value - others.value,
        interval=interval,
        people=whole + other_whole,
    )


def _summary(fixed: Figure, unfixed: Figure, more: Figure) -> str:
    if unfixed.value is None:
        return "Too few complaints can be followed for 14 days yet to tell who comes back."
    said = (
        f"After a complaint that was not fixed, {words.told(RETURNED, unfixed)} used it again "
        "within 14 days"
    )
    if fixed.value is None or more.interval is None:
        return f"{said}; too few were fixed in that time to tell what difference it makes."
    said = f"{said}; after one that was, {words.told(RETURNED, fixed)}."
    low, high = more.interval
    verdict = "The difference is clear" if low > 0 or high < 0 else "No clear difference"
    return f"{said} {verdict}: {words.told(RETURNED_MORE, more)}."
