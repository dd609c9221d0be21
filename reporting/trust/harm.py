"""Which sources make answers worse, so that one complaint of one answer leads nothing. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from reporting.metrics.cited import Cited
from reporting.trust.estimates import Estimate, exact_limits

LEVEL = 0.95


@dataclass(frozen=True)
class Harm:
    """A source beside all others: the share of its answers that was complained of, less that of
    the answers that cite only others. `more` is None where there are no others."""

    source: Cited
    more: Estimate | None

    @property
    def excess(self) -> float:
        """Complaints beyond what the others' share would give, at least: by the interval's end."""
        return max(self.source.answers * self.more.low, 0.0) if self.more else 0.0

    @property
    def is_clear(self) -> bool:
        """Whether it does harm for sure: one complaint at least that the rest would not draw."""
        return self.excess >= 1


def ranked(sources: Iterable[Cited], *, citing: int, complained: int, today: date) -> list[Harm]:
    """By excess complaints, then by days overdue, then by how many answers cite it.

    `citing` answers cite any source, `complained` of them were complained of. The intervals'
    level is shared out among the sources (Bonferroni): of all of them together, only one time in
    twenty does any interval miss.
    """
    some = list(sources)
    harms = map(Harm, some, _more(some, citing, complained))
    return sorted(
        harms,
        key=lambda h: (-h.excess, -h.source.days_overdue(today), -h.source.answers, h.source.key),
    )


def _more(some: Sequence[Cited], citing: int, complained: int) -> list[Estimate | None]:
    """For each the difference of two shares from the exact limits of both, squared and added (Zou
    and Donner 2008, Statistics in Medicine 27:1693-1702)."""
    doubt = (1 - LEVEL) / 2 / max(len(some), 1)
    parts, wholes = (
        np.array([one.complained for one in some], float),
        np.array([one.answers for one in some], float),
    )
    other_parts, other_wholes = complained - parts, np.maximum(citing - wholes, 1)
    shares, others = parts / wholes, other_parts / other_wholes
    low, high = exact_limits(parts, wholes, doubt=doubt)
    least, most = exact_limits(other_parts, other_wholes, doubt=doubt)
    gaps = shares - others
    lows = gaps - np.hypot(shares - low, most - others)
    highs = gaps + np.hypot(high - shares, others - least)
    limits = zip(gaps.tolist(), lows.tolist(), highs.tolist(), strict=True)
    return [
        Estimate(*three) if one.answers < citing else None
        for one, three in zip(some, limits, strict=True)
    ]
