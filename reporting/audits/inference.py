"""The share of right answers, from few that were judged and many of which only is known what
readers said. Pure; nothing but counts goes in.

Prediction-powered inference (Angelopoulos, Bates, Fannjiang, Jordan and Zrnic 2023, Science 382:
669-674) takes what readers say as a cheap prediction f of whether an answer is right, and uses the
judged ones to measure and take away its error. So it is right however wrong the prediction is,
and narrower where it is any good:

    estimate = mean of y, judged + w * (mean of f, others - mean of f, judged)

with w, how far f is to be trusted, from the data: the one that makes the variance least, at least 0
("power tuning": Angelopoulos, Duchi and Zrnic 2023, arXiv:2311.01453). At w = 0 it is the share of
the judged alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from triage.statistics import score_interval

# What each word predicts. Only the distances matter, since w sets the scale.
PREDICTS: dict[str, float] = {"complained": -1.0, "silent": 0.0, "praised": 1.0}

# From so many judged answers on it is told: below that the intervals miss too often.
ENOUGH = 30


@dataclass(frozen=True)
class Judged:
    """How many answers of which the same was said were judged how."""

    right: int = 0
    wrong: int = 0
    cant_tell: int = 0

    @property
    def all(self) -> int:
        return self.right + self.wrong + self.cant_tell


@dataclass(frozen=True)
class Estimate:
    """A share with its interval at 95%. `weight`: how far the readers' words were trusted, 0 for
    not at all. `worth`: as many answers judged alone would tell as much."""

    value: float
    low: float
    high: float
    weight: float
    worth: float


def estimated(judged: Mapping[str, Judged], population: Mapping[str, int]) -> Estimate | None:
    """The share of right answers among all those that can be judged; None where none was.

    `population` is of all answers, those judged included. Where it couldn't be told of some, the
    interval reaches from where all of them are wrong to where all are right (Manski 1990, American
    Economic Review 80:319-323): so it holds whatever they are.
    """
    known = {said: replace(one, cant_tell=0) for said, one in judged.items()}
    if not any(one.all for one in known.values()):
        return None
    found = _powered(known, population)
    if known == judged:
        return found
    least = {said: Judged(one.right, one.wrong + one.cant_tell) for said, one in judged.items()}
    most = {said: Judged(one.right + one.cant_tell, one.wrong) for said, one in judged.items()}
    low, high = _powered(least, population).low, _powered(most, population).high
    return replace(found, low=min(low, found.value), high=max(high, found.value))


def _powered(judged: Mapping[str, Judged], population: Mapping[str, int]) -> Estimate:
    """The estimate, nothing being left open.

    The interval is Wilson's with the number of judged answers taken as many times as the variance
    is smaller than that of the judged alone: the effective sample size (as for surveys: Korn and
    Graubard 1998, Survey Methodology 24:193-201). A normal interval of so few would reach past 1.
    """
    n = sum(one.all for one in judged.values())
    share = sum(one.right for one in judged.values()) / n
    others = {said: population.get(said, 0) - _of(judged, said).all for said in PREDICTS}
    weight, variance = _tuned(judged, others, share, n)
    shift = _mean(others) - _mean({said: _of(judged, said).all for said in PREDICTS})
    value = min(max(share + weight * shift, 0.0), 1.0)
    alone = share * (1 - share) / (n - 1) if n > 1 else 0.0
    worth = n * max(alone / variance, 1.0) if weight and variance > 0 else float(n)
    low, high = score_interval(value, worth)
    return Estimate(value, low, high, weight, worth)


def _tuned(
    judged: Mapping[str, Judged], others: Mapping[str, int], share: float, n: int
) -> tuple[float, float]:
    """The weight, and the variance of the estimate with it."""
    rest = sum(others.values())
    spread = _variance({said: others[said] + _of(judged, said).all for said in PREDICTS})
    if n < 3 or rest < 1 or not spread:
        return 0.0, 0.0
    middle = sum(f * _of(judged, said).all for said, f in PREDICTS.items()) / n
    along = sum(
        (f - middle) * (_of(judged, said).right - share * _of(judged, said).all)
        for said, f in PREDICTS.items()
    ) / (n - 1)
    weight = max(along / ((1 + n / rest) * spread), 0.0)
    left = 0.0
    for said, f in PREDICTS.items():
        off = share + weight * (f - middle)
        one = _of(judged, said)
        left += one.right * (1 - off) ** 2 + one.wrong * off**2
    return weight, left / (n - 2) / n + weight**2 * spread / rest


def _of(judged: Mapping[str, Judged], said: str) -> Judged:
    return judged.get(said, Judged())


def _mean(counts: Mapping[str, int]) -> float:
    total = sum(counts.values())
    return sum(PREDICTS[said] * count for said, count in counts.items()) / total if total else 0.0


def _variance(counts: Mapping[str, int]) -> float:
    total, middle = sum(counts.values()), _mean(counts)
    if not total:
        return 0.0
    return sum((PREDICTS[said] - middle) ** 2 * count for said, count in counts.items()) / total
