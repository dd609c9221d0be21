"""How well the loop itself works, from a complaint to a fix that is verified."""

from reporting.kit import words
from reporting.kit.asking import Asked
from reporting.kit.blocks import Block, Card, Page, key_figures
from reporting.kit.told import Told
from reporting.loop import metrics
from reporting.loop.carrying import known, stored, teams
from reporting.loop.coming import closings, funnel, responses
from reporting.loop.counted import Sums, first_response, share, together
from reporting.loop.queries import Issues, first_cohort, loads, receipts
from reporting.loop.responding import Arms, arms_of
from reporting.metrics.definition import Definition
from reporting.metrics.figures import Figure, Status
from reporting.metrics.minimum import MINIMUM
from reporting.rollups.tally import Window
from triage.routing.knowledge import knowledge_of

SLICE = (
    "An issue counts where and when its first complaint was given; its team and cohort are those "
    "of whoever gave it."
)
ALL = "An issue takes weeks to go round: in short windows few have come far."


def page(asked: Asked) -> Page:
    """Of the issues that began in the window, or of all: an issue takes weeks to go round."""
    issues = _issues(asked, asked.whole)
    if issues.hidden:
        return Page(window=asked.whole, says=(_HIDDEN,), blocks=_of_everybody(asked))
    arms = arms_of(issues.waits, first_cohort(asked.project), asked.groups.cohorts)
    return Page(
        window=issues.window,
        says=_says(issues.sums, arms),
        blocks=(
            key_figures(id="key", title="Key figures", cards=_cards(issues), notes=(SLICE, ALL)),
            funnel(issues.sums, asked),
            responses(arms, asked),
            closings(issues.closed_by()),
            *_of_everybody(asked),
        ),
    )


_HIDDEN = (
    f"Fewer than {MINIMUM} people complained first of an issue here, or this would tell of a group "
    "of fewer: not shown. Choose a longer window, or more people."
)


def _issues(asked: Asked, window: Window) -> Issues:
    return Issues(asked.project, window, asked.question.team, asked.question.cohort, now=asked.now)


def _of_everybody(asked: Asked) -> tuple[Block, ...]:
    """What is not of single issues, so that no slice narrows it."""
    return (
        teams(loads(asked.project, asked.now), asked),
        known(knowledge_of(asked.project, asked.now)),
        stored(receipts(asked.project, asked.question.window), asked),
    )


def _says(sums: Sums, arms: Arms) -> tuple[str, ...]:
    if not sums.captured:
        return ("Nobody complained in these days.",)
    came = (
        f"Of {sums.captured:,} issues {sums.reviewed:,} were looked at by a person, "
        f"{sums.acted:,} acted on and {sums.verified:,} verified."
    )
    median = arms.arms[0].median
    if median.value is None:
        return (came,)
    response = f"Half of all got a first response within {words.hours(median.value)}."
    return (came, f"{response} {arms.compared()}".strip())


def _cards(issues: Issues) -> tuple[Card, ...]:
    sums = issues.sums
    shares = (
        (metrics.RESPONDED_IN_TIME, sums.responded_in_time, sums.response_due),
        (metrics.RESOLVED_IN_TIME, sums.resolved_in_time, sums.resolution_due),
        (metrics.WITHOUT_ENGINEER, sums.fixed_by_knowledge, sums.fixed),
        (metrics.CAME_BACK, sums.came_back, sums.ever_closed),
        (metrics.TOLD, sums.told, sums.owed),
    )
    response = first_response(together(list(issues.waits.values())))
    figures: list[tuple[Definition, Figure]] = [
        (metrics.FIRST_RESPONSE, response),
        *((definition, share(part, whole)) for definition, part, whole in shares),
        (metrics.TOLD_AFTER, _told_after(sums)),
    ]
    back = f"{sums.reopenings:,} times by people, {sums.regressions:,} times by complaints"
    moved = {metrics.CAME_BACK: back}
    return tuple(
        Card(Told(definition, figure, moved=moved.get(definition, "")))
        for definition, figure in figures
    )


def _told_after(sums: Sums) -> Figure:
    if sums.told_after is None:
        return Figure(Status.TOO_EARLY, denominator=sums.told_of)
    return Figure(Status.OK, denominator=sums.told_of, value=sums.told_after)
