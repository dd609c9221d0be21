"""Behind every figure there are answers, and whoever may see it may see these."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from feedback.models import Project
from reporting.rollups.operations import rebuild
from tests.builders import say, send_answer

PAGE = "/p/alpha/report/answers.json"


@pytest.fixture
def told(project: Project, member_client: Callable[[str], Client]) -> Callable[..., Any]:
    """Six people in Sales, of whom two complain, one in Legal; and what the page tells of them."""
    now = timezone.now()
    for n in range(6):
        answer = send_answer(
            project,
            f"a-{n}",
            person=f"u-{n}",
            team="Sales",
            now=now,
            asked_at=now - timedelta(minutes=n),
            release="2.0" if n else "1.0",
            confidence=n / 10 + 0.1,
            abstained=n == 5,
        )
        say(project, answer, "down" if n < 2 else "up", person=f"u-{n}", now=now)
    send_answer(project, "b-1", person="lone", team="Legal", now=now)
    rebuild(project=project, now=now)

    def read(**asked: str) -> Any:
        return member_client("viewer").get(PAGE, asked).json()["blocks"][0]["rows"]

    return read


def test_answers_are_listed_the_newest_first(told: Callable[..., Any]) -> None:
    rows = told(of="rated")
    assert [row["confidence"]["value"] for row in rows] == pytest.approx(
        [0.1, 0.2, 0.3, 0.4, 0.5, 0.6]
    )


@pytest.mark.parametrize(
    ("asked", "number"),
    [
        ({"of": "complained"}, 2),
        ({"of": "rated"}, 6),
        ({"of": "abstained"}, 1),
        ({"of": "unverified"}, 0),
        ({"release": "1.0"}, 0),  # one person
        ({"release": "2.0"}, 0),  # all but two
        ({"sure": "0.15-0.35"}, 2),
        ({"source": "handbook"}, 0),
        ({"to": "2020-01-01"}, 0),
    ],
)
def test_they_are_those_of_the_figure(
    told: Callable[..., Any], asked: dict[str, str], number: int
) -> None:
    assert len(told(**asked)) == number


@pytest.mark.parametrize(
    ("day", "answers"), [("0", 6), ("1", 0), ("2", 3), ("0-", 9), ("1-", 3), ("3-", 0)]
)
def test_they_are_of_a_day_after_the_first_answer_that_each_person_got(
    project: Project, member_client: Callable[[str], Client], day: str, answers: int
) -> None:
    now = timezone.now()
    for n in range(6):
        send_answer(project, person=f"u-{n}", now=now, asked_at=now - timedelta(days=n + 2))
    for n in range(3):
        send_answer(project, person=f"u-{n}", now=now, asked_at=now - timedelta(days=n))
    rebuild(project=project, now=now)

    page = member_client("viewer").get(PAGE, {"day": day}).json()
    assert len(page["blocks"][0]["rows"]) == answers


def test_answers_to_few_people_are_not_listed(told: Callable[..., Any]) -> None:
    assert told(team="legal") == []


@pytest.mark.parametrize(
    "asked",
    [
        {"of": "some"},
        {"sure": "1-0"},
        {"sure": "all"},
        {"day": "-1"},
        {"day": "10000"},
        {"source": "\x00"},
        {"release": "3.0"},
    ],
)
def test_what_makes_no_sense_is_refused(
    project: Project, member_client: Callable[[str], Client], asked: dict[str, str]
) -> None:
    assert member_client("viewer").get(PAGE, asked).status_code == 422
    assert member_client("viewer").get("/p/alpha/report/answers/", asked).status_code == 422


def test_the_glossary_tells_every_definition(
    project: Project, member_client: Callable[[str], Client]
) -> None:
    rows = member_client("viewer").get("/p/alpha/report/glossary.json").json()["blocks"][0]["rows"]
    assert {"satisfaction", "active_share"} <= {row["name"]["value"] for row in rows}
    assert all(row["definition"]["value"] for row in rows)
