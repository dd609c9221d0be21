"""Which questions are like those of an issue: near their middle, or near two of them."""

from uuid import UUID

import numpy as np

from triage.embedding.vectors import unit
from triage.resolution.alike import Seeds, are_alike

OPENED = UUID(int=99)


def ids(number: int, *, first: int = 0) -> list[UUID]:
    return [UUID(int=first + n) for n in range(number)]


def seeds(vectors: np.ndarray) -> Seeds:
    return Seeds(OPENED, ids(len(vectors), first=1000), unit(vectors.astype(np.float32)))


def test_a_question_asked_in_many_ways_is_like_the_two_nearest() -> None:
    ways = np.repeat(np.eye(12), 2, axis=0)  # twelve wordings, each of two people
    asked = np.eye(13, dtype=np.float32)[[3, 12]]  # one of these wordings, and another one
    [near, far] = are_alike(ids(2), asked, seeds(np.pad(ways, ((0, 0), (0, 1)))))
    assert near
    assert not far


def test_one_near_question_alone_is_not_enough() -> None:
    ways = np.eye(12)
    [alone] = are_alike(ids(1), np.eye(12, dtype=np.float32)[[5]], seeds(ways))
    assert not alone


def test_a_complaint_is_not_like_itself() -> None:
    ways = seeds(np.vstack([np.eye(12), np.eye(12)[[0]]]))
    found = are_alike(ways.names, ways.vectors, ways)
    assert not found[5]


def test_the_middle_of_few_is_near_enough() -> None:
    [near] = are_alike(
        ids(1),
        unit(np.array([[1.0, 0.2, 0.0]], np.float32)),
        seeds(np.array([[1.0, 0, 0], [0.9, 0.1, 0]])),
    )
    assert near
