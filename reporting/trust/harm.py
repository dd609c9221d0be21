"""Which sources make answers worse, so that one complaint of one answer leads nothing. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from math import hypot

from reporting.trust.estimates import Estimate, lower, upper

LEVEL = 0.95


@dataclass(frozen=True)
class Cited:
    """A source with the answers that cite it in a window: how many, and how many of them were
    complained of, and that somebody couldn't verify. Abstentions left out. `id` is ours, `key` the
    host's."""

    id: str
    key: str
    title: str
    owner: str
    status: str
    approved_until: date | None
    answers: int
    complained: int
    unverified: int

    def days_overdue(self, today: date) -> int:
        """Since its approval ended; 0 where that holds, or has no end."""
        return max((today - self.approved_until).days, 0) if self.approved_until else 0


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
    doubt = (1 - LEVEL) / 2 / max(len(some), 1)
    harms = [Harm(one, _more(one, citing, complained, doubt)) for one in some]
    return sorted(
        harms,
        key=lambda h: (-h.excess, -h.source.days_overdue(today), -h.source.answers, h.source.key),
    )


def _more(one: Cited, citing: int, complained: int, doubt: float) -> Estimate | None:
    """The difference of two shares from the exact limits of each, squared and added (Zou and
    Donner 2008, Statistics in Medicine 27:1693-1702)."""
    others = complained - one.complained, citing - one.answers
    if others[1] < 1:
        return None
    share, other = one.complained / one.answers, others[0] / others[1]
    low, high = (bound(one.complained, one.answers, doubt=doubt) for bound in (lower, upper))
    least, most = (bound(*others, doubt=doubt) for bound in (lower, upper))
    gap = share - other
    return Estimate(
        gap, gap - hypot(share - low, most - other), gap + hypot(high - share, other - least)
    )
