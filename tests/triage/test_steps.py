"""Steps of escalation: whom they tell, once each, whatever happens to the worker."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from feedback.models import AuditEvent, Member, Project
from tests.builders import NOW, make_issue, make_member
from tests.triage.acting import ANN, MENDED
from triage.due import operations as due
from triage.due.operations import LookFailedError, look_at_next
from triage.due.tasks import sweep as sweep_task
from triage.issues import operations
from triage.models import Issue, MemberNotice, Owner, StepTaken
from triage.routing.due_operations import save_due_times
from triage.routing.teams import join_owner

QUESTION = "Where is the form for parental leave?"
HOUR = timedelta(hours=1)
# Of 16 working hours from Monday noon: 75%, 100% and 150%.
THREE_QUARTERS = datetime(2026, 6, 16, 16, 0, tzinfo=UTC)
ALL = datetime(2026, 6, 17, 12, 0, tzinfo=UTC)
LATE = datetime(2026, 6, 18, 12, 0, tzinfo=UTC)


@pytest.fixture
def issue(project: Project) -> Issue:
    """Of medium priority, opened on Monday the 15th of June 2026 at noon: 2 days to respond."""
    issue = make_issue(project, QUESTION)
    Issue.objects.filter(pk=issue.pk).update(priority=Issue.Priority.MEDIUM, priority_by="finding")
    look_at_next(now=NOW)
    return Issue.objects.select_related("project", "owner").get(pk=issue.pk)


@pytest.fixture
def teammate(issue: Issue) -> Member:
    member = make_member(issue.project, "triager", email="team@alpha.example")
    join_owner(owner=issue.owner, member=member, actor="system:test", now=NOW)
    return member


@pytest.fixture
def manager(project: Project) -> Member:
    return make_member(project, "manager")


def sweep(now: datetime) -> int:
    looked = 0
    while look_at_next(now=now):
        looked += 1
    return looked


def told(member: Member) -> list[str]:
    return [notice.words for notice in member.notices.order_by("id")]


def test_nothing_happens_before_its_time(issue: Issue, teammate: Member) -> None:
    assert sweep(THREE_QUARTERS - HOUR / 60) == 0
    assert told(teammate) == []


def test_the_assignee_is_told_when_three_quarters_are_gone(issue: Issue, teammate: Member) -> None:
    other = make_member(issue.project, "triager")
    Issue.objects.filter(pk=issue.pk).update(assignee=other)

    sweep(THREE_QUARTERS)

    assert told(other) == [
        "75% of the time for its first response is gone: it is due 2026-06-17 12:00 UTC."
    ]
    assert told(teammate) == []


def test_where_nobody_is_on_it_the_team_is_told(issue: Issue, teammate: Member) -> None:
    sweep(THREE_QUARTERS)

    assert len(told(teammate)) == 1


def test_where_the_team_is_empty_the_managers_are_told(issue: Issue, manager: Member) -> None:
    sweep(THREE_QUARTERS)

    assert len(told(manager)) == 1


def test_each_step_is_taken_once(issue: Issue, teammate: Member, manager: Member) -> None:
    for now in (THREE_QUARTERS, THREE_QUARTERS, ALL, ALL, LATE, LATE):
        sweep(now)

    first = [
        [words for words in told(member) if "first response" in words]
        for member in (teammate, manager)
    ]
    assert [len(words) for words in first] == [2, 1]
    assert issue.activity.filter(verb="reminded", data__clock="respond").count() == 3
    assert AuditEvent.objects.filter(data__clock="respond", verb="issue.reminded").count() == 3


def test_the_last_step_raises_the_priority(issue: Issue, manager: Member) -> None:
    sweep(LATE)

    issue.refresh_from_db()
    assert issue.priority == Issue.Priority.HIGH
    # three working days now: from Monday noon
    assert issue.resolve_by == datetime(2026, 6, 18, 12, 0, tzinfo=UTC)


def test_a_sweep_that_was_long_away_takes_every_step(issue: Issue, manager: Member) -> None:
    sweep(LATE)

    taken = StepTaken.objects.filter(issue=issue, clock="respond").order_by("percent")
    assert list(taken.values_list("percent", flat=True)) == [75, 100, 150]


def test_a_reminder_does_not_get_in_the_way_of_who_works_on_it(
    issue: Issue, teammate: Member
) -> None:
    sweep(THREE_QUARTERS)

    operations.set_priority(
        issue=issue, priority=4, version=issue.version, actor=ANN, now=THREE_QUARTERS
    )


def test_who_responded_is_not_reminded_of_it(issue: Issue, teammate: Member) -> None:
    operations.comment(issue=issue, text="On it", actor=ANN, now=NOW)

    sweep(LATE)

    assert told(teammate) == []


def test_nobody_is_reminded_while_it_waits(issue: Issue, teammate: Member) -> None:
    operations.wait(issue=issue, on="Payroll", until=None, version=None, actor=ANN, now=NOW)

    assert sweep(LATE + timedelta(days=365)) == 0


def test_what_is_opened_again_begins_its_steps_anew(issue: Issue, teammate: Member) -> None:
    sweep(THREE_QUARTERS)
    operations.resolve(
        issue=issue, fix=MENDED, resolution="Mended", version=None, actor=ANN, now=THREE_QUARTERS
    )
    again = THREE_QUARTERS + timedelta(days=7)
    operations.reopen(issue=issue, version=None, actor="key:host", now=again)

    sweep(again + timedelta(days=1, hours=21))

    assert len(told(teammate)) == 2


def test_a_project_has_steps_of_its_own(issue: Issue, teammate: Member) -> None:
    save_due_times(
        project=issue.project,
        times={"medium": ["4h", "8h"]},
        steps=[[50, "team", True]],
        actor=ANN,
        now=NOW,
    )

    sweep(NOW + 2 * HOUR)

    issue.refresh_from_db()
    assert (len(told(teammate)), issue.priority) == (1, Issue.Priority.HIGH)


def test_what_breaks_in_the_middle_is_neither_lost_nor_repeated(
    issue: Issue, teammate: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(**_: object) -> None:
        raise DatabaseError("the worker was killed here")

    with monkeypatch.context() as broken:
        broken.setattr(due, "note", lambda *_, **__: breaks())
        with pytest.raises(LookFailedError), transaction.atomic():
            look_at_next(now=THREE_QUARTERS)
    assert not MemberNotice.objects.exists()

    sweep(THREE_QUARTERS)

    assert len(told(teammate)) == 1


def test_an_issue_that_cant_be_looked_at_holds_up_no_other(
    issue: Issue, teammate: Member, other_project: Project
) -> None:
    broken = make_issue(other_project, QUESTION)
    Owner.objects.filter(pk=broken.owner_id).update(zone="Mars/Base")
    Issue.objects.filter(pk=broken.pk).update(priority=4, look_at=NOW - HOUR)

    sweep_task()

    assert told(teammate)
    broken.refresh_from_db()
    assert broken.look_at == NOW - HOUR


def test_the_sweep_finds_what_is_due_by_an_index(issue: Issue) -> None:
    due_now = Issue.objects.filter(look_at__lte=NOW).order_by("look_at")[:1]
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    assert "issue_to_look_at" in due_now.explain()
