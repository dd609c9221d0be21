"""The report page and its files."""

import csv
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from itertools import product
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from feedback.capture.messages import AnswerMessage, FeedbackMessage
from feedback.capture.operations import record_answers, record_feedback
from feedback.models import Project
from reporting.report.catalogue import REPORTS
from reporting.rollups.operations import rebuild
from tests.builders import make_member, say, send_answer

MemberClient = Callable[[str], Client]
PAGE = "/p/alpha/report/overview/"


@pytest.fixture
def viewer(member_client: MemberClient) -> Client:
    return member_client("viewer")


@pytest.fixture
def three_weeks(project: Project) -> Project:
    """Twelve people in two teams, who are content at first."""
    now = timezone.now()
    answers, words = [], []
    for day, n in product(range(21), range(12)):
        at = now - timedelta(days=20 - day)
        who = {"person": f"u-{n}", "team": f"Team {n % 2}", "cohort": "Pilot"}
        answer = AnswerMessage(id=f"{day}-{n}", asked_at=at, release=f"{day // 10}.0", **who)
        answers.append(answer)
        if day % 3 == n % 3:
            rating: Any = "up" if day < 12 else "down"
            words.append(FeedbackMessage(answer=answer.id, rating=rating, given_at=at, **who))
    record_answers(project=project, messages=answers, actor="system:test", now=now)
    record_feedback(project=project, messages=words, channel="api", actor="system:test", now=now)
    rebuild(project=project, now=now)
    return project


def text(response: Any) -> str:
    parts: list[str] = []
    parser = HTMLParser()
    parser.handle_data = parts.append  # type: ignore[method-assign]
    parser.feed(response.content.decode())
    return " ".join(" ".join(parts).split())


def test_an_empty_project_says_what_to_do_next(viewer: Client) -> None:
    assert "Nothing to report yet" in text(viewer.get(PAGE))


def test_a_clock_that_was_decades_wrong_stretches_no_page(
    three_weeks: Project, viewer: Client
) -> None:
    send_answer(three_weeks, asked_at=datetime(1990, 6, 1, tzinfo=UTC), person="u-1")
    rebuild(project=three_weeks, now=timezone.now())

    for name in REPORTS:
        assert viewer.get(f"/p/alpha/report/{name}/").status_code == 200
    weeks = viewer.get("/p/alpha/report/quality/satisfaction.csv").content.decode().splitlines()
    assert 20 < len(weeks) < 160


def test_a_viewer_sees_figures_with_interval_basis_and_window(
    three_weeks: Project, viewer: Client
) -> None:
    page = text(viewer.get(PAGE))
    assert "12 of 12 registered people" in page
    assert "57% 46% to 67% 48 of 84 thumbs" in page
    assert "Thumbs up / all thumbs" in page
    assert "Includes what was recorded until" in page


def test_a_clear_change_is_told_and_one_that_is_not_is_not(
    three_weeks: Project, viewer: Client
) -> None:
    today = timezone.now().date()
    first = today - timedelta(days=8)
    page = text(viewer.get(PAGE, {"from": first.isoformat(), "to": today.isoformat()}))
    assert "Down 100 points" in page
    assert "worse" in page
    assert "No clear change" in page


def test_each_block_has_a_table_and_a_file(three_weeks: Project, viewer: Client) -> None:
    body = viewer.get(PAGE, {"part": "all"}).content.decode()
    assert body.count("<article") == body.count("<caption") == body.count(">CSV</a>") == 5
    assert body.count(">SVG</a>") == body.count(">PNG</a>") == 2


def test_what_stands_further_down_is_fetched_by_itself(
    three_weeks: Project, viewer: Client
) -> None:
    page, asked = "/p/alpha/report/quality/", {"team": "team-1", "part": "by-release"}
    assert 'id="by-release"' not in viewer.get(page, {"team": "team-1"}).content.decode()
    part = viewer.get(page, asked, headers={"HX-Request": "true"}).content.decode()
    assert part.count("<article") == part.count('id="by-release"') == 1
    assert "by-release.csv?team=team-1" in part
    assert "part=" not in part
    asked["part"] = "nowhere"
    assert viewer.get(page, asked, headers={"HX-Request": "true"}).status_code == 404


@pytest.mark.parametrize("name", ["overview", "quality", "adoption", "trust", "trajectory"])
def test_without_a_script_a_link_leads_to_all_of_it(
    three_weeks: Project, viewer: Client, name: str
) -> None:
    whole = viewer.get(f"/p/alpha/report/{name}/", {"part": "by-release"}).content.decode()
    blocks = viewer.get(f"/p/alpha/report/{name}.json").json()["blocks"]
    assert whole.count("<article") == len(blocks)
    assert all(f'id="{block["id"]}"' in whole for block in blocks)
    assert "part=" not in whole


def test_what_the_page_says_is_there_as_data(three_weeks: Project, viewer: Client) -> None:
    told = viewer.get("/p/alpha/report/overview.json", {"team": "team-1"}).json()
    [key, *_] = told["blocks"]
    [registered] = [row for row in key["rows"] if row["name"]["value"] == "registered"]
    assert registered["value"] == {"value": 6.0, "words": "6"}
    [week, *_] = told["blocks"][1]["rows"]
    assert "/p/alpha/report/answers/?team=team-1&from=" in week["active_share"]["behind"]


@pytest.mark.parametrize(("kind", "start"), [("svg", b"<svg"), ("png", b"\x89PNG")])
def test_a_drawing_is_there_as_a_picture(
    three_weeks: Project, viewer: Client, kind: str, start: bytes
) -> None:
    assert viewer.get(f"{PAGE}satisfaction.{kind}").content.startswith(start)
    assert viewer.get(f"{PAGE}by-team.{kind}").status_code == 404  # a table alone


def test_the_address_is_the_filter(three_weeks: Project, viewer: Client) -> None:
    page = text(viewer.get(PAGE, {"team": "team-1"}))
    assert "6 of 6 registered people" in page


@pytest.mark.parametrize("asked", [{"from": "soon"}, {"team": "\x00"}, {"to": "9999-12-31"}])
def test_a_filter_that_makes_no_sense_is_said(
    three_weeks: Project, viewer: Client, asked: dict[str, str]
) -> None:
    response = viewer.get(PAGE, asked)
    assert response.status_code == 422
    assert 'role="alert"' in response.content.decode()


def test_a_small_team_is_not_shown(three_weeks: Project, viewer: Client) -> None:
    now = timezone.now()
    for n in range(10):
        say(three_weeks, send_answer(three_weeks, now=now), "up", now=now, person=f"x-{n % 2}")
    rebuild(project=three_weeks, now=now)
    assert "not shown" in text(viewer.get(PAGE))


def test_a_stranger_finds_no_report(three_weeks: Project, other_project: Project) -> None:
    client = Client()
    client.force_login(make_member(other_project, "admin").user)
    assert client.get(PAGE).status_code == 404
    assert client.get(f"{PAGE}satisfaction.csv").status_code == 404
    assert client.get("/p/alpha/report/overview.json").status_code == 404


def test_the_page_asks_the_database_little(
    three_weeks: Project, viewer: Client, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(14):  # one of them is for what the member is told of
        viewer.get(PAGE)


def lines(response: Any) -> list[dict[str, str]]:
    return list(csv.DictReader(response.content.decode().splitlines()))


def test_a_file_has_a_line_for_each_week(three_weeks: Project, viewer: Client) -> None:
    today = timezone.now().date()
    monday = today - timedelta(today.weekday())  # of a week's first days too few may have spoken
    first, last = (monday - timedelta(14)).isoformat(), (monday - timedelta(1)).isoformat()
    found = lines(viewer.get(f"{PAGE}satisfaction.csv", {"from": first, "to": last}))
    assert [line["from"] for line in found] == [first, (monday - timedelta(7)).isoformat()]
    assert sum(int(line["satisfaction_denominator"]) for line in found) == 14 * 4


def test_no_name_becomes_a_formula(project: Project, viewer: Client) -> None:
    send_answer(project, person="u-1", team="=cmd()", now=timezone.now())
    rebuild(project=project, now=timezone.now())
    [line] = lines(viewer.get(f"{PAGE}by-team.csv"))
    assert line["team_name"] == "'=cmd()"


def test_a_file_of_nothing_is_not_found(three_weeks: Project, viewer: Client) -> None:
    assert viewer.get(f"{PAGE}nothing.csv").status_code == 404
    assert viewer.get("/p/alpha/report/nothing/").status_code == 404
    assert viewer.get("/p/alpha/report/nothing.json").status_code == 404


def test_a_file_asked_for_wrongly_says_so(viewer: Client) -> None:
    response = viewer.get(f"{PAGE}key.csv", {"from": "soon"})
    assert (response.status_code, response["Content-Type"]) == (422, "text/plain; charset=utf-8")
