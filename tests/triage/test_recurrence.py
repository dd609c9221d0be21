"""When complaints after a fix bring its issue back, and when they don't."""

from datetime import datetime, timedelta

import pytest

from feedback.models import Project, Release
from tests.builders import NOW, make_issue, place_all, say, send_answer
from tests.triage.acting import ANN, LEAVE, PRINTER
from triage.issues import operations
from triage.issues.operations import NewFix
from triage.models import Fix, Issue
from triage.resolution.operations import put_in_force
from triage.resolution.tasks import sweep

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def leave(project: Project) -> Issue:
    return make_issue(project, LEAVE)


def mend(issue: Issue, *kind: str, now: datetime = NOW, **names: object) -> Fix:
    fix = NewFix(*kind, **names)  # type: ignore[arg-type]
    operations.resolve(issue=issue, fix=fix, resolution="Mended", version=None, actor=ANN, now=now)
    return issue.fixes.get()


def complain(project: Project, at: datetime, *, asked: datetime | None = None, **of: str) -> None:
    """Of an answer given at that time, or another."""
    answer = send_answer(project, question=LEAVE, asked_at=asked or at, now=at, **of)
    say(project, answer, now=at)
    place_all(project, now=at)


def state(issue: Issue) -> tuple[str, str]:
    issue.refresh_from_db()
    return issue.status, issue.substatus


BACK, RESTS = ("unresolved", "regressed"), ("resolved", "")


def test_a_complaint_soon_after_the_fix_of_a_seldom_one_brings_it_back(
    project: Project, leave: Issue
) -> None:
    mend(leave, "source")
    complain(project, NOW + DAY)
    assert state(leave) == BACK


def test_one_of_an_answer_given_before_the_fix_does_not(project: Project, leave: Issue) -> None:
    mend(leave, "source")
    complain(project, NOW + HOUR, asked=NOW - HOUR)
    assert state(leave) == RESTS


def test_one_before_the_time_that_the_fix_is_in_force_from_does_not(
    project: Project, leave: Issue
) -> None:
    mend(leave, "prompt", in_force_at=NOW + 2 * DAY)
    complain(project, NOW + DAY)
    assert state(leave) == RESTS
    complain(project, NOW + 3 * DAY)
    assert state(leave) == BACK


def test_of_many_complaints_one_more_is_no_sign_but_as_many_as_before_are(project: Project) -> None:
    leave = make_issue(project, LEAVE, complaints=28)
    mend(leave, "source", now=NOW + HOUR)
    complain(project, NOW + 2 * DAY)
    assert state(leave) == RESTS
    for hours in (50, 60, 70, 80):
        complain(project, NOW + hours * HOUR)
    assert state(leave) == BACK


def test_while_production_serves_the_old_release_nothing_comes_back(
    project: Project, leave: Issue
) -> None:
    send_answer(project, release="2.3", asked_at=NOW - DAY)
    fix = mend(leave, "release")
    for hours in range(1, 6):
        complain(project, NOW + hours * HOUR, release="2.3")
        sweep()
    assert state(leave) == RESTS
    fix.refresh_from_db()
    assert fix.in_force_at is None


def test_the_next_release_is_in_force_from_its_first_answer(project: Project, leave: Issue) -> None:
    fix = mend(leave, "release")
    send_answer(project, release="2.4", asked_at=NOW + HOUR, now=NOW + HOUR)
    send_answer(project, release="2.5", asked_at=NOW + DAY, now=NOW + DAY)
    sweep()
    sweep()
    fix.refresh_from_db()
    assert fix.release == Release.objects.get(name="2.4")
    assert fix.in_force_at == NOW + HOUR
    assert leave.activity.filter(verb="fix_in_force").count() == 1


def test_an_announced_release_is_waited_for_though_another_comes_first(
    project: Project, leave: Issue
) -> None:
    later = Release.objects.create(project=project, name="3.0", first_seen=NOW)
    fix = mend(leave, "release", release=later)
    send_answer(project, release="2.4", asked_at=NOW + HOUR, now=NOW + HOUR)
    assert put_in_force(project=project, now=NOW + HOUR) == 0
    send_answer(project, release="3.0", asked_at=NOW + DAY, now=NOW + DAY)
    assert put_in_force(project=project, now=NOW + DAY) == 1
    fix.refresh_from_db()
    assert fix.in_force_at == NOW + DAY


@pytest.mark.parametrize("of", [{"release": "2.3"}, {}])
def test_an_answer_of_the_old_release_or_of_none_says_nothing_against_the_new_one(
    project: Project, leave: Issue, of: dict[str, str]
) -> None:
    send_answer(project, release="2.3", asked_at=NOW - DAY)
    mend(leave, "release")
    send_answer(project, release="2.4", asked_at=NOW + HOUR, now=NOW + HOUR)
    put_in_force(project=project, now=NOW + HOUR)
    complain(project, NOW + 2 * HOUR, **of)
    assert state(leave) == RESTS


@pytest.mark.parametrize("name", ["2.4", "2.5"])
def test_an_answer_of_the_release_or_a_later_one_brings_it_back(
    project: Project, leave: Issue, name: str
) -> None:
    mend(leave, "release")
    send_answer(project, release="2.4", asked_at=NOW + HOUR, now=NOW + HOUR)
    put_in_force(project=project, now=NOW + HOUR)
    complain(project, NOW + 2 * HOUR, release=name)
    assert state(leave) == BACK


def test_what_was_said_before_anybody_saw_that_the_release_is_there_counts(
    project: Project, leave: Issue
) -> None:
    mend(leave, "release")
    complain(project, NOW + HOUR, release="2.4")
    assert state(leave) == RESTS
    put_in_force(project=project, now=NOW + 2 * HOUR)
    assert state(leave) == BACK
    assert not leave.fixes.standing()


def test_what_is_not_mended_does_not_come_back_by_more_of_the_same(
    project: Project, leave: Issue
) -> None:
    mend(leave, "wont_fix")
    for hours in range(1, 6):
        complain(project, NOW + hours * HOUR)
    assert state(leave) == RESTS


def test_what_was_resolved_before_there_were_fixes_comes_back_as_ever(
    project: Project, leave: Issue
) -> None:
    mend(leave, "source").delete()
    complain(project, NOW + HOUR)
    assert state(leave) == BACK


def test_where_everything_is_complained_of_more_as_much_more_is_expected_of_this(
    project: Project,
) -> None:
    """As many complaints in two days as before in fourteen, while of all else there are as many."""
    make_issue(project, PRINTER, complaints=28, now=NOW - DAY)
    leave = make_issue(project, LEAVE, complaints=28, now=NOW - DAY)
    mend(leave, "source")
    for number in range(28):
        at = NOW + DAY + number * timedelta(minutes=5)
        say(project, send_answer(project, question=PRINTER, now=at), now=at)
    for hours in (28, 30, 32, 34):
        complain(project, NOW + hours * HOUR)
    assert state(leave) == RESTS
