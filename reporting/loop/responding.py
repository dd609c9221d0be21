"""How soon people responded to the pilot's issues, and to everybody else's. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

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
        if pilot.median.value is None or rollout.median.value is None:
            return ""
        if self.chance > LEVEL:
            return "Between pilot and rollout there is no clear difference."
        slower = "slower" if rollout.median.value > pilot.median.value else "sooner"
        if rollout.median.value == pilot.median.value:
            return "Pilot and rollout differ, though not by their medians."
        return f"The rollout's issues got one clearly {slower} than the pilot's."


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
        logrank(waits[pilot].minutes, waits[pilot].ended, others.minutes, others.ended),
    )


def _arm(name: str, waited: Waited) -> Arm:
    return Arm(name, waited.issues, waited.responded, first_response(waited))
