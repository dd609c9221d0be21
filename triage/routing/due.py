"""What a project says of due times: how long for each priority, and what happens on the way. Pure.

Times are working time, written as in the ownership rules: `30m`, `4h`, `3d` (a day is eight hours),
`1w`. A step comes when a share of the time, in percent, has passed; each comes once for each clock.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any, Self

from triage.routing.giving import PRIORITIES, time_of, time_text

MOST_STEPS = 10
MOST_PERCENT = 1000


class Clock(StrEnum):
    """What is to be done in time."""

    RESPOND = "respond"
    RESOLVE = "resolve"


class Tell(StrEnum):
    """Who is told. Where there is nobody, the next are."""

    ASSIGNEE = "assignee"
    TEAM = "team"
    MANAGERS = "managers"


class PolicyError(ValueError):
    """What is no due time or step; `field` names it: "urgent.respond", "steps.2"."""

    def __init__(self, field: str, detail: str) -> None:
        super().__init__(detail)
        self.field, self.detail = field, detail


@dataclass(frozen=True)
class Step:
    """After `percent` of the time: whom to tell, and whether the priority rises by one."""

    percent: int
    tell: Tell
    raises: bool = False


@dataclass(frozen=True)
class Policy:
    """`times`: by priority from 1, low, to 4, urgent, what either clock allows; nothing where
    nothing is due. `steps` in the order in which they come, one for each percent."""

    times: Mapping[int, Mapping[Clock, timedelta]]
    steps: tuple[Step, ...]

    @classmethod
    def read(cls, times: Mapping[str, Sequence[str]], steps: Sequence[Sequence[Any]]) -> Self:
        """As `times_kept` and `steps_kept` write it, or a form: {"urgent": ["1h", "8h"], "low":
        ["", ""]}, [[75, "assignee", False]]. PolicyError."""
        read = {number: _times(word, times.get(word, ())) for word, number in PRIORITIES.items()}
        if len(steps) > MOST_STEPS:
            raise PolicyError("steps", f"up to {MOST_STEPS} steps")
        made = sorted(
            (_step(number, *step) for number, step in enumerate(steps, start=1)),
            key=lambda step: step.percent,
        )
        percents = [step.percent for step in made]
        for number, percent in enumerate(percents, start=1):
            if percents.count(percent) > 1:
                raise PolicyError(f"steps.{number}", f"there are two steps at {percent}%")
        return cls(read, tuple(made))

    def times_kept(self) -> dict[str, list[str]]:
        """For each priority's word, the two times as people write them; empty for none."""
        return {
            word: [time_text(here[clock]) if clock in here else "" for clock in Clock]
            for word, here in ((word, self.times[n]) for word, n in PRIORITIES.items())
        }

    def steps_kept(self) -> list[list[Any]]:
        return [[step.percent, step.tell.value, step.raises] for step in self.steps]


def _times(priority: str, texts: Sequence[str]) -> dict[Clock, timedelta]:
    found = {}
    for clock, text in zip(Clock, texts, strict=False):
        if text.strip():
            try:
                found[clock] = time_of(text.strip())
            except ValueError as error:
                raise PolicyError(f"{priority}.{clock}", str(error)) from error
    if len(found) == len(Clock) and found[Clock.RESPOND] > found[Clock.RESOLVE]:
        raise PolicyError(f"{priority}.respond", "the first response is due before the resolution")
    return found


def _step(number: int, percent: Any, tell: str, raises: Any) -> Step:
    field = f"steps.{number}"
    text = str(percent).strip()
    if not (text.isascii() and text.isdigit() and len(text) < 5 and 0 < int(text) <= MOST_PERCENT):
        raise PolicyError(field, f"a step comes at 1 to {MOST_PERCENT}% of the time")
    if tell not in set(Tell):
        raise PolicyError(field, f"a step tells one of {', '.join(Tell)}")
    return Step(int(text), Tell(tell), bool(raises))


USUAL = Policy.read(
    {"urgent": ["1h", "8h"], "high": ["4h", "3d"], "medium": ["2d", "10d"]},
    [[75, Tell.ASSIGNEE, False], [100, Tell.TEAM, False], [150, Tell.MANAGERS, True]],
)
