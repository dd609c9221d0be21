"""What consolidation reads and what it answers: plain values, whatever finds them. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Any
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from triage.clustering.constraints import Constraints
from triage.clustering.nearest import LIFT, Centres
from triage.embedding.vectors import Vectors

# An issue of this many complaints has its owner, and people know it.
YOUNG = 64
# What young issues lose that nobody has touched is not asked about from this confidence on.
YOUNG_FROM = 0.7


class Kind(StrEnum):
    MERGE = "merge"
    SPLIT = "split"
    MOVE = "move"


@dataclass(frozen=True)
class Change:
    """Merge `other` into `issue`, or take `feedback` out of `issue`: into an issue of its own
    (split), or into `other` (move).

    `confidence`: 0 to 1, the share of what was asked (runs, pairs, complaints) that agrees. `why`
    is a sentence for people, without its full stop; `evidence` what a page or a program may show:
    numbers and short texts. A merge's "lift" (0 to 1) is learnt from when it is rejected.
    """

    kind: Kind
    issue: UUID
    other: UUID | None
    feedback: Sequence[UUID]
    confidence: float
    why: str
    evidence: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Snapshot:
    """The complaints of a project as they are grouped now.

    `feedback`: the n complaints. `vectors`: their unit rows, shape (n, dimension). `issues`: the
    issue of each, by place in `keys`; each key has a complaint. `unread`: how many complaints
    each issue has beside these; empty where it is none.
    `lift`: how like an issue a complaint must be here, as learnt.
    """

    keys: Sequence[UUID]
    feedback: Sequence[UUID]
    issues: Sequence[int]
    vectors: Vectors
    constraints: Constraints
    unread: Sequence[int] = ()
    lift: float = LIFT

    @cached_property
    def places(self) -> NDArray[np.int64]:
        return np.asarray(self.issues, dtype=np.int64)

    @cached_property
    def sizes(self) -> NDArray[np.int64]:
        return np.bincount(self.places, minlength=len(self.keys))

    @cached_property
    def totals(self) -> Vectors:
        """The sum of each issue's vectors."""
        totals = np.zeros((len(self.keys), self.vectors.shape[1]), dtype=np.float32)
        np.add.at(totals, self.places, self.vectors)
        return totals

    def centres(self) -> Centres[int]:
        """The issues by place."""
        rows = enumerate(zip(self.totals, self.sizes.tolist(), strict=True))
        return Centres(((place, *row) for place, row in rows), dimension=self.vectors.shape[1])
