"""What questions are about, and what that is called."""

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reporting.topics.learning import FEWEST, MOST, SAME, kept, learn, nearest, topics_for
from reporting.topics.naming import LONGEST, names_of
from tests.needs import shared_file
from triage.embedding.spaces import embedder_of
from triage.embedding.vectors import Vectors, unit


def rows(number: int, seed: int, dimension: int = 6) -> Vectors:
    return unit(np.random.default_rng(seed).normal(size=(number, dimension)).astype(np.float32))


@settings(max_examples=20)
@given(st.integers(FEWEST, 300), st.integers(0, 2**32 - 1))
def test_the_same_questions_make_the_same_topics_each_the_mean_of_its_own(
    number: int, seed: int
) -> None:
    vectors = rows(number, seed)
    centres = learn(vectors)
    assert (centres == learn(vectors)).all()
    assert len(centres) == topics_for(number)  # none of these are as near as one topic
    of, likeness = nearest(vectors, centres)
    assert likeness == pytest.approx((vectors @ centres.T).max(axis=1), abs=1e-6)
    for place in set(of.tolist()):
        mean = unit(vectors[of == place].sum(axis=0))
        assert float(mean @ centres[place]) > 0.95


def test_questions_that_are_all_alike_make_one_topic() -> None:
    centres = learn(np.repeat(rows(1, 0), FEWEST, axis=0))
    assert len(centres) == 1


@given(st.integers(0, 10**6))
def test_there_are_never_more_topics_than_can_be_looked_over(questions: int) -> None:
    assert 4 <= topics_for(questions) <= MOST
    assert topics_for(questions) <= topics_for(questions + 50)


@given(st.integers(0, 20), st.integers(0, 20), st.integers(0, 2**32 - 1))
def test_a_topic_that_is_kept_is_near_and_kept_once(old: int, new: int, seed: int) -> None:
    before, after = rows(old, seed, 3), rows(new, seed + 1, 3)
    found = kept(before, after)
    assert len(set(found.values())) == len(found)
    assert all(float(after[ours] @ before[theirs]) >= SAME for ours, theirs in found.items())
    assert kept(before, before) == {place: place for place in range(old)} or old > 1


def test_topics_are_named_by_what_tells_them_apart() -> None:
    leave = [f"Do I get parental leave with {n} children?" for n in range(9)]
    diems = [f"What is the per diem in {city}?" for city in ("Oslo", "Bern", "Prague", "Paris")]
    first, second = names_of([leave, diems], known={}, taken=[])
    assert "parental leave" in first.lower()
    assert "per diem" in second.lower()
    assert first[0].isupper()


def test_known_topics_keep_their_names_and_no_two_have_the_same() -> None:
    same = [f"Is the printer {how}?" for how in ("broken", "lost", "slow")]
    names = names_of([same, same, ["?"], ["!"]], known={1: "Printer"}, taken=["Printer", "Topic"])
    assert names == ["Printer 2", "Printer", "Topic 2", "Topic 3"]


@given(st.lists(st.lists(st.text(max_size=200), max_size=5), max_size=5))
def test_any_questions_have_names_that_can_be_kept(topics: list[list[str]]) -> None:
    names = names_of(topics, known={}, taken=[])
    assert len(set(names)) == len(names) == len(topics)
    assert all(0 < len(name) <= LONGEST for name in names)


@pytest.mark.shared
def test_topics_are_as_good_as_those_of_another_k_means() -> None:
    """Of 3,000 questions with 150 intents: the mean cosine to the centre, and how well the topics
    agree with the intents, beside scikit-learn's k-means of as many clusters."""
    from sklearn.cluster import KMeans
    from sklearn.metrics import adjusted_mutual_info_score

    texts = shared_file("clinc150.jsonl").read_text().splitlines()
    lines = [json.loads(line) for line in texts[::7][:3000]]
    vectors = embedder_of("wordllama").embed([line["text"] for line in lines])
    intents = [line["label"] for line in lines]
    of, likeness = nearest(vectors, learn(vectors))
    theirs = KMeans(MOST, n_init=8, random_state=0).fit(vectors)
    their_likeness = nearest(vectors, unit(theirs.cluster_centers_))[1]
    ours, peer = (adjusted_mutual_info_score(intents, found) for found in (of, theirs.labels_))
    figures = f"cosine {likeness.mean():.3f} and {their_likeness.mean():.3f}, "
    print(f"\n{figures}agreement {ours:.3f} and {peer:.3f}")  # noqa: T201 - shown with -s
    assert likeness.mean() > their_likeness.mean() - 0.005
    assert ours > peer - 0.03
