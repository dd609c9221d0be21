"""`make bench-learning`: what 50 corrections teach about complaints that nobody has seen.

1,500 texts are placed one after another; a person who sorts by people's own kinds makes 50
corrections, the biggest issues first; then 1,500 more come, a quarter of them of new kinds. Three
ways from the same start: nothing is corrected; it is corrected and nothing is learnt; it is
corrected and learnt from. So for persons too who want fewer, wider kinds, or more and finer ones.
Five samples, mean and standard deviation, all of the 1,500 that came later.

"Misplaced": not in the one issue that holds most of its kind, or there among more of another kind.
"Mixed": in an issue of which another kind is the commonest, which opening many issues makes less.
"""

from collections.abc import Iterator
from dataclasses import astuple, dataclass
from statistics import mean

import numpy as np
from rich.console import Console
from rich.table import Table
from scipy.cluster.hierarchy import fcluster, ward
from scipy.cluster.vq import kmeans2

from tests.benchmarks.clustering.agreement import ami, ari
from tests.benchmarks.clustering.correcting import Grouping, correct, misplaced, mixed
from tests.benchmarks.clustering.labelled import Sample, Texts, some
from tests.benchmarks.clustering.scoring import WIDTH, over, spread
from tests.benchmarks.clustering.worker import Labels
from tests.benchmarks.table import Figure, folder, report
from triage.clustering.exemplars import Lessons
from triage.clustering.nearest import Centres

SETS = ("banking77", "clinc150")
SEEDS = range(5)
SEEN, UNSEEN, ACTS = 1500, 1500, 50
POOL = 4000  # texts that samples are drawn from: what is embedded
LATE = 0.25  # of the kinds come only later, and make as much of what comes later
WIDE, FINE = 20, 3  # so many kinds in all; so many of each

LEAST_FALL = 2  # points of the unseen
LEARNT = "learnt"
WAYS = ("not corrected", "corrected", LEARNT)
HEADINGS = ("misplaced %", "mixed %", "AMI", "ARI", "opened", "lift %")


@dataclass(frozen=True)
class Outcome:
    """Of what came later, by one way; in the order of HEADINGS."""

    misplaced: float
    mixed: float
    ami: float
    ari: float
    opened: int
    lift: float


# By way, one for each sample.
Found = dict[str, list[Outcome]]


def as_sorted(texts: Sample) -> Labels:
    return texts.kinds


def wide(texts: Sample) -> Labels:
    """The kinds that are alike, as one: Ward's linkage of their means."""
    means = np.stack([texts.vectors[texts.kinds == k].mean(axis=0) for k in np.unique(texts.kinds)])
    groups = fcluster(ward(means), WIDE, criterion="maxclust")
    return np.asarray(groups[np.unique(texts.kinds, return_inverse=True)[1]])


def fine(texts: Sample) -> Labels:
    """Each kind in several, by k-means."""
    kinds = np.zeros_like(texts.kinds)
    for kind in np.unique(texts.kinds):
        places = np.flatnonzero(texts.kinds == kind)
        _, part = kmeans2(texts.vectors[places], FINE, minit="++", seed=0)
        kinds[places] = kind * FINE + part
    return kinds


PERSONS = {"as sorted": as_sorted, f"{WIDE} kinds": wide, f"{FINE} of each": fine}


def stream(texts: Sample, *, seed: int) -> Sample:
    """SEEN texts of most kinds, then UNSEEN ones, LATE of them of the kinds that are left."""
    chance = np.random.default_rng(seed)
    kinds = np.unique(texts.kinds)
    new = np.isin(texts.kinds, chance.permutation(kinds)[: round(LATE * len(kinds))])
    order = chance.permutation(len(texts.kinds))
    known, late = order[~new[order]], order[new[order]]
    new_ones = round(LATE * UNSEEN)
    later = [*known[SEEN : SEEN + UNSEEN - new_ones], *late[:new_ones]]
    later = chance.permutation(later)
    return texts[np.concatenate([known[:SEEN], later])]


def run(sample: Sample) -> dict[str, Outcome]:
    begun = Grouping(sample, Centres([], dimension=sample.vectors.shape[1]))
    begun.place(range(SEEN), Lessons())
    corrected = begun.copy()
    correct(corrected, ACTS)
    return {
        WAYS[0]: _outcome(begun, Lessons()),
        WAYS[1]: _outcome(corrected.copy(), Lessons()),
        LEARNT: _outcome(corrected, corrected.lessons()),
    }


def _outcome(grouping: Grouping, lessons: Lessons[int]) -> Outcome:
    later = range(SEEN, len(grouping.sample.kinds))
    before = len(grouping.centres)
    grouping.place(later, lessons)
    found = np.array([grouping.places[row] for row in later])
    kinds = grouping.sample.kinds[SEEN:]
    return Outcome(
        misplaced=misplaced(grouping, later),
        mixed=mixed(grouping, later),
        ami=100 * ami(kinds, found),
        ari=100 * ari(kinds, found),
        opened=len(grouping.centres) - before,
        lift=100 * lessons.lift,
    )


def main() -> None:
    cases = {case: found for name in SETS for case, found in _cases(name)}
    _show(cases)
    report(
        "learning", [figure for case, found in cases.items() for figure in _figures(case, found)]
    )


def _cases(name: str) -> Iterator[tuple[str, Found]]:
    """Each person with a set, and what came of each way on each sample."""
    pool = Texts(name, folder()).sample(some(POOL), seed=0)
    for person, kinds_of in PERSONS.items():
        texts = Sample(pool.vectors, kinds_of(pool))
        found = [run(stream(texts, seed=seed)) for seed in SEEDS]
        yield f"{name}, {person}", {way: [outcomes[way] for outcomes in found] for way in WAYS}


def _show(cases: dict[str, Found]) -> None:
    table = Table(title="learning", title_justify="left", box=None)
    for column in ("texts, person", "way", *HEADINGS):
        table.add_column(column, justify="right" if column in HEADINGS else "left")
    for case, found in cases.items():
        for way, outcomes in found.items():
            columns = zip(*(astuple(outcome) for outcome in outcomes), strict=True)
            table.add_row(case, way, *map(over, columns))
    Console(width=max(WIDTH, Console().width)).print(table)


def _figures(case: str, found: Found) -> Iterator[Figure]:
    """What has a limit, and what is learnt beyond what the corrections themselves do."""
    for before, limit in ((WAYS[0], LEAST_FALL), (WAYS[1], None)):
        fell = [
            one.misplaced - other.misplaced
            for one, other in zip(found[before], found[LEARNT], strict=True)
        ]
        name = f"{case}: fewer misplaced than {before}"
        yield Figure(name, mean(fell), "points", limit, spread=spread(fell))


if __name__ == "__main__":
    main()
