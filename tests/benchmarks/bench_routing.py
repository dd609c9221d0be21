"""`make bench-routing`: which field's experts should answer a question, learnt from 1,494 of them.

A third is held out, five times: by lot from each field, as when the same people go on asking; or
with all that its experts ask, as when other people come. Errata's suggestion is held against the
largest field, TF-IDF with logistic regression (`make peers`; the best of three strengths, as the
test itself says) and the 20 nearest neighbours, by the vectors of two spaces.

Accuracy, macro-F1 over the fields that were asked, and how often the field is among the three
likeliest, in percent. ECE: how far what it says of itself is from how often it is right, in points,
over ten tenths. "From 80%": of what it is so sure of, how much that is, and how much of it right.
"""

import json
import subprocess
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from statistics import mean

import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table

from tests.benchmarks.clustering.scoring import WIDTH, over, spread
from tests.benchmarks.clustering.worker import BASE, ONE_THREAD
from tests.benchmarks.routing.questions import (
    Labels,
    Questions,
    Split,
    by_lot,
    by_person,
    few,
    questions,
    vectors_by,
)
from tests.benchmarks.table import Figure, folder, keep, report
from triage.embedding.beside import SideBySide
from triage.embedding.minilm import minilm
from triage.embedding.static import WordLlama
from triage.embedding.vectors import Vectors
from triage.routing.suggesting import learn

SEEDS = range(5)
SPLITS = {"same people": by_lot, "other people": by_person}
GROWTH = (1, 2, 5, 10, 20)  # known questions of each field
NEIGHBOURS = 20
SURE = 0.8
PEERS = BASE / ".venv-peers" / "bin" / "python"

LARGEST, PEER, NEAREST = "largest field", "TF-IDF + logistic", f"{NEIGHBOURS} nearest"
COLUMNS = ("held out", "way", "accuracy", "macro-F1", "top 3", "ECE", "from 80%", "of it right")
LEAST_BEYOND = 10  # points of accuracy above TF-IDF with logistic regression

Order = NDArray[np.int64]  # the three likeliest fields of each question asked, shape (asked, 3)


@dataclass(frozen=True)
class Score:
    """Of one way on one split, in percent; the last three where the way says how sure it is."""

    accuracy: float
    f1: float
    top3: float
    ece: float | None = None
    sure: float | None = None
    sure_right: float | None = None


# By case and way, a score for each split.
Scores = dict[tuple[str, str], list[Score]]


def scored(order: Order, fields: Labels, confidence: NDArray[np.float64] | None = None) -> Score:
    hits = order == fields[:, None]
    right = hits[:, 0]
    plain = (100 * right.mean(), 100 * macro_f1(order[:, 0], fields), 100 * hits.any(axis=1).mean())
    if confidence is None:
        return Score(*map(float, plain))
    sure = confidence >= SURE
    of_sure = 100 * float(right[sure].mean()) if sure.any() else None
    return Score(
        *map(float, plain), 100 * ece(confidence, right), 100 * float(sure.mean()), of_sure
    )


def macro_f1(told: Labels, fields: Labels) -> float:
    """The mean over the fields that there are of 2 * hits / (told + there)."""
    each = [
        2 * np.sum((told == field) & (fields == field)) / np.sum([told == field, fields == field])
        for field in np.unique(fields)
    ]
    return float(np.mean(each))


def ece(confidence: NDArray[np.float64], right: NDArray[np.bool_]) -> float:
    """Expected calibration error (Guo et al. 2017) over ten tenths, from 0 to 1."""
    tenth = np.minimum((confidence * 10).astype(int), 9)
    gaps = [abs(np.sum(confidence[tenth == t]) - np.sum(right[tenth == t])) for t in range(10)]
    return float(sum(gaps) / len(right))


def suggested(vectors: Vectors, asked: Questions, split: Split) -> Score:
    model = learn(vectors[split.known], asked.fields[split.known].tolist()).model
    chances = model.confidences(vectors[split.asked])
    order = np.array(model.owners)[np.argsort(-chances, axis=1)[:, :3]]
    return scored(order, asked.fields[split.asked], chances.max(axis=1))


def nearest(vectors: Vectors, asked: Questions, split: Split) -> Score:
    """By the votes of the nearest, each weighted by its cosine, sharpened."""
    likeness = vectors[split.asked] @ vectors[split.known].T
    near = np.argsort(-likeness, axis=1)[:, :NEIGHBOURS]
    votes = np.zeros((len(split.asked), asked.fields.max() + 1))
    weights = np.exp(np.take_along_axis(likeness, near, axis=1) / 0.1)
    np.add.at(votes, (np.arange(len(votes))[:, None], asked.fields[split.known][near]), weights)
    return scored(np.argsort(-votes, axis=1)[:, :3], asked.fields[split.asked])


def largest(asked: Questions, split: Split) -> Score:
    order = np.argsort(-np.bincount(asked.fields[split.known]), kind="stable")[:3]
    return scored(np.tile(order, (len(split.asked), 1)), asked.fields[split.asked])


def by_peer(asked: Questions, splits: Sequence[Split]) -> list[Score]:
    """A score for each split, by the strength that is best on average; none without the peer."""
    if not PEERS.exists():
        return []
    job = {
        "texts": list(asked.texts),
        "labels": asked.fields.tolist(),
        "splits": [[split.known.tolist(), split.asked.tolist()] for split in splits],
    }
    done = subprocess.run(
        [PEERS, "-m", "tests.benchmarks.routing.peer"],
        input=json.dumps(job),
        capture_output=True,
        check=True,
        cwd=BASE,
        env=ONE_THREAD,
        text=True,
    )
    told = json.loads(done.stdout)
    each = [
        [
            scored(np.array(one[c]), asked.fields[split.asked])
            for one, split in zip(told, splits, strict=True)
        ]
        for c in told[0]
    ]
    return max(each, key=lambda scores: mean(score.accuracy for score in scores))


def main() -> None:
    asked = questions()
    spaces = {"minilm": minilm(), "minilm + wordllama": SideBySide(minilm(), WordLlama())}
    by_space = {name: vectors_by(m, asked.texts, folder()) for name, m in spaces.items()}
    scores = dict(_scores(asked, by_space))
    _show(scores)
    keep("routing-scores", [[*key, *map(asdict, found)] for key, found in scores.items()])
    report("routing", list(_figures(scores)))


def _scores(
    asked: Questions, by_space: dict[str, Vectors]
) -> Iterator[tuple[tuple[str, str], list[Score]]]:
    usual = next(iter(by_space.values()))
    for case, splits in _cases(asked):
        Console(stderr=True).print(case)  # as it begins: the peer takes minutes
        yield (case, LARGEST), [largest(asked, split) for split in splits]
        yield (case, PEER), by_peer(asked, splits)
        ways: dict[str, Callable[[Questions, Split], Score]] = {
            "suggested": partial(suggested, usual)
        }
        if case in SPLITS:
            ways = {
                f"{name}, {space}": partial(way, vectors)
                for space, vectors in by_space.items()
                for name, way in ((NEAREST, nearest), ("suggested", suggested))
            }
        for name, way in ways.items():
            yield (case, name), [way(asked, split) for split in splits]


def _cases(asked: Questions) -> Iterator[tuple[str, list[Split]]]:
    splits = {case: [way(asked, seed=seed) for seed in SEEDS] for case, way in SPLITS.items()}
    yield from splits.items()
    for number in GROWTH:
        for case, whole in splits.items():
            yield f"{case}, {number} a field", [few(one, asked.fields, number) for one in whole]


def _show(scores: Scores) -> None:
    table = Table(title="routing", title_justify="left", box=None)
    for place, column in enumerate(COLUMNS):
        table.add_column(column, justify="right" if place > 1 else "left")
    for (case, way), found in scores.items():
        columns = zip(*(asdict(score).values() for score in found), strict=True)
        table.add_row(case, way, *(_cell(column) for column in columns))
    Console(width=max(WIDTH, Console().width)).print(table)


def _cell(values: Sequence[float | None]) -> str:
    known = [value for value in values if value is not None]
    return over(known) if known else ""


def _figures(scores: Scores) -> Iterator[Figure]:
    for (case, way), found in scores.items():
        if case not in SPLITS or not way.startswith("suggested"):
            continue
        for name in ("accuracy", "f1", "top3"):
            values = [getattr(score, name) for score in found]
            yield Figure(f"{case}: {way}, {name}", mean(values), "%", spread=spread(values))
        gaps = [score.ece for score in found if score.ece is not None]
        yield Figure(f"{case}: {way}, ECE", mean(gaps), "points", spread=spread(gaps))
        for other, limit in ((LARGEST, None), (PEER, LEAST_BEYOND)):
            pairs = zip(found, scores[case, other], strict=False)
            beyond = [ours.accuracy - theirs.accuracy for ours, theirs in pairs]
            if beyond:
                title = f"{case}: {way}, accuracy beyond {other}"
                yield Figure(title, mean(beyond), "points", limit, spread=spread(beyond))


if __name__ == "__main__":
    main()
