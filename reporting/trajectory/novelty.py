"""How unlike the pilot's questions those asked since are, and how each band fares. Pure."""

from collections.abc import Mapping, Sequence

from reporting.adoption.metrics import ANSWERS
from reporting.kit import words
from reporting.kit.blocks import Block, Grid, Head, Plot
from reporting.kit.charts.dots import dots
from reporting.kit.charts.trend import Row
from reporting.kit.questions import Question
from reporting.kit.told import Entry, Plain, Told
from reporting.metrics.definition import Metric
from reporting.metrics.facets import FacetTable
from reporting.metrics.figures import Figure, Status, change
from reporting.quality.metrics import COMPLAINT_RATE, SATISFACTION
from reporting.rollups.tally import Cell, Window
from reporting.trajectory.metrics import BAND_SHARE
from triage.statistics import wilson

KIND = "novelty"
# Of what was asked since: from what the pilot knew to what it didn't.
SINCE: Mapping[str, str] = {
    "familiar": "Familiar: as near as the pilot's own usually are",
    "near": "Near: further than these",
    "new": "New: unlike any of the pilot's",
}
NAMES: Mapping[str, str] = {"pilot": "Asked in the pilot itself", **SINCE}
TOLD: Sequence[Metric] = (SATISFACTION, COMPLAINT_RATE)
NONE_YET = (
    "No questions can be held against the pilot's yet: send the question with each answer, and the"
    " cohort that people belong to. It takes 50 questions of a first cohort and a second one."
)
NOTES = (
    (
        "The pilot is here the cohort that began first, until another one began. Answers without a"
        " question are left out."
    ),
    (
        "Other people may ask the new questions than the familiar ones: a difference need not be"
        " the questions' doing."
    ),
)


def novelty_block(table: FacetTable, question: Question, window: Window) -> Block:
    """Each band with its share of what was asked since the pilot, and how it fares."""
    cell = question.cell
    bands = [band for band in NAMES if band in table.values]
    shares = shares_of(table, cell)
    rows = tuple(
        (
            Plain(band, NAMES[band]),
            Told(BAND_SHARE, shares[band]) if band in shares else Plain(None),
            *(Told(metric, table.figure(metric, band, cell)) for metric in TOLD),
        )
        for band in bands
    )
    return Block(
        id="novelty",
        title=f"How unlike the pilot's questions, {words.days(window)}",
        section="Pilot and rollout",
        summary=_says(table, shares, cell),
        grid=Grid(_HEADS, rows),
        plots=(_plot(rows),) if rows else (),
        notes=NOTES,
        definitions=(BAND_SHARE, *TOLD),
        empty=NONE_YET,
    )


_HEADS = (
    Head("band", "Questions"),
    Head("share", BAND_SHARE.title, BAND_SHARE.definition),
    *(Head(metric.name, metric.title, metric.definition) for metric in TOLD),
)


def shares_of(table: FacetTable, cell: Cell) -> dict[str, Figure]:
    """The share of each band that was asked since. As they add up to the whole, none is told where
    one is not."""
    bands = [band for band in SINCE if band in table.values]
    counts = {band: table.figure(ANSWERS, band, cell) for band in bands}
    if any(one.status is Status.HIDDEN for one in counts.values()):
        return dict.fromkeys(bands, Figure(Status.HIDDEN))
    whole = sum(one.numerator or 0 for one in counts.values())
    return {band: _share(one.numerator or 0, whole) for band, one in counts.items()}


def _share(part: int, whole: int) -> Figure:
    if whole < SATISFACTION.enough:
        missing = SATISFACTION.enough - whole
        return Figure(Status.TOO_EARLY, denominator=whole, missing=missing)
    interval = wilson(part=part, whole=whole)
    return Figure(Status.OK, part, whole, part / whole, interval)


def _says(table: FacetTable, shares: Mapping[str, Figure], cell: Cell) -> str:
    """How much is new, and whether that fares worse."""
    share = shares.get("new")
    if share is None or share.value is None:
        return ""
    said = f"{words.percent(share.value)} of the questions since are unlike any of the pilot's."
    if "familiar" not in table.values:
        return said
    new, known = (table.figure(SATISFACTION, band, cell) for band in ("new", "familiar"))
    moved = change(new, known)
    if moved is None or new.value is None or known.value is None:
        return f"{said} Too few thumbs to tell how these fare."
    against = f"{words.percent(new.value)} against {words.percent(known.value)} of familiar ones"
    if not moved.clear:
        return f"{said} Their satisfaction, {against}, differs no more than chance explains."
    way = "worse" if moved.difference < 0 else "better"
    low, high = sorted(abs(end) * 100 for end in moved.interval)
    return f"{said} They fare {way}: satisfaction is {against}, {low:.0f} to {high:.0f} points."


def _plot(rows: Sequence[tuple[Entry, ...]]) -> Plot:
    marks = [_mark(row[0].words, row[2]) for row in rows]
    title = f"{SATISFACTION.title} by how unlike the pilot's questions"
    spec = dots(marks, title=title, hue="say")
    empty = all(mark["value"] is None for mark in marks)
    return Plot("plot-novelty", spec, SATISFACTION.title, empty)


def _mark(name: str, entry: Entry) -> Row:
    assert isinstance(entry, Told)
    low, high = entry.figure.interval or (None, None)
    return {
        "name": name.partition(":")[0],
        "value": entry.figure.value,
        "low": low,
        "high": high,
        "told": entry.line,
        "href": "",
    }
