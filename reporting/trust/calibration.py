"""Whether answers are right as often as they are sure. Pure.

Each judged answer states a confidence c and has an outcome y, 1 where it is right and 0 where not.
Whatever answers are not judged is not known of. Bins are those of `reporting.trust.bins`.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from reporting.trust.bins import Bin, merged
from reporting.trust.estimates import Estimate
from triage.statistics import Z, wilson

# The one-sided 95% point of the normal distribution.
_ONE_SIDED = 1.6448536269514722
_HALF_NORMAL = math.sqrt(2 / math.pi)


@dataclass(frozen=True)
class Parts:
    """Murphy's three parts of a Brier score: reliability - resolution + uncertainty is the score.

    `resolution` is the generalised one, so that they add up though a bin holds many confidences.
    """

    reliability: float
    resolution: float
    uncertainty: float


def overconfidence(bins: Sequence[Bin]) -> Estimate:
    """Mean confidence less the share right; at least one answer must be judged.

    The interval is Wilson's of the share right, taken from the mean confidence as it is: of these
    answers that is known, and where confidence goes with being right, it is a little too wide.
    """
    total = merged(bins)
    low, high = wilson(part=total.right, whole=total.judged)
    return Estimate(total.mean - total.share, total.mean - high, total.mean - low)


def brier(bins: Sequence[Bin]) -> Estimate:
    """The mean of (c - y) squared (Brier 1950, Monthly Weather Review 78:1-3), exact.

    The interval is normal. It takes the squared error of a bin's right answers to be that of
    their mean confidence, and likewise of its wrong ones: bins are a twentieth wide.
    """
    total = merged(bins)
    value = total.squared_error / total.judged
    fourth = sum(_fourth_powers(one) for one in bins) / total.judged
    half = Z * math.sqrt(max(fourth - value**2, 0.0) / total.judged)
    return Estimate(value, max(value - half, 0.0), min(value + half, 1.0))


def _fourth_powers(one: Bin) -> float:
    right = (one.stated_right / one.right / 1e6 - 1) ** 4 * one.right if one.right else 0.0
    wrong = (one.stated_wrong / one.wrong / 1e6) ** 4 * one.wrong if one.wrong else 0.0
    return right + wrong


def parts(bins: Sequence[Bin]) -> Parts:
    """Of the Brier score: Murphy 1973, Journal of Applied Meteorology 12:595-600; what varies
    within bins counts with resolution, after Stephenson, Coelho and Jolliffe 2008, Weather and
    Forecasting 23:752-757."""
    total = merged(bins)
    reliability = sum(b.judged * (b.mean - b.share) ** 2 for b in bins if b.judged) / total.judged
    uncertainty = total.share * (1 - total.share)
    score = total.squared_error / total.judged
    return Parts(reliability, reliability + uncertainty - score, uncertainty)


@dataclass(frozen=True)
class Gap:
    """The expected calibration error. `raw` is as usually told, `estimate` less its bias, and
    `by_chance` what a perfectly calibrated assistant would stay below nineteen times in twenty."""

    raw: float
    estimate: Estimate
    by_chance: float

    @property
    def beyond_chance(self) -> bool:
        return self.raw > self.by_chance


def calibration_error(bins: Sequence[Bin]) -> Gap:
    """How far stated confidence lies from the share right, in the mean over judged answers.

    The sum over bins of (their share of the answers) x |share right - mean confidence|: Naeini,
    Cooper and Hauskrecht 2015, AAAI. With few answers that is too high, as chance moves every
    bin away from its diagonal; what normal noise would add to the gaps seen is taken off, after
    Kumar, Liang and Ma 2019, NeurIPS, "Verified uncertainty calibration". The interval is normal;
    it begins at 0 where chance alone would give as much (Broecker and Smith 2007, Weather and
    Forecasting 22:651-661, ask the same of each bin).
    """
    some = [one for one in bins if one.judged]
    judged = sum(one.judged for one in some)
    weights = [one.judged / judged for one in some]
    gaps = [abs(one.mean - one.share) for one in some]
    noises = [_noise((one.right + one.mean) / (one.judged + 1), one.judged) for one in some]
    raw = sum(w * g for w, g in zip(weights, gaps, strict=True))
    bias = sum(w * (_folded(g, s) - g) for w, g, s in zip(weights, gaps, noises, strict=True))
    value = max(raw - bias, 0.0)
    half = Z * math.hypot(*(w * s for w, s in zip(weights, noises, strict=True)))
    by_chance = _by_chance(some, weights)
    low = max(value - half, 0.0) if raw > by_chance else 0.0
    return Gap(raw, Estimate(value, low, min(value + half, 1.0)), by_chance)


def _noise(share: float, judged: int) -> float:
    """The standard error of a bin's share right. Its share is taken with one more answer of the
    mean confidence, so that a bin where all are right is not taken to be certain."""
    return math.sqrt(max(share * (1 - share), 1e-9) / judged)


def _by_chance(bins: Sequence[Bin], weights: Sequence[float]) -> float:
    noises = [w * _noise(one.mean, one.judged) for w, one in zip(weights, bins, strict=True)]
    spread = math.sqrt(1 - 2 / math.pi) * math.hypot(*noises)
    return _HALF_NORMAL * sum(noises) + _ONE_SIDED * spread


def _folded(gap: float, noise: float) -> float:
    """The mean of |x| of a normal x (Leone, Nelson and Nottingham 1961, Technometrics 3:543)."""
    below = 0.5 * math.erfc(gap / noise / math.sqrt(2))
    return noise * _HALF_NORMAL * math.exp(-0.5 * (gap / noise) ** 2) + gap * (1 - 2 * below)
