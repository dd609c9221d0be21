"""Due times on the pages and in the API: seen, filtered, sorted, changed, put back."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone
from rest_framework.test import APIClient

from feedback.models import AuditEvent, Project
from tests.builders import make_issue
from triage.issues import operations
from triage.issues.due_words import due_words
from triage.models import Issue, Owner
from triage.routing.clocks import due_times_of

QUESTION = "Where is the form for parental leave?"
OTHER = "Why does the VPN refuse my password?"
AT = datetime(2026, 6, 15, 12, 0, tzinfo=UTC)
PAGE = "/p/alpha/due/"
HOURS = "/p/alpha/owners/triage/hours/"
ON = {"monday": "8-12, 13-17", "zone": "Europe/Berlin", "holidays": "2026-12-25\n2026-12-26"}


def urgent(project: Project, question: str, now: datetime) -> Issue:
    issue = make_issue(project, question, now=now)
    operations.set_priority(issue=issue, priority=4, version=None, actor="system:test", now=now)
    return Issue.objects.get(pk=issue.pk)


@pytest.fixture
def late(project: Project) -> Issue:
    return urgent(project, QUESTION, timezone.now() - timedelta(days=14))


@pytest.fixture
def fresh(project: Project) -> Issue:
    issue = make_issue(project, OTHER, now=timezone.now())
    operations.set_priority(
        issue=issue, priority=2, version=None, actor="system:test", now=timezone.now()
    )
    return issue


@pytest.mark.parametrize(
    ("hours", "responded", "words", "tone"),
    [
        (-3, False, "Response late 3 h", "bad"),
        (-60, True, "Resolution late 2 d", "bad"),
        (0, False, "Response late now", "bad"),
        (2, False, "Respond in 2 h", "warn"),
        (50, True, "Resolve in 2 d", ""),
    ],
)
def test_a_due_time_is_said_in_words(hours: int, responded: bool, words: str, tone: str) -> None:
    said = due_words(due_at=AT + timedelta(hours=hours), responded=responded, now=AT)

    assert said
    assert (said.words, said.tone) == (words, tone)


def test_nothing_is_said_where_nothing_is_due() -> None:
    assert due_words(due_at=None, responded=True, now=AT) is None


def test_the_queue_is_sorted_and_filtered_by_what_is_due(
    late: Issue, fresh: Issue, member_client: Callable[[str], Client]
) -> None:
    client = member_client("viewer")

    page = client.get("/p/alpha/queue/?sort=due").content.decode()
    assert page.index(f"row-{late.short_id}") < page.index(f"row-{fresh.short_id}")
    assert "Response late" in page

    page = client.get("/p/alpha/queue/?due=late").content.decode()
    assert f"row-{late.short_id}" in page
    assert f"row-{fresh.short_id}" not in page


def test_what_waits_is_a_filter_of_its_own(
    fresh: Issue, member_client: Callable[[str], Client]
) -> None:
    client = member_client("triager")
    fresh.refresh_from_db()
    client.post(
        f"/p/alpha/issues/{fresh.short_id}/wait/",
        {"version": fresh.version, "on": "Payroll", "wait_until": "2126-01-31", "place": "issue"},
    )

    page = client.get("/p/alpha/queue/?due=waiting").content.decode()
    assert "Waits on Payroll" in page
    assert "Go on" in client.get(f"/p/alpha/issues/{fresh.short_id}/").content.decode()
    fresh.refresh_from_db()
    assert fresh.waiting_until == datetime(2126, 1, 31, tzinfo=ZoneInfo("UTC"))


def test_a_day_to_wait_until_begins_where_the_owner_is(
    fresh: Issue, member_client: Callable[[str], Client]
) -> None:
    Owner.objects.filter(pk=fresh.owner_id).update(zone="Europe/Berlin")
    fresh.refresh_from_db()
    member_client("triager").post(
        f"/p/alpha/issues/{fresh.short_id}/wait/",
        {"version": fresh.version, "on": "Payroll", "wait_until": "2126-01-31"},
    )

    fresh.refresh_from_db()
    assert fresh.waiting_until == datetime(2126, 1, 30, 23, 0, tzinfo=UTC)


def test_the_api_gives_due_times_and_filters_by_them(
    late: Issue, fresh: Issue, key_client: Callable[[str], APIClient]
) -> None:
    client = key_client("secret")

    [found] = client.get("/api/v1/issues?due=late").json()["results"]
    ordered = client.get("/api/v1/issues?sort=due").json()["results"]

    assert found["id"] == late.short_id
    assert datetime.fromisoformat(found["respond_by"]) == late.respond_by
    assert (found["responded_at"], found["waiting_on"]) == (None, "")
    assert [issue["id"] for issue in ordered] == [late.short_id, fresh.short_id]
    assert client.get("/api/v1/issues?due=someday").status_code == 422


def test_a_manager_saves_due_times_and_puts_them_back(
    project: Project, member_client: Callable[[str], Client]
) -> None:
    client = member_client("manager")
    form = {"urgent.respond": "30m", "urgent.resolve": "4h"}
    form |= {"step0.percent": "50", "step0.tell": "team", "step0.raises": "yes"}

    page = client.post(PAGE, form, follow=True).content.decode()
    assert "Version 1 is in force" in page
    assert due_times_of(project).times["urgent"] == ["30m", "4h"]
    assert due_times_of(project).steps == [[50, "team", True]]

    client.post(PAGE, {"do": "again", "version": "0"})
    assert due_times_of(project).times["urgent"] == ["1h", "1d"]


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"urgent.respond": "soon"}, "soon is no time"),
        ({"step0.percent": "-5", "step0.tell": "team"}, "1 to 1000%"),
        ({"do": "again", "version": "77"}, "There is no version 77."),
    ],
)
def test_what_makes_no_sense_is_refused_with_what_was_written(
    form: dict[str, str], said: str, project: Project, member_client: Callable[[str], Client]
) -> None:
    answer = member_client("manager").post(PAGE, form)

    assert answer.status_code in {404, 422}
    assert said in answer.content.decode()
    assert due_times_of(project).version == 0


def test_a_viewer_changes_neither_times_nor_hours(member_client: Callable[[str], Client]) -> None:
    client = member_client("viewer")

    assert client.get(PAGE).status_code == client.get(HOURS).status_code == 200
    assert client.post(PAGE, {}).status_code == client.post(HOURS, ON).status_code == 403


def test_a_manager_chooses_hours_and_puts_them_back(
    project: Project, member_client: Callable[[str], Client]
) -> None:
    client, owner = member_client("manager"), Owner.objects.get(project=project)

    page = client.post(HOURS, ON, follow=True).content.decode()

    owner.refresh_from_db()
    assert owner.week == [[[480, 720], [780, 1020]], [], [], [], [], [], []]
    assert (owner.zone, len(owner.holidays)) == ("Europe/Berlin", 2)
    assert 'value="8:00-12:00, 13:00-17:00"' in page

    event = AuditEvent.objects.get(verb="owner.hours_chosen")
    client.post("/p/alpha/owners/triage/undo/", {"event": str(event.pk)})
    owner.refresh_from_db()
    assert (owner.zone, owner.holidays) == ("UTC", [])


def test_wrong_hours_are_named_and_kept_in_the_form(
    project: Project, member_client: Callable[[str], Client]
) -> None:
    answer = member_client("manager").post(HOURS, ON | {"tuesday": "17-9"})

    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Tuesday: 17-9 does not end later that day." in page
    assert 'value="17-9"' in page
    assert 'value="Europe/Berlin"' in page


def test_hours_of_an_owner_that_is_not_there_are_not_found(
    member_client: Callable[[str], Client],
) -> None:
    assert member_client("viewer").get("/p/alpha/owners/nobody/hours/").status_code == 404


def test_the_times_are_a_file_too(member_client: Callable[[str], Client]) -> None:
    lines = member_client("viewer").get(f"{PAGE}?format=csv").content.decode().splitlines()

    assert lines[:2] == ["priority,respond within,resolve within", "urgent,1h,1d"]
