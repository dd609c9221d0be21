"""Whether a weekly share has dropped beyond chance, looked at as often as one likes. Pure.

Each full week has events (thumbs, answers, registered people) and those of them that are good. Its
share is taken as normal around a level, with the variance s2 / events. How large s2 is is not
known: where a few people are behind many events it is more than the binomial's, and the weeks
themselves tell.

For each week that could be the first of a drop, the weeks from it on are compared with the
REFERENCE weeks before it. The level and s2 are nuisances with right Haar priors, and the drop has a
normal prior cut to drops: then the Bayes factor against "the level is no more than MARGIN below"
is an e-value, and stays one whenever it is looked at (Perez-Ortiz, Lardy, de Heide and Grunwald
2024, Annals of Statistics 52). It is the t-test of Gonen, Johnson, Lu and Westfall 2005, The
American Statistician 59, with weights; half of its prior is left out after Klugkist and Hoijtink
2007, Computational Statistics and Data Analysis 51.

The sum over all first weeks is a Shiryaev-Roberts e-detector (Shin, Ramdas and Rinaldo 2023, New
England Journal of Statistics in Data Science 2): each new week adds 1 to what is expected of it
when nothing drops, so that it takes on average at least `bar` weeks to reach `bar` by chance.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtr

Numbers = NDArray[np.float64]
Places = NDArray[np.int_]

# Weeks that a drop is held against: as many as there are, from the fewest to half a year.
FEWEST, REFERENCE = 6, 26
# A share that is lower by no more than this is not called a drop.
MARGIN = 0.02
# How large drops are expected, in standard deviations of one event: a fifth is about ten points.
EXPECTED = 0.2
WEEKS_A_YEAR = 52
# Logarithms beyond which nothing changes.
_LARGEST, _LEAST = 300.0, 1e-300


@dataclass(frozen=True)
class Week:
    """The events of a full week, from `first` on, and how many of them are good."""

    first: date
    good: int
    events: int


@dataclass(frozen=True)
class Period:
    """What several weeks add up to; the first day of the first and of the last one."""

    first: date
    last: date
    good: int
    events: int

    @property
    def share(self) -> float:
        return self.good / self.events


@dataclass(frozen=True)
class Look:
    """What is known now: the evidence for a drop at any time, and the two periods that give most
    of it."""

    evidence: float
    reference: Period
    since: Period


def bar(series: int) -> float:
    """What the evidence has to reach so that of so many series, watched together, one false
    alarm a year is expected at the most."""
    return float(WEEKS_A_YEAR * max(series, 1))


def look(weeks: Sequence[Week]) -> Look | None:
    """The evidence in weeks in order, those without events left out; None where they are too few.

    Where worse means more, give what is not complained of as good.
    """
    known = [week for week in weeks if week.events]
    if len(known) <= FEWEST:
        return None
    firsts = np.arange(FEWEST, len(known))
    begins = np.maximum(firsts - REFERENCE, 0)
    evidence = _log_evidence(known, begins, firsts)
    most = int(evidence.argmax())
    return Look(
        evidence=float(np.exp(np.minimum(evidence, _LARGEST)).sum()),
        reference=total(known[begins[most] : firsts[most]]),
        since=total(known[firsts[most] :]),
    )


def total(weeks: Sequence[Week]) -> Period:
    """One week and more, added up."""
    good, events = sum(week.good for week in weeks), sum(week.events for week in weeks)
    return Period(weeks[0].first, weeks[-1].first, good, events)


def has_recovered(since: Period, reference: float) -> bool:
    """Whether the share is back within the margin of the reference's."""
    return since.share >= reference - MARGIN


def _log_evidence(weeks: Sequence[Week], begins: Places, firsts: Places) -> Numbers:
    """The logarithm of the e-value of a drop in each first week, against those from its begin on.

    With n and m events, h = nm / (n + m), a difference d and a sum of squares S within the two,
    the Bayes factor of "any difference" is (1 + h t2)^(-1/2) (R0 / R1)^((w - 1) / 2), where
    R0 = S + h d2, R1 = S + h d2 / (1 + h t2), w weeks, and t the EXPECTED. Of its prior and its
    posterior, a t distribution with w - 1 degrees of freedom, only drops are kept.
    """
    good = np.array([week.good for week in weeks], dtype=np.float64)
    events = np.array([week.events for week in weeks], dtype=np.float64)
    k, n, squares = (_sums(x, begins, firsts) for x in (good, events, good**2 / events))
    ends = np.full_like(firsts, len(weeks))
    j, m, others = (_sums(x, firsts, ends) for x in (good, events, good**2 / events))
    w, h = ends - begins, n * m / (n + m)
    d = j / m + MARGIN - k / n
    # Weeks that vary less than by the binomial do so by chance. More variance is less evidence, so
    # this keeps an e-value one.
    share = (k + j + 0.5) / (n + m + 1)
    within = squares - k**2 / n + others - j**2 / m
    within = np.maximum(within, (w - 2) * share * (1 - share))
    shrunk = h * EXPECTED**2 / (1 + h * EXPECTED**2)
    level, moved = within + h * d**2, within + d**2 * shrunk / EXPECTED**2
    scale = np.sqrt(moved / (w - 1) * shrunk / h)
    drops = stdtr(w - 1, -d * shrunk / scale)
    found: Numbers = (
        (w - 1) / 2 * np.log(level / moved)
        - np.log1p(h * EXPECTED**2) / 2
        + np.log(np.maximum(2 * drops, _LEAST))
    )
    return found


def _sums(numbers: Numbers, begins: Places, ends: Places) -> Numbers:
    """The sums of the numbers from each place to before the other."""
    added = np.concatenate([[0.0], np.cumsum(numbers)])
    found: Numbers = added[ends] - added[begins]
    return found
