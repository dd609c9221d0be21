"""The page on trust: what it says at a glance, and what it leaves unsaid."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from feedback.capture.messages import AnswerMessage, CitationMessage, FeedbackMessage
from feedback.capture.operations import record_answers, record_feedback
from feedback.models import Answer, Project
from reporting.models import Audit, AuditItem
from reporting.rollups.operations import fold
from tests import builders
from tests.builders import place_all
from tests.reporting.test_report_page import text
from tests.triage.finding import look
from tests.triage.test_findings_conflicts import diverge
from triage.models import Kind

PAGE = "/p/alpha/report/trust/"
NOW = timezone.now()


def _sent(
    project: Project,
    *,
    answers: int,
    right: Callable[[int], bool],
    people: int = 12,
    **fields: Any,
) -> None:
    """So many answers, each judged by whoever asked; `fields` may be functions of its number."""
    sent, said = [], []
    for n in range(answers):
        own = {key: value(n) if callable(value) else value for key, value in fields.items()}
        who = {"person": f"u-{n % people}", "team": f"Team {n % people % 2}"}
        at = NOW - timedelta(days=1, minutes=n)
        sent.append(AnswerMessage(id=f"a-{n}", text="So.", asked_at=at, **who, **own))
        rating: Any = "up" if right(n) else "down"
        said.append(FeedbackMessage(answer=f"a-{n}", rating=rating, given_at=at, **who))
    record_answers(project=project, messages=sent, actor="system:test", now=NOW)
    record_feedback(project=project, messages=said, channel="api", actor="system:test", now=NOW)
    fold(project=project, now=NOW)


@pytest.fixture
def viewer(member_client: Callable[[str], Client]) -> Client:
    return member_client("viewer")


def says(viewer: Client, query: str = "") -> str:
    return " ".join(viewer.get(f"{PAGE.rstrip('/')}.json{query}").json()["says"])


def block(viewer: Client, name: str, query: str = "") -> dict[str, Any]:
    body = viewer.get(f"{PAGE.rstrip('/')}.json{query}").json()
    found: dict[str, Any] = next(one for one in body["blocks"] if one["id"] == name)
    return found


def test_an_assistant_that_is_too_sure_is_told_so(project: Project, viewer: Client) -> None:
    _sent(project, answers=120, right=lambda n: n % 2 == 0, confidence=0.9)
    said = says(viewer)
    assert "90% confidence on average, and 50% of the 120 that people judged were right" in said
    assert "40 points too sure (31 to 49)" in said
    assert "what those people said who chose to speak" in text(viewer.get(PAGE))


def test_few_judged_answers_are_too_early_to_tell(project: Project, viewer: Client) -> None:
    _sent(project, answers=20, right=lambda _: True, confidence=0.9)
    assert "20 judged answers that state a confidence so far; 30 more are needed" in says(viewer)
    assert "It is too early to say below which confidence" in says(viewer)


def test_a_threshold_is_named_where_one_keeps_the_risk(project: Project, viewer: Client) -> None:
    _sent(
        project,
        answers=400,
        right=lambda n: n % 4 != 0,
        confidence=lambda n: 0.4 if n % 4 == 0 else 0.9,
    )
    assert "say that it doesn't know below 90%: 75% of answers would be left" in says(viewer)
    answers = block(viewer, "risk")["rows"][-1]["threshold"]
    assert answers["behind"].endswith("/report/answers/?sure=0.9-1&of=rated")


def test_where_no_threshold_does_that_is_said(project: Project, viewer: Client) -> None:
    _sent(project, answers=120, right=lambda n: n % 2 == 0, confidence=0.9)
    assert "No threshold of confidence surely keeps wrong answers to 5%" in says(
        viewer, "?tolerable=0.05"
    )
    rows = block(viewer, "decline-below")["rows"]
    assert {row["decline_below"]["words"] for row in rows} == {"no threshold reaches it"}


def test_what_reviewers_say_counts_once_there_is_enough(project: Project, viewer: Client) -> None:
    _sent(project, answers=120, right=lambda _: False, confidence=0.9)
    day = (NOW - timedelta(days=1)).date()
    audit = Audit.objects.create(
        project=project,
        first=day,
        last=day,
        population=120,
        complained=120,
        praised=0,
        people=12,
        drawn_at=NOW,
        drawn_by="member:m",
    )
    AuditItem.objects.bulk_create(
        AuditItem(
            audit=audit,
            answer=answer,
            position=place,
            probability=0.5,
            said="complained",
            verdict="wrong" if place % 10 == 0 else "right",
            judged_at=NOW,
        )
        for place, answer in enumerate(Answer.objects.of(project)[:60], start=1)
    )
    assert "90% of the 60 that reviewers judged were right: no clear gap" in says(viewer)
    assert "word of reviewers on a random sample" in text(viewer.get(PAGE))


def test_a_team_of_few_is_not_told_of(project: Project, viewer: Client) -> None:
    _sent(project, answers=120, right=lambda n: n % 2 == 0, confidence=0.9, people=8)
    rows = block(viewer, "calibration-by-team")["rows"]
    assert [row["overconfidence"]["status"] for row in rows] == ["hidden", "hidden"]
    narrowed = block(viewer, "reliability", "?team=team-0")
    assert narrowed["rows"] == []


def test_sources_come_by_harm_with_their_end_and_what_is_behind(
    project: Project, viewer: Client
) -> None:
    late = (NOW - timedelta(days=31)).date()
    cited = [
        CitationMessage(source="pay/bands", title="Pay bands", approved_until=late, owner="HR"),
        CitationMessage(source="it/vpn", title="VPN"),
    ]
    _sent(project, answers=200, right=lambda n: n % 4 != 0, citations=lambda n: [cited[n % 4 > 0]])
    [worst, other] = block(viewer, "sources")["rows"]
    assert worst["source"]["words"] == "Pay bands"
    assert worst["complained_citing"]["words"] == "100%"
    assert worst["days_overdue"]["value"] == (timezone.now().date() - late).days
    assert "source=pay%2Fbands" in worst["complained_citing"]["behind"]
    assert worst["issues"]["behind"].endswith("/p/alpha/queue/?source=pay%2Fbands")
    assert other["excess"]["value"] is None
    assert "“Pay bands” does most harm: 100% (93% to 100%; 50 of 50)" in says(viewer)


def test_one_complaint_about_a_rare_source_is_no_harm_yet(project: Project, viewer: Client) -> None:
    _sent(
        project,
        answers=60,
        right=lambda n: n != 0,
        citations=lambda n: [CitationMessage(source="rare" if n == 0 else "usual")],
    )
    assert "No source clearly draws more complaints than the rest" in says(viewer)


def test_every_block_has_its_file_and_the_page_its_pictures(
    project: Project, viewer: Client
) -> None:
    _sent(project, answers=120, right=lambda n: n % 2 == 0, confidence=lambda n: n % 10 / 10)
    for name in [one["id"] for one in viewer.get(f"{PAGE.rstrip('/')}.json").json()["blocks"]]:
        assert viewer.get(f"{PAGE}{name}.csv").status_code == 200
    for name in ("reliability", "risk", "calibration-by-team"):
        assert b"<svg" in viewer.get(f"{PAGE}{name}.svg").content


def test_of_a_project_of_four_people_no_source_is_told(project: Project, viewer: Client) -> None:
    _sent(
        project,
        answers=80,
        right=lambda _: False,
        people=4,
        citations=[CitationMessage(source="it/vpn")],
    )
    assert block(viewer, "sources")["rows"] == []
    quality = viewer.get("/p/alpha/report/quality.json").json()["blocks"]
    assert next(one for one in quality if one["id"] == "by-source")["rows"] == []


def test_conflicts_say_what_each_side_says_and_of_nobody_how_many(
    project: Project, viewer: Client
) -> None:
    diverge(project)
    place_all(project, now=builders.NOW)
    look(project, Kind.TERM_CONFLICT)
    [row] = block(viewer, "terms")["rows"]
    assert row["meanings"]["value"].startswith("Finance: “")
    assert "people" not in row["meanings"]["value"]
    assert "/p/alpha/issues/" in row["issue"]["behind"]
