"""What the queue's selects offer: what is chosen at once, all else when it is asked for."""

from collections.abc import Callable

import pytest
from django.test import Client

from feedback.models import Project
from tests.builders import NOW, make_issue, make_member, place_all, say, send_answer

SignIn = Callable[[str], Client]


@pytest.fixture(autouse=True)
def teams(project: Project) -> None:
    for name in ("Sales", "Support"):
        make_issue(project, f"Whom does {name} ask for leave?", team=name)


def asked(client: Client, query: str, target: str = "") -> str:
    headers = {"HX-Request": "true", "HX-Target": target} if target else {}
    response = client.get(f"/p/alpha/queue/?{query}", headers=headers)
    assert response.status_code == 200
    return response.content.decode()


def test_the_page_offers_what_is_chosen_and_asks_for_the_rest(member_client: SignIn) -> None:
    html = asked(member_client("triager"), "team=sales&assignee=none")
    assert '<option value="sales" selected>Sales</option>' in html
    assert '<option value="none" selected>Nobody</option>' in html
    assert 'value="support"' not in html
    assert 'choices=all" hx-trigger="load"' in html


def test_a_closed_panel_asks_when_it_is_opened(member_client: SignIn) -> None:
    html = asked(member_client("triager"), "status=new")
    assert 'choices=all" hx-trigger="toggle from:closest details"' in html


def test_all_there_is_to_choose_from_comes_by_itself(member_client: SignIn) -> None:
    html = asked(member_client("triager"), "team=sales&choices=all", "selects")
    assert '<option value="sales" selected>Sales</option>' in html
    assert '<option value="support">Support</option>' in html
    assert '<option value="out_of_date">' in html
    assert "hx-get" not in html
    assert "issues" not in html


def test_the_commonest_tags_are_offered_first(member_client: SignIn, project: Project) -> None:
    for tags in (["intranet"], ["beta <1>", "intranet"]):
        say(project, send_answer(project, question="Whom do I ask?", tags=tags), "down")
    place_all(project, now=NOW)
    client = member_client("viewer")

    html = asked(client, "choices=all", "selects")

    assert '<option value="intranet">intranet</option><option value="beta &lt;1&gt;">' in html
    assert "intranet" not in asked(client, "status=new")


def test_without_script_a_link_leads_to_a_page_with_every_choice(
    member_client: SignIn, project: Project
) -> None:
    ben = make_member(project, "triager", email="ben@alpha.example").user.email
    client = member_client("manager")
    assert "?team=sales&amp;choices=all" in asked(client, "team=sales")
    html = asked(client, "team=sales&choices=all")
    assert '<option value="support">Support</option>' in html
    assert html.count(f'<option value="{ben}">') == 2  # to narrow down to, and to give issues to


def test_whom_the_picked_can_be_given_to_comes_with_the_first_pick(
    member_client: SignIn, project: Project
) -> None:
    ben = make_member(project, "triager", email="ben@alpha.example").user.email
    eve = make_member(project, "viewer", email="eve@alpha.example").user.email
    client = member_client("manager")
    assert ben not in asked(client, "status=new")
    html = asked(client, "choices=all", "bulk-people")
    assert '<option value="triage">' in html
    assert f'<option value="{ben}">' in html
    assert eve not in html


def test_what_is_chosen_is_shown_where_there_is_no_such_thing(member_client: SignIn) -> None:
    for target in ("", "selects"):
        html = asked(member_client("viewer"), "release=%3Cb%3E", target)
        assert '<option value="&lt;b&gt;" selected>&lt;b&gt;</option>' in html
