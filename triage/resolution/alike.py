"""Which questions are like those of an issue. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import numpy as np
import numpy.typing as npt

from triage.embedding.vectors import Vectors, unit

# How near the centre of an issue's questions a like one is, or to the mean of the two questions
# nearest to it, as WordLlama reads them: those that are asked in many ways have a centre that is
# near none of them. By intents of banking77 and clinc150 with 3 to 30 complaints: of those found,
# 54 to 87% are of the intent, and they are 33 to 75% of it (docs/statistics.md). What is missed
# costs time; what is of another intent waters an effect down.
LEAST_TO_CENTRE = 0.65
LEAST_TO_NEAREST = 0.7
NEAREST = 2


@dataclass(frozen=True)
class Seeds:
    """The questions that an issue's complaints are about, each by the id of its answer; `opened`,
    that of the first one, is none of them."""

    opened: UUID
    names: Sequence[UUID]
    vectors: Vectors


def are_alike(names: Sequence[UUID], vectors: Vectors, seeds: Seeds) -> npt.NDArray[np.bool_]:
    """For each answer, whether its question is like those of the seeds.

    A seed is compared with the other seeds: it would be near itself.
    """
    likeness = vectors @ seeds.vectors.T
    total: npt.NDArray[np.float64] = seeds.vectors.sum(axis=0, dtype=np.float64)
    own = {name: place for place, name in enumerate(seeds.names)}
    centres = np.repeat(total[None], len(names), axis=0)
    for place, name in enumerate(names):
        if name in own:
            centres[place] -= seeds.vectors[own[name]]
            likeness[place, own[name]] = -1.0
    near = (unit(centres.astype(np.float32)) * vectors).sum(axis=1) >= LEAST_TO_CENTRE
    if len(seeds.names) > NEAREST:
        nearest = np.partition(likeness, -NEAREST, axis=1)[:, -NEAREST:]
        near |= nearest.mean(axis=1) >= LEAST_TO_NEAREST
    return np.asarray(near)
