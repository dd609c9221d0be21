"""What is learnt from people's decisions, and how sure it says it is."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from triage.embedding.vectors import unit
from triage.routing.suggesting import LEAST, Learnt, Model, TooEarlyError, learn

DIMENSION = 48


def decided(
    *, owners: int, each: int, seed: int, scatter: float = 0.3, strays: float = 0.0
) -> tuple[np.ndarray, list[str]]:
    """Vectors around a direction for each owner, in an order by lot; a share of the decisions
    names any owner."""
    chance = np.random.default_rng(seed)
    centres = unit(chance.normal(size=(owners, DIMENSION)))
    codes = chance.permutation(np.repeat(np.arange(owners), each))
    rows = centres[codes] + scatter * chance.normal(size=(len(codes), DIMENSION)) / 4
    stray = chance.random(len(codes)) < strays
    codes = np.where(stray, chance.integers(owners, size=len(codes)), codes)
    return unit(rows), [f"owner-{code}" for code in codes]


def best(model: Model[str], rows: np.ndarray) -> list[str]:
    return [model.owners[place] for place in model.confidences(rows).argmax(axis=1)]


def asked(learnt: Learnt[str]) -> int:
    return sum(tenth.asked for tenth in learnt.tenths)


def right(learnt: Learnt[str]) -> int:
    return sum(tenth.right for tenth in learnt.tenths)


def test_what_is_like_an_owners_issues_is_suggested_to_that_owner() -> None:
    rows, owners = decided(owners=4, each=30, seed=1)
    model = learn(rows[:90], owners[:90]).model

    told = best(model, rows[90:])

    assert np.mean([one == other for one, other in zip(told, owners[90:], strict=True)]) > 0.9


@given(st.integers(0, 10_000), st.integers(2, 6), st.integers(15, 25))
@settings(max_examples=20, deadline=None)
def test_confidences_are_chances(seed: int, owners: int, each: int) -> None:
    rows, names = decided(owners=owners, each=each, seed=seed)

    chances = learn(rows, names).model.confidences(rows)

    assert chances.shape == (len(rows), len(set(names)))
    assert np.all(chances > 0)
    assert chances.sum(axis=1) == pytest.approx(1)


@given(st.integers(0, 10_000), st.permutations(["hr", "it", "law"]))
@settings(max_examples=20, deadline=None)
def test_it_does_not_matter_what_owners_are_called(seed: int, names: list[str]) -> None:
    rows, owners = decided(owners=3, each=15, seed=seed)
    renamed = [names[int(owner[-1])] for owner in owners]

    told = best(learn(rows, owners).model, rows)

    assert best(learn(rows, renamed).model, rows) == [names[int(owner[-1])] for owner in told]


@given(st.integers(0, 10_000))
@settings(max_examples=20, deadline=None)
def test_every_decision_is_tried_once(seed: int) -> None:
    rows, owners = decided(owners=3, each=20, seed=seed)

    learnt = learn(rows, owners)

    assert asked(learnt) == len(owners)
    assert all(tenth.right <= tenth.asked for tenth in learnt.tenths)


def test_where_the_text_tells_nothing_it_is_not_sure_of_anything() -> None:
    chance = np.random.default_rng(3)
    rows = unit(chance.normal(size=(300, DIMENSION)))
    owners = [f"owner-{code}" for code in chance.integers(3, size=300)]

    chances = learn(rows, owners).model.confidences(unit(chance.normal(size=(200, DIMENSION))))

    assert chances.max() < 0.6


@pytest.mark.parametrize("strays", [0.0, 0.2, 0.5])
def test_it_is_as_sure_as_it_is_often_right(strays: float) -> None:
    rows, owners = decided(owners=5, each=160, seed=7, scatter=0.8, strays=strays)
    model = learn(rows[:400], owners[:400]).model

    chances = model.confidences(rows[400:])
    hits = [one == other for one, other in zip(best(model, rows[400:]), owners[400:], strict=True)]

    assert chances.max(axis=1).mean() == pytest.approx(np.mean(hits), abs=0.06)


def test_decisions_of_one_sitting_do_not_vouch_for_one_another() -> None:
    """Forty sittings, in each one question ten times: knowing some says nothing of the others."""
    chance = np.random.default_rng(5)
    questions = unit(chance.normal(size=(40, DIMENSION)))
    rows = unit(np.repeat(questions, 10, axis=0) + 0.01 * chance.normal(size=(400, DIMENSION)))
    owners = [f"owner-{code}" for code in np.repeat(chance.integers(4, size=40), 10)]

    learnt = learn(rows, owners)

    assert right(learnt) < 0.5 * asked(learnt)
    assert learnt.model.confidences(unit(chance.normal(size=(50, DIMENSION)))).max() < 0.7


def test_too_few_decisions_are_refused_with_how_many_there_are() -> None:
    rows, owners = decided(owners=2, each=7, seed=0)

    with pytest.raises(TooEarlyError, match=f"14 of {LEAST} decisions"):
        learn(rows, owners)


def test_one_owner_alone_teaches_nothing() -> None:
    rows, owners = decided(owners=1, each=40, seed=0)

    with pytest.raises(TooEarlyError, match="all 40 decisions name one owner"):
        learn(rows, owners)


@pytest.mark.parametrize("each", [1, 40])
def test_the_same_vector_for_all_is_no_error(each: int) -> None:
    rows = np.tile(unit(np.ones(DIMENSION)), (40, 1))
    owners = [f"owner-{place // each}" for place in range(40)] if each == 1 else ["a", "b"] * 20

    chances = learn(rows, owners).model.confidences(rows)

    assert np.isfinite(chances).all()
