"""Whether a group has more than its share of an issue, and how sure that is. Pure."""

import math
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from statistics import NormalDist

# Of a group of fewer people nothing is said.
FEWEST_PEOPLE = 5

# People by group, by kind of group: {"team": {"sales": {"ann", "bob"}}}. Who is in no group of a
# kind does not count in that kind.
Groups = Mapping[str, Mapping[str, Collection[str]]]


@dataclass(frozen=True)
class Lift:
    """How many times its share elsewhere a group's share here is, with an interval."""

    times: float
    low: float
    high: float


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


def lift_of(
    here: int, of_here: int, elsewhere: int, of_elsewhere: int, *, looked_at: int = 1
) -> Lift:
    """The ratio of two shares, with a 95% interval.

    The logarithm method of Katz, Baptista, Azen and Pike (1978), "Obtaining confidence intervals
    for the risk ratio in cohort studies", Biometrics 34, 469-474, with a half added to each count
    (Walter 1975, "The distribution of Levin's measure of attributable risk", Biometrika 62), so
    that a group that is nowhere else has a figure too:
    var(ln ratio) = 1/a - 1/n + 1/b - 1/m. Each of `looked_at` groups gets its interval at
    1 - 0.05 / looked_at (Bonferroni), so that all of them hold together in 95 of 100 cases.
    """
    a, n, b, m = (count + 0.5 for count in (here, of_here, elsewhere, of_elsewhere))
    middle = math.log(a / n) - math.log(b / m)
    error = math.sqrt(max(1 / a - 1 / n + 1 / b - 1 / m, 0.0))
    reach = NormalDist().inv_cdf(1 - 0.05 / (2 * looked_at)) * error
    return Lift(math.exp(middle), math.exp(middle - reach), math.exp(middle + reach))


def chance_of(here: int, of_here: int, elsewhere: int, of_elsewhere: int) -> float:
    """How likely so many here or more would be, were the shares the same: Fisher's exact test,
    one-sided. The interval alone is too easily above 1 where the counts are small."""
    members, everybody = here + elsewhere, of_here + of_elsewhere
    return sum(
        math.exp(
            _log_choose(members, k)
            + _log_choose(everybody - members, of_here - k)
            - _log_choose(everybody, of_here)
        )
        for k in range(here, min(members, of_here) + 1)
        if of_here - k <= everybody - members
    )


def excesses(here: Groups, elsewhere: Groups) -> list[Excess]:
    """Of each kind the group that stands out most: whose interval lies highest, and above 1, and
    which chance alone would hardly bring about: something stands out by chance in fewer than 5 of
    100 issues.

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
    counts = (*_counts(here, group), *_counts(elsewhere, group))
    lift = lift_of(*counts, looked_at=looked_at)
    sure = lift.low > 1 and chance_of(*counts) < 0.05 / looked_at
    return Excess(kind, group, *counts, lift) if sure else None


def _counts(groups: Mapping[str, Collection[str]], group: str) -> tuple[int, int]:
    """The people of the group, and of all groups of its kind."""
    return len(groups.get(group, ())), len(set().union(*groups.values()))


def _log_choose(n: int, k: int) -> float:
    return math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1)
