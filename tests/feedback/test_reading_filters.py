"""What the lists can be narrowed to."""

from datetime import timedelta
from typing import Any

import pytest
from rest_framework.test import APIClient

from feedback.models import Feedback, Project
from tests.builders import NOW, say, send_answer
from tests.feedback.test_reading import ids, page, people


@pytest.fixture
def told_apart(project: Project) -> None:
    """Ann and Ben, who differ in everything that a list can be narrowed to."""
    early, late = NOW - timedelta(days=3), NOW - timedelta(days=1)
    for person, day, more in (
        ("ann", early, {"team": "Sales", "cohort": "Pilot"}),
        ("ben", late, {"team": "Human Resources", "cohort": "Rollout 1"}),
    ):
        send_answer(
            project,
            f"to-{person}",
            now=day,
            person=person,
            release=f"r-{person}",
            model=f"m-{person}",
            abstained=person == "ben",
            sources=[f"s-{person}"],
            asked_at=day,
            **more,
        )
    say(project, "to-ann", "down", person="ann", reasons=["wrong"], now=early, given_at=early)
    say(project, "to-ben", "up", person="ben", now=late, given_at=late)
    say(project, "to-ben", withdrawn=True, person="ben", rating=None, now=late)
    Feedback.objects.filter(person__external_id="ben").update(suspect=True, channel="widget")


BETWEEN = (NOW - timedelta(days=2)).isoformat()
ONLY_ANN: list[dict[str, str]] = [
    {"team": "Sales"},
    {"cohort": "pilot"},
    {"release": "r-ann"},
    {"person": "ann"},
    {"source": "s-ann"},
    {"until": BETWEEN},
]
ONLY_ANNS_WORD = [
    *ONLY_ANN,
    {"answer": "to-ann"},
    {"reason": "wrong"},
    {"rating": "down"},
    {"channel": "api"},
    {"complains": "true"},
    {"suspect": "false"},
    {"withdrawn": "false"},
    {"given_until": BETWEEN},
]
ONLY_ANNS_ANSWER = [*ONLY_ANN, {"model": "m-ann"}, {"abstained": "false"}, {"asked_until": BETWEEN}]
ONLY_BEN: list[dict[str, str]] = [
    {"team": "human-resources"},
    {"cohort": "Rollout 1"},
    {"since": BETWEEN},
    {"since": BETWEEN, "until": NOW.isoformat(), "source": "s-ben", "person": "ben"},
]
ONLY_BENS_WORD = [
    *ONLY_BEN,
    {"suspect": "true"},
    {"withdrawn": "true"},
    {"complains": "false"},
    {"channel": "widget"},
    {"given_since": BETWEEN},
]
ONLY_BENS_ANSWER = [*ONLY_BEN, {"abstained": "true"}, {"asked_since": BETWEEN}]


@pytest.mark.parametrize("asked", ONLY_ANNS_WORD, ids=str)
def test_words_are_narrowed_to_one(
    asked: dict[str, str], reader: APIClient, told_apart: None
) -> None:
    assert people(reader, **asked) == {"ann"}


@pytest.mark.parametrize("asked", ONLY_BENS_WORD, ids=str)
def test_words_are_narrowed_to_the_other(
    asked: dict[str, str], reader: APIClient, told_apart: None
) -> None:
    assert people(reader, **asked) == {"ben"}


@pytest.mark.parametrize("asked", ONLY_ANNS_ANSWER, ids=str)
def test_answers_are_narrowed_to_one(
    asked: dict[str, str], reader: APIClient, told_apart: None
) -> None:
    assert people(reader, path="answers", **asked) == {"ann"}


@pytest.mark.parametrize("asked", ONLY_BENS_ANSWER, ids=str)
def test_answers_are_narrowed_to_the_other(
    asked: dict[str, str], reader: APIClient, told_apart: None
) -> None:
    assert people(reader, path="answers", **asked) == {"ben"}


def test_answers_that_were_not_sent_yet_are_told_apart(reader: APIClient, project: Project) -> None:
    send_answer(project, "sent")
    say(project, "voted on", person="ann")
    assert ids(reader, "answers", stub="true") == ["voted on"]
    assert ids(reader, "answers", stub="false") == ["sent"]


def test_nothing_is_left_where_two_filters_exclude_each_other(
    reader: APIClient, told_apart: None
) -> None:
    assert page(reader, person="ann", rating="up") == {"results": [], "next": ""}


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"colour": "red"}, "parameter_unknown"),
        ({"project": "alpha"}, "parameter_unknown"),
        ({"team": "nobody's"}, "team_unknown"),
        ({"cohort": "never"}, "cohort_unknown"),
        ({"release": "r-0"}, "release_unknown"),
        ({"reason": "ugly"}, "reason_unknown"),
        ({"rating": ["up", "down"]}, "parameter_refused"),
    ],
    ids=str,
)
def test_what_is_not_known_is_refused_by_its_name(
    asked: dict[str, Any], code: str, reader: APIClient, words: list[Feedback]
) -> None:
    got = reader.get("/api/v1/feedback", asked)
    assert (got.status_code, got.json()["code"]) == (422, code)
    assert got.json()["path"] == next(iter(asked))
