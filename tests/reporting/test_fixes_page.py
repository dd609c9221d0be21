"""Which fixes worked, at a glance: the page, its drawing and its files."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from feedback.models import Project
from reporting.fixes.course import weeks_of
from reporting.rollups.operations import rebuild
from tests.builders import make_issue
from tests.reporting.test_report_page import text
from tests.triage.acting import ANN
from tests.triage.placing import LEAVE, VPN
from triage.embedding.spaces import embedder_of
from triage.issues import operations
from triage.issues.operations import NewFix
from triage.models import Fix, FixDay, Issue
from triage.resolution.watching import look_at

MemberClient = Callable[[str], Client]
PAGE = "/p/alpha/report/fixes/"
SINCE = 20  # days


@pytest.fixture
def viewer(member_client: MemberClient) -> Client:
    return member_client("viewer")


@pytest.fixture
def fixed_at() -> datetime:
    return timezone.now() - timedelta(days=SINCE + 1, hours=1)


def fix(issue: Issue, at: datetime, *, kind: str = "source", left: float | None = None) -> Fix:
    """A fix that left so much of the complaints in twenty days, if they were counted."""
    operations.resolve(
        issue=issue,
        fix=NewFix(kind),
        resolution="The page is mended",
        version=None,
        actor=ANN,
        now=at,
    )
    made = issue.fixes.get(withdrawn_at=None)
    if left is not None:
        FixDay.objects.bulk_create(counted(made, at, day, left) for day in range(-28, SINCE))
        look_at(fix=made, embedder=embedder_of("wordllama"), now=timezone.now())
        made.refresh_from_db()
    return made


def counted(made: Fix, at: datetime, day: int, left: float) -> FixDay:
    """Of ten answers a day to like questions five were complained of; of 400 others 20 are."""
    wrong = 5 if day < 0 else round(5 * left)
    return FixDay(
        fix=made,
        day=day,
        begins_at=at + timedelta(days=day),
        answers=410,
        drawn=410,
        alike=10,
        alike_wrong=wrong,
        others=400,
        others_wrong=20,
    )


@pytest.fixture
def fixes(project: Project, fixed_at: datetime) -> list[Fix]:
    """One that took all away, one that took nothing, and one of which nothing is known yet."""
    questions = (LEAVE, VPN, "Where is the printer?", "Who approves travel?")
    first, second, third, fourth = (make_issue(project, q, now=fixed_at) for q in questions)
    rebuild(project=project, now=timezone.now())
    fix(fourth, fixed_at, kind="wont_fix")
    return [
        fix(first, fixed_at, left=0.0),
        fix(second, fixed_at, left=1.0),
        fix(third, fixed_at, kind="prompt"),
    ]


def block(client: Client, id_: str, query: str = "") -> dict[str, Any]:
    page = client.get(f"{PAGE[:-1]}.json{query}").json()
    [found] = [b for b in page["blocks"] if b["id"] == id_]
    return found


def test_without_fixes_it_says_how_one_comes_about(viewer: Client, project: Project) -> None:
    make_issue(project, LEAVE, now=timezone.now())
    rebuild(project=project, now=timezone.now())
    assert "Resolve an issue and say what was changed" in text(viewer.get(PAGE))


def test_a_sentence_says_how_many_worked(viewer: Client, fixes: list[Fix]) -> None:
    said = text(viewer.get(PAGE))
    assert "Of 3 fixes 1 verified, 1 too early to tell, 1 no better. 1 more was declined" in said


def test_each_effect_is_drawn_with_its_interval_and_leads_to_its_weeks(
    viewer: Client, fixes: list[Fix]
) -> None:
    page = viewer.get(PAGE)
    [plot] = [p for p in page.context["plots"] if p["id"] == "plot-effects"]
    rows = plot["spec"]["data"]["values"]
    assert [row["verdict"] for row in rows] == ["verified", "no better"]
    assert [row["low"] <= row["value"] <= row["high"] for row in rows] == [True, True]
    assert rows[0]["href"].endswith(f"?fix={fixes[0].pk}")

    behind = viewer.get(rows[0]["href"])
    [weeks] = [p for p in behind.context["plots"] if p["id"] == "plot-one"]
    shares = [row["value"] for row in weeks["spec"]["data"]["values"]]
    assert shares == [0.5] * 4 + [0.0] * 3


def test_the_list_has_every_fix_with_its_verdict_as_a_file_too(
    viewer: Client, fixes: list[Fix]
) -> None:
    lines = viewer.get(f"{PAGE}fixes.csv").content.decode().splitlines()
    assert len(lines) == 1 + 3
    assert sum("no better" in line for line in lines) == 1
    assert sum("not measured yet" in line for line in lines) == 1


def test_a_fix_of_another_project_is_refused(
    viewer: Client, fixes: list[Fix], other_project: Project, fixed_at: datetime
) -> None:
    theirs = fix(make_issue(other_project, LEAVE, now=fixed_at), fixed_at)
    for unknown in (theirs.pk, "no-id"):
        assert viewer.get(f"{PAGE}?fix={unknown}").status_code == 422


def test_days_are_put_together_by_weeks_from_the_fix(fixes: list[Fix]) -> None:
    weeks = weeks_of(fixes[0].days.order_by("day"))
    assert [(week.week, week.days) for week in weeks] == [
        *((week, 7) for week in range(-4, 2)),
        (2, 6),
    ]
    assert (weeks[0].like.numerator, weeks[0].like.denominator) == (35, 70)
