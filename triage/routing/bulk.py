"""Rules held against many complaints at once. Pure.

What comes of it is what `route` says of each complaint by itself; a test holds the two together.
A matcher looks at each distinct value once. Which complaints it holds for is a set of bits, eight
to a byte, so that `and`, `or`, `not` are one operation over all of them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce

import numpy as np
from numpy.typing import NDArray

from triage.routing.conditions import FIELDS, All, Condition, Either, Everything, Matcher, Not
from triage.routing.matching import Facts, has_words, plain
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
    """So many complaints, from 0 to `size`; `columns` by the field of a matcher."""

    size: int
    columns: Mapping[str, Column]
    _known: dict[Matcher, Bits] = field(default_factory=dict)

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
                if condition not in self._known:
                    self._known[condition] = self._matching(condition)
                return self._known[condition]
            case Not(inner):
                return ~self._holding(inner)
            case All(parts):
                return reduce(np.bitwise_and, map(self._holding, parts))
            case Either(parts):
                return reduce(np.bitwise_or, map(self._holding, parts))

    def _matching(self, matcher: Matcher) -> Bits:
        column = self.columns[matcher.field]
        hits = np.fromiter(_hits(matcher, column.distinct), np.bool_, len(column.distinct))
        holding = np.zeros(self.size, dtype=np.bool_)
        holding[column.rows[hits[column.places]]] = True
        return np.packbits(holding)


def _hits(matcher: Matcher, distinct: Sequence[Facts]) -> list[bool]:
    if matcher.field != "term":
        return [FIELDS[matcher.field](matcher.value, facts) for facts in distinct]
    # Texts are many and few hold the words at all: that much is told without a call for each.
    words = plain(matcher.value)
    return [words in facts.plain and has_words(words, facts.plain) for facts in distinct]
