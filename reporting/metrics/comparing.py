"""Shares of two groups compared, with what chance alone would do over all looks. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import erfc, sqrt

from reporting.metrics.figures import Figure, Status
from triage.statistics import discoveries, newcombe

TEST = (
    "Two-sided score test of two independent shares (Pearson's chi-squared with the factor "
    "(N-1)/N, Campbell 2007). Over all looks of the table at most one in twenty of the "
    "differences called clear is expected to be chance (Benjamini and Hochberg 1995). Each event "
    "counts as independent: a few people behind many of them make chance larger than that."
)


class Verdict(StrEnum):
    HIGHER = "higher"
    LOWER = "lower"
    NO_CLEAR = "no clear difference"
    UNTOLD = "too early to tell"


@dataclass(frozen=True)
class Difference:
    """One share less another: in points of 1, with its 95% interval, and how likely chance alone
    is to bring one as large. None where either share is not told."""

    difference: float | None = None
    interval: tuple[float, float] | None = None
    chance: float | None = None
    verdict: Verdict = Verdict.UNTOLD

    @property
    def clear(self) -> bool:
        return self.verdict in (Verdict.HIGHER, Verdict.LOWER)


def differences(pairs: Sequence[tuple[Figure, Figure]]) -> list[Difference]:
    """Each first share against its second, with the verdicts corrected for all of them."""
    measured = [_measured(*pair) for pair in pairs]
    told = [at for at, one in enumerate(measured) if one.chance is not None]
    believed = discoveries([measured[at].chance or 0.0 for at in told])
    clear = {told[place] for place in believed}
    return [_judged(one, clear=at in clear) for at, one in enumerate(measured)]


def rest(whole: Figure, part: Figure, *, enough: int) -> Figure:
    """The share of all that is in the whole and not in the part."""
    if Status.HIDDEN in (whole.status, part.status):
        return Figure(Status.HIDDEN)
    if whole.denominator is None or part.denominator is None:
        return whole
    numerator = (whole.numerator or 0) - (part.numerator or 0)
    denominator = whole.denominator - part.denominator
    if denominator < enough or part.numerator is None or whole.numerator is None:
        return Figure(Status.TOO_EARLY, denominator=denominator)
    return Figure(
        Status.OK, numerator=numerator, denominator=denominator, value=numerator / denominator
    )


def _measured(one: Figure, other: Figure) -> Difference:
    if one.value is None or other.value is None or not (one.denominator and other.denominator):
        return Difference()
    some = (one.numerator or 0, one.denominator)
    others = (other.numerator or 0, other.denominator)
    return Difference(one.value - other.value, newcombe(some, others), _chance(some, others))


def _judged(one: Difference, *, clear: bool) -> Difference:
    if one.difference is None:
        return one
    verdict = Verdict.NO_CLEAR
    if clear:
        verdict = Verdict.HIGHER if one.difference > 0 else Verdict.LOWER
    return Difference(one.difference, one.interval, one.chance, verdict)


def _chance(some: tuple[int, int], others: tuple[int, int]) -> float:
    """The two-sided p value: Campbell 2007, Statistics in Medicine 26:3661-3675."""
    (a, n), (b, m) = some, others
    total = n + m
    common = (a + b) / total
    if common in (0.0, 1.0) or total < 2:
        return 1.0
    score = (a / n - b / m) ** 2 / (common * (1 - common) * (1 / n + 1 / m))
    return erfc(sqrt(score * (total - 1) / total / 2))
