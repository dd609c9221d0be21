"""When the assistant should say that it doesn't know, and how it fared where it did, as blocks."""

from collections.abc import Sequence
from functools import partial

from reporting.kit import words
from reporting.kit.blocks import Block, Grid, Head, Later, Plot
from reporting.kit.charts.reliability import Row, risk_coverage
from reporting.kit.questions import Question
from reporting.kit.told import Entry, Plain, Told
from reporting.kit.weekly import by_group
from reporting.metrics.figures import Figure, Status, share
from reporting.trust import queries
from reporting.trust.definitions import DECLINE_BELOW, KEPT, WRONG_KEPT
from reporting.trust.figures import in_words
from reporting.trust.metrics import ABSTENTION_RATE, UNDULY_ANSWERED, WRONG_ABSTENTIONS
from reporting.trust.reading import TOLERABLE, Reading
from reporting.trust.risk import Kept, threshold_for

SECTION = "When to say “I don't know”"
ABSTENTIONS = "Where it declined to answer"
DECLINED = "What it wrongly declined to answer"
HEIGHT = 280


def blocks(reading: Reading, kept: Sequence[Kept]) -> tuple[Block | Later, ...]:
    return risk(reading, kept), thresholds(reading, kept), *later(reading)


def later(reading: Reading) -> tuple[Later, ...]:
    return (
        Later("abstentions", ABSTENTIONS, SECTION, partial(abstentions, reading)),
        Later("declined-about", DECLINED, SECTION, partial(declined, reading)),
    )


def risk(reading: Reading, kept: Sequence[Kept]) -> Block:
    """What share would be wrong, of what share of answers."""
    question = reading.asked.question
    best = threshold_for(reading.tolerable, kept)
    spec = risk_coverage(
        [_mark(one, question) for one in kept],
        title="Share wrong among the answers kept, by the share kept",
        height=HEIGHT,
        tolerable=reading.tolerable,
        chosen=best.threshold if best else None,
    )
    return Block(
        id="risk",
        title="What is wrong among the surer answers",
        section=SECTION,
        summary=advice(reading, kept),
        grid=Grid(
            (
                Head("threshold", "At or above"),
                Head(KEPT.name, KEPT.title, KEPT.definition),
                Head(WRONG_KEPT.name, WRONG_KEPT.title, WRONG_KEPT.definition),
            ),
            tuple(_row(one, question) for one in kept),
        ),
        plots=(Plot("plot-risk", spec),) if kept else (),
        notes=(reading.judges.briefly,),
        definitions=(KEPT, WRONG_KEPT),
        empty=words.basis(WRONG_KEPT, reading.all.brier()),
    )


def advice(reading: Reading, kept: Sequence[Kept]) -> str:
    """What to do about answers that are not sure enough, as far as the figures bear it out."""
    limit = words.percent(reading.tolerable)
    if not kept:
        return "It is too early to say below which confidence the assistant should decline."
    best = threshold_for(reading.tolerable, kept)
    if best is None:
        least = min(kept, key=lambda one: one.risk)
        return (
            f"No threshold of confidence surely keeps wrong answers to {limit}: even among those "
            f"that state {words.percent(least.threshold)} or more, {least.wrong:,} of "
            f"{least.judged:,} were judged wrong, and up to {words.percent(least.interval[1])} may "
            "be."
        )
    if best is kept[0]:
        return f"No threshold is needed to keep wrong answers to {limit}: {_wrong(best)} are."
    return (
        f"To keep wrong answers to {limit}, it should say that it doesn't know below "
        f"{words.percent(best.threshold)}: {words.percent(best.coverage)} of answers would be left,"
        f" of which {_wrong(best)} wrong."
    )


def _wrong(one: Kept) -> str:
    return in_words(one.wrong, one.judged)


def _mark(one: Kept, question: Question) -> Row:
    low, high = one.interval
    return {
        "threshold": one.threshold,
        "kept": one.coverage,
        "risk": one.risk,
        "low": low,
        "high": high,
        "told": _wrong(one),
        "href": _behind(one, question),
    }


def _row(one: Kept, question: Question) -> tuple[Entry, ...]:
    return (
        Plain(one.threshold, words.percent(one.threshold), href=_behind(one, question)),
        Told(KEPT, share(one.answers, one.all_answers)),
        Told(WRONG_KEPT, share(one.wrong, one.judged)),
    )


def _behind(one: Kept, question: Question) -> str:
    return f"../answers/?{question.address(sure=f'{one.threshold:g}-1', of='rated')}"


def thresholds(reading: Reading, kept: Sequence[Kept]) -> Block:
    """For each risk that might be tolerated, where to draw the line."""
    rows = tuple(
        _limit(float(value), title, kept) for value, title in sorted(TOLERABLE.items()) if kept
    )
    return Block(
        id="decline-below",
        title="Where to draw the line",
        section=SECTION,
        grid=Grid(
            (
                Head("tolerable", "Wrong answers tolerated"),
                Head(DECLINE_BELOW.name, DECLINE_BELOW.title, DECLINE_BELOW.definition),
                Head(KEPT.name, KEPT.title, KEPT.definition),
                Head(WRONG_KEPT.name, WRONG_KEPT.title, WRONG_KEPT.definition),
            ),
            rows,
        ),
        definitions=(DECLINE_BELOW,),
        empty=words.basis(WRONG_KEPT, reading.all.brier()),
    )


def _limit(tolerable: float, title: str, kept: Sequence[Kept]) -> tuple[Entry, ...]:
    best = threshold_for(tolerable, kept)
    if best is None:
        none = Plain(None, "no threshold reaches it")
        return Plain(tolerable, title), none, Plain(None, "-"), Plain(None, "-")
    return (
        Plain(tolerable, title),
        Told(DECLINE_BELOW, Figure(Status.OK, value=best.threshold)),
        Told(KEPT, share(best.answers, best.all_answers)),
        Told(WRONG_KEPT, share(best.wrong, best.judged)),
    )


def abstentions(reading: Reading) -> Block:
    """How often it declined and should not have, and the other way about, by team."""
    asked, key = reading.asked, reading.tables.key
    block = by_group(
        key,
        (ABSTENTION_RATE, WRONG_ABSTENTIONS, UNDULY_ANSWERED),
        asked.question,
        asked.groups,
        "team",
        section=SECTION,
    )
    wrong = key.figure(WRONG_ABSTENTIONS, asked.question.cell)
    rate = key.figure(ABSTENTION_RATE, asked.question.cell)
    unduly = key.figure(UNDULY_ANSWERED, asked.question.cell)
    return Block(
        id="abstentions",
        title=ABSTENTIONS,
        section=SECTION,
        summary=(
            f"Declined: {words.told(ABSTENTION_RATE, rate)}. Of those that people judged, wrongly: "
            f"{words.told(WRONG_ABSTENTIONS, wrong)}. Answered, and should not have: "
            f"{words.told(UNDULY_ANSWERED, unduly)}."
        ),
        grid=block.grid,
        notes=_reviewed(reading),
        definitions=block.definitions,
        empty=block.empty,
    )


def _reviewed(reading: Reading) -> tuple[str, ...]:
    asked = reading.asked
    if reading.all.hidden:
        return ()
    wrong, judged = queries.audited_abstentions(
        project=asked.project, question=asked.question, window=asked.window
    )
    if not judged:
        return ()
    return (f"Reviewers judged {judged:,} abstentions in audits: {wrong:,} of them were wrong.",)


def declined(reading: Reading) -> Block:
    """What the wrong abstentions are about."""
    asked = reading.asked
    rows = queries.declined_about(
        project=asked.project, question=asked.question, window=asked.window
    )
    return Block(
        id="declined-about",
        title=DECLINED,
        section=SECTION,
        grid=Grid(
            (
                Head("issue", "Issue"),
                Head("title", "About"),
                Head("answers", "Abstentions complained of"),
            ),
            tuple(
                (
                    Plain(one.short_id, href=f"../../issues/{one.short_id}/"),
                    Plain(one.title),
                    Plain(one.answers),
                )
                for one in (() if reading.all.hidden else rows)
            ),
        ),
        empty="Nobody has complained of an abstention of these days, as far as may be shown.",
    )
