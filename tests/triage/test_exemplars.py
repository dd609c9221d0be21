"""What a person put into an issue is an example of what belongs there: the pure part."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from triage.clustering.exemplars import SAMPLE, Lessons, Part, parts_of, some_of
from triage.clustering.nearest import LIFT, Centres, Match
from triage.embedding.vectors import unit

A, B, C, D = np.eye(16, dtype=np.float32)[:4]
SEEDS = st.integers(min_value=0, max_value=2**32 - 1)
Rows = list[tuple[str, np.ndarray[Any, Any]]]


def judged(rows: Rows, parts: list[Part[str]], vector: Any, lift: float = LIFT) -> Match[str]:
    """`rows`: what is in the issues, the parts among it."""
    keys = sorted({key for key, _ in rows})
    wholes = {
        key: Part(
            key,
            np.sum([v for k, v in rows if k == key], axis=0),
            sum(k == key for k, _ in rows),
        )
        for key in keys
    }
    centres = Centres([(key, w.total, w.count) for key, w in wholes.items()], dimension=16)
    match = centres.nearest(vector)
    assert match is not None
    taught = {part.key: wholes[part.key] for part in parts}
    return Lessons(lift, parts, taught).judged(match, vector, centres.background())


def test_without_lessons_the_nearest_issue_is_the_one() -> None:
    found = judged([("leave", A), ("pay", B)], [], unit(A + 0.2 * B))

    assert (found.key, found.shown) == ("leave", False)


def test_what_is_like_a_moved_complaint_goes_where_that_was_put() -> None:
    moved = unit(A + 0.9 * C)
    rows = [*[("leave", A)] * 4, *[("pay", B)] * 4, ("pay", moved)]
    like = unit(A + C)

    assert judged(rows, [], like).key == "leave"
    found = judged(rows, [Part("pay", moved, 1)], like)

    assert (found.key, found.size, found.shown) == ("pay", 1, True)


def test_what_is_liker_to_the_issue_it_was_taken_from_stays_there() -> None:
    moved = unit(A + 0.9 * C)
    rows = [*[("leave", A)] * 4, *[("pay", B)] * 4, ("pay", moved)]

    assert judged(rows, [Part("pay", moved, 1)], unit(A + 0.1 * C)).key == "leave"


def test_an_issue_that_was_made_of_two_takes_what_is_like_either() -> None:
    rows = [*[("pay", B)] * 3, *[("pay", C)] * 3, *[("leave", A)] * 40]
    part = Part("pay", 3 * C, 3)

    for like in (unit(C + 0.8 * D), unit(B + 0.8 * D)):
        one, other = judged(rows, [], like), judged(rows, [part], like)
        assert other.key == "pay"
        assert other.likeness > one.likeness + 0.1


def test_an_issue_that_is_all_put_there_has_no_rest() -> None:
    found = judged([("pay", B), ("pay", B), ("leave", A)], [Part("pay", 2 * B, 2)], B)

    assert (found.key, found.size) == ("pay", 2)


@given(SEEDS, st.lists(st.sampled_from("xyz"), min_size=2, max_size=30))
def test_a_part_never_makes_a_complaint_less_like_its_issue_than_all_of_it_is(
    seed: int, keys: list[str]
) -> None:
    vectors = unit(np.random.default_rng(seed).normal(size=(len(keys) + 1, 16)))
    rows = list(zip(keys, vectors, strict=False))
    part = Part(keys[0], vectors[0], 1)

    one, other = judged(rows, [], vectors[-1]), judged(rows, [part], vectors[-1])

    assert other.likeness >= one.likeness - 1e-6


@given(SEEDS, st.floats(min_value=0, max_value=1), st.floats(min_value=0, max_value=1))
def test_a_higher_lift_asks_for_more(seed: int, one: float, other: float) -> None:
    vectors = unit(np.random.default_rng(seed).normal(size=(3, 16)))
    low, high = sorted((one, other))
    rows = [("x", vectors[0]), ("y", vectors[1])]

    asked = [judged(rows, [], vectors[2], lift=lift).needed for lift in (low, high)]

    assert asked[0] <= asked[1]


def test_a_complaint_counts_with_the_first_verdict_that_names_it() -> None:
    placed = {1: ("pay", A), 2: ("pay", B), 3: ("leave", C)}

    parts = parts_of([[1, 2], [2, 3], [4]], placed)

    assert [(part.key, part.count) for part in parts] == [("pay", 2), ("leave", 1)]
    assert np.allclose(parts[0].total, A + B)


def test_what_one_verdict_put_somewhere_and_others_took_on_is_in_two_parts() -> None:
    parts = parts_of([[1, 2]], {1: ("pay", A), 2: ("leave", B)})

    assert [(part.key, part.count) for part in parts] == [("pay", 1), ("leave", 1)]


@pytest.mark.parametrize("number", [0, 1, SAMPLE, SAMPLE + 1, 10 * SAMPLE - 1])
def test_some_of_many_are_taken_evenly(number: int) -> None:
    found = some_of(range(number))

    assert len(found) <= SAMPLE
    assert len(found) >= min(number, SAMPLE / 2)
    assert len(set(np.diff(list(found)))) <= 1
