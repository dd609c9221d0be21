"""Whether a group has more than its share of an issue, and how sure that is. Pure."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from triage.statistics import Lift, chance_of_more, lift

# Of a group of fewer people nothing is said.
FEWEST_PEOPLE = 5

# People by group, by kind of group: {"team": {"sales": {"ann", "bob"}}}. Who is in no group of a
# kind does not count in that kind.
Groups = Mapping[str, Mapping[str, Collection[str]]]


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


def excesses(here: Groups, elsewhere: Groups) -> list[Excess]:
    """Of each kind the group that stands out most: whose interval lies highest, and above 1, and
    which chance alone would hardly bring about: something stands out by chance in fewer than 5 of
    100 issues. Intervals hold all together in 95 of 100 cases (Bonferroni).

    Of that 5 each kind has an equal part, and in it each group with enough people here and
    elsewhere together, whatever came of it: to count those with enough people here would be to
    choose by the outcome.
    """
    found = []
    for kind, groups in here.items():
        theirs = elsewhere.get(kind, {})
        sizes = Counter({group: len(people) for group, people in groups.items()})
        sizes.update({group: len(people) for group, people in theirs.items()})
        looked_at = len(here) * sum(size >= FEWEST_PEOPLE for size in sizes.values())
        enough = [group for group, people in groups.items() if len(people) >= FEWEST_PEOPLE]
        rows = [_excess(kind, group, groups, theirs, looked_at) for group in enough]
        found += sorted(filter(None, rows), key=lambda excess: -excess.lift.low)[:1]
    return found


def _excess(
    kind: str,
    group: str,
    here: Mapping[str, Collection[str]],
    elsewhere: Mapping[str, Collection[str]],
    looked_at: int,
) -> Excess | None:
    """Whether the group stands out, as one of so many that are looked at."""
    ours, theirs = _counts(here, group), _counts(elsewhere, group)
    times = lift(ours, theirs, level=1 - 0.05 / looked_at)
    sure = times.low > 1 and chance_of_more(ours, theirs) < 0.05 / looked_at
    return Excess(kind, group, *ours, *theirs, times) if sure else None


def _counts(groups: Mapping[str, Collection[str]], group: str) -> tuple[int, int]:
    """The people of the group, and of all groups of its kind."""
    return len(groups.get(group, ())), len(set().union(*groups.values()))
