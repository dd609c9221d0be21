"""The quality page: what it says, and that satisfaction never reads as quality."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from feedback.capture.messages import AnswerMessage, CitationMessage, FeedbackMessage
from feedback.capture.operations import record_answers, record_feedback
from feedback.models import Project
from reporting.rollups.operations import rebuild
from tests.reporting.test_report_page import text

PAGE = "/p/alpha/report/quality/"
WEEKS, BEFORE = 10, 5


@pytest.fixture
def monday() -> datetime:
    """The Monday with which the second half begins."""
    now = timezone.now()
    this_week = datetime(now.year, now.month, now.day, 9, tzinfo=UTC) - timedelta(now.weekday())
    return this_week - timedelta(weeks=WEEKS - BEFORE)


@pytest.fixture
def fallen(project: Project, monday: datetime) -> Project:
    """Ten weeks of 40 answers, half of them rated; 2.0 comes in the sixth, and Finance, who
    had been content, are no longer. Legal are as they were. All cite one source, a quarter two."""
    answers, words = [], []
    for week in range(WEEKS):
        for n in range(40):
            at = monday + timedelta(weeks=week - BEFORE, hours=n % 5)
            team = "Finance" if n % 2 else "Legal"
            who = {"person": f"u-{n % 20}", "team": team, "cohort": "Pilot"}
            release = "2.0" if week >= BEFORE else "1.0"
            cited = ["hr/leave", "it/vpn"] if n % 4 == 0 else ["hr/leave"]
            answer = AnswerMessage(
                id=f"{week}-{n}",
                text="So.",
                asked_at=at,
                release=release,
                citations=[CitationMessage(source=key) for key in cited],
                **who,
            )
            answers.append(answer)
            if n % 4 < 2:
                content = n % 10 < (3 if team == "Finance" and week >= BEFORE else 9)
                rating: Any = "up" if content else "down"
                words.append(FeedbackMessage(answer=answer.id, rating=rating, given_at=at, **who))
    now = timezone.now()
    record_answers(project=project, messages=answers, actor="system:test", now=now)
    record_feedback(project=project, messages=words, channel="api", actor="system:test", now=now)
    rebuild(project=project, now=now)
    return project


@pytest.fixture
def report(member_client: Callable[[str], Client], fallen: Project) -> dict[str, Any]:
    found: dict[str, Any] = member_client("viewer").get(f"{PAGE.rstrip('/')}.json").json()
    return found


def block(report: dict[str, Any], name: str) -> dict[str, Any]:
    found: dict[str, Any] = next(one for one in report["blocks"] if one["id"] == name)
    return found


def test_it_says_what_changed_when_and_what_came_near_it(
    report: dict[str, Any], monday: datetime
) -> None:
    said = " ".join(report["says"])
    day = f"{monday.day} {monday:%b %Y}"

    assert "Satisfaction fell from" in said
    assert f"with the week from {day}" in said
    assert f"2.0 ({day})" in said
    assert "no proof that it is the cause" in said


def test_it_says_what_thumbs_leave_open(report: dict[str, Any]) -> None:
    said = " ".join(report["says"])

    assert "not how many answers are right" in said
    assert "50% of the answers got any feedback" in said
    assert "Thumbs can't tell which" in said
    assert "nobody has measured yet" in said


def test_it_says_in_which_groups_it_changed(report: dict[str, Any]) -> None:
    rows = {row["group"]["words"]: row for row in block(report, "where")["rows"]}

    assert rows["Finance"]["clear"]["value"] == "yes"
    assert rows["Legal"]["clear"]["value"] == "no"


def test_the_truth_lies_between_all_silent_bad_and_all_silent_good(report: dict[str, Any]) -> None:
    week = block(report, "unrated")["rows"][3]

    assert week["good_at_worst"]["numerator"] <= week["good_at_best"]["numerator"]
    assert week["good_at_best"]["numerator"] - week["good_at_worst"]["numerator"] == 20


def test_satisfaction_stands_beside_the_response_rate(report: dict[str, Any]) -> None:
    for name in ("satisfaction", "by-team", "by-cohort"):
        columns = [column["key"] for column in block(report, name)["columns"]]
        assert columns.index("response_rate") == columns.index("satisfaction") + 1


def test_releases_stand_in_their_order_with_the_answers_behind_them(report: dict[str, Any]) -> None:
    first, second = block(report, "by-release")["rows"]

    assert (first["release"]["value"], second["release"]["value"]) == ("1.0", "2.0")
    assert first["satisfaction"]["value"] > second["satisfaction"]["value"] + 0.2
    assert "release=2.0" in second["release"]["behind"]


@pytest.mark.parametrize("team", ["", "finance"])
def test_each_source_is_told_of_all_answers_that_cite_it_whoever_asked(
    member_client: Callable[[str], Client], fallen: Project, team: str
) -> None:
    viewer = member_client("viewer")
    report = viewer.get(f"{PAGE.rstrip('/')}.json", {"team": team}).json()
    leave, vpn = block(report, "by-source")["rows"]

    assert [row["answers"]["value"] for row in (leave, vpn)] == [400, 100]
    blamed = leave["complained_citing"]
    assert (blamed["numerator"], blamed["denominator"]) == (50, 400)
    assert vpn["complained_citing"]["numerator"] == vpn["unverified_citing"]["numerator"] == 0
    behind = viewer.get(blamed["behind"].replace("/?", ".json?")).json()["blocks"][0]
    assert len(behind["rows"]) == 50
    assert leave["source"]["behind"].endswith("#sources")
    assert viewer.get(leave["source"]["behind"]).status_code == 200


def test_of_a_part_of_the_project_audits_tell_nothing(
    member_client: Callable[[str], Client], fallen: Project
) -> None:
    page = member_client("viewer").get(PAGE, {"team": "finance"})

    assert page.status_code == 200
    assert "nobody has measured yet" not in text(page)


@pytest.mark.django_db
def test_an_empty_project_is_told_what_to_do(
    member_client: Callable[[str], Client], project: Project
) -> None:
    assert "Nothing to report yet" in text(member_client("viewer").get(PAGE))
