"""The texts of the story, each checked alone."""

from random import Random

import pytest

from demo.story.grammar import expand, fill, forms
from demo.story.topics import Flaw, Topic, library
from feedback.directory.reasons import DEFAULT_REASONS

TOPICS = library().topics
FLAWS = [(topic, flaw) for topic in TOPICS for flaw in topic.flaw]
each_topic = pytest.mark.parametrize("topic", TOPICS, ids=lambda topic: topic.key)
each_flaw = pytest.mark.parametrize(
    ("topic", "flaw"), FLAWS, ids=[f"{topic.key}/{flaw.key}" for topic, flaw in FLAWS]
)


def test_no_two_topics_have_the_same_key() -> None:
    assert len({topic.key for topic in TOPICS}) == len(TOPICS) >= 20


@each_topic
def test_a_topic_is_asked_about_in_a_dozen_ways(topic: Topic) -> None:
    assert sum(forms(question, words=topic.words) for question in topic.questions) >= 12


@each_topic
def test_a_topic_rests_on_documents_that_are_there(topic: Topic) -> None:
    assert set(topic.documents) <= library().documents.keys()


@each_flaw
def test_the_marked_words_stand_in_every_wrong_answer(topic: Topic, flaw: Flaw) -> None:
    told = [(flaw.answer, flaw.marked)]
    if flaw.german:
        told.append((flaw.german.answer, flaw.german.marked))
    for answer, marked in told:
        for seed in range(20):
            words = fill(topic.words, random=Random(seed))
            assert marked in expand(answer, words=words, random=Random(seed))


@each_flaw
def test_complaints_use_reasons_that_a_new_project_has(topic: Topic, flaw: Flaw) -> None:
    assert set(flaw.reasons) <= {code for code, _, _ in DEFAULT_REASONS}


@each_flaw
def test_every_text_of_a_flaw_can_be_spelt(topic: Topic, flaw: Flaw) -> None:
    words = fill(topic.words, random=Random(0))
    for text in (*flaw.complaints, *flaw.corrections):
        assert expand(text, words=words, random=Random(0))
