"""What an issue counts and says of its complaints, as they come, change and move."""

from datetime import timedelta

from feedback.models import AuditEvent, Project
from tests.builders import NOW, say, send_answer
from tests.triage.placing import (
    LEAVE,
    VPN,
    centre_is_exact,
    complain,
    issue_of,
    move,
    place_all,
    settle,
)
from triage.models import Issue, IssueActivity, Placement


def test_a_voter_is_counted_once(project: Project) -> None:
    for person in ("ann", "ann", "bob"):
        complain(project, person=person)

    place_all(project)

    issue = Issue.objects.get()
    assert (issue.complaints, issue.people) == (3, 2)


def test_first_and_last_seen_are_when_people_said_it(project: Project) -> None:
    complain(project, given_at=NOW - timedelta(days=3))
    complain(project, given_at=NOW - timedelta(days=9))

    place_all(project)

    issue = Issue.objects.get()
    assert issue.first_seen == NOW - timedelta(days=9)
    assert issue.last_seen == NOW - timedelta(days=3)


def test_an_issue_heard_of_for_a_week_is_new_no_more(project: Project) -> None:
    complain(project, given_at=NOW - timedelta(days=8))
    complain(project)

    place_all(project)

    assert Issue.objects.get().substatus == Issue.Substatus.ONGOING


def test_a_complaint_after_the_resolution_brings_the_issue_back(project: Project) -> None:
    complain(project)
    place_all(project)
    settle(Issue.objects.get())

    complain(project, given_at=NOW + timedelta(hours=2), now=NOW + timedelta(hours=2))
    place_all(project)

    issue = Issue.objects.get()
    assert (issue.status, issue.substatus) == ("unresolved", "regressed")
    assert issue.activity.first().verb == "regressed"  # type: ignore[union-attr]


def test_a_complaint_from_before_the_resolution_leaves_it_resolved(project: Project) -> None:
    complain(project)
    place_all(project)
    settle(Issue.objects.get())

    complain(project, given_at=NOW - timedelta(days=1))
    place_all(project)

    issue = Issue.objects.get()
    assert (issue.status, issue.complaints) == (Issue.Status.RESOLVED, 2)


def test_an_opened_issue_leaves_its_traces(project: Project) -> None:
    complain(project)

    place_all(project)

    issue = Issue.objects.get()
    assert IssueActivity.objects.get(issue=issue).verb == "opened"
    assert AuditEvent.objects.filter(verb="issue.opened", subject=f"issue:{issue.pk}").exists()
    assert AuditEvent.objects.filter(verb="complaints.placed").exists()


def test_other_projects_issues_are_not_joined(project: Project, other_project: Project) -> None:
    complain(project)
    theirs = complain(other_project)
    place_all(project)

    place_all(other_project)

    assert issue_of(theirs).project == other_project


def test_moved_complaints_are_counted_where_they_are(project: Project) -> None:
    moved, stays = complain(project, LEAVE), complain(project, LEAVE, comment="So wrong.")
    target = complain(project, VPN)
    place_all(project)

    move(project, moved, to=issue_of(target))

    assert issue_of(moved) == issue_of(target)
    for word in (stays, target):
        assert issue_of(word).complaints == Placement.objects.filter(issue=issue_of(word)).count()
        assert centre_is_exact(issue_of(word))


def test_a_moved_complaint_stays_where_a_person_put_it(project: Project) -> None:
    answer = send_answer(project, question=LEAVE)
    moved = say(project, answer, "down", person="ann")
    complain(project, LEAVE)
    target = complain(project, VPN)
    place_all(project)
    move(project, moved, to=issue_of(target))

    say(project, answer, "down", person="ann", comment="28 days is from the old agreement.")
    place_all(project)

    assert issue_of(moved) == issue_of(target)
    assert Placement.objects.get(feedback=moved).by == Placement.By.PERSON


def test_another_projects_complaints_are_not_moved(
    project: Project, other_project: Project
) -> None:
    target, theirs = complain(project), complain(other_project)
    place_all(project)
    place_all(other_project)

    move(project, theirs, to=issue_of(target))

    assert issue_of(theirs).project == other_project
