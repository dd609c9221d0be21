"""Reports of one release, model or language: the same pages, of those answers alone."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from rest_framework.test import APIClient

from feedback.capture.messages import AnswerMessage, FeedbackMessage
from feedback.capture.operations import record_answers, record_feedback
from feedback.models import Project
from reporting.rollups.operations import rebuild
from tests.reporting.test_report_page import text

REPORT = "/p/alpha/report"
DAYS, PEOPLE = 10, 16

Read = Callable[..., Any]


@pytest.fixture
def two_releases(project: Project) -> Project:
    """Sixteen people are content with 1.0, and from the sixth day on not with 2.0. Of model m-2
    are the answers to two of them."""
    now = timezone.now()
    answers, words = [], []
    for day in range(DAYS):
        for n in range(PEOPLE):
            at = now - timedelta(days=DAYS - 1 - day, seconds=n)
            who = {"person": f"u-{n}", "team": "Sales" if n % 2 else "Legal", "cohort": "Pilot"}
            of = {"release": "1.0" if day < 5 else "2.0", "model": "m-2" if n < 2 else "m-1"}
            answers.append(AnswerMessage(id=f"{day}-{n}", text="So.", asked_at=at, **of, **who))
            rating: Any = "up" if day < 5 else "down"
            words.append(FeedbackMessage(answer=f"{day}-{n}", rating=rating, given_at=at, **who))
    record_answers(project=project, messages=answers, actor="system:test", now=now)
    record_feedback(project=project, messages=words, channel="api", actor="system:test", now=now)
    rebuild(project=project, now=now)
    return project


@pytest.fixture
def get(two_releases: Project, member_client: Callable[[str], Client]) -> Read:
    client = member_client("viewer")
    return lambda page, **asked: client.get(f"{REPORT}/{page}", asked)


def row(report: Any, block: str, name: str) -> Any:
    [found] = [one for one in report["blocks"] if one["id"] == block]
    key = found["columns"][0]["key"]
    return next(one for one in found["rows"] if one[key]["value"] == name)


def test_a_page_is_of_the_release_asked_for(get: Read) -> None:
    told = get("quality.json", release="1.0").json()

    assert told["title"] == "Quality: Release 1.0"
    assert row(told, "key", "satisfaction")["basis"]["value"] == "80 of 80 thumbs"
    assert told["window"]["to"] == (timezone.now() - timedelta(days=5)).date().isoformat()
    assert "?release=1.0&of=rated&from=" in told["blocks"][1]["rows"][0]["satisfaction"]["behind"]
    assert "by-release" not in [block["id"] for block in told["blocks"]]
    assert len(get("answers.json", release="1.0").json()["blocks"][0]["rows"]) == 80
    assert get("answers.json", release="-").json()["blocks"][0]["rows"] == []


def test_the_form_says_and_keeps_what_is_chosen(get: Read) -> None:
    page = get("overview/", release="2.0")

    assert "Overview: Release 2.0" in text(page)
    assert '<option value="release=2.0" selected>2.0</option>' in page.content.decode()
    told = get("overview/", release="2.0", part="by-team")
    assert "?release=2.0&amp;team=sales" in told.content.decode()
    again = get("overview/", facet="release=2.0", facet_2="model=m-1", team="", cohort="pilot")
    assert again["location"] == f"{REPORT}/overview/?cohort=pilot&release=2.0&model_2=m-1"


def test_a_value_of_few_people_is_hidden_and_the_only_other_with_it(
    two_releases: Project, key_client: Callable[[str], APIClient]
) -> None:
    def status(**asked: str) -> str:
        told = key_client("secret").get("/api/v1/metrics/satisfaction", asked).json()
        return str(told["status"])

    assert (status(), status(model="m-1"), status(model="m-2")) == ("ok", "hidden", "hidden")
    assert status(release="1.0") == "ok"


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"release": "3.0"}, "release_unknown"),
        ({"release": "1.0", "model": "m-1"}, "facets_refused"),
        ({"facet": "colour=red"}, "question_refused"),
    ],
)
def test_what_is_not_kept_is_refused(
    two_releases: Project,
    key_client: Callable[[str], APIClient],
    get: Read,
    asked: dict[str, str],
    code: str,
) -> None:
    refused = key_client("secret").get("/api/v1/reports/overview", asked)
    assert (refused.status_code, refused.json()["code"]) == (422, code)
    assert get("overview/", **asked).status_code == 422


def test_a_page_that_cannot_be_told_of_a_release_says_so(get: Read) -> None:
    told = get("trust.json", release="1.0").json()

    assert told["title"] == "Trust"
    assert told["says"][0] == (
        "This can't be told by release: it is of all answers, not of release 1.0."
    )


def test_a_release_is_held_against_the_others_and_against_one(get: Read) -> None:
    others = get("compare.json", release="2.0").json()
    one = get("compare.json", release="2.0", release_2="1.0").json()

    assert others["blocks"][0]["title"] == "Release 2.0 against All others"
    assert one["blocks"][0]["title"].startswith("Release 2.0, ")
    assert " against Release 1.0, " in one["blocks"][0]["title"]
    for told in (others, one):
        assert row(told, "sides", "satisfaction")["second"]["denominator"] == 80
        assert row(told, "sides", "satisfaction")["difference"]["words"] == "-100 points"
