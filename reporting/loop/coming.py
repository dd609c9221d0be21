"""The way of issues: how far they come, how soon somebody responds, and what closes them."""

from collections.abc import Sequence

from django.urls import reverse

from reporting.kit import words
from reporting.kit.asking import Asked
from reporting.kit.blocks import Block, Grid, Head, Plot, Spec
from reporting.kit.charts.forest import forest
from reporting.kit.charts.trend import Row
from reporting.kit.told import Plain, Told
from reporting.loop import metrics
from reporting.loop.counted import Stage, Sums, share, stages
from reporting.loop.responding import Arm, Arms
from reporting.metrics.definition import ENOUGH

SECTION = "From complaint to verified fix"


def queue(asked: Asked, status: str) -> str:
    """The queue's page with the issues of a status."""
    return f"{reverse('queue', args=(asked.project.slug,))}?status={status}"


def funnel(sums: Sums, asked: Asked) -> Block:
    """How many issues come how far, and how long those that wait have waited."""
    every = stages(sums) if sums.captured else []
    drawn = [_bar(stage, sums.captured, asked) for stage in every if sums.captured >= ENOUGH]
    spec = forest(drawn, title=SECTION, none=None, domain=(0, 1), ticks=(0, 0.25, 0.5, 0.75, 1))
    return Block(
        id="funnel",
        title="How far issues come",
        section=SECTION,
        summary="Shares of all issues captured, with 95% intervals.",
        grid=Grid(_FUNNEL, tuple(_stage(stage, sums.captured, asked) for stage in every)),
        plots=(Plot("plot-funnel", spec),) if drawn else (),
        notes=(
            "Of what is acted on, only fixes can be verified: what was declined waits for nothing.",
        ),
        definitions=(metrics.REVIEWED, metrics.ACTED, metrics.VERIFIED),
        empty="Nobody complained in these days. Choose a longer window.",
    )


_FUNNEL = (
    Head("stage", "Stage"),
    Head("issues", "Issues"),
    Head("share", "Of captured"),
    Head("complaints", "Their complaints"),
    Head("waiting", "Wait for the next stage"),
    Head("median_wait", "Half of these wait longer than"),
    Head("long_wait", "One in ten longer than"),
)


def _stage(stage: Stage, captured: int, asked: Asked) -> tuple[Plain | Told, ...]:
    definition, figure = stage.definition, share(stage.issues, captured)
    return (
        Plain(stage.name, stage.title),
        Plain(stage.issues, href=queue(asked, stage.status)),
        Told(definition, figure) if definition else Plain(None),
        Plain(stage.complaints),
        Plain(stage.waiting),
        *(_age(hours) for hours in stage.hours or (None, None)),
    )


def _age(hours: float | None) -> Plain:
    return Plain(None) if hours is None else Plain(round(hours, 2), words.hours(hours))


def _bar(stage: Stage, captured: int, asked: Asked) -> Row:
    figure = share(stage.issues, captured)
    low, high = figure.interval or (0.0, 1.0)
    return {
        "name": stage.title,
        "value": figure.value,
        "low": low if stage.definition else figure.value,
        "high": high if stage.definition else figure.value,
        "verdict": f"{stage.issues:,}",
        "hue": "say",
        "shape": "circle",
        "told": words.told(metrics.REVIEWED, figure),
        "href": queue(asked, stage.status),
    }


def responses(arms: Arms, asked: Asked) -> Block:
    """How soon a person first did anything, in the pilot and in the rollout."""
    spec, drawn = _medians(arms.arms, queue(asked, "all"))
    return Block(
        id="responses",
        title="Time to first response, pilot against rollout",
        section=SECTION,
        summary=arms.compared() or "Median hours until a person does anything, of all issues.",
        grid=Grid(
            (
                Head("of", "Of"),
                Head("issues", "Issues"),
                Head("responded", "Responded to"),
                Head("median", "Median", metrics.FIRST_RESPONSE.definition),
            ),
            tuple(
                (
                    Plain(arm.name),
                    Plain(arm.issues, href=queue(asked, "all")),
                    Plain(arm.responded),
                    Told(metrics.FIRST_RESPONSE, arm.median),
                )
                for arm in arms.arms
            ),
        ),
        plots=(Plot("plot-responses", spec),) if drawn else (),
        notes=(
            f"Issues of {words.days(asked.whole)}. The drawing is on a log scale.",
            _PILOT,
        ),
        definitions=(metrics.FIRST_RESPONSE,),
    )


_PILOT = (
    "The pilot is the cohort in which anybody complained first; an issue is of the cohort of "
    "whoever complained of it first."
)


def _medians(arms: Sequence[Arm], href: str) -> tuple[Spec, bool]:
    """The medians that are known, on a log scale; whether there are any."""
    told = [(arm, arm.median.value, arm.median.interval) for arm in arms]
    rows = [
        {
            "name": arm.name.partition(" (")[0],
            "value": value,
            "low": interval[0] if interval else None,
            "high": interval[1] if interval else None,
            "verdict": words.hours(value) + ("" if interval else ", limits not known yet"),
            "hue": "quiet" if arm is arms[0] else "say",
            "shape": "circle",
            "told": words.told(metrics.FIRST_RESPONSE, arm.median),
            "href": href,
        }
        for arm, value, interval in told
        if value is not None
    ]
    ends = [end for _, value, interval in told for end in interval or (value or 1.0,)]
    domain = max(min(ends) / 1.5, 1 / 60), max(ends) * 1.5
    ticks = [tick for tick in _TICKS if domain[0] <= tick <= domain[1]]
    spec = forest(rows, title="Hours", none=None, domain=domain, ticks=ticks, log=True, label=_SPAN)
    return spec, bool(rows)


# Hours in the unit that they read best in.
_SPAN = (
    "datum.value < 1 ? format(datum.value * 60, '.0f') + ' min'"
    " : datum.value < 24 ? datum.value + ' h' : datum.value / 24 + ' d'"
)
# Minutes, hours, a day, a week, a month, half a year.
_TICKS = (1 / 60, 0.1, 0.5, 1, 4, 12, 24, 72, 168, 720, 4320)


def closings(by: list[tuple[str, int, int]]) -> Block:
    """What closed issues, and who could do that."""
    total = sum(issues for _, issues, _ in by)
    return Block(
        id="closings",
        title="What closed them",
        section=SECTION,
        grid=Grid(
            (
                Head("by", "By"),
                Head("issues", "Issues"),
                Head("share", "Of those closed"),
                Head("complaints", "Their complaints"),
                Head("needs", "Needs"),
            ),
            tuple(
                (
                    Plain(name, _CLOSED[name][0]),
                    Plain(issues),
                    Plain(issues / total, words.percent(issues / total)),
                    Plain(complaints),
                    Plain(_CLOSED[name][1]),
                )
                for name, issues, complaints in by
            ),
        ),
        definitions=(metrics.WITHOUT_ENGINEER,),
        empty="No issue of these days was closed yet.",
    )


_CLOSED = {
    "source": ("Source update", "whoever owns the source"),
    "verified_answer": ("Verified answer", "whoever knows"),
    "prompt": ("Prompt change", "an engineer"),
    "release": ("Release", "an engineer"),
    "wont_fix": ("Declined: won't fix", "nobody"),
    "archived": ("Archived for good", "nobody"),
    "unsaid": ("Resolved before fixes were named", "not known"),
}
