"""How well the loop itself works, as its page says it."""

import csv
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import numpy as np
import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from lifelines.statistics import logrank_test

from feedback.models import Project
from reporting.loop.operations import fold
from reporting.metrics.survival import logrank
from reporting.models import IssueProgress
from reporting.rollups.operations import rebuild
from tests.builders import place_all, say, send_answer
from tests.reporting.test_report_page import text
from tests.triage.acting import ANN
from tests.triage.telling import tell_all
from triage.issues import operations
from triage.issues.operations import NewFix
from triage.models import Issue

MemberClient = Callable[[str], Client]
PAGE = "/p/alpha/report/loop/"
HOUR = timedelta(hours=1)
# Nothing in common, so that each is an issue of its own.
TOPICS = (
    *("annual leave", "broken printer", "travel expenses", "car park", "canteen menu", "payslip"),
    *("fire drill", "visitor badge", "sick note", "office chairs", "train tickets", "pension"),
)


@pytest.fixture
def viewer(member_client: MemberClient) -> Client:
    return member_client("viewer")


@pytest.fixture
def begun() -> datetime:
    return timezone.now() - timedelta(days=10)


@pytest.fixture
def worked(project: Project, begun: datetime) -> list[Issue]:
    """Twelve issues of as many people. Half are looked at, after 1 to 6 hours; of these four are
    fixed, by two source updates, a release and a prompt, and one is declined."""
    words = []
    for n, topic in enumerate(TOPICS):
        cohort = "Pilot" if n % 2 else "Rollout"
        asked = send_answer(
            project, question=topic, text="?", person=f"p{n}", cohort=cohort, now=begun
        )
        said = {"comment": f"about {topic}", "person": f"p{n}", "cohort": cohort, "now": begun}
        words.append(say(project, asked, "down", **said))
    place_all(project, now=begun)
    issues = [Issue.objects.get(placements__feedback=word) for word in words]
    assert len({issue.pk for issue in issues}) == len(TOPICS)
    for n, issue in enumerate(issues[:6], start=1):
        operations.comment(issue=issue, text="I look", actor=ANN, now=begun + n * HOUR)
    kinds = ("source", "source", "release", "prompt", "wont_fix")
    for issue, kind in zip(issues, kinds, strict=False):
        fix = NewFix(kind)
        at = begun + 10 * HOUR
        operations.resolve(
            issue=issue, fix=fix, resolution="Mended", version=None, actor=ANN, now=at
        )
    tell_all(now=begun + 12 * HOUR)
    rebuild(project=project, now=timezone.now())
    fold(project=project, now=timezone.now())
    return issues


def blocks(client: Client, query: str = "") -> dict[str, Any]:
    page = client.get(f"{PAGE[:-1]}.json{query}").json()
    return {block["id"]: block for block in page["blocks"]}


def table(client: Client, block: str, query: str = "") -> list[dict[str, str]]:
    text = client.get(f"{PAGE}{block}.csv{query}").content.decode()
    return list(csv.DictReader(text.splitlines()))


def test_without_complaints_it_says_so(viewer: Client, project: Project) -> None:
    send_answer(project, now=timezone.now())
    rebuild(project=project, now=timezone.now())
    assert "Nobody complained in these days" in text(viewer.get(PAGE))


def test_it_says_how_far_issues_have_come_and_how_soon_somebody_responds(
    viewer: Client, worked: list[Issue]
) -> None:
    said = text(viewer.get(PAGE))
    assert "Of 12 issues 6 were looked at by a person, 5 acted on and 0 verified." in said
    assert "Half of all got a first response within 6.0 hours." in said


def test_the_funnel_tells_how_long_those_that_wait_have_waited(
    viewer: Client, worked: list[Issue]
) -> None:
    captured, reviewed, acted, _ = table(viewer, "funnel")
    assert (captured["issues"], captured["waiting"]) == ("12", "6")
    assert (captured["median_wait"], captured["long_wait"]) == ("240.0", "240.0")
    assert (reviewed["issues"], reviewed["waiting"]) == ("6", "1")
    assert (acted["issues"], acted["waiting"]) == ("5", "4")  # the declined one waits for nothing


def test_shares_are_of_what_could_be(viewer: Client, worked: list[Issue]) -> None:
    """Of few issues they are too early to tell, and say of how many."""
    lines = {line["name"]: line["basis"] for line in table(viewer, "key")}
    assert "4 issues fixed so far" in lines["closed_without_engineer"]
    assert "5 reporters who are owed it so far" in lines["reporters_told"]
    assert "2.0 hours" in text(viewer.get(PAGE))  # until they are told


def test_a_cohort_has_its_own_issues(viewer: Client, worked: list[Issue]) -> None:
    assert table(viewer, "funnel")[0]["issues"] == "12"
    assert table(viewer, "funnel", "?cohort=pilot")[0]["issues"] == "6"


def test_what_rests_on_few_people_is_hidden(viewer: Client, worked: list[Issue]) -> None:
    """Fewer than five of one cohort, and with them the other, which is all less these."""
    few = IssueProgress.objects.filter(cohort__slug="pilot")
    few.filter(pk__in=few[:2]).delete()
    for cohort in ("pilot", "rollout"):
        assert "not shown" in text(viewer.get(f"{PAGE}?cohort={cohort}"))
        assert "funnel" not in blocks(viewer, f"?cohort={cohort}")
    assert "funnel" in blocks(viewer)


def test_each_owner_team_has_its_load_and_the_receipts_are_counted(
    viewer: Client, worked: list[Issue]
) -> None:
    found = blocks(viewer)
    [owner] = found["owners"]["rows"]
    assert owner["open"]["value"] == 7
    assert (
        "12 receipts were given, and 12 of these words are stored" in found["receipts"]["summary"]
    )


WAITS = st.lists(st.tuples(st.integers(1, 12), st.booleans()), min_size=1, max_size=40)


@given(WAITS, WAITS)
def test_pilot_and_rollout_differ_by_the_log_rank_test_of_lifelines(
    some: list[tuple[int, bool]], others: list[tuple[int, bool]]
) -> None:
    (a, ended), (b, ended_too) = (zip(*rows, strict=True) for rows in (some, others))
    theirs = logrank_test(a, b, ended, ended_too).p_value
    expected = 1.0 if np.isnan(theirs) else theirs
    ours = logrank(*(np.array(column) for column in (a, ended, b, ended_too)))
    assert ours == pytest.approx(expected, abs=1e-9)
