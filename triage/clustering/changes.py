"""What consolidation reads and what it answers: plain values, whatever finds them. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any
from uuid import UUID

from triage.clustering.constraints import Constraints
from triage.embedding.vectors import Vectors


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

    `vectors`: unit rows, shape (n, dimension). `issues`: each row's issue, by place in `keys`.
    """

    keys: Sequence[UUID]
    issues: Sequence[int]
    vectors: Vectors
    constraints: Constraints
