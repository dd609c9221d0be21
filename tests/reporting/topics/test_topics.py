"""Answers sorted by topic, and what the report makes of it."""

from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from feedback.capture.messages import AnswerMessage
from feedback.capture.operations import record_answers
from feedback.models import AuditEvent, Project
from reporting.models import AnswerTopic, Stale, Topic, TopicState
from reporting.rollups.operations import fold
from reporting.rollups.queries import tallies_by_value
from reporting.rollups.tally import Tally, Window
from reporting.topics.operations import TooFewQuestionsError, learn, sort
from reporting.topics.tasks import sweep
from tests.builders import say

NOW = timezone.now()
DAY = NOW - timedelta(days=3)
SUBJECTS = {
    "parental leave": [
        f"How many weeks of parental leave for child number {n}?" for n in range(40)
    ],
    "VPN": [f"Why does the VPN drop with error {n}?" for n in range(40)],
    "soup": [f"Is there soup of {n} vegetables in the canteen at noon?" for n in range(40)],
    "forklift": [f"Where do I renew my forklift permit for hall {n}?" for n in range(40)],
}
OTHERS = [f"Which discount may I offer a customer for order {n}?" for n in range(100)]


def send(project: Project, name: str, questions: list[str]) -> None:
    messages = [
        AnswerMessage(
            id=f"{name}-{n}", question=question, text="So.", asked_at=DAY, person=f"u-{n % 8}"
        )
        for n, question in enumerate(questions)
    ]
    record_answers(project=project, messages=messages, actor="system:test", now=NOW)


@pytest.fixture
def asked(project: Project) -> Project:
    """Forty questions each about four subjects, and eight answers whose question nobody sent.
    Readers are content with all but the soup."""
    for subject, questions in SUBJECTS.items():
        send(project, subject.replace(" ", "-"), questions)
    send(project, "mute", [""] * 8)
    for n in range(20):
        say(project, f"VPN-{n}", "up", person=f"u-{n % 8}", given_at=DAY, now=NOW)
        say(project, f"soup-{n}", "down", person=f"u-{n % 8}", given_at=DAY, now=NOW)
    fold(project=project, now=NOW)
    return project


def by_topic(project: Project, day: date) -> dict[str, Tally]:
    [found] = tallies_by_value(project=project, window=Window(day, day), kinds=["topic"])
    return {name: tallied[None, None] for name, tallied in found.items()}


def sorted_as(project: Project) -> Counter[str]:
    return Counter(AnswerTopic.objects.of(project).values_list("topic__name", flat=True))


def topic_of(project: Project, answer: str) -> str:
    found: str = AnswerTopic.objects.of(project).get(answer__external_id=answer).topic.name
    return found


def test_topics_are_learnt_and_what_was_folded_is_told_apart(asked: Project) -> None:
    assert set(by_topic(asked, DAY.date())) == {""}
    assert sort(project=asked, now=NOW) == 160
    fold(project=asked, now=NOW)

    counted = by_topic(asked, DAY.date())
    assert counted[""].answers == 8
    assert sum(tally.answers for tally in counted.values()) == 168
    soup = counted[topic_of(asked, "soup-0")]
    assert soup.up == 0 < soup.down
    event = AuditEvent.objects.of(asked).get(verb="topics.learnt")
    assert set(event.data["topics"]) == set(sorted_as(asked))


def test_sorting_again_changes_nothing_but_what_is_asked_otherwise(asked: Project) -> None:
    sort(project=asked, now=NOW)
    fold(project=asked, now=NOW)
    before, soup = sorted_as(asked), topic_of(asked, "soup-0")
    assert sort(project=asked, now=NOW) == 0
    assert not Stale.objects.of(asked).exists()

    later = NOW + timedelta(minutes=1)
    message = AnswerMessage(id="soup-0", question=SUBJECTS["VPN"][3], text="So.")
    record_answers(project=asked, messages=[message], actor="system:test", now=later)
    assert sort(project=asked, now=later) == 1
    before.subtract({soup: 1})
    before.update([topic_of(asked, "VPN-3")])
    assert sorted_as(asked) == before


def test_topics_learnt_anew_keep_their_names_where_they_are_the_same(asked: Project) -> None:
    """Four times as much was asked since, of what there were no topics for."""
    sort(project=asked, now=NOW)
    before = topic_of(asked, "VPN-0")
    send(asked, "more", OTHERS * 5)
    later = NOW + timedelta(minutes=1)
    assert sort(project=asked, now=later) == 500
    assert TopicState.objects.get(project=asked).learnt == 1
    assert sort(project=asked, now=later) == 660
    assert TopicState.objects.get(project=asked).learnt == 2
    assert topic_of(asked, "VPN-0") == before
    assert set(sorted_as(asked)) == set(Topic.objects.of(asked).values_list("name", flat=True))
    assert any("discount" in name.lower() for name in sorted_as(asked))
    assert sort(project=asked, now=later) == 0


def test_few_questions_make_no_topics(project: Project) -> None:
    send(project, "few", OTHERS[:99] * 3)
    assert sort(project=project, now=NOW) == 0
    with pytest.raises(TooFewQuestionsError):
        learn(project=project, actor="system:test", now=NOW)
    with pytest.raises(CommandError, match="there are 99"):
        call_command("learn_topics", project="alpha")
    assert not Topic.objects.exists()


def test_the_sweep_sorts_what_a_command_learnt(asked: Project) -> None:
    call_command("learn_topics", project="alpha")
    assert not sorted_as(asked)
    sweep()
    assert sorted_as(asked).total() == 160


def test_quality_tells_topics_apart_with_the_answers_behind_each(
    asked: Project, member_client: Callable[[str], Client]
) -> None:
    sort(project=asked, now=NOW)
    fold(project=asked, now=NOW)
    viewer = member_client("viewer")
    blocks = viewer.get("/p/alpha/report/quality.json").json()["blocks"]
    rows = next(one for one in blocks if one["id"] == "by-topic")["rows"]
    soup = next(row for row in rows if row["topic"]["value"] == topic_of(asked, "soup-0"))
    assert soup["satisfaction"]["value"] == 0
    assert rows[-1]["topic"]["words"] == "No question known"

    behind = viewer.get(soup["topic"]["behind"])
    assert behind.status_code == 200
    page = viewer.get("/p/alpha/report/answers.json", {"topic": soup["topic"]["value"]}).json()
    questions = [row["question"]["value"] for row in page["blocks"][0]["rows"]]
    assert len(questions) == sorted_as(asked)[soup["topic"]["value"]]
    assert any("soup" in question for question in questions)
