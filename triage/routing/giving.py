"""What a rule gives beside the owner: a priority, and times for the first response and the
resolution. Pure.

Times are working time: `4h` is four hours in which the owner works. A day is WORKING_DAY of them
and a week five days, so that `3d` means the same whatever hours an owner keeps.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

WORKING_DAY = timedelta(hours=8)
UNITS: Mapping[str, timedelta] = {
    "m": timedelta(minutes=1),
    "h": timedelta(hours=1),
    "d": WORKING_DAY,
    "w": 5 * WORKING_DAY,
}
LONGEST = 52 * UNITS["w"]
PRIORITIES: Mapping[str, int] = {"low": 1, "medium": 2, "high": 3, "urgent": 4}
OPTIONS = ("priority", "respond", "resolve")


@dataclass(frozen=True)
class Gives:
    """`priority` from 1, low, to 4, urgent. None leaves it to what applies without a rule."""

    priority: int | None = None
    respond: timedelta | None = None
    resolve: timedelta | None = None

    def __str__(self) -> str:
        """As a rule says it; empty where nothing is given."""
        words = {number: word for word, number in PRIORITIES.items()}
        said = [f"priority:{words[self.priority]}"] if self.priority else []
        said += [f"respond:{time_text(self.respond)}"] if self.respond else []
        said += [f"resolve:{time_text(self.resolve)}"] if self.resolve else []
        return " ".join(said)


NOTHING = Gives()


def priority_of(text: str) -> int:
    """ValueError, with what there is, for a word that is none."""
    if text not in PRIORITIES:
        raise ValueError(f"{text} is no priority: {', '.join(PRIORITIES)}")
    return PRIORITIES[text]


def time_of(text: str) -> timedelta:
    """Working time: "90m", "4h", "3d", "1w". ValueError, with why, for what is none."""
    match = re.fullmatch(r"([0-9]{1,6})([mhdw])", text)
    if match is None:
        raise ValueError(f"{text} is no time: write 30m, 4h, 3d or 1w, in working time")
    time = int(match[1]) * UNITS[match[2]]
    if not timedelta(0) < time <= LONGEST:
        raise ValueError(f"{text} is no time from one minute to 52 weeks")
    return time


def time_text(time: timedelta) -> str:
    """Working time in the largest unit that it is a whole number of."""
    for letter, unit in reversed(tuple(UNITS.items())):
        if time % unit == timedelta(0):
            return f"{time // unit}{letter}"
    raise ValueError(f"{time} is no whole number of minutes")
