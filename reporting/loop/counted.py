"""What is counted of issues, and the figures that are read off it. Pure."""

from dataclasses import dataclass
from math import exp

import numpy as np
from numpy.typing import NDArray

from reporting.loop import metrics
from reporting.metrics.definition import ENOUGH, Definition
from reporting.metrics.figures import Figure, Status
from reporting.metrics.survival import survival
from triage.statistics import wilson

Hours = list[float] | None

# To a wait that is some e times as long: see `reads.WAITS`.
STEPS = 50


@dataclass(frozen=True)
class Sums:
    """Of some issues: how many came to each stage, with how many complaints; how many hours those
    that wait for the next one have waited, as median and 90th percentile."""

    captured: int
    reviewed: int
    acted: int
    fixed: int
    fixed_by_knowledge: int
    verified: int
    complaints: int
    complaints_reviewed: int
    complaints_acted: int
    complaints_verified: int
    unreviewed: Hours
    unacted: Hours
    unverified: Hours
    responded_in_time: int
    response_due: int
    resolved_in_time: int
    resolution_due: int
    came_back: int
    ever_closed: int
    reopenings: int
    regressions: int
    told: int
    owed: int
    told_of: int
    told_after: float | None


@dataclass(frozen=True)
class Stage:
    """How many issues have come so far, with their complaints; how many of them wait for the next
    stage, and for how many hours, as median and 90th percentile. `status` is the queue's word."""

    name: str
    title: str
    definition: Definition | None
    status: str
    issues: int
    complaints: int
    waiting: int | None
    hours: Hours


def stages(sums: Sums) -> list[Stage]:
    """From captured to verified."""
    return [
        Stage(
            "captured",
            "Captured",
            definition=None,
            status="all",
            issues=sums.captured,
            complaints=sums.complaints,
            waiting=sums.captured - sums.reviewed,
            hours=sums.unreviewed,
        ),
        Stage(
            "reviewed",
            "Reviewed",
            definition=metrics.REVIEWED,
            status="ongoing",
            issues=sums.reviewed,
            complaints=sums.complaints_reviewed,
            waiting=sums.reviewed - sums.acted,
            hours=sums.unacted,
        ),
        Stage(
            "acted_on",
            "Acted on",
            definition=metrics.ACTED,
            status="resolved",
            issues=sums.acted,
            complaints=sums.complaints_acted,
            waiting=sums.fixed - sums.verified,
            hours=sums.unverified,
        ),
        Stage(
            "verified",
            "Verified",
            definition=metrics.VERIFIED,
            status="verified",
            issues=sums.verified,
            complaints=sums.complaints_verified,
            waiting=None,
            hours=None,
        ),
    ]


@dataclass(frozen=True)
class Waited:
    """Steps [issues] until a first response, or without one where not `ended`.

    Each step is two percent longer than the one before, and step 0 is up to a minute: what is told
    of them, medians and comparisons, rests on their order alone.
    """

    steps: NDArray[np.int64]
    ended: NDArray[np.bool_]

    @property
    def issues(self) -> int:
        return len(self.steps)

    @property
    def responded(self) -> int:
        return int(self.ended.sum())


def together(waits: list[Waited]) -> Waited:
    """All of them."""
    empty = Waited(np.zeros(0, np.int64), np.zeros(0, np.bool_))
    every = [empty, *waits]
    return Waited(
        np.concatenate([w.steps for w in every]), np.concatenate([w.ended for w in every])
    )


def first_response(waited: Waited) -> Figure:
    """The median in hours. Where its upper limit can't be told yet it has no interval."""
    if waited.issues < ENOUGH:
        return Figure(Status.TOO_EARLY, denominator=waited.issues, missing=ENOUGH - waited.issues)
    curve = survival(waited.steps, waited.ended)
    if curve.median is None:
        return Figure(Status.TOO_EARLY, denominator=waited.issues)
    low, high = curve.median_interval
    return Figure(
        Status.OK,
        denominator=waited.issues,
        value=_hours(curve.median),
        interval=None if low is None or high is None else (_hours(low), _hours(high)),
    )


def _hours(step: int) -> float:
    return round(exp(step / STEPS)) / 60


def share(part: int, whole: int) -> Figure:
    """With its interval, or how many are missing to tell."""
    if whole < ENOUGH:
        return Figure(Status.TOO_EARLY, denominator=whole, missing=ENOUGH - whole)
    return Figure(
        Status.OK,
        numerator=part,
        denominator=whole,
        value=part / whole,
        interval=wilson(part=part, whole=whole),
    )
