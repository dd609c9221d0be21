"""What a change of the rules does to open issues, before and after it is saved."""

from datetime import timedelta

import pytest

from feedback.capture.messages import CitationMessage
from feedback.errors import NotFoundError
from feedback.models import AuditEvent, Project
from tests.builders import NOW, make_member, say, send_answer
from tests.triage.acting import ANN, resolve, undo
from tests.triage.placing import place_all
from triage.issues import operations
from triage.models import Issue, IssueActivity
from triage.routing import trying
from triage.routing.operations import (
    RulesOvertakenError,
    add_owner,
    revert_rules,
    save_rules,
)
from triage.routing.queries import rules_of
from triage.routing.trying import Trial, try_rules

LEAVE, PAY = "hr/leave.pdf", "finance/pay.pdf"
SAID = {"actor": ANN, "now": NOW}


@pytest.fixture
def owners(project: Project) -> None:
    for slug in ("hr", "finance"):
        add_owner(project=project, slug=slug, name=slug, **SAID)


def issue_on(project: Project, source: str, question: str, **said: object) -> Issue:
    answer = send_answer(project, question=question, citations=[CitationMessage(source=source)])
    word = say(project, answer, "down", **said)
    place_all(project)
    return Issue.objects.get(placements__feedback=word)


@pytest.fixture
def leave(project: Project, owners: None) -> Issue:
    return issue_on(project, LEAVE, "How many days of annual leave do I have?")


@pytest.fixture
def pay(project: Project, owners: None) -> Issue:
    return issue_on(project, PAY, "When is the salary of December paid?")


def trial(project: Project, text: str) -> Trial:
    return try_rules(project=project, text=text, now=NOW + timedelta(hours=1))


def save(project: Project, text: str, **said: object) -> int:
    """How many open issues were moved by it."""
    rules = save_rules(project=project, text=text, reroutes=True, **SAID, **said)  # type: ignore[arg-type]
    return rules.handover.moved


def owner_of(issue: Issue) -> str:
    issue.refresh_from_db()
    return issue.owner.slug


def test_a_trial_says_which_complaints_would_have_gone_elsewhere(
    project: Project, leave: Issue, pay: Issue
) -> None:
    found = trial(project, "source:hr/** -> hr priority:high respond:4h\nterm:nothing -> finance")

    test = found.backtest
    assert (test.moved, test.complaints) == (1, 2)
    assert [(m.before, m.after, m.count) for m in test.owners] == [("triage", "hr", 1)]
    assert [(m.before, m.after, m.count) for m in test.priorities] == [("", "priority:high", 1)]
    assert [(m.before, m.after, m.count) for m in test.times] == [("", "respond:4h", 1)]
    assert (test.by_line, test.by_default, test.idle) == ([(1, 1), (2, 0)], 1, [2])
    assert [(m.before, m.after, m.count) for m in found.rerouting.moves] == [("triage", "hr", 1)]
    assert owner_of(leave) == "triage"


def test_complaints_of_more_than_thirty_days_ago_are_not_tried(
    project: Project, leave: Issue
) -> None:
    late = try_rules(project=project, text="* -> hr", now=NOW + timedelta(days=31))

    assert late.backtest.complaints == 0
    assert list(late.rerouting.issues) == [leave.pk]


def test_saving_gives_open_issues_to_whom_the_change_names(
    project: Project, leave: Issue, pay: Issue
) -> None:
    assert save(project, "source:hr/** -> hr priority:urgent resolve:3d") == 1

    assert (owner_of(leave), owner_of(pay)) == ("hr", "triage")
    assert leave.owner_why == "line 1 matched source:hr/**"
    assert (leave.rule_priority, leave.rule_resolve) == (4, timedelta(hours=24))
    assert leave.priority == 4
    event = AuditEvent.objects.get(verb="issues.rerouted")
    assert (event.subject, event.data) == ("rules:2", {"issues": 1})


def test_saving_alone_leaves_open_issues_where_they_are(project: Project, leave: Issue) -> None:
    save_rules(project=project, text="* -> hr", **SAID)

    assert owner_of(leave) == "triage"


def test_a_change_moves_only_what_it_decides_otherwise(
    project: Project, leave: Issue, pay: Issue
) -> None:
    save_rules(project=project, text="source:hr/** -> hr", **SAID)

    assert save(project, "source:hr/** -> hr\nsource:finance/** -> finance") == 1
    assert (owner_of(leave), owner_of(pay)) == ("triage", "finance")


def test_what_a_person_assigned_stays(project: Project, leave: Issue, pay: Issue) -> None:
    member = make_member(project, "triager")
    operations.assign(issue=pay, owner=pay.owner, assignee=member, version=None, **SAID)

    assert trial(project, "* -> hr").rerouting.held == 1
    assert save(project, "* -> hr") == 1
    assert (owner_of(leave), owner_of(pay)) == ("hr", "triage")


def test_what_was_assigned_and_taken_back_may_move(project: Project, leave: Issue) -> None:
    finance = add_owner(project=project, slug="f2", name="F2", **SAID)
    done = operations.assign(issue=leave, owner=finance, assignee=None, version=None, **SAID)
    undo(done)

    assert save(project, "* -> hr") == 1


def test_closed_issues_stay(project: Project, leave: Issue) -> None:
    resolve(leave)

    assert save(project, "* -> hr") == 0


def test_each_move_can_be_undone_and_then_stays(project: Project, leave: Issue) -> None:
    save(project, "* -> hr priority:urgent respond:1h")

    undo(IssueActivity.objects.get(verb="ruled"))

    assert owner_of(leave) == "triage"
    assert (leave.rule_priority, leave.rule_respond) == (None, None)
    assert leave.priority < 4
    assert save(project, "* -> finance") == 0


def test_most_of_its_complaints_say_where_an_issue_goes(project: Project, leave: Issue) -> None:
    question = leave.title
    for number in range(2):
        issue_on(project, PAY, question, person=f"p-{number}")
    assert Issue.objects.count() == 1

    assert save(project, "source:finance/** -> finance\nsource:hr/** -> hr") == 1
    assert owner_of(leave) == "finance"
    assert leave.owner_why == "2 of 3 complaints: line 1 matched source:finance/**"


def test_going_back_is_a_new_version_and_takes_the_issues_back(
    project: Project, leave: Issue
) -> None:
    save(project, "* -> hr")

    rules = revert_rules(project=project, version=1, **SAID)

    assert (rules.version, rules.text, rules.handover.moved) == (3, "", 1)
    assert owner_of(leave) == "triage"
    event = AuditEvent.objects.get(verb="rules.saved", subject="rules:3")
    assert event.data == {"reroutes": True, "reverts_to": 1}


def test_there_is_no_going_back_to_what_never_was(project: Project) -> None:
    with pytest.raises(NotFoundError):
        revert_rules(project=project, version=7, **SAID)


def test_whoever_began_from_an_older_version_is_told_what_came(
    project: Project, owners: None
) -> None:
    save(project, "* -> hr", seen=1)

    with pytest.raises(RulesOvertakenError) as caught:
        save(project, "* -> finance", seen=1)

    assert caught.value.status == 409
    assert "saved by ann@alpha.example: since version 1 1 line came, 1 went" in caught.value.detail
    assert rules_of(project).text == "* -> hr"


def test_of_very_many_open_issues_the_newest_are_tried(
    project: Project, leave: Issue, pay: Issue, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not trial(project, "* -> hr").cut
    monkeypatch.setattr(trying, "MOST_ISSUES", 1)

    found = trial(project, "* -> hr")

    assert (found.cut, list(found.rerouting.issues)) == (True, [pay.pk])
