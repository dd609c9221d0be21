"""From how complaints are grouped to how they would be, all at once: what to change. Pure.

Complaints are grouped afresh several times, each time by other chance (`partition_of`). The run
that agrees best with the others is the pattern; all of them say how sure a change is. An issue's
home is the group that most of its complaints are in. Of several issues with one home, the one
with most complaints there keeps it, and the others are merged into it. Complaints away from home
move to the issue that keeps the group they are in; where none does, they are split off. Done in
full, this leads to the pattern, and each issue lives on in what it overlaps most with.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from triage.clustering.changes import Change, Kind, Snapshot
from triage.clustering.labels import Labels

Mask = NDArray[np.bool_]

# How often complaints are grouped afresh.
RUNS = 5
# What fewer agree on is left as it is: of the runs, or of complaints and runs.
MOST = 0.5


def changes_towards(runs: Sequence[Labels], snapshot: Snapshot) -> list[Change]:
    """What would bring the issues nearer to the runs, as far as most agree; the surest first.

    `runs` each have a group for every complaint: 0 to c - 1. Confidence is the share of
    complaints that agree, in the mean of the runs. Of a merge: those in one group, on the side
    where fewer are. Of a move: those where the other issue is at home, and not their own. Of a
    split: those in one group, where the rest are not at home.
    """
    return _Comparison(runs, snapshot).changes() if runs else []


def accord(one: Labels, two: Labels) -> float:
    """How far two groupings of the same agree, 0 to 1: the geometric mean of the shares of either
    one's pairs that are pairs of the other (Fowlkes & Mallows 1983, J. Am. Stat. Assoc. 78, 553;
    each complaint with itself counts too)."""
    table = _table(one, two, rows=int(one.max()) + 1)
    both, ours, theirs = (
        float((part.astype(float) ** 2).sum()) for part in (table, table.sum(1), table.sum(0))
    )
    return both / float(np.sqrt(ours * theirs))


def _table(issues: Labels, labels: Labels, *, rows: int) -> NDArray[np.int64]:
    groups = int(labels.max()) + 1
    cells = np.bincount(issues * groups + labels, minlength=rows * groups)
    return cells.reshape(rows, groups)


@dataclass(frozen=True)
class _Run:
    """`labels`: a group for each complaint. `table`: how many each issue has in each group."""

    labels: Labels
    table: NDArray[np.int64]

    @cached_property
    def homes(self) -> Labels:
        homes: Labels = np.argmax(self.table, axis=1)
        return homes


class _Comparison:
    def __init__(self, runs: Sequence[Labels], snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._said = snapshot.constraints
        self._issues, self._sizes = snapshot.places, snapshot.sizes
        number = len(snapshot.keys)
        self._all = self._sizes + np.asarray(snapshot.unread or [0], dtype=np.int64)
        self._runs = [_Run(labels, _table(self._issues, labels, rows=number)) for labels in runs]
        self._pattern = max(
            self._runs, key=lambda run: sum(accord(run.labels, labels) for labels in runs)
        )
        self._keepers = self._who_keeps()
        self._centres = snapshot.centres()

    def changes(self) -> list[Change]:
        found = [*self._merges(), *self._taken_out()]
        sure = [change for change in found if change.confidence > MOST]
        return sorted(sure, key=lambda change: -change.confidence)

    def _who_keeps(self) -> dict[int, int]:
        """The issue that each group is kept by: of those at home there, the one with most."""
        keepers: dict[int, int] = {}
        table = self._pattern.table
        for issue, group in enumerate(self._pattern.homes.tolist()):
            before = keepers.get(group)
            if before is None or table[issue, group] > table[before, group]:
                keepers[group] = issue
        return keepers

    def _merges(self) -> Iterator[Change]:
        joined: dict[int, list[int]] = {keeper: [keeper] for keeper in self._keepers.values()}
        for issue, group in enumerate(self._pattern.homes.tolist()):
            together = joined[self._keepers[group]]
            if issue not in together and all(self._may_mix(issue, other) for other in together):
                together.append(issue)
                yield self._merge(issue, self._keepers[group])

    def _may_mix(self, one: int, two: int) -> bool:
        keys = self._snapshot.keys
        return self._said.may_merge(keys[one], keys[two])

    def _merge(self, issue: int, keeper: int) -> Change:
        small, big = sorted((issue, keeper), key=lambda place: (self._all[place], -place))
        shares = np.array([self._in_one_group(small, big, run) for run in self._runs])
        lift = self._centres.lift(self._snapshot.totals[small], int(self._sizes[small]), big)
        return Change(
            Kind.MERGE,
            self._snapshot.keys[big],
            self._snapshot.keys[small],
            feedback=(),
            confidence=float(shares.min(axis=1).mean()),
            why=f"{_percent(shares[:, 0].mean())} of the smaller one's complaints and"
            f" {_percent(shares[:, 1].mean())} of the bigger one's are of one kind",
            evidence=self._evidence(lift=round(lift or 0.0, 4)),
        )

    def _in_one_group(self, small: int, big: int, run: _Run) -> tuple[float, float]:
        """Which shares of both are in the group that both are in the most. The smaller one gives
        its name up: those of its complaints that were not read do not agree."""
        shares = run.table[small] / self._all[small], run.table[big] / self._sizes[big]
        best = int(np.argmax(np.minimum(*shares)))
        return float(shares[0][best]), float(shares[1][best])

    def _taken_out(self) -> Iterator[Change]:
        """Moves, where an issue keeps the group. Where none does, the largest part is split off;
        the others follow in a later round, when that is an issue."""
        splits: dict[int, Change] = {}
        for issue, group, rows in self._away():
            keeper = self._keepers.get(group)
            if keeper is not None and not self._may_mix(issue, keeper):
                continue
            change = self._take_out(issue, keeper, rows)
            if change is None or change.kind == Kind.MOVE:
                yield from [change] if change else []
            elif group not in splits or len(change.feedback) > len(splits[group].feedback):
                splits[group] = change
        yield from splits.values()

    def _away(self) -> Iterator[tuple[int, int, Labels]]:
        """The complaints that each issue has in each group but its home, and that may leave."""
        keys, feedback = self._snapshot.keys, self._snapshot.feedback
        labels, homes = self._pattern.labels, self._pattern.homes
        parts: dict[tuple[int, int], list[int]] = {}
        for row in np.flatnonzero(labels != homes[self._issues]).tolist():
            issue = int(self._issues[row])
            if self._said.may_leave(keys[issue], [feedback[row]]):
                parts.setdefault((issue, int(labels[row])), []).append(row)
        for (issue, group), rows in parts.items():
            yield issue, group, np.asarray(rows)

    def _take_out(self, issue: int, keeper: int | None, rows: Labels) -> Change | None:
        """Those of the rows that most runs would take out of the issue, if any."""
        agree = np.array([self._belong(issue, keeper, rows, run) for run in self._runs])
        most = agree.mean(axis=0) > MOST
        if not most.any():
            return None
        sure = float(agree[:, most].mean())
        count = int(most.sum())
        some = "1 complaint is" if count == 1 else f"{count} complaints are"
        whose = "a kind of their own" if keeper is None else "the other issue's kind"
        return Change(
            Kind.SPLIT if keeper is None else Kind.MOVE,
            self._snapshot.keys[issue],
            None if keeper is None else self._snapshot.keys[keeper],
            feedback=[self._snapshot.feedback[row] for row in rows[most].tolist()],
            confidence=sure,
            why=f"{some} of {whose}, by {_percent(sure)} of {len(self._runs)} groupings",
            evidence=self._evidence(),
        )

    def _belong(self, issue: int, keeper: int | None, rows: Labels, run: _Run) -> Mask:
        """Which of the rows a run has where the keeper is at home (without one: where most of
        them are), and the issue is not."""
        theirs = np.bincount(run.labels[rows]).argmax() if keeper is None else run.homes[keeper]
        found: Mask = (run.labels[rows] == theirs) & (theirs != run.homes[issue])
        return found

    def _evidence(self, **more: float) -> dict[str, Any]:
        return {"runs": len(self._runs), **more}


def _percent(share: float) -> str:
    return f"{round(100 * share)}%"
