"""Due times: when they run, when they stand, and that they follow what they rest on."""

from datetime import UTC, date, datetime, timedelta

import pytest

from feedback.models import AuditEvent, Project
from tests.builders import NOW, make_issue, say, send_answer
from tests.triage.acting import ANN, comment, refusal, resolve, undo
from triage.clustering.operations import place_waiting
from triage.due.operations import look_at_next
from triage.embedding.spaces import USUAL, embedder_of
from triage.issues import operations
from triage.models import DueTimes, Issue
from triage.models.issues import NEVER
from triage.routing.due_operations import choose_hours, put_back_due_times, save_due_times

QUESTION = "Where is the form for parental leave?"
HOUR = timedelta(hours=1)
ACTOR = "member:ann@alpha.example"
OFFICE = dict.fromkeys(("monday", "tuesday", "wednesday", "thursday", "friday"), "9-17")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def seen(issue: Issue) -> Issue:
    return Issue.objects.select_related("project", "owner").get(pk=issue.pk)


def prioritise(issue: Issue, priority: int, now: datetime = NOW) -> Issue:
    operations.set_priority(issue=issue, priority=priority, version=None, actor=ANN, now=now)
    return seen(issue)


def wait(issue: Issue, now: datetime = NOW, until: datetime | None = None) -> Issue:
    operations.wait(issue=issue, on="Payroll", until=until, version=None, actor=ANN, now=now)
    return seen(issue)


def go_on(issue: Issue, now: datetime) -> Issue:
    operations.go_on(issue=issue, version=None, actor=ANN, now=now)
    return seen(issue)


@pytest.fixture
def issue(project: Project) -> Issue:
    """Opened on Monday the 15th of June 2026 at noon, with medium priority."""
    issue = make_issue(project, QUESTION)
    Issue.objects.filter(pk=issue.pk).update(priority=Issue.Priority.MEDIUM, priority_by="finding")
    look_at_next(now=NOW)
    return Issue.objects.select_related("project", "owner").get(pk=issue.pk)


def test_a_new_issue_is_due_by_its_priority_in_the_owners_hours(issue: Issue) -> None:
    assert issue.respond_by == at("2026-06-17 12:00")  # 2 days of 8 hours
    assert issue.resolve_by == at("2026-06-29 12:00")  # 10 of them
    assert issue.due_at == issue.respond_by


def test_another_priority_is_due_at_another_time(issue: Issue) -> None:
    issue = prioritise(issue, Issue.Priority.URGENT)

    assert (issue.respond_by, issue.resolve_by) == (NOW + HOUR, at("2026-06-16 12:00"))


def test_what_is_of_low_priority_is_never_due(issue: Issue) -> None:
    issue = prioritise(issue, Issue.Priority.LOW)

    assert (issue.respond_by, issue.resolve_by, issue.due_at) == (None, None, NEVER)


def test_a_rules_time_goes_before_the_priorities(issue: Issue) -> None:
    Issue.objects.filter(pk=issue.pk).update(rule_respond=2 * HOUR)
    look_at_next(now=NOW)

    issue = seen(issue)
    assert issue.respond_by == NOW + 2 * HOUR
    assert issue.resolve_by == at("2026-06-29 12:00")


def test_the_first_act_of_a_person_is_the_response(issue: Issue) -> None:
    operations.comment(issue=issue, text="hm", actor="system:test", now=NOW)
    assert seen(issue).responded_at is None

    comment(issue)

    issue = seen(issue)
    assert issue.responded_at == NOW
    assert issue.due_at == issue.resolve_by


def test_what_is_resolved_is_due_no_more(issue: Issue) -> None:
    resolve(issue)

    assert seen(issue).due_at == NEVER
    assert not look_at_next(now=NOW + timedelta(days=100))


def test_undoing_the_resolution_has_the_clocks_go_on_as_if_it_had_not_been(issue: Issue) -> None:
    undo(resolve(issue))

    assert seen(issue).resolve_by == issue.resolve_by


def test_what_comes_back_is_due_anew(issue: Issue) -> None:
    resolve(issue)
    later = NOW + timedelta(days=7)
    say(issue.project, send_answer(issue.project, question=QUESTION, now=later), now=later)
    place_waiting(project=issue.project, embedder=embedder_of(USUAL), limit=9, now=later)

    issue = seen(issue)
    assert issue.substatus == Issue.Substatus.REGRESSED
    assert issue.responded_at is None
    assert issue.respond_by == at("2026-06-24 12:00")


def test_time_spent_waiting_does_not_count(issue: Issue) -> None:
    waiting = wait(issue)
    assert waiting.due_at == NEVER

    issue = go_on(issue, NOW + timedelta(days=2))

    assert issue.waited == 16 * HOUR
    assert issue.resolve_by == at("2026-07-01 12:00")
    assert issue.due_at == issue.resolve_by


def test_waiting_can_be_undone_as_if_nobody_had_waited(issue: Issue) -> None:
    activity = operations.wait(
        issue=issue, on="Payroll", until=None, version=None, actor=ANN, now=NOW
    )
    undo(activity)

    assert (seen(issue).waited, seen(issue).resolve_by) == (timedelta(0), issue.resolve_by)


def test_going_on_can_be_undone(issue: Issue) -> None:
    wait(issue)
    later = NOW + timedelta(days=2)
    undo(operations.go_on(issue=issue, version=None, actor=ANN, now=later))

    issue = seen(issue)
    assert (issue.waiting_on, issue.waiting_since, issue.waited) == ("Payroll", NOW, timedelta(0))


def test_it_goes_on_by_itself_on_its_day(issue: Issue) -> None:
    day = at("2026-06-22 00:00")
    wait(issue, until=day)
    assert not look_at_next(now=day - HOUR)

    assert look_at_next(now=day)

    issue = seen(issue)
    assert issue.waiting_since is None
    assert issue.waited == 37 * HOUR  # from Monday noon to Friday evening
    assert issue.activity.filter(verb="resumed").exists()


def test_the_next_complaint_has_it_go_on(issue: Issue) -> None:
    wait(issue)
    later = NOW + timedelta(days=1)
    say(issue.project, send_answer(issue.project, question=QUESTION, now=later), now=later)
    place_waiting(project=issue.project, embedder=embedder_of(USUAL), limit=9, now=later)

    issue = seen(issue)
    assert (issue.waiting_since, issue.waited) == (None, 8 * HOUR)


@pytest.mark.parametrize(
    ("on", "until", "code"),
    [
        ("  ", None, "issue_act_refused"),
        ("x" * 201, None, "issue_act_refused"),
        ("Payroll", NOW, "issue_act_refused"),
    ],
)
def test_nobody_waits_for_nothing_or_until_what_is_past(
    issue: Issue, on: str, until: datetime | None, code: str
) -> None:
    def call() -> None:
        operations.wait(issue=issue, on=on, until=until, version=None, actor=ANN, now=NOW)

    assert refusal(call).code == code


def test_what_waits_does_not_wait_twice_and_what_does_not_can_t_go_on(issue: Issue) -> None:
    assert refusal(go_on, issue, NOW).code == "issue_state"
    wait(issue)

    assert refusal(wait, issue).code == "issue_state"


def test_other_hours_move_what_is_due(issue: Issue) -> None:
    choose_hours(
        owner=issue.owner,
        week=OFFICE,
        zone="America/New_York",
        holidays="2026-06-16",
        actor=ACTOR,
        now=NOW,
    )
    look_at_next(now=NOW)

    # 12:00 UTC is 8:00 there: all of Monday, nothing on Tuesday, all of Wednesday
    assert seen(issue).respond_by == at("2026-06-17 21:00")
    assert AuditEvent.objects.filter(verb="owner.hours_chosen").count() == 1


def test_hours_that_make_no_sense_are_refused_by_name(issue: Issue) -> None:
    def choose(week: dict[str, str], zone: str, holidays: str) -> None:
        choose_hours(
            owner=issue.owner, week=week, zone=zone, holidays=holidays, actor=ACTOR, now=NOW
        )

    assert refusal(choose, OFFICE, "Mars/Base", "").path == "zone"
    assert refusal(choose, {"monday": "17-9"}, "UTC", "").path == "monday"
    assert refusal(choose, {"monday": "9-12, 11-13"}, "UTC", "").path == "monday"
    assert refusal(choose, {"monday": "9-9:75"}, "UTC", "").path == "monday"
    assert refusal(choose, {"monday": "all day"}, "UTC", "").path == "monday"
    assert refusal(choose, {}, "UTC", "").path == "week"
    assert refusal(choose, {"monday": "9-9:30"}, "UTC", "").path == "week"
    assert refusal(choose, OFFICE, "UTC", "25 December").path == "holidays"
    issue.owner.refresh_from_db()
    assert issue.owner.holidays == list[date]()


def test_other_times_move_what_is_due_and_can_be_put_back(issue: Issue) -> None:
    saved = save_due_times(
        project=issue.project, times={"medium": ["1h", "2h"]}, steps=[], actor=ACTOR, now=NOW
    )
    look_at_next(now=NOW)
    assert seen(issue).respond_by == NOW + HOUR

    back = put_back_due_times(project=issue.project, version=0, actor=ACTOR, now=NOW)
    look_at_next(now=NOW)

    assert (saved.version, back.version) == (1, 2)
    assert seen(issue).respond_by == issue.respond_by
    assert AuditEvent.objects.filter(verb="due_times.saved").count() == 2


@pytest.mark.parametrize(
    ("times", "steps", "field"),
    [
        ({"high": ["soon", ""]}, [], "high.respond"),
        ({"high": ["3d", "4h"]}, [], "high.respond"),
        ({}, [["0", "team", False]], "steps.1"),
        ({}, [["75", "everybody", False]], "steps.1"),
        ({}, [[75, "team", False], [75, "managers", True]], "steps.1"),
    ],
)
def test_times_that_make_no_sense_are_refused_by_name(
    project: Project, times: dict[str, list[str]], steps: list[list[object]], field: str
) -> None:
    def save() -> None:
        save_due_times(project=project, times=times, steps=steps, actor=ACTOR, now=NOW)

    assert refusal(save).path == field
    assert not DueTimes.objects.exists()


def test_what_is_changed_for_many_at_once_is_reckoned_by_the_next_sweep(issue: Issue) -> None:
    Issue.objects.filter(pk=issue.pk).update(priority=Issue.Priority.URGENT)

    assert look_at_next(now=NOW)

    assert seen(issue).respond_by == NOW + HOUR
    assert not look_at_next(now=NOW)
