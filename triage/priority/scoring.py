"""How urgent an issue is: six parts, each 0 to 1, and a score of 0 to 100. Pure.

    score = 100 * (sum of weight * part) / (sum of weights), to one decimal; 0 without weights

    reach            half(people + 2 * (teams - 1), 20)
    rate             half(recent + max(0, recent - before / 4), 5)
    severity         (0.5 + 0.5 * medium + high) / (1 + complaints)
    confident_wrong  sure / (1 + complaints)
    teams            (0.5 * usual teams' complaints + important ones') / complaints
    age              half(days, 28)

    half(x, k) = x / (x + k): nothing at 0, one half at k, and never all of 1

So one more person counts for much at three and for little at three hundred, no part drowns the
others, and none is ever full. The first team is where the people are; each further one counts as
two more people. What came in the last week above the weekly mean of the four weeks before counts
twice. A single complaint is one word: severity begins as if a medium one were there already, and
an answer that was sure and wrong as if one complaint more were there that is not about such.
"""

from collections.abc import Mapping
from dataclasses import dataclass

PARTS = ("reach", "rate", "severity", "confident_wrong", "teams", "age")
HEAVIEST = 10
DEFAULT_WEIGHTS: Mapping[str, int] = {
    "reach": 3,
    "rate": 3,
    "severity": 2,
    "confident_wrong": 1,
    "teams": 1,
    "age": 1,
}
# From these scores on an issue is of medium, of high, of urgent priority.
DEFAULT_THRESHOLDS = (25, 40, 55)

PEOPLE, PER_TEAM, PER_WEEK, DAYS = 20, 2, 5, 28
RECENT_DAYS, BEFORE_WEEKS = 7, 4


@dataclass(frozen=True)
class Facts:
    """What is known of an issue; every figure is 0 or more, and less counts as 0.

    `recent` and `before` are complaints of the last 7 days and of the 28 before. `low`, `medium`
    and `high` count complaints by severity; `sure` those that correct an answer which stated a
    confidence of 90% or more; `minor`, `usual` and `important` those by the importance of the
    team, where no team is known it is usual. `days` since it was first heard of.
    """

    people: int = 0
    teams: int = 0
    recent: int = 0
    before: int = 0
    low: int = 0
    medium: int = 0
    high: int = 0
    sure: int = 0
    minor: int = 0
    usual: int = 0
    important: int = 0
    days: float = 0.0

    @property
    def complaints(self) -> int:
        return self.low + self.medium + self.high


def parts_of(facts: Facts) -> dict[str, float]:
    """Each of PARTS, 0 to 1, to four decimals."""
    f = Facts(**{name: max(0, value) for name, value in vars(facts).items()})
    judged = f.minor + f.usual + f.important
    found = {
        "reach": _half(f.people + PER_TEAM * max(0, f.teams - 1), PEOPLE),
        "rate": _half(f.recent + max(0.0, f.recent - f.before / BEFORE_WEEKS), PER_WEEK),
        "severity": (0.5 + 0.5 * f.medium + f.high) / (1 + f.complaints),
        "confident_wrong": min(f.sure, f.complaints) / (1 + f.complaints),
        "teams": (0.5 * f.usual + f.important) / judged if judged else 0.5,
        "age": _half(f.days, DAYS),
    }
    return {name: round(value, 4) for name, value in found.items()}


def score_of(parts: Mapping[str, float], weights: Mapping[str, int]) -> float:
    """0 to 100, to one decimal. Weights are 0 to HEAVIEST, by the names of PARTS."""
    whole = sum(weights[name] for name in PARTS)
    if not whole:
        return 0.0
    return round(100 * sum(weights[name] * parts[name] for name in PARTS) / whole, 1)


def level_of(score: float, thresholds: tuple[float, float, float]) -> int:
    """1 (low) to 4 (urgent): one more for each of the rising thresholds that is reached."""
    return 1 + sum(score >= threshold for threshold in thresholds)


def _half(x: float, k: float) -> float:
    return x / (x + k)
