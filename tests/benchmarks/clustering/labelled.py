"""Short texts that people have sorted, as vectors: drawn from ../shared/data."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tests.benchmarks.clustering.worker import Labels, Vectors
from tests.needs import SHARED
from triage.embedding.minilm import minilm

Places = NDArray[np.int64]
Chance = np.random.Generator
# Which rows of a set, by their labels.
Draw = Callable[[Labels, Chance], Places]

FIELDS = {"banking77": ("text", "label"), "clinc150": ("text", "label")}
FIELDS |= {"truthfulqa": ("question", "team")}


@dataclass(frozen=True)
class Sample:
    """Unit rows, and the kind of each as people see it: shapes (n, dimension) and (n,)."""

    vectors: Vectors
    kinds: Labels

    def __getitem__(self, places: Places | slice) -> "Sample":
        return Sample(self.vectors[places], self.kinds[places])


class Texts:
    """The distinct texts of a file. Each is embedded when it is first drawn, and kept in `folder`
    under a name that holds the model and the texts."""

    def __init__(self, name: str, folder: Path) -> None:
        file = SHARED / f"{name}.jsonl"
        if not file.exists():
            raise SystemExit(f"needs {file}")
        text, kind = FIELDS[name]
        rows = [json.loads(line) for line in file.read_text().splitlines()]
        found = {row[text]: row[kind] for row in rows}
        self._texts = list(found)
        self.kinds = np.unique(list(found.values()), return_inverse=True)[1]
        self._model = minilm()
        known = "\n".join([self._model.name, *self._texts])
        self._file = folder / f"{name}-{hashlib.sha256(known.encode()).hexdigest()[:16]}.npy"
        shape = (len(self._texts), self._model.dimension)
        unread = not self._file.exists()
        self._vectors = np.full(shape, np.nan, np.float32) if unread else np.load(self._file)

    def sample(self, draw: Draw, *, seed: int) -> Sample:
        """The same for the same seed, in an order by lot."""
        chance = np.random.default_rng(seed)
        places = chance.permutation(draw(self.kinds, chance))
        unread = places[np.isnan(self._vectors[places, 0])]
        if len(unread):
            self._vectors[unread] = self._model.embed([self._texts[place] for place in unread])
            np.save(self._file, self._vectors)
        return Sample(self._vectors[places], self.kinds[places])


def some(number: int) -> Draw:
    """So many texts, or all there are."""
    return lambda kinds, chance: chance.permutation(len(kinds))[:number]


def some_of(classes: int, number: int) -> Draw:
    """So many texts, of so many classes alone."""

    def draw(kinds: Labels, chance: Chance) -> Places:
        chosen = chance.permutation(kinds.max() + 1)[:classes]
        return chance.permutation(np.flatnonzero(np.isin(kinds, chosen)))[:number]

    return draw


def zipf(largest: int) -> Draw:
    """A few large classes and many small: so many texts of one, a half, a third, ... of others."""

    def draw(kinds: Labels, chance: Chance) -> Places:
        ranked = enumerate(chance.permutation(kinds.max() + 1), start=1)
        return np.concatenate(
            [
                chance.permutation(np.flatnonzero(kinds == kind))[: max(1, round(largest / rank))]
                for rank, kind in ranked
            ]
        )

    return draw


def one_kind_after_another(sample: Sample, *, seed: int) -> Sample:
    """All of one kind, then all of the next, the kinds in an order by lot."""
    order = np.random.default_rng(seed).permutation(sample.kinds.max() + 1)
    return sample[np.argsort(order[sample.kinds], kind="stable")]
