"""Which answers are asked for, beside the common filters: what an address may say. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from feedback.errors import RefusedError
from feedback.texts import is_storable

OF = {
    "all": "All answers",
    "complained": "Complained about",
    "rated": "With feedback",
    "unverified": "“Couldn't verify”",
    "abstained": "Declined to answer",
}
LONGEST = 500
# Of days after a first answer: within what a window may be.
MOST_DIGITS = 4


class NarrowingRefusedError(RefusedError):
    code = "narrowing_refused"


@dataclass(frozen=True)
class Narrowing:
    """`of` is what is said of them; `source` is one that they cite, empty for any.

    `sure` is a range of stated confidence, from the first up to below the second; 1 is in the
    last one. `day` is how many days after the day (UTC) of the asker's first answer; with `later`,
    or after that.
    """

    of: str = "all"
    source: str = ""
    sure: tuple[float, float] | None = None
    day: int | None = None
    later: bool = False


def understood(given: Mapping[str, str]) -> Narrowing:
    """From an address' parameters. NarrowingRefusedError names the part that makes no sense."""
    of = given.get("of", "") or "all"
    if of not in OF:
        raise NarrowingRefusedError(f"of is one of {', '.join(OF)}.", path="of")
    source = given.get("source", "")
    if len(source) > LONGEST or not is_storable(source):
        raise NarrowingRefusedError("source is no text to look for.", path="source")
    day = given.get("day", "")
    return Narrowing(
        of=of,
        source=source,
        sure=_range(given.get("sure", "")),
        day=_day(day.removesuffix("-")),
        later=day.endswith("-"),
    )


def _range(text: str) -> tuple[float, float] | None:
    if not text:
        return None
    try:
        low, high = map(float, text.split("-"))
    except ValueError:
        low, high = 1.0, 0.0
    if not 0 <= low < high <= 1:
        raise NarrowingRefusedError("sure is a range like 0.8-0.9.", path="sure")
    return low, high


def _day(text: str) -> int | None:
    if not text:
        return None
    if not (text.isascii() and text.isdecimal() and len(text) <= MOST_DIGITS):
        raise NarrowingRefusedError(
            "day is a number like 28, or 28- for then or later.", path="day"
        )
    return int(text)
