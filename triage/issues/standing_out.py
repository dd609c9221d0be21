"""Whether a group has more than its share of an issue, and how sure that is. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from triage.statistics import Lift, chance_of_more, lift

# Of a group of fewer people nothing is said.
FEWEST_PEOPLE = 5


@dataclass(frozen=True)
class Compared:
    """The people of one kind of group, each pair of numbers (here, elsewhere): all who are in a
    group of that kind, each once, and those in each group."""

    people: tuple[int, int]
    groups: Mapping[str, tuple[int, int]]


@dataclass(frozen=True)
class Excess:
    """A group that stands out: its people out of all, here and elsewhere."""

    kind: str
    group: str
    people: int
    of_people: int
    people_elsewhere: int
    of_people_elsewhere: int
    lift: Lift


def excesses(kinds: Mapping[str, Compared]) -> list[Excess]:
    """Of each kind the group that stands out most: whose interval lies highest, and above 1, and
    which chance alone would hardly bring about: something stands out by chance in fewer than 5 of
    100 issues. Intervals hold all together in 95 of 100 cases (Bonferroni).

    Of that 5 each kind has an equal part, and in it each group with enough people here and
    elsewhere together, whatever came of it: to count those with enough people here would be to
    choose by the outcome.
    """
    found = []
    for kind, compared in kinds.items():
        groups = compared.groups
        looked_at = len(kinds) * sum(sum(group) >= FEWEST_PEOPLE for group in groups.values())
        enough = [name for name, (here, _) in groups.items() if here >= FEWEST_PEOPLE]
        rows = [_excess(kind, name, compared, looked_at) for name in enough]
        found += sorted(filter(None, rows), key=lambda excess: -excess.lift.low)[:1]
    return found


def _excess(kind: str, group: str, compared: Compared, looked_at: int) -> Excess | None:
    """Whether the group stands out, as one of so many that are looked at."""
    ours, theirs = zip(compared.groups[group], compared.people, strict=True)
    times = lift(ours, theirs, level=1 - 0.05 / looked_at)
    sure = times.low > 1 and chance_of_more(ours, theirs) < 0.05 / looked_at
    return Excess(kind, group, *ours, *theirs, times) if sure else None
