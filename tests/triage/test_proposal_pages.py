"""The pages of proposals: what they show, and deciding from them."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from feedback.models import Project
from tests.builders import make_issue, make_member
from tests.triage.acting import EXPENSES, complaints
from tests.triage.proposing import (
    BEN,
    apply,
    consolidate,
    merging,
    propose,
    proposed,
    reject,
    state,
    taking,
)
from triage.models import Grouping, Issue, IssueActivity, Proposal

SignIn = Callable[[str], Client]
HTMX = {"HX-Request": "true", "HX-Target": "work"}
PAGE = "/p/alpha/proposals/"


@pytest.fixture
def merge(project: Project, leave: Issue, printer: Issue) -> Proposal:
    return proposed(project, merging(leave, printer))


@pytest.fixture
def three(project: Project, leave: Issue, printer: Issue) -> list[Proposal]:
    """Three that wait, in the page's order."""
    expenses = make_issue(project, EXPENSES)
    propose(
        project,
        merging(leave, printer, 0.94),
        merging(leave, expenses, 0.9),
        merging(printer, expenses, 0.7),
    )
    return list(Proposal.objects.order_by("-confidence"))


def html(client: Client, path: str = PAGE) -> str:
    response = client.get(path)
    assert response.status_code == 200, response.content.decode()[:500]
    return response.content.decode()


def decide(
    client: Client, act: str, *proposals: Proposal, htmx: bool = True, **form: object
) -> Any:
    fields = {"act": act, "proposal": [str(row.pk) for row in proposals], "back": "", **form}
    return client.post(f"{PAGE}decisions/", fields, headers=HTMX if htmx else {})


def test_an_empty_page_says_what_to_do_meanwhile(member_client: SignIn) -> None:
    shown = html(member_client("viewer"))
    assert "No round was run yet" in shown
    assert "work the queue" in shown


def test_after_a_round_that_found_nothing_the_page_says_so(
    member_client: SignIn, project: Project
) -> None:
    consolidate(project)
    assert "Nothing to decide" in html(member_client("viewer"))


def test_a_proposal_shows_both_sides_with_examples_and_what_they_share(
    member_client: SignIn, project: Project
) -> None:
    said = {"comment": "It changed since January"}
    leave = make_issue(project, "How many days of leave do I have?", complaints=4, **said)
    printer = make_issue(project, "Where is the printer?", complaints=2, **said)
    propose(project, merging(leave, printer, 0.949))
    shown = html(member_client("viewer"))
    assert "These two look the same: 4 + 2 complaints" in shown
    assert "<b>94%</b> sure" in shown
    assert shown.count('class="said">It changed since January') == 5
    assert '<span class="chip">changed since January</span>' in shown
    assert f"/p/alpha/issues/{printer.short_id}/" in shown


def test_a_viewer_reads_and_has_no_buttons(member_client: SignIn, merge: Proposal) -> None:
    client = member_client("viewer")
    assert 'name="act"' not in html(client)
    assert decide(client, "apply", merge).status_code == 403


def test_the_navigation_says_how_many_wait(member_client: SignIn, three: list[Proposal]) -> None:
    shown = html(member_client("viewer"), "/p/alpha/rules/")
    assert '<span id="waiting-proposals" class="count">3</span>' in shown


def test_a_split_and_a_move_show_what_would_be_taken_out(
    member_client: SignIn, project: Project, leave: Issue, printer: Issue
) -> None:
    propose(project, taking(leave, 1), taking(printer, 1, to=leave))
    shown = html(member_client("triager"))
    assert "These look like two things: 2 + 1 complaints" in shown
    assert "These belong to another issue, it seems: 1 + 3 complaints" in shown


def test_applying_one_does_it_and_goes_on_to_the_next(
    member_client: SignIn, three: list[Proposal]
) -> None:
    response = decide(member_client("triager"), "apply", three[0])
    assert state(three[0]) == "applied"
    assert f"Merged {three[0].other.short_id} into".encode() in response.content  # type: ignore[union-attr]
    assert response.context["follows"] == three[1].pk
    assert response["HX-Push-Url"] == PAGE


@pytest.mark.parametrize(
    ("act", "verb"), [("reject", "declined"), ("never", "kept_apart"), ("apply", "merged")]
)
def test_what_was_decided_is_undone_from_the_message(
    member_client: SignIn, merge: Proposal, act: str, verb: str
) -> None:
    client = member_client("triager")
    assert b'id="undo"' in decide(client, act, merge).content
    activity = IssueActivity.objects.get(verb=verb)
    response = client.post(f"{PAGE}undo/", {"activity": activity.pk}, headers=HTMX)
    assert state(merge) == "open"
    assert response.context["follows"] == merge.pk


def test_without_script_a_decision_redirects_to_the_next_and_offers_undo(
    member_client: SignIn, three: list[Proposal]
) -> None:
    client = member_client("triager")
    response = decide(client, "never", three[0], htmx=False)
    assert response["Location"].endswith(f"#p-{three[1].pk}")
    assert "will never be merged" in html(client, response["Location"])


def test_several_are_decided_at_once_and_undone_at_once(
    member_client: SignIn, project: Project, leave: Issue, printer: Issue
) -> None:
    propose(project, taking(leave, 1), taking(printer, 1))
    client = member_client("triager")
    response = decide(client, "apply", *Proposal.objects.all())
    assert b"Split 2 issues" in response.content
    activities = response.context["outcome"].undo
    client.post(f"{PAGE}undo/", {"activity": activities}, headers=HTMX)
    assert set(Proposal.objects.values_list("state", flat=True)) == {"open"}
    assert (len(complaints(leave)), len(complaints(printer))) == (3, 2)


def test_of_several_what_one_has_overtaken_is_said(
    member_client: SignIn, three: list[Proposal]
) -> None:
    response = decide(member_client("triager"), "apply", *three)
    assert response.status_code == 200
    assert b"can&#x27;t be done any more" in response.content
    assert [state(row) for row in three] == ["applied", "applied", "overtaken"]


@pytest.mark.parametrize("htmx", [True, False])
def test_a_proposal_that_somebody_decided_first_is_refused_in_words(
    member_client: SignIn, merge: Proposal, htmx: bool
) -> None:
    apply(merge, actor=BEN)
    response = decide(member_client("triager"), "reject", merge, htmx=htmx)
    assert response.status_code == 409
    assert b"ben@alpha.example decided this already: applied" in response.content


@pytest.mark.parametrize(
    "form",
    [
        {"act": "explode"},
        {"proposal": []},
        {"proposal": ["x"]},
        {"proposal": ["\x00"]},
        {"proposal": ["019b0000-0000-7000-8000-000000000000"]},
        {"back": "nonsense"},
        {"back": "\x00"},
    ],
)
def test_a_bad_form_is_refused(
    member_client: SignIn, merge: Proposal, form: dict[str, object]
) -> None:
    fields = {"act": "reject", "proposal": [str(merge.pk)], "back": "", **form}
    path = f"{PAGE}decisions/"
    response = member_client("triager").post(path, fields, headers=HTMX)
    assert 400 <= response.status_code < 500
    assert state(merge) == "open"


def test_another_projects_proposal_is_not_there(other_project: Project, merge: Proposal) -> None:
    client = Client()
    client.force_login(make_member(other_project, "admin").user)
    assert client.get(f"/p/omega/proposals/{merge.pk}/").status_code == 404
    fields = {"act": "apply", "proposal": merge.pk}
    assert client.post("/p/omega/proposals/decisions/", fields).status_code == 404
    assert state(merge) == "open"


def test_a_link_to_one_proposal_leads_on_when_it_is_decided(
    member_client: SignIn, merge: Proposal
) -> None:
    client = member_client("triager")
    path = f"{PAGE}{merge.pk}/"
    assert 'value="apply"' in html(client, path)
    reject(merge)
    assert "Rejected by ann@alpha.example" in html(client, path)


def test_what_was_applied_by_itself_is_listed_with_undo(
    member_client: SignIn, project: Project, leave: Issue, printer: Issue
) -> None:
    consolidate(project, merging(leave, printer, 1.0))
    shown = html(member_client("triager"))
    assert f"Undo: Merged {printer.short_id} into {leave.short_id}" in shown


def test_all_that_waits_is_there_as_csv(member_client: SignIn, three: list[Proposal]) -> None:
    lines = html(member_client("viewer"), f"{PAGE}?format=csv").splitlines()
    assert lines[0].startswith("proposal,kind,confidence,why,issue")
    assert [line.split(",")[0] for line in lines[1:]] == [str(row.pk) for row in three]


@pytest.mark.parametrize(
    ("form", "chosen"),
    [
        ({"apply_from": "never"}, None),
        ({"apply_from": "99"}, 0.99),
        ({"apply_from": "other", "percent": "87,5"}, 0.875),
        ({"apply_from": "other", "percent": "49"}, 0.95),
        ({"apply_from": "other", "percent": "nan"}, 0.95),
        ({"apply_from": "other", "percent": "much"}, 0.95),
        ({"apply_from": "\x00"}, 0.95),
        ({}, 0.95),
    ],
)
def test_a_manager_chooses_what_is_applied_by_itself(
    member_client: SignIn, form: dict[str, str], chosen: float | None
) -> None:
    response = member_client("manager").post(f"{PAGE}confidence/", form, follow=True)
    assert response.status_code == 200
    assert Grouping.objects.get().apply_from == chosen


def test_a_triager_may_not_choose_what_is_applied_by_itself(member_client: SignIn) -> None:
    assert member_client("triager").post(f"{PAGE}confidence/").status_code == 403
