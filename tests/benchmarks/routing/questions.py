"""Experts' questions and their fields, and which of them are held out."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tests.needs import SHARED
from triage.embedding.vectors import Embedder, Vectors

Places = NDArray[np.int64]
Labels = NDArray[np.int64]
Chance = np.random.Generator


@dataclass(frozen=True)
class Questions:
    """In the order of the file. `fields` and `people` are numbers that stand for them."""

    texts: Sequence[str]
    fields: Labels
    people: Labels


@dataclass(frozen=True)
class Split:
    """The places to learn from, in the order in which they were decided, and the places to tell."""

    known: Places
    asked: Places


def questions() -> Questions:
    file = SHARED / "expertqa_routing.jsonl"
    if not file.exists():
        raise SystemExit(f"needs {file}")
    rows = [json.loads(line) for line in file.read_text().splitlines()]
    numbers = [
        np.unique([row[key] for row in rows], return_inverse=True)[1] for key in ("label", "user")
    ]
    return Questions([row["question"] for row in rows], *numbers)


def vectors_by(model: Embedder, texts: Sequence[str], folder: Path) -> Vectors:
    """Read once, and kept in `folder` under a name that holds the model and the texts."""
    known = "\n".join([model.name, *texts])
    file = folder / f"expertqa-{hashlib.sha256(known.encode()).hexdigest()[:16]}.npy"
    if not file.exists():
        np.save(file, model.embed(texts))
    found: Vectors = np.load(file)
    return found


def by_lot(asked: Questions, *, seed: int) -> Split:
    """A third of each field is held out; the rest was decided in an order by lot."""
    chance = np.random.default_rng(seed)
    held = np.concatenate(
        [_third(np.flatnonzero(asked.fields == f), chance) for f in np.unique(asked.fields)]
    )
    known = np.setdiff1d(np.arange(len(asked.texts)), held)
    return Split(chance.permutation(known), held)


def by_person(asked: Questions, *, seed: int) -> Split:
    """The experts of a third of each field are held out, and whatever they asked; the rest was
    decided one expert after another. A field of one expert is never told."""
    chance = np.random.default_rng(seed)
    held: set[int] = set()
    for field in np.unique(asked.fields):
        people = asked.people[asked.fields == field]
        order = chance.permutation(np.unique(people))
        if len(order) > 1:
            taken = np.cumsum([np.sum(people == person) for person in order])
            held.update(order[: 1 + np.searchsorted(taken, len(people) / 3)].tolist())
    out = np.isin(asked.people, list(held))
    order = chance.permutation(asked.people.max() + 1)[asked.people]
    known = np.flatnonzero(~out)
    return Split(known[np.argsort(order[known], kind="stable")], np.flatnonzero(out))


def few(split: Split, fields: Labels, number: int) -> Split:
    """No more than so many known ones of each field, in the order that they had."""
    kept = [
        place
        for field in np.unique(fields[split.known])
        for place in split.known[fields[split.known] == field][:number]
    ]
    return Split(split.known[np.isin(split.known, kept)], split.asked)


def _third(places: Places, chance: Chance) -> Places:
    return chance.permutation(places)[: round(len(places) / 3)]
