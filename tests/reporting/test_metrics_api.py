"""`GET /api/v1/metrics`: figures with their definitions, and refusals with reasons."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from rest_framework.test import APIClient

from feedback.capture.messages import AnswerMessage, FeedbackMessage
from feedback.capture.operations import record_answers, record_feedback
from feedback.models import Project
from reporting.report.definitions import METRICS
from reporting.rollups.operations import rebuild
from tests.builders import NOW, say, send_answer

KeyClient = Callable[[str], APIClient]
DAY = {"from": "2026-06-15", "to": "2026-06-15"}


def vote(project: Project, *, up: int, down: int, team: str = "HR") -> None:
    """So many people of the team get an answer each and say what they think of it."""
    people = [f"{team}-{n}" for n in range(up + down)]
    record_answers(
        project=project,
        messages=[AnswerMessage(id=p, person=p, team=team) for p in people],
        actor="system:test",
        now=NOW,
    )
    record_feedback(
        project=project,
        messages=[
            FeedbackMessage(answer=p, person=p, rating="up" if n < up else "down")
            for n, p in enumerate(people)
        ],
        channel="api",
        actor="system:test",
        now=NOW,
    )
    rebuild(project=project, now=NOW)


@pytest.fixture
def ask(key_client: KeyClient) -> Callable[..., Any]:
    client = key_client("secret")

    def get(name: str = "satisfaction", **asked: str) -> Any:
        return client.get(f"/api/v1/metrics/{name}", {**DAY, **asked})

    return get


def test_a_share_comes_with_numerator_denominator_interval_and_window(
    project: Project, ask: Callable[..., Any]
) -> None:
    vote(project, up=9, down=3)
    figure = ask().json()
    assert figure["value"] == 0.75
    assert (figure["numerator"], figure["denominator"], figure["people"]) == (9, 12, 12)
    assert figure["interval"] == pytest.approx([0.4676, 0.9111], abs=0.001)
    assert figure["window"] == DAY
    assert figure["definition"].startswith("Thumbs up / all thumbs")


def test_too_few_votes_say_how_many_are_missing(project: Project, ask: Callable[..., Any]) -> None:
    vote(project, up=6, down=1)
    figure = ask().json()
    assert (figure["status"], figure["value"], figure["missing"]) == ("too_early", None, 3)


def test_figures_of_few_people_are_hidden(project: Project, ask: Callable[..., Any]) -> None:
    vote(project, up=3, down=1)
    figure = ask().json()
    assert figure["status"] == "hidden"
    assert figure["numerator"] is figure["denominator"] is figure["people"] is None


def test_a_small_team_can_not_be_worked_out_from_the_others(
    project: Project, ask: Callable[..., Any]
) -> None:
    for team, size in (("HR", 3), ("Sales", 11), ("Legal", 20)):
        vote(project, up=size, down=0, team=team)
    shown = {part["team"]["slug"]: part["status"] for part in ask(by="team").json()["series"]}
    assert shown == {"hr": "hidden", "legal": "ok", "sales": "hidden"}
    assert ask(team="sales").json()["status"] == "hidden"


def test_anonymous_visitors_count_as_people(project: Project, ask: Callable[..., Any]) -> None:
    for n in range(10):
        say(project, send_answer(project), "up", visitor=f"v-{n % 5}")
    rebuild(project=project, now=NOW)
    assert (ask().json()["status"], ask().json()["people"]) == ("ok", 5)


def test_a_series_by_week_is_cut_to_the_window(project: Project, ask: Callable[..., Any]) -> None:
    vote(project, up=10, down=0)
    series = ask(**{"from": "2026-06-10", "to": "2026-06-16"}, by="week").json()["series"]
    assert [part["week"] for part in series] == [
        {"from": "2026-06-10", "to": "2026-06-14"},
        {"from": "2026-06-15", "to": "2026-06-16"},
    ]
    assert [part["denominator"] for part in series] == [0, 10]


def test_a_team_alone_is_only_that_team(project: Project, ask: Callable[..., Any]) -> None:
    vote(project, up=10, down=0, team="HR")
    vote(project, up=0, down=10, team="Sales")
    assert ask(team="sales").json()["value"] == 0


def test_those_without_a_team_can_be_asked_for(project: Project, ask: Callable[..., Any]) -> None:
    vote(project, up=10, down=0, team="HR")
    for n in range(10):
        say(project, send_answer(project), "down", visitor=f"v-{n}")
    rebuild(project=project, now=NOW)
    assert ask(team="-").json()["value"] == 0


def test_every_metric_is_listed_and_answers(project: Project, key_client: KeyClient) -> None:
    client = key_client("secret")
    listed = [metric["name"] for metric in client.get("/api/v1/metrics").json()["metrics"]]
    assert listed == list(METRICS)
    for name in listed:
        assert client.get(f"/api/v1/metrics/{name}").json()["name"] == name


@pytest.mark.parametrize(
    ("asked", "path"),
    [
        ({"from": "yesterday"}, "from"),
        ({"from": "2026-02-30"}, "from"),
        ({"to": "9999-12-31"}, "to"),
        ({"to": "0001-01-01"}, "to"),
        ({"from": "2026-06-16"}, "from"),
        ({"from": "1990-01-01"}, "from"),
        ({"from": "2026\x00"}, "from"),
        ({"team": "nobody"}, "team"),
        ({"team": "h\x00r"}, "team"),
        ({"cohort": "\ud7ff'--"}, "cohort"),
        ({"by": "day"}, "by"),
        ({"by": "\x00"}, "by"),
    ],
)
def test_what_makes_no_sense_is_refused_with_its_place(
    project: Project, ask: Callable[..., Any], asked: dict[str, str], path: str
) -> None:
    response = ask(**asked)
    assert (response.status_code, response.json()["path"]) == (422, path)


@pytest.mark.parametrize("name", ["nothing", "%00", "satisfaction%00", "%F0%9F%92%A9"])
def test_an_unknown_metric_is_not_found(key_client: KeyClient, name: str) -> None:
    response = key_client("secret").get(f"/api/v1/metrics/{name}")
    assert (response.status_code, response.json()["code"]) == (404, "not_found")


def test_a_public_key_reads_no_figures(key_client: KeyClient) -> None:
    assert key_client("public").get("/api/v1/metrics").status_code == 403


def test_another_projects_votes_do_not_count(
    project: Project, other_project: Project, ask: Callable[..., Any]
) -> None:
    vote(other_project, up=20, down=0)
    assert ask().json()["denominator"] == 0


def test_another_projects_team_is_unknown(
    project: Project, other_project: Project, ask: Callable[..., Any]
) -> None:
    vote(other_project, up=10, down=0, team="Secret")
    assert ask(team="secret").json()["code"] == "team_unknown"


def test_a_member_reads_figures_in_their_browser(
    project: Project, member_client: Callable[[str], Client]
) -> None:
    response = member_client("viewer").get("/api/v1/metrics/answers", {"project": "alpha"})
    assert response.json()["value"] == 0
