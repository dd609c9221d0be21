"""What the benchmarks reckon with is right."""

import importlib
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.benchmarks.clustering import ours
from tests.benchmarks.clustering.agreement import ami, ari, kept
from tests.benchmarks.clustering.worker import working
from tests.online import APPLY_FROM
from triage.models import Grouping

BENCHES = sorted(file.stem for file in (Path(__file__).parent / "benchmarks").glob("bench_*.py"))
LABELS = st.lists(st.integers(0, 5), min_size=2, max_size=40)
PAIRS = LABELS.flatmap(lambda one: st.tuples(st.just(one), st.permutations(one)))


def test_agreement_is_what_scikit_learn_says_it_is() -> None:
    one, other = np.array([0, 0, 0, 1, 1, 1, 2, 2, 2, 2]), np.array([0, 0, 1, 1, 1, 1, 2, 2, 0, 2])

    assert ami(one, other) == pytest.approx(0.47728999000145694)
    assert ari(one, other) == pytest.approx(0.4318181818181818)


@given(LABELS)
def test_a_grouping_agrees_with_itself_whatever_its_groups_are_called(labels: list[int]) -> None:
    names = np.array(list("dbface"))[labels]

    assert ami(np.array(labels), names) == pytest.approx(1)
    assert ari(np.array(labels), names) == pytest.approx(1)
    assert kept(np.array(labels), names) == 1


@given(PAIRS)
def test_agreement_is_mutual(pair: tuple[list[int], list[int]]) -> None:
    one, other = np.array(pair[0]), np.array(pair[1])

    assert ami(one, other) == pytest.approx(ami(other, one))
    assert ari(one, other) == pytest.approx(ari(other, one))


def test_groups_by_lot_agree_by_nothing() -> None:
    chance = np.random.default_rng(0)
    pairs = [chance.integers(0, 20, size=(2, 400)) for _ in range(30)]

    assert np.mean([ami(*pair) for pair in pairs]) == pytest.approx(0, abs=0.01)
    assert np.mean([ari(*pair) for pair in pairs]) == pytest.approx(0, abs=0.01)


def test_a_group_that_falls_apart_keeps_its_name_in_the_largest_piece() -> None:
    before, after = np.array([0] * 8 + [1] * 2), np.array([5] * 5 + [6] * 3 + [6] * 2)

    assert kept(before, after) == pytest.approx(0.7)


@pytest.mark.parametrize("way", list(ours.WAYS))
def test_a_worker_says_the_groups_the_seconds_and_the_memory(way: str) -> None:
    vectors = np.repeat(np.eye(8, dtype=np.float32), 5, axis=0)

    with working(sys.executable, "tests.benchmarks.clustering.ours") as worker:
        run = worker.run(way, vectors, seed=1)

    assert run.labels.tolist() == np.repeat(np.arange(8), 5).tolist()
    assert run.cpu_s < 10
    assert 10 < run.peak_mib < 2000


def test_what_is_applied_online_is_what_consolidation_applies() -> None:
    assert Grouping._meta.get_field("apply_from").default == APPLY_FROM


@pytest.mark.parametrize("name", BENCHES)
def test_every_benchmark_finds_what_it_measures(name: str) -> None:
    importlib.import_module(f"tests.benchmarks.{name}")
