"""Who uses the assistant, from when and until when. Pure.

How many of a cohort still use it t weeks after its start is given by
S(t) = activated while t < held, then stays + (activated - stays) · exp(-(t - held) / fading).
Each colleague gets one of evenly spaced quantiles of it, so that the curve holds exactly for a
handful of people too, and only who is who is left to chance.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from math import inf, log
from random import Random

from demo.story.calendar import WEEKS
from demo.story.voices import Tone

_TONES: tuple[Tone, ...] = ("plain", "terse", "polite", "angry")


@dataclass(frozen=True)
class Cohort:
    """A wave of people. Times in weeks, the others as shares of `size`."""

    name: str
    week: int
    size: int
    teams: dict[str, int]
    activated: float
    stays: float
    held: float
    fading: float
    late: float
    onboarding: str

    def lifetime(self, quantile: float) -> float:
        """How many weeks the colleague at that quantile uses it: 0 for never, inf to the end."""
        if quantile > self.activated:
            return 0.0
        if quantile <= self.stays:
            return inf
        left = (quantile - self.stays) / (self.activated - self.stays)
        return self.held - self.fading * log(left)


_EVERYBODY = {"Operations": 50, "Sales": 45, "Support": 42, "Finance": 26, "HR": 21, "Legal": 16}

_PICKED = {"HR": 4, "Finance": 4, "Support": 2, "Sales": 2}
_GUIDE = "self-serve guide"

COHORTS = (
    Cohort("Pilot", 0, 12, _PICKED, 1.0, 0.55, 9, 7, 0.1, "briefing"),
    Cohort("Rollout 1: briefed", 8, 60, _EVERYBODY, 0.93, 0.30, 2, 8, 0.5, "briefing"),
    Cohort("Rollout 2: self-serve guide", 10, 70, _EVERYBODY, 0.80, 0.15, 1, 6, 1.2, _GUIDE),
    Cohort("Rollout 3: nothing", 12, 70, _EVERYBODY, 0.62, 0.08, 0.5, 4.5, 2.5, "none"),
)


@dataclass(frozen=True)
class Colleague:
    """A person with their habits. `pace` and `votes` stand beside a mean of 1."""

    id: str
    team: str
    cohort: str
    onboarding: str
    registered: float
    begins: float
    leaves: float
    pace: float
    votes: float
    tone: Tone
    sloppy: float
    german: bool

    def demand(self, week: int) -> float:
        """How much of a usual week's questions they ask: fading before they leave."""
        if not self.begins <= week + 1 or week >= self.leaves:
            return 0.0
        begun = min(1.0, week + 1 - self.begins)
        left = 1.0 if self.leaves == inf else max(0.25, 1 - (week - self.begins) / self._life)
        return self.pace * begun * left

    @property
    def _life(self) -> float:
        return self.leaves - self.begins


def everybody(*, seed: str) -> list[Colleague]:
    """All registered people, the twelve of the pilot first."""
    random = Random(f"{seed}/staff")  # noqa: S311
    return [person for cohort in COHORTS for person in _join(cohort, random)]


def _join(cohort: Cohort, random: Random) -> Iterator[Colleague]:
    places = list(range(cohort.size))
    random.shuffle(places)
    teams = _seats(cohort)
    for number, place in enumerate(places):
        life = cohort.lifetime((place + 0.5) / cohort.size)
        begins = cohort.week + random.expovariate(1 / cohort.late)
        yield Colleague(
            id=f"u{cohort.week:02}{number:03}",
            team=teams[number],
            cohort=cohort.name,
            onboarding=cohort.onboarding,
            registered=cohort.week - random.uniform(0.2, 1),
            begins=min(begins, WEEKS - 6) if life else inf,
            leaves=max(cohort.week + life, begins + 0.5) if life else inf,
            pace=random.lognormvariate(-0.12, 0.5),
            votes=random.gammavariate(2, 0.5),
            tone=random.choices(_TONES, weights=(5, 3, 3, 1.6))[0],
            sloppy=random.choice((0.0, 0.0, 0.03, 0.1, 0.2)),
            german=random.random() < _GERMAN.get(teams[number], 0.02),
        )


_GERMAN = {"Operations": 0.35, "Support": 0.15, "HR": 0.05}


def _seats(cohort: Cohort) -> list[str]:
    """A team for each seat, spread as the teams' sizes are."""
    heads = sum(cohort.teams.values())
    seats = sorted(
        ((rank + 0.5) / head, team) for team, head in cohort.teams.items() for rank in range(head)
    )
    return [seats[place * heads // cohort.size][1] for place in range(cohort.size)]
