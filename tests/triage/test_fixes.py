"""Resolving by a fix: what it names, since when it is in force, and what takes it back."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from feedback.errors import RefusedError
from feedback.models import Project, Release, Source
from tests.builders import NOW, make_issue, place_all, say, send_answer
from tests.triage.acting import ANN, LEAVE, MENDED, resolve, undo
from triage.issues import operations
from triage.issues.operations import NewFix
from triage.issues.wording import sentence
from triage.models import Fix, Issue, IssueActivity

LATER = NOW + timedelta(hours=1)


@pytest.fixture
def leave(project: Project) -> Issue:
    return make_issue(project, LEAVE)


def mend(issue: Issue, fix: NewFix, says: str = "30 days now") -> IssueActivity:
    return operations.resolve(
        issue=issue, fix=fix, resolution=says, version=None, actor=ANN, now=LATER
    )


def release(project: Project, name: str) -> Release:
    return Release.objects.get(project=project, name=name)


def announced(project: Project, name: str) -> Release:
    return Release.objects.create(project=project, name=name, first_seen=NOW)


def test_a_source_update_is_in_force_at_once(project: Project, leave: Issue) -> None:
    send_answer(project, sources=["hr/leave"])
    source = Source.objects.get(project=project)
    activity = mend(leave, NewFix("source", source=source, url="https://wiki.example/leave"))
    fix = leave.fixes.get()
    assert (fix.source, fix.in_force_at, fix.made_by) == (source, LATER, ANN)
    said = sentence(activity.verb, activity.actor, activity.data)
    assert said.endswith("resolved it by updating hr/leave: 30 days now")


def test_a_prompt_may_be_in_force_since_another_time(leave: Issue) -> None:
    mend(leave, NewFix("prompt", prompt_version="7", in_force_at=NOW))
    assert leave.fixes.get().in_force_at == NOW


def test_a_release_that_answers_already_is_in_force_since_its_first_answer(
    project: Project, leave: Issue
) -> None:
    for minutes in (10, 30, 20):
        at = NOW + timedelta(minutes=minutes)
        send_answer(project, release="2.4", asked_at=at, now=LATER)
    mend(leave, NewFix("release", release=release(project, "2.4")))
    assert leave.fixes.get().in_force_at == NOW + timedelta(minutes=10)


def test_a_release_that_was_only_announced_is_waited_for(project: Project, leave: Issue) -> None:
    mend(leave, NewFix("release", release=announced(project, "2.5")))
    assert list(Fix.objects.waiting()) == [leave.fixes.get()]


def test_the_next_release_is_waited_for(leave: Issue) -> None:
    activity = mend(leave, NewFix("release"))
    assert list(Fix.objects.waiting()) == [leave.fixes.get()]
    assert "resolved it in the next release" in sentence("resolved", ANN, activity.data)


def test_what_is_not_mended_is_never_in_force(leave: Issue) -> None:
    activity = mend(leave, NewFix("wont_fix"), "The law says so")
    assert leave.fixes.get().in_force_at is None
    assert not Fix.objects.waiting()
    assert sentence("resolved", ANN, activity.data).endswith("declined it: The law says so")


@pytest.mark.parametrize(
    "fix",
    [
        NewFix("magic"),
        NewFix(""),
        NewFix("prompt", prompt_version="x" * 101),
        NewFix("source", prompt_version="7"),
        NewFix("release", in_force_at=NOW),
        NewFix("wont_fix", in_force_at=NOW),
        NewFix("prompt", in_force_at=datetime(9999, 12, 31, tzinfo=UTC)),
        NewFix("source", in_force_at=LATER - timedelta(days=367)),
        NewFix("source", url="javascript:alert(1)"),
        NewFix("source", url="https://"),
        NewFix("source", url="https://[oops/"),
    ],
)
def test_a_fix_that_makes_no_sense_is_refused(leave: Issue, fix: NewFix) -> None:
    with pytest.raises(RefusedError):
        mend(leave, fix)
    leave.refresh_from_db()
    assert (leave.status, leave.fixes.count()) == ("unresolved", 0)


def test_another_projects_release_is_none(other_project: Project, leave: Issue) -> None:
    with pytest.raises(RefusedError):
        mend(leave, NewFix("release", release=announced(other_project, "2.5")))


def test_undo_takes_the_fix_back(leave: Issue) -> None:
    undo(resolve(leave))
    assert leave.fixes.get().withdrawn_at == NOW


def test_opening_again_takes_the_fix_back_and_undoing_that_restores_it(leave: Issue) -> None:
    resolve(leave)
    reopened = operations.reopen(issue=leave, version=None, actor=ANN, now=NOW)
    assert not leave.fixes.standing()
    undo(reopened)
    assert leave.fixes.standing().count() == 1


def test_of_two_fixes_the_last_one_stands(leave: Issue) -> None:
    mend(leave, MENDED)
    operations.reopen(issue=leave, version=None, actor=ANN, now=LATER)
    mend(leave, NewFix("prompt"))
    assert leave.fixes.standing().get().kind == "prompt"


def test_the_database_keeps_one_fix_that_stands(leave: Issue) -> None:
    mend(leave, MENDED)
    fix = leave.fixes.get()
    fix.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        fix.save(force_insert=True)


def test_a_complaint_that_brings_the_issue_back_ends_its_fix(
    project: Project, leave: Issue
) -> None:
    resolve(leave)
    say(project, send_answer(project, question=LEAVE, now=LATER), now=LATER)
    place_all(project, now=LATER)
    leave.refresh_from_db()
    assert (leave.substatus, leave.fixes.standing().count()) == ("regressed", 0)
