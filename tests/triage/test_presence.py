"""Who is at which issue: seen by others, gone after a while, and never in anybody's way."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from feedback.models import Member, Project
from tests.builders import NOW, make_issue, make_member
from triage.issues.presence import be_at, by_issue, held_by_others
from triage.models import Issue

HTMX = {"HX-Request": "true", "HX-Target": "work"}
SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)


@pytest.fixture
def ana(project: Project) -> Member:
    return make_member(project, "triager", email="ana@alpha.example")


@pytest.fixture
def ben(project: Project) -> Member:
    return make_member(project, "triager", email="ben@alpha.example")


@pytest.fixture
def ana_client(ana: Member) -> Client:
    client = Client()
    client.force_login(ana.user)
    return client


def of(member: Member, now: Any = NOW) -> dict[int, list[tuple[str, bool]]]:
    """What the member sees of the others."""
    there = by_issue(be_at(member=member, number=None, now=now), but=member)
    return {number: [(one.name, one.works) for one in some] for number, some in there.items()}


def test_others_see_who_looks_and_who_works(ana: Member, ben: Member) -> None:
    be_at(member=ana, number=3, now=NOW)
    assert of(ben) == {3: [(str(ana), False)]}
    be_at(member=ana, number=3, works=True, now=NOW + SECOND)
    assert of(ben) == {3: [(str(ana), True)]}
    assert of(ana) == {}


def test_a_poll_keeps_what_is_held_and_since_when(ana: Member, ben: Member) -> None:
    be_at(member=ana, number=3, works=True, now=NOW)
    be_at(member=ana, number=3, now=NOW + MINUTE)
    held = held_by_others(member=ben, now=NOW + MINUTE)
    assert held[3].since == NOW


def test_going_to_another_issue_lets_go(ana: Member, ben: Member) -> None:
    be_at(member=ana, number=3, works=True, now=NOW)
    be_at(member=ana, number=4, now=NOW + SECOND)
    assert of(ben, NOW + SECOND) == {4: [(str(ana), False)]}


def test_who_is_not_heard_of_is_gone_and_who_works_later(ana: Member, ben: Member) -> None:
    be_at(member=ana, number=3, now=NOW)
    assert of(ben, NOW + MINUTE) == {}
    be_at(member=ana, number=3, works=True, now=NOW)
    assert 3 in of(ben, NOW + 4 * MINUTE)
    assert of(ben, NOW + 5 * MINUTE) == {}


def test_another_project_sees_nobody(ana: Member, other_project: Project) -> None:
    be_at(member=ana, number=3, now=NOW)
    assert of(make_member(other_project, "triager")) == {}


def at_now(member: Member, issue: Issue, **how: Any) -> None:
    from django.utils import timezone

    be_at(member=member, number=issue.number, now=timezone.now(), **how)


def post(client: Client, issue: Issue, name: str, **form: str) -> Any:
    issue.refresh_from_db()
    fields = {"version": issue.version, "place": "queue", "back": "", **form}
    return client.post(f"/p/alpha/issues/{issue.short_id}/{name}/", fields, headers=HTMX)


def test_the_list_and_the_issue_say_who_works_on_it(
    ana_client: Client, ben: Member, leave: Issue
) -> None:
    at_now(ben, leave, works=True)
    chosen = f"/p/alpha/queue/?issue={leave.short_id}"
    detail = {"HX-Request": "true", "HX-Target": "detail"}
    alone = f"/p/alpha/issues/{leave.short_id}/"
    for path, headers in ((chosen, {}), (chosen, detail), (alone, {})):
        assert f"{ben} works on it" in ana_client.get(path, headers=headers).content.decode()


def test_i_am_on_it_is_seen_by_others_and_let_go_again(
    ana_client: Client, ben: Member, leave: Issue
) -> None:
    from django.utils import timezone

    post(ana_client, leave, "hold", works="yes")
    assert leave.number in held_by_others(member=ben, now=timezone.now())
    post(ana_client, leave, "hold", works="")
    assert held_by_others(member=ben, now=timezone.now()) == {}


def test_an_act_on_what_another_holds_asks_once(
    ana_client: Client, ben: Member, leave: Issue
) -> None:
    at_now(ben, leave, works=True)
    response = post(ana_client, leave, "resolve", fix="source", resolution="Policy 7 says 30 days")
    html = response.content.decode()
    assert response.status_code == 409
    assert f"{ben} works on it" in html
    assert 'value="Policy 7 says 30 days"' in html
    assert f"Resolve {leave.short_id} anyway" in html
    done = post(
        ana_client, leave, "resolve", fix="source", resolution="Policy 7 says 30 days", anyway="yes"
    )
    assert done.status_code == 200


def test_a_comment_asks_nobody(ana_client: Client, ben: Member, leave: Issue) -> None:
    at_now(ben, leave, works=True)
    assert post(ana_client, leave, "comment", text="Seen").status_code == 200


def test_going_on_passes_over_what_others_hold_and_says_so(
    ana_client: Client, project: Project, ben: Member, leave: Issue, printer: Issue
) -> None:
    taxi = make_issue(project, "Who pays my taxi to the airport?")
    at_now(ben, printer, works=True)
    response = post(ana_client, leave, "archive")
    assert response.context["issue"] == taxi
    assert f"{printer.short_id} ({ben})" in response.content.decode()


def test_what_others_hold_follows_where_nothing_else_is_left(
    ana_client: Client, ben: Member, leave: Issue, printer: Issue
) -> None:
    at_now(ben, printer, works=True)
    response = post(ana_client, leave, "archive")
    assert response.context["issue"] == printer
    assert "Others work on all that is left" in response.content.decode()


def test_of_several_the_held_one_waits_for_a_word(
    ana_client: Client, ben: Member, leave: Issue, printer: Issue
) -> None:
    at_now(ben, printer, works=True)
    picks = [f"{issue.short_id}@{issue.version}" for issue in (leave, printer)]
    form = {"act": "archive", "until": "good", "pick": picks}
    response = ana_client.post("/p/alpha/queue/acts/", form, headers=HTMX)
    assert f"Archive {printer.short_id} anyway" in response.content.decode()
    assert Issue.objects.filter(status="archived").get() == leave


def test_without_valkey_nobody_is_seen_and_everything_goes_on(
    ana_client: Client, ben: Member, leave: Issue, settings: Any
) -> None:
    at_now(ben, leave, works=True)
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    page = ana_client.get("/p/alpha/queue/")
    assert page.status_code == 200
    assert "works on it" not in page.content.decode()
    assert ana_client.get(page.context["news"].url).status_code in {200, 204}
    assert post(ana_client, leave, "hold", works="yes").status_code == 200
    assert post(ana_client, leave, "archive").status_code == 200


def test_a_viewer_may_not_hold(member_client: Callable[[str], Client], leave: Issue) -> None:
    assert post(member_client("viewer"), leave, "hold", works="yes").status_code == 403
