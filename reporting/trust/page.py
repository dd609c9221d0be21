"""Trust: whether answers are as right as they are sure, and whether they can be checked."""

from reporting.kit import words
from reporting.kit.asking import Asked
from reporting.kit.behind import behind
from reporting.kit.blocks import Block, Card, Filter, Page, key_figures
from reporting.kit.told import Told
from reporting.metrics.definition import Metric
from reporting.metrics.figures import change
from reporting.trust import confidence_blocks, risk_blocks, source_blocks
from reporting.trust.definitions import CALIBRATION_ERROR, OVERCONFIDENCE
from reporting.trust.figures import sureness
from reporting.trust.metrics import (
    ABSTENTION_RATE,
    CITED_SHARE,
    UNVERIFIED_ANSWERS,
    VERIFIABLE_SHARE,
    WRONG_ABSTENTIONS,
)
from reporting.trust.reading import TOLERABLE, Reading, read
from reporting.trust.risk import curve


def page(asked: Asked) -> Page:
    """Whether people can rely on what the assistant says."""
    reading = read(asked)
    later = (
        confidence_blocks.later(reading),
        *risk_blocks.later(reading),
        source_blocks.later(reading),
    )
    if asked.part in {one.id for one in later}:
        return Page(window=asked.window, blocks=later)
    harms = source_blocks.harms(reading)
    kept = curve(reading.all.bins) if reading.all.is_told else []
    return Page(
        window=asked.window,
        says=(
            _sureness(reading),
            risk_blocks.advice(reading, kept),
            _checking(reading),
            *((source_blocks.harm_said(reading, harms),) if harms else ()),
        ),
        filters=(
            Filter("tolerable", "Wrong answers tolerated", TOLERABLE, reading.tolerable_chosen),
        ),
        blocks=(
            _key(reading),
            *confidence_blocks.blocks(reading),
            *risk_blocks.blocks(reading, kept),
            *source_blocks.verifiability(reading),
            *source_blocks.sources(reading, harms),
        ),
    )


def _key(reading: Reading) -> Block:
    told = (
        Told(OVERCONFIDENCE, reading.all.overconfidence()),
        Told(CALIBRATION_ERROR, reading.all.calibration_error()),
        *(
            _moved(reading, metric)
            for metric in (
                VERIFIABLE_SHARE,
                UNVERIFIED_ANSWERS,
                ABSTENTION_RATE,
                WRONG_ABSTENTIONS,
            )
        ),
    )
    before = words.days(reading.tables.before.window)
    return key_figures(
        id="key",
        title="Key figures",
        cards=tuple(Card(one) for one in told),
        notes=(
            f"{words.days(reading.asked.window)}. Changes are against {before}.",
            reading.judges.told,
        ),
    )


def _moved(reading: Reading, metric: Metric) -> Told:
    cell = reading.asked.question.cell
    now = reading.tables.key.figure(metric, cell)
    before = reading.tables.before.figure(metric, cell)
    href = behind(metric.behind, reading.asked.question)
    return Told(metric, now, href, words.moved(metric, change(now, before)))


def _sureness(reading: Reading) -> str:
    """What confidence is worth, in a sentence."""
    figure, total = reading.all.overconfidence(), reading.all.total
    if figure.value is None:
        lacking = words.basis(OVERCONFIDENCE, figure)
        return f"It is too early to tell whether it is as right as it is sure: {lacking}"
    return (
        f"Answers state {words.percent(total.mean)} confidence on average, and"
        f" {words.percent(total.share)} of the {total.judged:,} that {reading.judges.rated} were"
        f" right: {sureness(figure)}."
    )


def _checking(reading: Reading) -> str:
    """What answers rest on, in a sentence."""
    cell, key = reading.asked.question.cell, reading.tables.key
    share, cited = key.figure(VERIFIABLE_SHARE, cell), key.figure(CITED_SHARE, cell)
    if share.value is None or cited.value is None:
        return f"What answers rest on: {words.value(VERIFIABLE_SHARE, share)}."
    return (
        f"{words.percent(share.value)} of answers rest on complete, approved and current sources;"
        f" {words.percent(1 - cited.value)} cite none."
    )
