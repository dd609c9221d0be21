"""Complaints that a person put into an issue, as examples of what belongs there. Pure.

The mean of an issue that a person made of two is like neither part, and one complaint that was
moved hardly changes the mean of those it joined. So what each verdict put into an issue stays a
part of its own beside the rest, and a later complaint is as like the issue as to its likest part.
A part of few is taken to be less like than it seems, or single ones would draw much by chance.
"""

from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

import numpy as np

from triage.clustering.nearest import LIFT, Background, Key, Match
from triage.embedding.vectors import Vector

# So much likeness is taken off for a part of one complaint, and a share of it for one of several:
# by about so much the likest of single complaints is liker than the mean of its kind. Measured on
# banking77 and clinc150 after 50 corrections: 0.10 to 0.20 do as well, 0 costs an AMI point.
CHANCE = 0.15
# Parts cost a look at each for every complaint: those of the latest verdicts are kept.
LATEST = 200
# So many complaints tell how like a group is; more cost time and teach the same.
SAMPLE = 20

Item = TypeVar("Item", bound=Hashable)


def some_of(items: Sequence[Item]) -> Sequence[Item]:
    """Up to SAMPLE, evenly."""
    return items[:: max(1, -(-len(items) // SAMPLE))]


@dataclass(frozen=True)
class Part(Generic[Key]):
    """Some complaints of an issue: the sum of their vectors, and their number."""

    key: Key
    total: Vector
    count: int


def parts_of(
    verdicts: Sequence[Collection[Item]], placed: Mapping[Item, tuple[Key, Vector]]
) -> list[Part[Key]]:
    """What each verdict put into an issue, the oldest first, by where those complaints are now
    (`placed`; what is not in it is passed over). Each counts with the first that names it."""
    parts = []
    left = dict(placed)
    for verdict in verdicts:
        here: dict[Key, list[Vector]] = {}
        for item in verdict:
            if item in left:
                key, vector = left.pop(item)
                here.setdefault(key, []).append(vector)
        parts += [Part(key, np.sum(rows, axis=0), len(rows)) for key, rows in here.items()]
    return parts


class Lessons(Generic[Key]):
    """What people's corrections taught: how like is enough (`lift`), and which parts issues have.

    `parts` share no complaint; `wholes` are the issues that they are in, by key.
    """

    def __init__(
        self,
        lift: float = LIFT,
        parts: Sequence[Part[Key]] = (),
        wholes: Mapping[Key, Part[Key]] | None = None,
    ) -> None:
        self.lift = lift
        known = wholes or {}
        rests = {key: _without(whole, parts) for key, whole in known.items()}
        shown = [part for part in parts if part.key in rests]
        self._parts = [*shown, *(rest for rest in rests.values() if rest.count > 0)]
        self._means = np.array([part.total / part.count for part in self._parts], dtype=np.float32)
        self._chance = np.zeros(len(self._parts), dtype=np.float32)
        self._chance[: len(shown)] = [CHANCE / part.count for part in shown]

    def judged(self, match: Match[Key], vector: Vector, around: Background) -> Match[Key]:
        """The issue that a complaint is most like, when its likeness to all of an issue (`match`)
        and to each part is compared, and the likeness that would do here."""
        needed = replace(around, lift=self.lift).needed
        if self._parts:
            likeness = around.likeness(self._means, vector) - self._chance
            best = int(np.argmax(likeness))
            if likeness[best] > match.likeness:
                part, like = self._parts[best], min(float(likeness[best]), 1.0)
                return Match(part.key, like, needed, part.count, shown=self._chance[best] > 0)
        return replace(match, needed=needed)


def _without(whole: Part[Key], parts: Sequence[Part[Key]]) -> Part[Key]:
    """The rest of an issue, beside its parts."""
    own = [part for part in parts if part.key == whole.key]
    total = whole.total - np.sum([part.total for part in own], axis=0)
    return Part(whole.key, total, whole.count - sum(part.count for part in own))
