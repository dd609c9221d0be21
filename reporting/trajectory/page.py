"""The trajectory: what the business case promised against what is measured, and where it heads."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from reporting.audits.metrics import AUDITED_QUALITY
from reporting.kit.asking import Asked
from reporting.kit.blocks import Block, Later, Page
from reporting.kit.told import Told
from reporting.metrics.definition import Metric
from reporting.models import Promise
from reporting.quality.metrics import COMPLAINT_RATE, SATISFACTION
from reporting.rollups.tally import Cell, Window
from reporting.trajectory.audited import hold, latest_of
from reporting.trajectory.audited_course import audited_block
from reporting.trajectory.comparing import compared
from reporting.trajectory.courses import Standing, course_block
from reporting.trajectory.measures import MEASURES, Measure, counted, full_weeks, latest
from reporting.trajectory.novelty import SECTION, WEEKS, novelty_block, weeks_block
from reporting.trajectory.outlook import Counted, Outlook, outlook
from reporting.trajectory.pilot import pilot_block, says
from reporting.trajectory.promises import (
    OF_ALL,
    Line,
    audited_line,
    audited_line_of_a_part,
    promises_block,
    weekly_line,
)
from reporting.trajectory.queries import (
    Measured,
    audits,
    banded,
    measured,
    placed_days,
    promised_of,
    standing,
)

COMPARED: tuple[Metric, ...] = (SATISFACTION, COMPLAINT_RATE)
NOTHING = (
    "Nothing is promised yet, so nothing can be on or off track. Managers write down what the"
    " business case says: choose a figure below."
)


class _Part(NamedTuple):
    """Of some figures: their lines in the table of promises, what they say, their courses."""

    lines: list[Line]
    says: list[str]
    courses: list[Block]


def page(asked: Asked) -> Page:
    later = _later(asked)
    if asked.part in later:
        return Page(window=asked.whole, blocks=(later[asked.part],))
    promises = standing(asked.project)
    found = measured(asked, promises.values())
    pilot = found.pilot
    weeks = full_weeks(found.weeks.weeks, asked.whole, asked.today)
    # How the pilot went says little of how the rollout goes on.
    since = pilot.rollout_from if pilot and asked.question.cohort != pilot.slug else None
    parts = (
        _weekly(asked, promises, found, weeks, since),
        _audited(asked, promises.get(AUDITED_QUALITY.name), since),
    )
    comparisons = [
        compared(metric, pilot, found.sides, asked.question)
        for metric in COMPARED
        if pilot and found.sides
    ]
    said = [sentence for part in parts for sentence in part.says] or [NOTHING]
    return Page(
        window=asked.whole,
        says=(*said, *filter(None, map(says, comparisons[:1]))),
        blocks=(
            promises_block([line for part in parts for line in part.lines]),
            *(course for part in parts for course in part.courses),
            pilot_block(pilot, comparisons, asked.groups, asked.question, asked.whole),
            *later.values(),
        ),
    )


def _weekly(
    asked: Asked,
    promises: Mapping[str, Promise],
    found: Measured,
    weeks: Sequence[Window],
    since: date | None,
) -> _Part:
    """What is counted by week, with its forecast."""
    part, question = _Part([], [], []), asked.question
    judged = [week for week in weeks if since is None or week.first >= since]
    for measure in MEASURES:
        lately = latest(measure, found.weeks, found.latest, question, weeks)
        stands = None
        if line := promises.get(measure.name):
            looks = _outlook(measure, line, counted(found.weeks, measure.metric, question, judged))
            stands = Standing(measure, promised_of(line), lately, looks)
            part.says.append(stands.says)
            part.courses.append(course_block(stands, found.weeks, weeks, question))
        part.lines.append(weekly_line(Told(measure.metric, lately), stands))
    return part


def _audited(asked: Asked, line: Promise | None, since: date | None) -> _Part:
    """What audits tell, of the whole project alone."""
    promised = promised_of(line) if line else None
    if asked.question.cell != Cell():
        says = [f"{AUDITED_QUALITY.title} is not told here: {OF_ALL}."] if promised else []
        return _Part([audited_line_of_a_part(promised)], says, [])
    found = audits(asked)
    if promised is None:
        return _Part([audited_line(latest_of(found), None)], [], [])
    held = hold(promised, found, since=since, today=asked.today)
    return _Part([audited_line(latest_of(found), held)], [held.says], [audited_block(held, found)])


def _later(asked: Asked) -> dict[str, Later]:
    """What reads every band of novelty by itself."""
    question, window = asked.question, placed_days(asked)

    def weekly() -> Block:
        return weeks_block(banded(asked), question, full_weeks(window.weeks(), window, asked.today))

    found = (
        Later(
            "novelty",
            "How unlike the pilot's questions",
            SECTION,
            lambda: novelty_block(banded(asked), question, window),
        ),
        Later("novelty-weeks", WEEKS, SECTION, weekly),
    )
    return {one.id: one for one in found}


def _outlook(measure: Measure, line: Promise, weeks: Sequence[Counted]) -> Outlook:
    return outlook(
        weeks,
        target=line.target,
        target_on=line.target_on,
        better=measure.metric.better,
    )
