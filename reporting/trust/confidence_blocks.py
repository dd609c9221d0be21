"""Whether answers are right as often as they are sure, as blocks."""

from functools import partial

from reporting.kit import words
from reporting.kit.blocks import Block, Grid, Head, Later, Plot
from reporting.kit.charts.reliability import Row, reliability
from reporting.kit.facets import WITHOUT
from reporting.kit.questions import Question
from reporting.kit.told import Entry, Plain, Told
from reporting.metrics.figures import share
from reporting.trust.bins import Bin
from reporting.trust.calibration import parts
from reporting.trust.definitions import BRIER, CALIBRATION_ERROR, OVERCONFIDENCE, RIGHT_IN_BIN
from reporting.trust.figures import Confidence, in_words, sureness
from reporting.trust.reading import Reading

SECTION = "Is it as right as it is sure?"
BY_TEAM = "By team"
TALL, LOW = 300, 180
EMPTY = (
    "No answer of these days both states a confidence and was judged: send `confidence` with the "
    "answers, from 0 to 1, and put the widget beside them."
)


def blocks(reading: Reading) -> tuple[Block | Later, ...]:
    return reliability_block(reading), later(reading), scores(reading)


def later(reading: Reading) -> Later:
    return Later("calibration-by-team", BY_TEAM, SECTION, partial(by_team, reading))


def reliability_block(reading: Reading) -> Block:
    """By range of stated confidence, the share that was right."""
    ten, question = reading.all.ten, reading.asked.question
    heads = (
        Head("confidence", "Stated confidence"),
        Head("mean", "Mean"),
        Head("right", "Right", RIGHT_IN_BIN.definition),
        Head("answers", "Answers, judged or not"),
    )
    spec = reliability(
        _marks(reading.all, question),
        title="Share right by stated confidence",
        height=TALL,
        sizes=True,
    )
    return Block(
        id="reliability",
        title="Stated confidence, and how often it was right",
        section=SECTION,
        summary=_seen(ten),
        grid=Grid(heads, tuple(_row(one, question) for one in ten)),
        plots=(Plot("plot-reliability", spec),) if ten else (),
        notes=(
            reading.judges.told,
            (
                "On the dashed line confidence is met; below it the assistant is too sure. The "
                "numbers at the foot are judged answers."
            ),
        ),
        definitions=(RIGHT_IN_BIN,),
        empty=_why_empty(reading.all),
    )


def _row(one: Bin, question: Question) -> tuple[Entry, ...]:
    return (
        Plain(_range(one), _spoken_range(one), href=_behind(one, question)),
        Plain(one.mean, words.percent(one.mean)),
        Told(RIGHT_IN_BIN, share(one.right, one.judged)),
        Plain(one.answers),
    )


def _marks(confidence: Confidence, question: Question) -> list[Row]:
    return [
        {
            "mean": one.mean,
            "share": one.share,
            "low": figure.interval[0] if figure.interval else None,
            "high": figure.interval[1] if figure.interval else None,
            "judged": one.judged,
            "told": words.told(RIGHT_IN_BIN, figure),
            "href": _behind(one, question),
        }
        for one in confidence.ten
        if (figure := share(one.right, one.judged))
    ]


def _range(one: Bin) -> str:
    return f"{one.low:g}-{one.high:g}"


def _spoken_range(one: Bin) -> str:
    end = "to" if one.high == 1 else "to below"
    return f"{words.percent(one.low)} {end} {words.percent(one.high)}"


def _behind(one: Bin, question: Question) -> str:
    return f"../answers/?{question.address(sure=_range(one), of='rated')}"


def _seen(ten: list[Bin]) -> str:
    """The range with most judged answers, and whether it keeps its word."""
    if not ten:
        return ""
    most = max(ten, key=lambda one: one.judged)
    return (
        f"Most judged answers state {_spoken_range(most)}, {words.percent(most.mean)} on average; "
        f"{in_words(most.right, most.judged)} of them are right."
    )


def _why_empty(confidence: Confidence) -> str:
    if confidence.hidden:
        return "Fewer than five people are behind it, or it would tell of a group that small."
    return EMPTY


def by_team(reading: Reading) -> Block:
    """Each team's diagram, small, and its figures."""
    groups, question = reading.asked.groups, reading.asked.question
    named = [
        (slug, groups.name("team", slug), confidence)
        for slug, confidence in reading.by_team.items()
        if confidence.total.answers
    ]
    plots = tuple(
        Plot(
            f"plot-reliability-{at}",
            reliability(
                _marks(confidence, question.cut("team", slug)),
                title=f"Share right by stated confidence, {name}",
                height=LOW,
                sizes=False,
            ),
            _caption(name, confidence),
            not confidence.ten,
        )
        for at, (slug, name, confidence) in enumerate(named)
    )
    figures = (OVERCONFIDENCE, CALIBRATION_ERROR, BRIER)
    return Block(
        id="calibration-by-team",
        title=BY_TEAM,
        section=SECTION,
        summary=" ".join(
            f"{name}: {words.told(OVERCONFIDENCE, confidence.overconfidence())}."
            for _, name, confidence in named
        ),
        grid=Grid(
            (Head("team", "Team"), *(Head(d.name, d.title, d.definition) for d in figures)),
            tuple(_team_row(slug, name, c, question) for slug, name, c in named),
        ),
        plots=plots,
        notes=(reading.judges.briefly,),
        definitions=figures,
        empty="No team is known yet: send it with answers or feedback.",
    )


def _caption(name: str, confidence: Confidence) -> str:
    """The team's name, with what is first looked for."""
    gap = sureness(confidence.overconfidence())
    return f"{name}: {gap}" if gap else name


def _team_row(
    slug: str, name: str, confidence: Confidence, question: Question
) -> tuple[Entry, ...]:
    here = slug or WITHOUT
    return (
        Plain(here, name, href=f"?{question.address(team=here)}"),
        Told(OVERCONFIDENCE, confidence.overconfidence()),
        Told(CALIBRATION_ERROR, confidence.calibration_error()),
        Told(BRIER, confidence.brier()),
    )


def scores(reading: Reading) -> Block:
    """The scores with what they are made of."""
    confidence = reading.all
    rows: list[tuple[Entry, ...]] = []
    if confidence.is_told:
        three, gap = parts(confidence.bins), confidence.gap
        score = Told(BRIER, confidence.brier())
        rows = [
            (
                Plain(CALIBRATION_ERROR.name, CALIBRATION_ERROR.title),
                Told(CALIBRATION_ERROR, confidence.calibration_error()),
                Plain("0% is perfect."),
            ),
            _number("raw", "The same, as usually told", gap.raw, "With what noise adds to it."),
            _number(
                "by_chance",
                "By chance alone, up to",
                gap.by_chance,
                "What a perfectly calibrated assistant stays below nineteen times in twenty.",
            ),
            (Plain(BRIER.name, BRIER.title), score, Plain("0 is perfect; 0.25 says nothing.")),
            _number("reliability", "Reliability", three.reliability, "Adds; 0 is perfect."),
            _number(
                "resolution",
                "Resolution",
                three.resolution,
                "Takes off: how well confidence tells right from wrong. 0 tells nothing.",
            ),
            _number("uncertainty", "Uncertainty", three.uncertainty, "Adds; no assistant's doing."),
        ]
    return Block(
        id="scores",
        title="Scores",
        section=SECTION,
        summary="The Brier score is reliability less resolution plus uncertainty.",
        grid=Grid(
            (Head("score", "Score"), Head("value", "Value"), Head("meaning", "How to read it")),
            tuple(rows),
        ),
        definitions=(CALIBRATION_ERROR, BRIER),
        empty=words.basis(BRIER, confidence.brier()) or EMPTY,
    )


def _number(key: str, title: str, value: float, meaning: str) -> tuple[Entry, ...]:
    return Plain(key, title), Plain(value, f"{value:.3f}"), Plain(meaning)
