"""How soon people responded to the pilot's issues, and to everybody else's. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from reporting.kit import words
from reporting.loop.counted import Waited, first_response, together
from reporting.metrics.definition import ENOUGH
from reporting.metrics.figures import Figure
from reporting.metrics.survival import logrank

# A difference that chance makes more often is none.
LEVEL = 0.05


@dataclass(frozen=True)
class Arm:
    """Issues, how many of them got a response, and the median until then in hours."""

    name: str
    issues: int
    responded: int
    median: Figure

    @property
    def half(self) -> str:
        """When half of them had got one, or how many have so far."""
        if self.median.value is None:
            return f"{self.responded:,} of {self.issues:,} so far"
        return f"half within {words.hours(self.median.value)}"


@dataclass(frozen=True)
class Arms:
    """Everybody's, then the pilot's and the rollout's where there are both; `chance`: how often
    chance alone sets these two so far apart."""

    arms: tuple[Arm, ...]
    chance: float | None = None

    def compared(self) -> str:
        """Pilot and rollout in a sentence; "" where there is nothing to say."""
        if self.chance is None:
            return ""
        _, pilot, rollout = self.arms
        halves = f"The pilot's issues: {pilot.half}; the rollout's: {rollout.half}."
        clear = "no clear" if self.chance > LEVEL else "a clear"
        return f"{halves} That is {clear} difference."


def arms_of(waits: Mapping[str, Waited], pilot: str | None, names: Mapping[str, str]) -> Arms:
    """By cohort; those of nobody's cohort are in neither arm."""
    every = _arm("All issues", together(list(waits.values())))
    if pilot is None or pilot not in waits:
        return Arms((every,))
    others = together([waited for slug, waited in waits.items() if slug not in {"", pilot}])
    if min(waits[pilot].issues, others.issues) < ENOUGH:
        return Arms((every,))
    return Arms(
        (
            every,
            _arm(f"Pilot ({names.get(pilot, pilot)})", waits[pilot]),
            _arm("Rollout (other cohorts)", others),
        ),
        logrank(waits[pilot].steps, waits[pilot].ended, others.steps, others.ended),
    )


def _arm(name: str, waited: Waited) -> Arm:
    return Arm(name, waited.issues, waited.responded, first_response(waited))
