"""How unlike the pilot's questions those asked since are, and how each band fares. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate

from reporting.adoption.metrics import ANSWERS
from reporting.kit import words
from reporting.kit.behind import behind
from reporting.kit.blocks import Block, Grid, Head, Plot
from reporting.kit.charts.dots import dots
from reporting.kit.charts.stacked import stacked_shares
from reporting.kit.charts.trend import Row
from reporting.kit.questions import Question
from reporting.kit.told import Entry, Plain, Told
from reporting.metrics.definition import Metric
from reporting.metrics.figures import Figure, Status, Table, change
from reporting.quality.metrics import COMPLAINT_RATE, SATISFACTION
from reporting.rollups.tally import Cell, Window
from reporting.trajectory.metrics import BAND_SHARE, WEEK_SHARE
from triage.statistics import wilson

KIND = "novelty"
SECTION = "Pilot and rollout"
WEEKS = "What is asked, week by week"
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
        "The pilot is that of the comparison above, until another cohort began. Answers without a"
        " question are left out."
    ),
    (
        "Other people may ask the new questions than the familiar ones: a difference need not be"
        " the questions' doing."
    ),
)


# Of a week, from the bottom up: name, hue, opacity.
PARTS: Mapping[str, tuple[str, str, float]] = {
    "pilot": ("asked in the pilot", "quiet", 0.25),
    "familiar": ("familiar", "use", 0.2),
    "near": ("near", "use", 0.45),
    "new": ("new", "use", 0.8),
}
TALL = 240


def novelty_block(bands: Mapping[str, Table], question: Question, window: Window) -> Block:
    """Each band with its share of what was asked since the pilot, and how it fares."""
    cell = question.cell
    shares = shares_of(bands, cell, SINCE)
    days = {"from": window.first, "to": window.last}
    rows = tuple(
        (
            Plain(band, NAMES[band], href=behind("all", question, novelty=band, **days)),
            Told(BAND_SHARE, shares[band]) if band in shares else Plain(None),
            *(Told(metric, bands[band].figure(metric, cell)) for metric in TOLD),
        )
        for band in NAMES
        if band in bands
    )
    return Block(
        id="novelty",
        title=f"How unlike the pilot's questions, {words.days(window)}",
        section=SECTION,
        summary=_says(bands, shares, cell),
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


def weeks_block(bands: Mapping[str, Table], question: Question, weeks: Sequence[Window]) -> Block:
    """How much of what was asked lies in each band, week by week."""
    by_week = [
        (week, shares_of(bands, question.cell._replace(week=week.first), NAMES)) for week in weeks
    ]
    told = [(week, shares) for week, shares in by_week if shares]
    return Block(
        id="novelty-weeks",
        title=WEEKS,
        section=SECTION,
        summary=_trend(told),
        grid=Grid(
            (Head("week", "Week from"), *(Head(band, NAMES[band]) for band in NAMES)),
            tuple(_week(week, shares, question) for week, shares in told),
        ),
        plots=(_stacked(told, question),) if told else (),
        notes=(
            "Grey was asked in the pilot itself.",
            "Full weeks. One in which too few asked of a band is left blank.",
        ),
        definitions=(WEEK_SHARE,),
        empty=NONE_YET,
    )


def shares_of(bands: Mapping[str, Table], cell: Cell, among: Iterable[str]) -> dict[str, Figure]:
    """The share of each of these bands. As they add up to the whole, none is told where one is
    not."""
    counts = {band: bands[band].figure(ANSWERS, cell) for band in among if band in bands}
    if any(one.status is Status.HIDDEN for one in counts.values()):
        return dict.fromkeys(counts, Figure(Status.HIDDEN))
    whole = sum(one.numerator or 0 for one in counts.values())
    return {band: _share(one.numerator or 0, whole) for band, one in counts.items()}


def _share(part: int, whole: int) -> Figure:
    if whole < SATISFACTION.enough:
        missing = SATISFACTION.enough - whole
        return Figure(Status.TOO_EARLY, denominator=whole, missing=missing)
    interval = wilson(part=part, whole=whole)
    return Figure(Status.OK, part, whole, part / whole, interval)


def _says(bands: Mapping[str, Table], shares: Mapping[str, Figure], cell: Cell) -> str:
    """How much is new, and whether that fares worse."""
    share = shares.get("new")
    if share is None or share.value is None:
        return ""
    said = f"{words.percent(share.value)} of the questions since are unlike any of the pilot's."
    if "familiar" not in bands:
        return said
    new, known = (bands[band].figure(SATISFACTION, cell) for band in ("new", "familiar"))
    moved = change(new, known)
    if moved is None or new.value is None or known.value is None:
        return f"{said} Too few thumbs to tell how these fare."
    against = f"{words.percent(new.value)} against {words.percent(known.value)} of familiar ones"
    if not moved.clear:
        return f"{said} Their satisfaction, {against}, differs no more than chance explains."
    way = "worse" if moved.difference < 0 else "better"
    low, high = sorted(abs(end) * 100 for end in moved.interval)
    return f"{said} They fare {way}: satisfaction is {against}, {low:.0f} to {high:.0f} points."


def _trend(told: Sequence[tuple[Window, Mapping[str, Figure]]]) -> str:
    """How much was new in the first full week in which others than the pilot asked, and is now."""
    new = [
        (week, share.value)
        for week, shares in told
        if (share := shares.get("new")) and share.value is not None and _since(shares)
    ]
    if len(new) < 2:
        return ""
    (first, then), (last, now) = new[0], new[-1]
    return (
        f"Of what was asked, {words.percent(then)} was unlike any of the pilot's in the week from"
        f" {words.day(first.first)}, and {words.percent(now)} in that from {words.day(last.first)}."
    )


def _since(shares: Mapping[str, Figure]) -> bool:
    return "pilot" not in shares or (shares["pilot"].value or 0) < 0.5


def _week(week: Window, shares: Mapping[str, Figure], question: Question) -> tuple[Entry, ...]:
    days = {"from": week.first, "to": week.last}
    return (
        Plain(week.first),
        *(
            Told(WEEK_SHARE, shares[band], behind("all", question, novelty=band, **days))
            if band in shares
            else Plain(None)
            for band in NAMES
        ),
    )


def _stacked(told: Sequence[tuple[Window, Mapping[str, Figure]]], question: Question) -> Plot:
    rows = [_part(week, shares, question) for week, shares in told]
    spec = stacked_shares(
        rows,
        title="How unlike the pilot's questions those of each week are",
        parts=PARTS,
        domain=(told[0][0].first, told[-1][0].first),
        height=TALL,
    )
    return Plot("plot-novelty-weeks", spec, empty=all(row["new"] is None for row in rows))


def _part(week: Window, shares: Mapping[str, Figure], question: Question) -> Row:
    """The week, with the share of each band and those below it."""
    values = [shares[band].value if band in shares else 0.0 for band in PARTS]
    known = [value for value in values if value is not None]
    upto = accumulate(known) if len(known) == len(values) else [None] * len(values)
    said = [f"{PARTS[band][0]} {words.value(WEEK_SHARE, share)}" for band, share in shares.items()]
    return {
        "week": week.first.isoformat(),
        **dict(zip(PARTS, upto, strict=True)),
        "told": ", ".join(said),
        "href": behind("all", question, **{"from": week.first, "to": week.last}),
    }


def _plot(rows: Sequence[tuple[Entry, ...]]) -> Plot:
    marks = [_mark(row[0], row[2]) for row in rows]
    title = f"{SATISFACTION.title} by how unlike the pilot's questions"
    spec = dots(marks, title=title, hue="say")
    empty = all(mark["value"] is None for mark in marks)
    return Plot("plot-novelty", spec, SATISFACTION.title, empty)


def _mark(band: Entry, entry: Entry) -> Row:
    assert isinstance(entry, Told)
    low, high = entry.figure.interval or (None, None)
    return {
        "name": band.words.partition(":")[0],
        "value": entry.figure.value,
        "low": low,
        "high": high,
        "told": entry.line,
        "href": band.href,
    }
