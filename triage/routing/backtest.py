"""What other rules would have done: complaints of the last days, decided by both."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

import numpy as np

from feedback.models import Project
from triage.routing.bulk import Places
from triage.routing.giving import NOTHING, Gives
from triage.routing.matching import Facts
from triage.routing.queries import Desk, Routed
from triage.routing.reading import MOST, Read, read_complaints
from triage.routing.rules import names

DAYS = 30


@dataclass(frozen=True)
class Move:
    """So many complaints that were decided one way and would be decided the other."""

    before: str
    after: str
    count: int


@dataclass(frozen=True)
class Backtest:
    """Of `complaints` since `since`. `owners` by slug; `priorities` and `times` as rules say them,
    "" where a rule says nothing. `by_line`: how many complaints each line of the new text decides;
    `by_default`: how many none does. `cut`: there were more, and the newest were read."""

    since: datetime
    complaints: int
    owners: Sequence[Move]
    priorities: Sequence[Move]
    times: Sequence[Move]
    by_line: Sequence[tuple[int, int]]
    by_default: int
    cut: bool

    @property
    def days(self) -> int:
        return DAYS

    @property
    def idle(self) -> list[int]:
        """The lines that decide nothing."""
        return [line for line, count in self.by_line if count == 0]

    @property
    def moved(self) -> int:
        return sum(move.count for move in self.owners)


@dataclass(frozen=True)
class Decided:
    """What a desk decides of complaints in bulk: `outcomes`, and each complaint's place there. The
    first outcomes are those of the rules, in their order."""

    outcomes: Sequence[Routed]
    of: Places


def decide(desk: Desk, read: Read) -> Decided:
    """What `desk.decide` says of each complaint by itself."""
    won = read.bulk.winners(desk.rules)
    # A rule whose owner is there no more decides nothing. The last stands for no rule at all.
    gone = np.array([rule.owner not in desk.owners for rule in desk.rules] + [True])
    left = gone[won]
    needed, places = np.unique(read.default_of[left], return_inverse=True)
    nobody = desk.by_default(Facts())
    outcomes = [desk.by_rule(rule) or nobody for rule in desk.rules]
    won[left] = len(outcomes) + places
    return Decided([*outcomes, *(desk.by_default(read.defaults[n]) for n in needed.tolist())], won)


def backtest(project: Project, *, before: Desk, after: Desk, now: datetime) -> Backtest:
    """How complaints of the last DAYS days would have gone by the desk `after` instead."""
    since = now - timedelta(days=DAYS)
    read = read_for(project, before, after, since=since)
    was, would_be = decide(before, read), decide(after, read)
    lines = np.bincount(would_be.of, minlength=len(after.rules))[: len(after.rules)]
    by_line = [(rule.line, int(count)) for rule, count in zip(after.rules, lines, strict=True)]
    size = read.bulk.size
    return Backtest(
        since=since,
        complaints=size,
        owners=_moves(was, would_be, lambda routed: routed.owner.slug),
        priorities=_moves(
            was, would_be, lambda routed: str(replace(NOTHING, priority=routed.gives.priority))
        ),
        times=_moves(was, would_be, lambda routed: times_text(routed.gives)),
        by_line=by_line,
        by_default=size - sum(count for _, count in by_line),
        cut=size == MOST,
    )


def read_for(
    project: Project,
    *desks: Desk,
    since: datetime | None = None,
    issues: Sequence[UUID] = (),
) -> Read:
    """What any of the desks looks at, of complaints since then or else of these open issues."""
    levels = [desk.levels for desk in desks if desk.levels is not None]
    return read_complaints(
        project,
        since=since,
        issues=issues,
        with_texts=any(names(desk.rules, "term") for desk in desks),
        with_tags=any(names(desk.rules, "tag") for desk in desks),
        levels=levels[0] if levels else None,
    )


def times_text(gives: Gives) -> str:
    """ "respond:4h resolve:3d", what there is of it."""
    return str(replace(gives, priority=None))


def _moves(was: Decided, would_be: Decided, word: Callable[[Routed], str]) -> list[Move]:
    """How many go from each word to each other, the most first."""
    both = [[word(routed) for routed in decided.outcomes] for decided in (was, would_be)]
    names = sorted({*both[0], *both[1]})
    place = {name: number for number, name in enumerate(names)}
    before, after = (
        np.array([place[name] for name in words], dtype=np.int64)[decided.of]
        for words, decided in zip(both, (was, would_be), strict=True)
    )
    differ = before != after
    pairs, counts = np.unique(before[differ] * len(names) + after[differ], return_counts=True)
    moves = [
        Move(names[pair // len(names)], names[pair % len(names)], count)
        for pair, count in zip(pairs.tolist(), counts.tolist(), strict=True)
    ]
    return sorted(moves, key=lambda move: (-move.count, move.before, move.after))
