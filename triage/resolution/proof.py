"""Whether a fix took complaints away: anytime-valid, beside questions that it doesn't touch. Pure.

Each day has answers to like questions and answers to others, and complaints of both. Whatever
moves both alike, a release, a holiday, another mix of people, cancels within the day: given how
many complaints there are, those of like questions are a binomial share whose log odds are

    log(answers to like / answers to others) + theta + delta after the fix

(Poisson counts given their sum; Przyborowski and Wilenski 1940, Biometrika 31). theta, how much
more is complained of like questions, is a nuisance; exp(delta), what the fix leaves of each
complaint there would be without it, is the ratio of ratios of a difference in differences.

theta is integrated out with a flat prior, before and after alike, and delta with a flat one over a
range. The ratio of what comes of two hypotheses is the Bayes factor with the right Haar prior of a
shift, which stays an e-value however often it is looked at and whenever somebody stops
(Perez-Ortiz, Lardy, de Heide and Grunwald 2024, Annals of Statistics 52). That holds exactly for
normal likelihoods; what it comes to with few complaints is simulated: `make bench-proof`. By
Ville's inequality an e-value reaches 1 / LEVEL by chance at most so often as LEVEL.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import ceil, log, sqrt

import numpy as np
from numpy.typing import NDArray

Grid = NDArray[np.float64]

LEVEL = 0.05
# A fix that leaves more than this of the complaints is none, whatever chance says.
TOO_MUCH_LEFT = 0.5

# Where theta, delta and their sum are looked at: log ratios, a step apart.
_STEP = 0.04
_FROM, _TO, _LEAST, _MOST = (round(end / _STEP) for end in (-14, 8, log(0.05), log(5)))
_THETA: Grid = _STEP * np.arange(_FROM, _TO + 1, dtype=np.float64)
_DELTA: Grid = _STEP * np.arange(_LEAST, _MOST + 1, dtype=np.float64)
_SUM: Grid = _STEP * np.arange(_FROM + _LEAST, _TO + _MOST + 1, dtype=np.float64)
_NOTHING, _LIMIT = -_LEAST, round(log(TOO_MUCH_LEFT) / _STEP) - _LEAST  # places in _DELTA
# As many times what was seen since the fix is the furthest that is looked ahead.
_FURTHEST = 100.0


class Outcome(StrEnum):
    VERIFIED = "verified"
    NO_BETTER = "no_better"
    WORSE = "worse"
    TOO_EARLY = "too_early"


@dataclass(frozen=True)
class Count:
    """Answers, and how many of them somebody complained of."""

    complaints: int
    answers: int


@dataclass(frozen=True)
class Day:
    """The answers of one day: to like questions, and to others."""

    alike: Count
    others: Count


@dataclass(frozen=True)
class Proof:
    """What can be said now. `left` is what the fix left of the complaints, 1 for all, with a 95%
    confidence sequence from `low` to `high`; limits beyond 0.05 and 5 are not told apart.
    `evidence` is the e-value against "it took nothing away"."""

    outcome: Outcome
    left: float
    low: float
    high: float
    evidence: float


def proof_of(before: Sequence[Day], after: Sequence[Day]) -> Proof:
    """By what is known until now, the days before the fix and those since. ValueError where nobody
    complained of like questions before: then there was nothing to mend.

    Where nobody complained of other questions before, there is nothing to hold it against: rates
    are compared as they are, and what moves both counts for the fix.
    """
    if not sum(day.alike.complaints for day in before):
        raise ValueError("nobody complained of it before")
    return _proof(*_log_likelihoods(before, after))


def answers_needed(before: Sequence[Day], after: Sequence[Day]) -> int | None:
    """About how many more answers to like questions it takes to tell, if it goes on as it did
    since the fix; None where that is beyond 100 times as many. As `proof_of`."""
    seen = sum(day.alike.answers for day in after)
    earlier, since = _log_likelihoods(before, after)

    def is_told(times: float) -> bool:
        return _proof(earlier, times * since).outcome != Outcome.TOO_EARLY

    if not seen or not is_told(_FURTHEST):
        return None
    short, enough = 1.0, _FURTHEST
    while enough / short > 1.02:
        middle = sqrt(short * enough)
        short, enough = (short, middle) if is_told(middle) else (middle, enough)
    return ceil((enough - 1) * seen) if not is_told(1) else 0


def _proof(earlier: Grid, since: Grid) -> Proof:
    likely = _over_theta(earlier, since)
    inside = np.flatnonzero(likely >= LEVEL * likely.mean())
    low, high, left = np.exp(_DELTA[[inside[0], inside[-1], likely.argmax()]]).tolist()
    evidence = {
        Outcome.VERIFIED: likely[:_NOTHING].mean() / likely[_NOTHING],
        Outcome.WORSE: likely[_NOTHING + 1 :].mean() / likely[_NOTHING],
        Outcome.NO_BETTER: likely[_LIMIT + 1 :].mean() / likely[_LIMIT],
    }
    told = (outcome for outcome, value in evidence.items() if value >= 1 / LEVEL)
    outcome = next(told, Outcome.TOO_EARLY)
    return Proof(outcome, left, low, high, float(evidence[Outcome.VERIFIED]))


def _over_theta(earlier: Grid, since: Grid) -> Grid:
    """How likely each delta is, with theta integrated out, but for a factor."""
    before, after = np.exp(earlier - earlier.max()), np.exp(since - since.max())
    likely: Grid = np.correlate(after, before, "valid") + np.finfo(np.float64).tiny
    return likely


def _log_likelihoods(before: Sequence[Day], after: Sequence[Day]) -> tuple[Grid, Grid]:
    """At each theta, and at each theta + delta."""
    of = _beside if sum(day.others.complaints for day in before) else _alone
    return of(before, _THETA), of(after, _SUM)


def _beside(days: Sequence[Day], grid: Grid) -> Grid:
    """Of the share that like questions have in each day's complaints."""
    found = np.zeros_like(grid)
    for day in days:
        if day.alike.answers and day.others.answers:
            odds = grid + log(day.alike.answers / day.others.answers)
            both = day.alike.complaints + day.others.complaints
            found += day.alike.complaints * odds - both * np.logaddexp(0, odds)
    return found


def _alone(days: Sequence[Day], grid: Grid) -> Grid:
    """Of a Poisson rate of complaints an answer."""
    complaints = sum(day.alike.complaints for day in days)
    answers = sum(day.alike.answers for day in days)
    found: Grid = complaints * grid - answers * np.exp(grid)
    return found
