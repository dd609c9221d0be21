"""The trajectory: what the business case promised against what is measured, and where it heads."""

from collections.abc import Mapping, Sequence

from reporting.kit.asking import Asked
from reporting.kit.blocks import Block, Grid, Head, Page
from reporting.kit.told import Entry, Plain, Told
from reporting.metrics.definition import Metric
from reporting.models import Promise
from reporting.quality.metrics import COMPLAINT_RATE, SATISFACTION
from reporting.trajectory.comparing import compared
from reporting.trajectory.courses import Standing, course_block
from reporting.trajectory.measures import MEASURES, Measure, counted, full_weeks, latest
from reporting.trajectory.metrics import CHANCE
from reporting.trajectory.novelty import novelty_block, weeks_block
from reporting.trajectory.outlook import Counted, Outlook, outlook
from reporting.trajectory.pilot import pilot_block, says
from reporting.trajectory.queries import (
    measured,
    placed_days,
    promised_of,
    standing,
)
from reporting.trajectory.wording import title_of, why

LEDGER = "../../business-case/"
LATELY = (
    "Lately: the latest four full weeks; for the active share the last full week, people active in"
    " that week of those registered."
)
COMPARED: tuple[Metric, ...] = (SATISFACTION, COMPLAINT_RATE)
NOTHING = (
    "Nothing is promised yet, so nothing can be on or off track. Managers write down what the"
    " business case says: choose a figure below."
)


def page(asked: Asked) -> Page:
    promises = standing(asked.project)
    found = measured(asked, promises.values())
    pilot = found.pilot
    weeks = full_weeks(found.weeks, asked.whole, asked.today)
    # How the pilot went says little of how the rollout goes on.
    since = pilot.rollout_from if pilot and asked.question.cohort != pilot.slug else None
    judged = [week for week in weeks if since is None or week.first >= since]
    lately = {m.name: latest(m, found.weeks, found.latest, asked.question, weeks) for m in MEASURES}
    stands = [
        Standing(
            m,
            promised_of(line),
            lately[m.name],
            _outlook(m, line, counted(found.weeks, m.metric, asked.question, judged)),
        )
        for m in MEASURES
        if (line := promises.get(m.name))
    ]
    comparisons = [
        compared(metric, pilot, found.sides, asked.question)
        for metric in COMPARED
        if pilot and found.sides
    ]
    said = [one.says for one in stands] or [NOTHING]
    return Page(
        window=asked.whole,
        says=(*said, *filter(None, map(says, comparisons[:1]))),
        blocks=(
            _promises_block(stands, {m: Told(m.metric, lately[m.name]) for m in MEASURES}),
            *(course_block(one, found.weeks, weeks, asked.question) for one in stands),
            pilot_block(pilot, comparisons, asked.groups),
            novelty_block(found.bands, asked.question, placed_days(asked)),
            weeks_block(found.bands, asked.question, weeks),
        ),
    )


def _outlook(measure: Measure, line: Promise, weeks: Sequence[Counted]) -> Outlook:
    return outlook(
        weeks,
        target=line.target,
        target_on=line.target_on,
        better=measure.metric.better,
    )


def _promises_block(stands: Sequence[Standing], lately: Mapping[Measure, Told]) -> Block:
    """Every figure that can be promised: what was, and how it stands."""
    by_measure = {one.measure: one for one in stands}
    rows = tuple(_row(m, lately[m], by_measure.get(m)) for m in MEASURES)
    return Block(
        id="promises",
        title="What was promised, and how it stands",
        grid=Grid(_HEADS, rows),
        notes=(LATELY,),
        definitions=(*(m.metric for m in MEASURES), CHANCE),
    )


_HEADS = (
    Head("figure", "Figure"),
    Head("claimed", "Claimed"),
    Head("expected", "Expected in production"),
    Head("target", "Target"),
    Head("lately", "Lately"),
    Head("chance", CHANCE.title, CHANCE.definition),
    Head("status", "Status"),
)


def _row(measure: Measure, lately: Told, stands: Standing | None) -> tuple[Entry, ...]:
    figure = Plain(
        measure.name, measure.metric.title, href=f"{LEDGER}?measure={measure.name}#promise-form"
    )
    if stands is None:
        nothing = Plain("", "nothing promised")
        return figure, Plain(""), Plain(""), nothing, lately, Plain(None), Plain("")
    promised = stands.promised
    return (
        figure,
        Plain(promised.claimed, promised.claimed_words, note=promised.claimed_of),
        Plain(promised.expected_words),
        Plain(promised.target, promised.target_words),
        lately,
        stands.chance,
        Plain(title_of(stands.outlook), note=why(stands.outlook)),
    )
