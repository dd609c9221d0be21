"""The page of corrections: what it shows, and deciding from it."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from feedback.models import Feedback, Project, Source
from tests.builders import NOW, make_member, place_all, say
from tests.triage.reviewing import LEAVE, RIGHT, accept, ask_for_two, only_answer, propose
from triage.corrections.keys import proposal_key
from triage.models import CorrectionReview, Issue, VerifiedAnswer

SignIn = Callable[[str], Client]
HTMX = {"HX-Request": "true", "HX-Target": "work"}
PAGE = "/p/alpha/corrections/"


def html(client: Client, path: str = PAGE) -> str:
    response = client.get(path)
    assert response.status_code == 200, response.content.decode()[:500]
    return response.content.decode()


def decide(client: Client, word: Feedback, act: str = "accept", **form: object) -> Any:
    text = word.correction.text
    key = proposal_key(word.answer.question or f"answer {word.answer.external_id}", text)
    fields = {"act": act, "feedback": str(word.pk), "key": key, **form}
    return client.post(f"{PAGE}decisions/", fields, headers=HTMX)


def undo(client: Client) -> Any:
    row = CorrectionReview.objects.order_by("-id")[0]
    return client.post(f"{PAGE}undo/", {"review": str(row.pk)}, headers=HTMX)


def test_an_empty_page_says_what_waits_here(member_client: SignIn) -> None:
    assert "Nothing to review" in html(member_client("viewer"))


def test_texts_for_one_question_stand_beside_one_another(
    member_client: SignIn, project: Project
) -> None:
    for n in range(3):
        propose(project, person=f"p-{n}", team="Field Ops")
    propose(project, "You have 25 days of annual leave.", person="p-9")
    propose(project, "On the second floor.", question="Where is the printer?", person="p-8")
    shown = html(member_client("viewer"))
    assert re.findall(r'<h2 id="question-\d">(.*?)</h2>', shown) == [LEAVE, "Where is the printer?"]
    assert "3 people say" in shown
    assert "Field Ops 3" in shown
    assert "others say otherwise" in shown
    assert 'name="act"' not in shown


def test_a_triager_accepts_and_the_next_follows(member_client: SignIn, project: Project) -> None:
    word = propose(project, sources=["handbook"])
    [source] = Source.objects.of(project)
    until = "2999-12-31"
    client = member_client("triager")
    answer = decide(
        client, word, text=RIGHT, question=LEAVE, source=str(source.pk), valid_until=until
    )
    assert answer.status_code == 200
    assert b"Accepted as the verified answer V-1." in answer.content
    assert only_answer(project).sources.get() == source
    assert str(only_answer(project).valid_until) == until
    assert answer["HX-Push-Url"] == PAGE


def test_lines_that_a_browser_sends_in_its_own_way_are_no_other_words(
    member_client: SignIn, project: Project
) -> None:
    word = propose(project, "Two things:\nask first,\nthen go.")
    decide(member_client("triager"), word, text="Two things:\r\nask first,\r\nthen go.")
    assert CorrectionReview.objects.get().decision == "accept"


def test_sources_may_be_named_by_their_ids(member_client: SignIn, project: Project) -> None:
    word, other = propose(project), propose(project, "31", sources=["handbook"], person="p-2")
    client = member_client("triager")
    refused = decide(client, word, more_sources="nowhere")
    assert (refused.status_code, b"There is no source nowhere." in refused.content) == (422, True)
    decide(client, word, more_sources="handbook\r\n\r\n")
    assert only_answer(project).sources.get().external_id == "handbook"
    assert other.correction.text in html(client)


def test_a_rejection_says_why_and_can_be_undone(member_client: SignIn, project: Project) -> None:
    client = member_client("triager")
    word = propose(project)
    assert decide(client, word, "reject").status_code == 422
    said = decide(client, word, "reject", reason="It is wrong").content.decode()
    assert "<p>Rejected." in said
    assert 'id="undo"' in said
    assert "It is wrong" in html(client, f"{PAGE}?waits=decided")
    assert b"Taken back: it waits again." in undo(client).content
    assert RIGHT in html(client)


def test_what_was_changed_or_decided_meanwhile_is_refused_in_words(
    member_client: SignIn, project: Project
) -> None:
    word = propose(project, person="p-1")
    assert word.correction.text == RIGHT
    later = NOW + timedelta(hours=1)
    say(project, word.answer, correction="31 days.", person="p-1", now=later)
    client = member_client("triager")
    refused = decide(client, word)
    assert refused.status_code == 409
    assert b"has changed or withdrawn it meanwhile" in refused.content
    word.refresh_from_db()
    decide(client, word, text="31 days.")
    again = decide(client, word, text="31 days.")
    assert b"decided this already" in again.content


def test_a_viewer_can_t_decide_and_a_triager_can_t_ask_for_a_second_reviewer(
    member_client: SignIn, project: Project
) -> None:
    assert decide(member_client("viewer"), propose(project)).status_code == 403
    assert member_client("triager").post(f"{PAGE}second/", {"second": "yes"}).status_code == 403


def test_the_second_reviewer_sees_neither_the_first_s_decision_nor_their_name(
    member_client: SignIn, project: Project
) -> None:
    manager = member_client("manager")
    manager.post(f"{PAGE}second/", {"second": "yes"})
    ann = make_member(project, "triager", email="ann@alpha.example")
    word = propose(project)
    place_all(project)
    accept(word, ann, "Thirty.")
    viewer = member_client("viewer")
    seen = [(viewer, _issue(word))]
    seen += [
        (client, path)
        for client in (manager, viewer)
        for path in (PAGE, f"{PAGE}?waits=decided", f"{PAGE}?format=csv")
    ]
    for client, path in seen:
        shown = html(client, path)
        assert "Thirty." not in shown
        assert ann.user.email not in shown
    assert "one of two reviewers has decided" in html(manager)


def _issue(word: Feedback) -> str:
    return f"/p/alpha/issues/{Issue.objects.get(placements__feedback=word).short_id}/"


def test_who_has_decided_sees_that_it_waits_for_another(
    member_client: SignIn, project: Project
) -> None:
    ask_for_two(project)
    word, client = propose(project), member_client("triager")
    assert b"it waits for another reviewer" in decide(client, word).content
    shown = html(client)
    assert "You have decided: accepted. It waits for another reviewer." in shown
    assert "Nothing waits for you" in html(client, f"{PAGE}?waits=me")


def test_where_two_differ_both_decisions_are_shown_to_the_third(
    member_client: SignIn, project: Project
) -> None:
    ask_for_two(project)
    word = propose(project)
    accept(word, make_member(project, "triager", email="ann@alpha.example"), "Thirty.")
    decide(member_client("triager"), word, "reject", reason="No source says so")
    manager = member_client("manager")
    shown = html(manager, f"{PAGE}?waits=third")
    assert "“Thirty.”" in shown
    assert "rejected, because: No source says so" in shown
    decide(manager, word)
    assert VerifiedAnswer.objects.count() == 1
    assert "No two reviewers differ" in html(manager, f"{PAGE}?waits=third")


def test_too_few_pairs_are_said_to_tell_nothing(member_client: SignIn, project: Project) -> None:
    ask_for_two(project)
    assert "Too early to tell: 0 of 0 decided alike, and 20 more" in html(member_client("viewer"))


def test_the_issue_leads_to_its_corrections_and_back(
    member_client: SignIn, project: Project
) -> None:
    word = propose(project)
    propose(project, "On the second floor.", question="Where is the printer?", person="p-8")
    place_all(project)
    client = member_client("triager")
    name = Issue.objects.get(placements__feedback=word).short_id
    there = f"{PAGE}?issue={name}"
    assert there in html(client, _issue(word))
    shown = html(client, there)
    assert f'href="/p/alpha/issues/{name}/"' in shown
    assert "second floor" not in shown
    said = decide(client, word, issue=name).content.decode()
    assert f">Resolve {name} with it</a>" in said
    assert client.get(f"{PAGE}?issue=AL-99").status_code == 404


@pytest.mark.parametrize(("q", "found"), [("annual", True), ("30 days", True), ("printer", False)])
def test_words_narrow_the_list(
    member_client: SignIn, project: Project, q: str, *, found: bool
) -> None:
    propose(project)
    assert (RIGHT in html(member_client("triager"), f"{PAGE}?q={q}")) is found


def test_more_questions_follow_on_the_next_page(member_client: SignIn, project: Project) -> None:
    for n in range(12):
        propose(project, f"It is {n}.", question=f"What is {n}?", person=f"p-{n}")
    client = member_client("viewer")
    first = html(client)
    [following] = re.findall(r'href="([^"]+)">Next page', first)
    second = html(client, following.replace("&amp;", "&"))
    found = re.findall(r"What is \d+\?</h2>", first + second)
    assert (len(found), len(set(found))) == (12, 12)


def test_the_file_has_what_waits_and_what_was_decided(
    member_client: SignIn, project: Project
) -> None:
    word = propose(project, "=1+1", question="What is it?")
    client = member_client("triager")
    assert "'=1+1" in html(client, f"{PAGE}?format=csv")
    decide(client, word)
    lines = html(client, f"{PAGE}?waits=decided&format=csv").splitlines()
    assert lines[0].startswith("question,proposed,decision,text")
    assert "accept" in lines[1]
    assert "V-1,1" in lines[1]


def test_a_correction_of_an_answer_without_a_question_needs_one(
    member_client: SignIn, project: Project
) -> None:
    word = propose(project, question="")
    client = member_client("triager")
    assert "The question was not sent to Errata" in html(client)
    assert decide(client, word, text=RIGHT).status_code == 422
    decide(client, word, text=RIGHT, question="How much leave is there?")
    assert only_answer(project).question == "How much leave is there?"
