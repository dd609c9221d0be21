"""Who is on an issue: given by the team's own way, kept where a person chose, handed on."""

import threading
from datetime import timedelta

import pytest
from django.db import connection

from feedback.models import AuditEvent, Project
from tests.builders import NOW, make_member, make_project
from tests.triage.acting import ANN, merge, resolve, split, undo
from tests.triage.placing import complain
from tests.triage.teaming import make_team, named, open_some, who_is_on
from triage.clustering.operations import place_waiting
from triage.embedding.letters import Letters
from triage.issues import operations
from triage.issues.operations.handing import hand_out
from triage.issues.wording import sentence
from triage.models import Issue, Owner
from triage.routing.operations import add_owner, save_rules
from triage.routing.rota import TeamsWay
from triage.routing.teams import choose_assigning, join_owner, set_away, set_capacity

ACT = {"version": None, "actor": ANN, "now": NOW}


def test_new_issues_go_round_in_turn_and_say_so(project: Project) -> None:
    make_team(project, "ana", "ben")

    issues = open_some(project, 4)

    assert who_is_on(*issues) in (["ana", "ben"] * 2, ["ben", "ana"] * 2)
    assert {issue.assignee_why for issue in issues} == {"next in turn in Ops"}
    opened = issues[0].activity.get(verb="opened")
    assert "is on it: next in turn in Ops" in sentence("opened", opened.actor, opened.data)


def test_new_issues_go_to_the_least_loaded_relative_to_capacity(project: Project) -> None:
    team = make_team(project, "ana", "ben", assigns="load", capacity=4)
    set_capacity(owner=team, member=named(project, "ben"), capacity=2, actor=ANN, now=NOW)

    issues = open_some(project, 6)

    assert sorted(who_is_on(*issues)) == ["ana"] * 4 + ["ben"] * 2
    assert issues[-1].assignee_why.startswith("least load in Ops: ")


def test_a_team_that_assigns_nobody_leaves_issues_to_be_taken(project: Project) -> None:
    make_team(project, "ana", assigns="nobody")

    [issue] = open_some(project, 1)

    assert (who_is_on(issue), issue.assignee_why) == ([""], "")


def test_away_and_full_are_passed_over_and_the_issue_says_that_it_waits(project: Project) -> None:
    make_team(project, "ana", "ben", capacity=1)
    back_on = NOW.date() + timedelta(days=3)
    set_away(member=named(project, "ana"), back_on=back_on, actor=ANN, now=NOW)

    issues = open_some(project, 2)

    assert who_is_on(*issues) == ["ben", ""]
    assert issues[1].assignee_why == "everybody in Ops is away or full"


def test_what_waits_is_given_out_as_soon_as_somebody_has_room(project: Project) -> None:
    make_team(project, "ana", capacity=1)
    first, second = open_some(project, 2)
    assert hand_out(project=project, now=NOW) == 0

    resolve(first)

    assert hand_out(project=project, now=NOW) == 1
    assert who_is_on(second) == ["ana"]
    activity = second.activity.get(verb="assigned")
    assert sentence(activity.verb, activity.actor, activity.data) == (
        "Errata assigned it to Ops, ana@alpha.example: next in turn in Ops"
    )
    assert hand_out(project=project, now=NOW) == 0
    assert AuditEvent.objects.filter(verb="issue.assigned").count() == 1


def test_who_is_back_is_given_issues_again(project: Project) -> None:
    make_team(project, "ana")
    back_on = NOW.date() + timedelta(days=3)
    set_away(member=named(project, "ana"), back_on=back_on, actor=ANN, now=NOW)
    [issue] = open_some(project, 1)

    assert hand_out(project=project, now=NOW + timedelta(days=2)) == 0
    assert hand_out(project=project, now=NOW + timedelta(days=3)) == 1
    assert who_is_on(issue) == ["ana"]


def test_nobody_is_given_again_what_a_person_took_off_them(project: Project) -> None:
    make_team(project, "ana", capacity=1)
    first, second = open_some(project, 2)
    resolve(first)
    hand_out(project=project, now=NOW)

    undo(second.activity.get(verb="assigned"))

    assert who_is_on(second) == [""]
    assert hand_out(project=project, now=NOW) == 0


def test_another_owner_by_the_rules_gives_it_to_one_of_its_own(project: Project) -> None:
    make_team(project, "ana")
    legal = add_owner(project=project, slug="legal", name="Legal", actor=ANN, now=NOW)
    [issue] = open_some(project, 1)
    _into_legal(project, legal)

    assert who_is_on(issue) == ["manager"]
    assert issue.assignee_why == "least load in Legal: 0 of 10"


def test_what_a_person_gave_to_somebody_stays_there_when_the_rules_name_another_owner(
    project: Project,
) -> None:
    make_team(project, "ana", "ben")
    legal = add_owner(project=project, slug="legal", name="Legal", actor=ANN, now=NOW)
    [issue] = open_some(project, 1)
    other = {"ana": "ben", "ben": "ana"}[who_is_on(issue)[0]]
    operations.assign(issue=issue, owner=issue.owner, assignee=named(project, other), **ACT)
    _into_legal(project, legal)

    assert (who_is_on(issue), issue.owner.slug) == ([other], "ops")
    assert issue.assignee_why == "assigned by ann@alpha.example"


def test_taking_an_issue_keeps_its_owner_and_says_that_they_took_it(project: Project) -> None:
    team = make_team(project, "ana", assigns="nobody")
    [issue] = open_some(project, 1)

    operations.assign(
        issue=issue,
        owner=issue.owner,
        assignee=named(project, "ana"),
        **{**ACT, "actor": "member:ana@alpha.example"},
    )

    issue.refresh_from_db()
    assert (issue.owner, issue.assignee_why, issue.assignee_chosen) == (team, "took it", True)


def test_a_person_may_leave_it_to_the_team(project: Project) -> None:
    team = make_team(project, "ana", assigns="nobody")
    [issue] = open_some(project, 1)
    choose_assigning(owner=team, assigns="load", actor=ANN, now=NOW)

    operations.assign(issue=issue, owner=team, assignee=TeamsWay.NEXT, **ACT)

    assert who_is_on(issue) == ["ana"]
    assert (issue.assignee_chosen, issue.assignee_why) == (False, "least load in Ops: 0 of 10")


def test_whoever_is_on_an_issue_is_on_what_is_split_off_it(project: Project) -> None:
    make_team(project, "ana", "ben")
    [issue] = open_some(project, 1)
    complain(project, issue.title)
    place_waiting(project=project, embedder=Letters(), limit=9, now=NOW)

    new = Issue.objects.get(pk=split(issue).data["issue"])

    assert who_is_on(new) == who_is_on(issue)
    assert new.assignee_why == f"split off {issue.short_id}"


def test_merging_keeps_who_is_on_it_and_undo_gives_that_back(project: Project) -> None:
    team = make_team(project, "ana", assigns="nobody")
    small, big = open_some(project, 2)
    complain(project, big.title)
    place_waiting(project=project, embedder=Letters(), limit=9, now=NOW)
    operations.assign(issue=small, owner=team, assignee=named(project, "ana"), **ACT)

    merged = merge(big, small)
    assert merged.issue == big
    assert who_is_on(big) == ["ana"]
    assert big.assignee_why == f"was on {small.short_id}"

    undo(merged)
    assert who_is_on(small, big) == ["ana", ""]


@pytest.mark.django_db(transaction=True)
def test_two_workers_do_not_count_the_same_room_twice() -> None:
    project = make_project("alpha")
    make_team(project, "ana", "ben", assigns="load", capacity=2)
    for _ in range(3):
        open_unassigned(project)
    failures: list[BaseException] = []

    def work() -> None:
        try:
            hand_out(project=project, now=NOW)
        except BaseException as error:  # noqa: BLE001 - the test's own thread reports it
            failures.append(error)
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert not failures
    on = [issue.assignee_id for issue in Issue.objects.of(project)]
    assert on.count(named(project, "ana").pk) == on.count(named(project, "ben").pk) == 2
    assert on.count(None) == 2


def open_unassigned(project: Project) -> None:
    """Two issues that wait though there is room, as if their nudge had been lost."""
    issues = open_some(project, 2)
    Issue.objects.filter(pk__in=[issue.pk for issue in issues]).update(assignee=None)


def _into_legal(project: Project, legal: Owner) -> None:
    join_owner(owner=legal, member=make_member(project, "manager"), actor=ANN, now=NOW)
    choose_assigning(owner=legal, assigns="load", actor=ANN, now=NOW)
    save_rules(project=project, text="* -> legal", reroutes=True, actor=ANN, now=NOW)
