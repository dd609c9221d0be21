"""What share of answers would be wrong if the less sure ones were not given. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from reporting.trust.bins import Bin, merged
from reporting.trust.estimates import exact_limits
from triage.statistics import wilson

# How likely it may be that a threshold is named whose risk is above what was to be tolerated.
DOUBT = 0.05


@dataclass(frozen=True)
class Kept:
    """The answers at or above a threshold of stated confidence: how many of all those that state
    one, and how many of the judged among them are wrong."""

    threshold: float
    answers: int
    all_answers: int
    judged: int
    wrong: int

    @property
    def coverage(self) -> float:
        return self.answers / self.all_answers

    @property
    def risk(self) -> float:
        return self.wrong / self.judged

    @property
    def interval(self) -> tuple[float, float]:
        return wilson(part=self.wrong, whole=self.judged)


def curve(bins: Sequence[Bin]) -> list[Kept]:
    """By rising threshold, wherever another one keeps other answers and any of them are judged.

    El-Yaniv and Wiener 2010, Journal of Machine Learning Research 11:1605-1641.
    """
    all_answers = sum(one.answers for one in bins)
    kept = []
    for place, one in enumerate(bins):
        rest = merged(bins[place:])
        if one.answers and rest.judged:
            kept.append(Kept(one.low, rest.answers, all_answers, rest.judged, rest.wrong))
    return kept


def threshold_for(tolerable: float, kept: Sequence[Kept]) -> Kept | None:
    """The lowest threshold whose risk is surely no more than `tolerable`; None if none's is.

    Surely: by Clopper and Pearson's upper bound, at a level shared out among all thresholds that
    are looked at, so that the one picked holds with 95% (Bonferroni; Geifman and El-Yaniv 2017,
    NeurIPS, do so for a search by halves).
    """
    if not kept:
        return None
    wrong, judged = [one.wrong for one in kept], [one.judged for one in kept]
    _, upper = exact_limits(wrong, judged, doubt=DOUBT / len(kept))
    return next((one for one, high in zip(kept, upper, strict=True) if high <= tolerable), None)
