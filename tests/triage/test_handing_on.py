"""When somebody leaves: what they had goes to others at once, or waits and shows that it does."""

from datetime import timedelta
from typing import Any

import pytest
from celery import current_app

from feedback.directory.operations import add_member, end_membership
from feedback.models import AuditEvent, Project
from tests.builders import NOW, make_project
from tests.triage.acting import ANN, resolve, undo
from tests.triage.teaming import ADMIN, join, make_team, named, open_some, who_is_on
from triage.issues import operations
from triage.issues.operations.handing import hand_on, hand_out
from triage.issues.queries.handing import projects_to_hand_on
from triage.issues.tasks import hand_on_all, nudge, sweep
from triage.issues.wording import sentence
from triage.models import Issue
from triage.routing.teams import choose_assigning, leave_owner

LEFT = NOW + timedelta(days=2)


def queued() -> int:
    with current_app.connection_for_read() as connection:
        return int(connection.default_channel.client.llen("errata"))


def leave(project: Project, name: str) -> None:
    end_membership(member=named(project, name), actor=ADMIN, now=LEFT)


def test_what_they_had_goes_to_others_by_the_teams_way_and_says_why(project: Project) -> None:
    make_team(project, "ana", "ben")
    issues = open_some(project, 4)
    leave(project, "ana")

    assert hand_on(project=project, limit=10, now=LEFT) == 2

    assert who_is_on(*issues) == ["ben"] * 4
    [activity, _] = [a for issue in issues for a in issue.activity.filter(verb="handed_on")]
    assert sentence(activity.verb, activity.actor, activity.data) == (
        "Errata handed it on to ben@alpha.example (next in turn in Ops): "
        "ana@alpha.example left on 2026-06-17"
    )
    assert AuditEvent.objects.filter(verb="issue.handed_on").count() == 2


def test_it_is_handed_on_as_soon_as_the_leaving_is_committed(
    project: Project, django_capture_on_commit_callbacks: Any
) -> None:
    make_team(project, "ana", "ben")
    open_some(project, 2)

    before = queued()
    with django_capture_on_commit_callbacks(execute=True):
        leave(project, "ana")

    assert queued() == before + 1


def test_a_nudge_that_is_lost_costs_only_time(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: object, **__: object) -> None:
        raise OSError("connection refused")

    make_team(project, "ana", "ben")
    open_some(project, 2)
    leave(project, "ana")
    with monkeypatch.context() as patch:
        patch.setattr(hand_on_all, "apply_async", away)
        nudge(project.pk)

    before = queued()
    sweep()
    assert queued() == before + 1


def test_a_worker_killed_half_way_loses_nothing(project: Project) -> None:
    make_team(project, "ana", "ben")
    issues = open_some(project, 4)
    leave(project, "ana")

    hand_on(project=project, limit=1, now=LEFT)  # and here it is killed
    assert projects_to_hand_on() == [project.pk]

    hand_on_all(str(project.pk))
    assert who_is_on(*issues) == ["ben"] * 4
    assert sum(issue.activity.filter(verb="handed_on").count() for issue in issues) == 2
    assert projects_to_hand_on() == []


def test_what_nobody_can_take_waits_in_the_team_and_remembers_whose_it_was(
    project: Project,
) -> None:
    team = make_team(project, "ana", "ben", capacity=1)
    issues = open_some(project, 2)
    leave(project, "ana")

    hand_on(project=project, limit=10, now=LEFT)

    assert sorted(who_is_on(*issues)) == ["", "ben"]
    [waits] = [issue for issue in issues if issue.assignee is None]
    assert (waits.owner, waits.assignee_why) == (team, "everybody in Ops is full")
    assert waits.former_assignee == named(project, "ana")


def test_what_was_left_behind_is_given_out_before_what_waits_else(project: Project) -> None:
    make_team(project, "ana", capacity=1)
    first, second, third = open_some(project, 3)
    Issue.objects.filter(pk=third.pk).update(priority=4)
    leave(project, "ana")
    hand_on(project=project, limit=10, now=LEFT)
    join(
        first.owner,
        add_member(
            project=project, email="ben@alpha.example", role="triager", actor=ADMIN, now=LEFT
        ),
        2,
    )

    hand_out(project=project, now=LEFT)

    assert who_is_on(first, second, third) == ["ben", "", "ben"]
    assert first.former_assignee is None


def test_a_team_that_assigns_nobody_keeps_the_issue_and_shows_that_it_waits(
    project: Project,
) -> None:
    team = make_team(project, "ana", assigns="nobody")
    [issue] = open_some(project, 1)
    act = {"version": None, "actor": ANN, "now": NOW}
    operations.assign(issue=issue, owner=team, assignee=named(project, "ana"), **act)
    leave(project, "ana")

    hand_on(project=project, limit=10, now=LEFT)

    assert who_is_on(issue) == [""]
    assert (issue.owner, issue.former_assignee) == (team, named(project, "ana"))


def test_whoever_may_only_look_any_more_has_nothing_to_work(project: Project) -> None:
    make_team(project, "ana", "ben")
    issues = open_some(project, 2)
    add_member(project=project, email="ana@alpha.example", role="viewer", actor=ADMIN, now=LEFT)

    hand_on(project=project, limit=10, now=LEFT)

    assert who_is_on(*issues) == ["ben", "ben"]


def test_out_of_the_team_they_keep_only_what_a_person_chose(project: Project) -> None:
    team = make_team(project, "ana", "ben")
    issues = open_some(project, 4)
    chosen = next(issue for issue in issues if who_is_on(issue) == ["ben"])
    act = {"version": None, "actor": ANN, "now": NOW}
    operations.assign(issue=chosen, owner=team, assignee=named(project, "ana"), **act)

    leave_owner(owner=team, member=named(project, "ana"), actor=ADMIN, now=NOW)
    hand_on(project=project, limit=10, now=LEFT)

    assert who_is_on(chosen) == ["ana"]
    assert who_is_on(*[issue for issue in issues if issue != chosen]) == ["ben"] * 3


def test_what_is_closed_stays_theirs_until_it_is_open_again(project: Project) -> None:
    make_team(project, "ana", "ben")
    issues = open_some(project, 2)
    [hers] = [issue for issue in issues if who_is_on(issue) == ["ana"]]
    done = resolve(hers)
    leave(project, "ana")

    assert hand_on(project=project, limit=10, now=LEFT) == 0
    undo(done)
    assert projects_to_hand_on() == [project.pk]

    hand_on(project=project, limit=10, now=LEFT)
    assert who_is_on(hers) == ["ben"]


def test_the_last_one_of_a_team_leaves_and_the_team_still_answers(project: Project) -> None:
    team = make_team(project, "ana")
    [issue] = open_some(project, 1)
    leave(project, "ana")
    hand_on(project=project, limit=10, now=LEFT)

    [later] = open_some(project, 1)

    assert who_is_on(issue, later) == ["", ""]
    assert issue.owner == later.owner == team
    assert later.assignee_why == "nobody is in Ops"


def test_only_projects_where_somebody_left_are_looked_at(project: Project) -> None:
    still = make_project("omega")
    make_team(project, "ana")
    open_some(project, 1)
    leave(project, "ana")
    choose_assigning(owner=still.owners.get(catches_all=True), assigns="load", actor=ADMIN, now=NOW)

    assert projects_to_hand_on() == [project.pk]
