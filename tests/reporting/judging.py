"""Judged answers as bins, and calibration reckoned from the answers themselves, in plain Python."""

from collections.abc import Iterable
from dataclasses import replace

from reporting.trust.bins import BINS, WHOLE, Bin, empty

# Stated confidence, and whether it was right; None where nobody judged.
Judged = tuple[float, bool | None]


def place_of(confidence: float, bins: int = BINS) -> int:
    return min(int(confidence * bins), bins - 1)


def binned(answers: Iterable[Judged]) -> list[Bin]:
    """What the daily sums are of these answers."""
    bins = empty()
    for confidence, right in answers:
        place = place_of(confidence)
        one, stated = bins[place], round(confidence * WHOLE)
        bins[place] = replace(one, answers=one.answers + 1)
        if right is not None:
            bins[place] = replace(
                bins[place],
                judged=one.judged + 1,
                right=one.right + right,
                stated=one.stated + stated,
                stated_right=one.stated_right + stated * right,
                stated_squared=one.stated_squared + stated**2,
            )
    return bins


def plain_brier(answers: Iterable[Judged]) -> float:
    errors = [(c - bool(y)) ** 2 for c, y in answers if y is not None]
    return sum(errors) / len(errors)


def plain_calibration_error(answers: Iterable[Judged], bins: int = 10) -> float:
    judged = [(c, y) for c, y in answers if y is not None]
    total = 0.0
    for place in range(bins):
        here = [(c, y) for c, y in judged if place_of(c, bins) == place]
        total += abs(sum(c for c, _ in here) - sum(y for _, y in here))
    return total / len(judged)
