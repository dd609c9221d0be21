"""What bins of judged answers tell, as figures. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from reporting.kit.words import percent
from reporting.metrics.figures import Figure, Status
from reporting.trust.bins import Bin, merged, pairs
from reporting.trust.calibration import Gap, brier, calibration_error, overconfidence
from reporting.trust.definitions import ENOUGH_JUDGED
from reporting.trust.estimates import Estimate
from triage.statistics import wilson


@dataclass(frozen=True)
class Confidence:
    """The bins of one slice, and whether so few people are behind them that nothing is told."""

    bins: Sequence[Bin]
    hidden: bool

    @cached_property
    def total(self) -> Bin:
        return merged(self.bins)

    @cached_property
    def ten(self) -> list[Bin]:
        """What is drawn: those of ten bins in which any answer is judged, if any may be told."""
        return [one for one in pairs(self.bins) if one.judged and not self.hidden]

    @property
    def is_told(self) -> bool:
        return not self.hidden and self.total.judged >= ENOUGH_JUDGED

    @cached_property
    def gap(self) -> Gap:
        return calibration_error(pairs(self.bins))

    def overconfidence(self) -> Figure:
        return self._estimated(overconfidence(self.bins)) if self.is_told else self._untold()

    def calibration_error(self) -> Figure:
        return self._estimated(self.gap.estimate) if self.is_told else self._untold()

    def brier(self) -> Figure:
        return self._estimated(brier(self.bins)) if self.is_told else self._untold()

    def _estimated(self, estimate: Estimate) -> Figure:
        return Figure(
            Status.OK,
            denominator=self.total.judged,
            value=estimate.value,
            interval=estimate.interval,
        )

    def _untold(self) -> Figure:
        if self.hidden:
            return Figure(Status.HIDDEN)
        judged = self.total.judged
        return Figure(Status.TOO_EARLY, denominator=judged, missing=ENOUGH_JUDGED - judged)


def in_words(part: int, whole: int) -> str:
    """A share within a sentence: “62% (59% to 64%; 945 of 1,532)”."""
    low, high = (percent(end) for end in wilson(part=part, whole=whole))
    return f"{percent(part / whole)} ({low} to {high}; {part:,} of {whole:,})"


def sureness(figure: Figure) -> str:
    """How far confidence and what is met are apart: “22 points too sure (17 to 27)”."""
    if figure.value is None or figure.interval is None:
        return ""
    low, high = figure.interval
    if low <= 0 <= high:
        return "no clear gap"
    way = "too sure" if low > 0 else "not sure enough"
    ends = sorted(abs(end) * 100 for end in figure.interval)
    return f"{abs(figure.value) * 100:.0f} points {way} ({ends[0]:.0f} to {ends[1]:.0f})"
