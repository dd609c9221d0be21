"""Texts placed one after another as complaints are, and a person who puts the grouping right."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass, field

import numpy as np

from tests.benchmarks.clustering.labelled import Sample
from triage.clustering.exemplars import LATEST, Lessons, Part, parts_of, some_of
from triage.clustering.learning import Pair, learnt_lift
from triage.clustering.nearest import Centres

TICKED = 10  # complaints that a person moves in one act, at most

Members = dict[int, list[int]]


@dataclass
class Verdict:
    """What one act said: these complaints belong together in one issue, and the pairs of it."""

    rows: Sequence[int]
    pairs: list[Pair]
    shows: bool = True  # where their like belongs; what is split off is an issue by itself


@dataclass
class Grouping:
    """Where each of a sample's texts is, by its row; issues are numbers."""

    sample: Sample
    centres: Centres[int]
    places: dict[int, int] = field(default_factory=dict)
    verdicts: list[Verdict] = field(default_factory=list)

    def copy(self) -> "Grouping":
        return Grouping(self.sample, deepcopy(self.centres), dict(self.places), list(self.verdicts))

    def place(self, rows: Sequence[int], lessons: Lessons[int]) -> None:
        """One after another: in the issue that each is most like, or in a new one."""
        for row in rows:
            vector = self.sample.vectors[row]
            match = self.centres.nearest(vector)
            if match:
                match = lessons.judged(match, vector, self.centres.background())
            self.join(row, match.key if match and match.enough else len(self.centres))

    def join(self, row: int, issue: int) -> None:
        if row in self.places:
            self.centres.add(self.places[row], self.sample.vectors[row], times=-1)
        self.centres.add(issue, self.sample.vectors[row])
        self.places[row] = issue

    def members(self) -> Members:
        found: Members = defaultdict(list)
        for row, issue in self.places.items():
            found[issue].append(row)
        return found

    def kinds_of(self, rows: Sequence[int]) -> Counter[int]:
        return Counter(int(self.sample.kinds[row]) for row in rows)

    def pairs(self, rows: Sequence[int], issue: int, *, together: bool, inside: bool) -> list[Pair]:
        vectors = [self.sample.vectors[row] for row in some_of(rows)]
        lifts = [self.centres.lift(vector, 1, issue, inside=inside) for vector in vectors]
        return [(lift, together) for lift in lifts if lift is not None]

    def lessons(self) -> Lessons[int]:
        """What the verdicts teach, as placing reads it."""
        shown = [some_of(verdict.rows) for verdict in self.verdicts if verdict.shows][-LATEST:]
        placed = {row: (issue, self.sample.vectors[row]) for row, issue in self.places.items()}
        parts = parts_of(shown, placed)
        members = self.members()
        wholes = {
            part.key: Part(
                part.key,
                self.sample.vectors[members[part.key]].sum(axis=0),
                len(members[part.key]),
            )
            for part in parts
        }
        return Lessons(learnt_lift([verdict.pairs for verdict in self.verdicts]), parts, wholes)


class View:
    """What a person sees of a grouping: issues, the biggest first, with the kinds in each."""

    def __init__(self, grouping: Grouping) -> None:
        self.members = grouping.members()
        self.order = sorted(self.members, key=lambda issue: (-len(self.members[issue]), issue))
        self.kinds = {
            issue: Counter(int(grouping.sample.kinds[row]) for row in rows)
            for issue, rows in self.members.items()
        }
        best: dict[int, tuple[int, int]] = {}
        for issue, kinds in self.kinds.items():
            [(kind, count)] = kinds.most_common(1)
            best[kind] = max(best.get(kind, (0, 0)), (count, -issue))
        # Of each kind that is the commonest somewhere: the issue that holds most of it.
        self.homes = {kind: -issue for kind, (_, issue) in best.items()}


def correct(grouping: Grouping, acts: int) -> None:
    """A person opens the biggest issue, puts it right by the kinds that they see, then the next:
    merges another one of the same kind, moves what belongs to another issue, splits off a kind
    that has none of its own."""
    while len(grouping.verdicts) < acts:
        view = View(grouping)
        if not any(_put_right(grouping, view, issue) for issue in view.order):
            return


def _put_right(grouping: Grouping, view: View, issue: int) -> bool:
    """One act on this issue, where it needs one."""
    rows = view.members[issue]
    [(own, _), *others] = view.kinds[issue].most_common()
    if len(rows) == 1:
        return False
    for smaller in view.order[view.order.index(issue) + 1 :]:
        if 2 * view.kinds[smaller][own] > len(view.members[smaller]):
            _merge(grouping, view.members[smaller], issue)
            return True
    for kind, count in others:
        strays = [row for row in rows if grouping.sample.kinds[row] == kind]
        home = view.homes.get(kind)
        if home is not None:
            _move(grouping, strays[:TICKED], issue, home)
            return True
        if count > 1:
            _split(grouping, strays, issue)
            return True
    return False


def _merge(grouping: Grouping, rows: list[int], issue: int) -> None:
    pairs = grouping.pairs(rows, issue, together=True, inside=False)
    _take(grouping, rows, issue)
    grouping.verdicts.append(Verdict(rows, pairs))


def _move(grouping: Grouping, rows: list[int], issue: int, to: int) -> None:
    pairs = grouping.pairs(rows, issue, together=False, inside=True)
    pairs += grouping.pairs(rows, to, together=True, inside=False)
    _take(grouping, rows, to)
    grouping.verdicts.append(Verdict(rows, pairs))


def _split(grouping: Grouping, rows: list[int], issue: int) -> None:
    rest = [row for row in grouping.members()[issue] if row not in set(rows)]
    pairs = grouping.pairs(rows, issue, together=False, inside=True)
    pairs += grouping.pairs(rest, issue, together=True, inside=True)
    _take(grouping, rows, len(grouping.centres))
    grouping.verdicts.append(Verdict(rows, pairs, shows=False))


def _take(grouping: Grouping, rows: Sequence[int], to: int) -> None:
    for row in rows:
        grouping.join(row, to)


def misplaced(grouping: Grouping, rows: Sequence[int]) -> float:
    """The percentage that is not in the one issue that holds most of its kind, or is there among
    more of another kind."""
    homes = View(grouping).homes
    kinds = grouping.sample.kinds
    return 100 * float(
        np.mean([homes.get(int(kinds[row])) != grouping.places[row] for row in rows])
    )


def mixed(grouping: Grouping, rows: Sequence[int]) -> float:
    """The percentage that is in an issue where another kind is the commonest."""
    kinds = View(grouping).kinds
    commonest = {issue: found.most_common(1)[0][0] for issue, found in kinds.items()}
    there = [commonest[grouping.places[row]] for row in rows]
    return 100 * float(np.mean(there != grouping.sample.kinds[list(rows)]))
