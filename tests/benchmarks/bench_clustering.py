"""`make bench-clustering`: texts that people have sorted, grouped by Errata and by BERTopic.

Five samples of each case, the same for every way; mean and standard deviation. AMI and ARI (0 to
100) with people's own sorting; groups found against kinds there; how many texts keep their group
when the last tenth arrives; CPU-seconds, and the most memory that the grouping process held.
"Online" is one text after another, consolidated as they grow, and "placed" the same without that:
shuffled, or all of one kind and then all of the next, on the first two samples. The peer runs
beside Errata, each in a process with one thread. `QUICK=1` makes one sample of the large cases.
"""

import os
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from statistics import mean

from rich.console import Console

from tests.benchmarks.clustering.agreement import kept
from tests.benchmarks.clustering.labelled import (
    Draw,
    Sample,
    Texts,
    one_kind_after_another,
    some,
    some_of,
    zipf,
)
from tests.benchmarks.clustering.scoring import Row, Score, score, show, spread
from tests.benchmarks.clustering.worker import BASE, Worker, working
from tests.benchmarks.table import Figure, folder, report

QUICK = bool(os.environ.get("QUICK"))
SEEDS = range(1 if QUICK else 5)
PEERS = BASE / ".venv-peers" / "bin" / "python"
# Consolidating as often as the product does takes a minute of CPU a sample.
ONLINE_SAMPLES = 2
EARLIER = 0.9  # of the texts: what is there before the rest arrives

BATCH, PEER, ONLINE, PLACED = "batch", "BERTopic", "online", "placed"
SHUFFLED, IN_TURN = "shuffled", "by kind"
# By how much what is grouped one after another may be below the batch.
BELOW = [(SHUFFLED, "ami", 1.0), (SHUFFLED, "ari", 2.0), (IN_TURN, "ami", 2.0)]


@dataclass(frozen=True)
class Case:
    """Which texts are drawn of a set. `ami` and `ari` are what the batch is to reach; `online`:
    the texts also come one after another."""

    name: str
    texts: str
    draw: Draw
    ami: float | None = None
    ari: float | None = None
    online: bool = False


def _cases() -> Iterator[Case]:
    yield Case("banking77 3,000", "banking77", some(3000), ami=77.4, ari=56.6, online=True)
    yield Case("clinc150 3,000", "clinc150", some(3000), ami=85.0, ari=69.2, online=True)
    if QUICK:
        return
    yield Case("truthfulqa 300", "truthfulqa", some(300), online=True)
    for texts in ("banking77", "clinc150"):
        yield Case(f"{texts} 20 kinds", texts, some_of(20, 1500))
        yield Case(f"{texts} 64 kinds", texts, some_of(64, 1500))
        yield Case(f"{texts} Zipf", texts, zipf(150))
        for number in (50, 200, 500):
            yield Case(f"{texts} {number}", texts, some(number))


@dataclass(frozen=True)
class Drawn:
    """A case and its samples."""

    case: Case
    samples: Sequence[Sample]


def main() -> None:
    drawn = list(_drawn())
    with ThreadPoolExecutor(1) as beside:
        peers = beside.submit(_peer_rows, drawn)
        rows = _our_rows(drawn) + peers.result()
    order = [one.case.name for one in drawn]
    rows.sort(key=lambda row: order.index(row.case))
    show("clustering", rows)
    report("clustering", list(_figures(rows)))


def _drawn() -> Iterator[Drawn]:
    sets: dict[str, Texts] = {}
    for case in _cases():
        if case.texts not in sets:
            sets[case.texts] = Texts(case.texts, folder())
        yield Drawn(case, [sets[case.texts].sample(case.draw, seed=seed) for seed in SEEDS])


def _peer_rows(drawn: Sequence[Drawn]) -> list[Row]:
    if not PEERS.exists():
        return [Row(one.case.name, PEER, []) for one in drawn]
    with working(PEERS, "tests.benchmarks.clustering.bertopic") as peer:
        return [Row(one.case.name, PEER, _scores(peer, PEER, one.samples)) for one in drawn]


def _our_rows(drawn: Sequence[Drawn]) -> list[Row]:
    with working(sys.executable, "tests.benchmarks.clustering.ours") as ours:
        return [row for one in drawn for row in _told(_rows_of(one, ours))]


def _told(rows: Iterator[Row]) -> Iterator[Row]:
    """As they are done: a run takes minutes."""
    for row in rows:
        Console(stderr=True).print(f"{row.case}: {row.way}")
        yield row


def _rows_of(one: Drawn, ours: Worker) -> Iterator[Row]:
    name, samples = one.case.name, one.samples
    yield Row(name, BATCH, [_batch(ours, sample, seed) for seed, sample in enumerate(samples)])
    if one.case.online:
        few = samples[:ONLINE_SAMPLES]
        in_turn = [one_kind_after_another(sample, seed=seed) for seed, sample in enumerate(few)]
        for order, ordered in ((SHUFFLED, few), (IN_TURN, in_turn)):
            for way in (ONLINE, PLACED):
                yield Row(name, f"{way}, {order}", _scores(ours, way, ordered))


def _batch(ours: Worker, sample: Sample, seed: int) -> Score:
    """All at once; and how much of what was grouped without the last tenth stays as it was."""
    run = ours.run(BATCH, sample.vectors, seed=seed)
    earlier = slice(int(len(sample.kinds) * EARLIER))
    before = ours.run(BATCH, sample.vectors[earlier], seed=seed)
    return score(sample, run, kept=kept(before.labels, run.labels[earlier]) * 100)


def _scores(worker: Worker, way: str, samples: Sequence[Sample]) -> list[Score]:
    return [
        score(sample, worker.run(way, sample.vectors, seed=seed))
        for seed, sample in enumerate(samples)
    ]


def _figures(rows: Sequence[Row]) -> Iterator[Figure]:
    """What has a limit."""
    found = {(row.case, row.way): row for row in rows if row.scores}
    for case in _cases():
        batch = found[case.name, BATCH]
        for name, limit in (("ami", case.ami), ("ari", case.ari)):
            if limit is not None:
                yield _figure(f"{case.name}: batch, {name.upper()}", batch.of(name), limit)
        if (case.name, PEER) in found:
            for name in ("ami", "ari"):
                beyond = _gaps(batch, found[case.name, PEER], name)
                yield _figure(f"{case.name}: batch beyond BERTopic, {name.upper()}", beyond, 0)
        if case.online:
            for order, name, limit in BELOW:
                way = f"{ONLINE}, {order}"
                below = _gaps(batch, found[case.name, way], name)
                title = f"{case.name}: {way}, below batch, {name.upper()}"
                yield _figure(title, below, limit, wanted="at most")


def _gaps(one: Row, other: Row, name: str) -> list[float]:
    """By how much one is above the other, on each sample that both had."""
    return [ours - theirs for ours, theirs in zip(one.of(name), other.of(name), strict=False)]


def _figure(name: str, values: list[float], limit: float, *, wanted: str = "at least") -> Figure:
    return Figure(name, mean(values), "", limit, wanted, spread(values))


if __name__ == "__main__":
    main()
