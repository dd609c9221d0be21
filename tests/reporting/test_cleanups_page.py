"""Use after clean-ups, from what people did to what the page says."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from feedback.capture.messages import AnswerMessage
from feedback.capture.operations import record_answers
from feedback.models import Project
from reporting.fixes.cleanups import Effect, Verdict
from reporting.fixes.kept import POOLED, hidden
from reporting.fixes.sampling import reckon
from reporting.rollups.operations import rebuild
from tests.builders import say
from tests.reporting.test_report_page import text
from tests.triage.acting import ANN
from tests.triage.placing import LEAVE, VPN, place_all
from triage.issues import operations
from triage.issues.operations import NewFix
from triage.models import Issue

MemberClient = Callable[[str], Client]
PAGE = "/p/alpha/report/fixes/"
PEOPLE, WEEKS_AGO = 12, 6


@pytest.fixture
def monday() -> datetime:
    """Of the week of the fix, whose four weeks since are over."""
    now = timezone.now()
    midnight = now.replace(hour=12, minute=0, second=0, microsecond=0)
    return midnight - timedelta(days=now.weekday(), weeks=WEEKS_AGO)


def answer(project: Project, monday: datetime, person: str, week: int, question: str) -> None:
    at = monday + timedelta(weeks=week, days=1)
    message = AnswerMessage(
        id=f"{person}-{week}", question=question, text="?", person=person, asked_at=at
    )
    record_answers(project=project, messages=[message], actor="system:test", now=at)


def use(project: Project, monday: datetime) -> None:
    """Two dozen people who use it every other week and complain the week before the fix, half of
    them of what it mends: these use it in nearly all weeks since, the others as before."""
    for n in range(2 * PEOPLE):
        mends = n < PEOPLE
        person, question = f"p{n}", LEAVE if mends else VPN
        weeks = {-9, *(week for week in range(-8, 0) if (week + n) % 2), -1}
        weeks |= {week for week in range(1, 5) if (week + n) % 2 and not mends}
        weeks |= {1, 2, 3, 4 if n % 6 else 3} if mends else set()
        for week in sorted(weeks):
            answer(project, monday, person, week, question)
        at = monday - timedelta(days=5)
        say(project, f"{person}--1", "down", person=person, now=at)
    while place_all(project):
        pass
    issue = Issue.objects.filter(placements__feedback__person__external_id="p0").get()
    operations.resolve(
        issue=issue,
        fix=NewFix("source"),
        resolution="The page is mended",
        version=None,
        actor=ANN,
        now=monday,
    )
    rebuild(project=project, now=timezone.now())
    reckon(project=project, now=timezone.now())


def found(client: Client) -> list[dict[str, Any]]:
    page = client.get(f"{PAGE[:-1]}.json").json()
    [block] = [b for b in page["blocks"] if b["id"] == "use"]
    rows: list[dict[str, Any]] = block["rows"]
    return rows


def test_who_comes_back_after_a_clean_up_is_told_beside_who_had_none(
    project: Project, monday: datetime, member_client: MemberClient
) -> None:
    use(project, monday)
    viewer = member_client("viewer")
    pooled, one = found(viewer)
    assert (one["treated"]["value"], one["others"]["value"]) == (PEOPLE, PEOPLE)
    assert one["verdict"]["value"] == pooled["verdict"]["value"] == "used more"
    assert "used it" in text(viewer.get(PAGE))


def test_a_clean_up_waits_until_its_weeks_are_over(
    project: Project, monday: datetime, member_client: MemberClient
) -> None:
    use(project, monday + timedelta(weeks=3))
    assert found(member_client("viewer")) == []


def test_of_few_people_neither_the_clean_up_nor_what_would_tell_of_it_is_shown() -> None:
    many, few = (Effect(Verdict.TOO_EARLY, n, 40, None, None) for n in (20, 3))
    assert hidden({"a": many, POOLED: many}) == set()
    assert hidden({"a": many, "b": few, POOLED: many}) == {"a", "b"}
