"""Which issues are found so like each other that they may be one."""

from dataclasses import replace
from uuid import UUID, uuid5

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from triage.clustering.changes import Snapshot
from triage.clustering.constraints import Constraints
from triage.clustering.merging import likely_merges
from triage.embedding.vectors import unit

ROOM = UUID(int=0)


def issue(name: int) -> UUID:
    return uuid5(ROOM, str(name))


def snapshot(topics: list[int], *, seed: int = 0, apart: frozenset[UUID] | None = None) -> Snapshot:
    """Thirty complaints an issue, around the axis of its topic."""
    rng = np.random.default_rng(seed)
    places = np.repeat(np.arange(len(topics)), 30)
    rows = rng.normal(0, 0.05, (len(places), 32))
    rows[np.arange(len(places)), np.asarray(topics)[places]] += 1
    return Snapshot(
        keys=[issue(place) for place in range(len(topics))],
        feedback=[UUID(int=place) for place in range(len(places))],
        issues=[int(place) for place in places],
        vectors=unit(rows),
        constraints=Constraints(apart=frozenset({apart} if apart else ())),
    )


def varied(topics: list[int]) -> bool:
    """What most issues are about is taken for what all have in common, and sets off the others."""
    return max(map(topics.count, topics)) <= max(2, len(topics) // 2)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(0, 9), min_size=2, max_size=8).filter(varied), st.integers(0, 100))
def test_issues_of_one_topic_are_found_and_no_others(topics: list[int], seed: int) -> None:
    found = {frozenset({c.issue, c.other}) for c in likely_merges(snapshot(topics, seed=seed))}
    assert found == {
        frozenset({issue(one), issue(two)})
        for one in range(len(topics))
        for two in range(one)
        if topics[one] == topics[two]
    }


def test_what_is_kept_apart_is_not_found() -> None:
    assert likely_merges(snapshot([1, 1, 2], apart=frozenset({issue(0), issue(1)}))) == []


def test_what_is_found_goes_by_what_was_learnt() -> None:
    found = snapshot([1, 1])
    assert likely_merges(replace(found, lift=0.3))
    assert not likely_merges(replace(found, lift=0.99))


def test_confidence_and_lift_are_shares() -> None:
    [change] = likely_merges(snapshot([3, 3, 5]))
    assert change.confidence == 1.0
    assert 0.4 <= change.evidence["lift"] <= 1.0
    assert "100% of the smaller one's complaints" in change.why
