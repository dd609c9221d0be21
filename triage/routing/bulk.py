"""Rules held against many complaints at once. Pure.

What comes of it is what `route` says of each complaint by itself; a test holds the two together.
A matcher looks at each distinct value once. Which complaints it holds for is a set of bits, eight
to a byte, so that `and`, `or`, `not` are one operation over all of them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, reduce

import numpy as np
from numpy.typing import NDArray

from triage.routing.conditions import FIELDS, All, Condition, Either, Everything, Matcher, Not
from triage.routing.matching import Facts, places_of, plain
from triage.routing.rules import Rule

Bits = NDArray[np.uint8]
Places = NDArray[np.int64]


@dataclass(frozen=True)
class Column:
    """What complaints have of one field. `distinct` are facts that hold nothing but that; the
    complaint `rows[i]` has `distinct[places[i]]`: none, one or several of them."""

    distinct: Sequence[Facts]
    rows: Places
    places: Places


@dataclass(frozen=True)
class Bulk:
    """So many complaints, from 0 to `size`. `columns` by the field of a matcher, but for terms:
    `texts` are the distinct ones, `plain`, and `text_of` each complaint's place among them."""

    size: int
    columns: Mapping[str, Column]
    texts: Sequence[str]
    text_of: Places
    known: dict[Matcher, Bits] = field(default_factory=dict)

    def winners(self, rules: Sequence[Rule]) -> Places:
        """(size,) The place in `rules` of the last that matches each complaint, -1 for none."""
        found = np.full(self.size, -1, dtype=np.int64)
        for place, rule in enumerate(rules):
            bits = self._holding(rule.condition)
            found[np.unpackbits(bits, count=self.size).view(np.bool_)] = place
        return found

    def _holding(self, condition: Condition) -> Bits:
        match condition:
            case Everything():
                return np.full((self.size + 7) // 8, 255, dtype=np.uint8)
            case Matcher():
                if condition not in self.known:
                    self.known[condition] = self._matching(condition)
                return self.known[condition]
            case Not(inner):
                return ~self._holding(inner)
            case All(parts):
                return reduce(np.bitwise_and, map(self._holding, parts))
            case Either(parts):
                return reduce(np.bitwise_or, map(self._holding, parts))

    def _matching(self, matcher: Matcher) -> Bits:
        if matcher.field == "term":
            return np.packbits(self._with_words(plain(matcher.value))[self.text_of])
        column, holds = self.columns[matcher.field], FIELDS[matcher.field]
        hits = np.array([holds(matcher.value, facts) for facts in column.distinct], dtype=np.bool_)
        holding = np.zeros(self.size, dtype=np.bool_)
        holding[column.rows[hits[column.places]]] = True
        return np.packbits(holding)

    def _with_words(self, words: str) -> NDArray[np.bool_]:
        """(texts,) Looked for in all at once: no words hold the line's end between two texts."""
        held = np.zeros(len(self.texts), dtype=np.bool_)
        found = np.fromiter(places_of(words, self._joined), np.int64)
        held[np.searchsorted(self._begins, found, side="right") - 1] = True
        return held

    @cached_property
    def _joined(self) -> str:
        return "\n".join(self.texts)

    @cached_property
    def _begins(self) -> Places:
        """Where each text begins among all."""
        lengths = np.fromiter(map(len, self.texts), np.int64, len(self.texts))
        return np.cumsum(lengths + 1) - lengths - 1
