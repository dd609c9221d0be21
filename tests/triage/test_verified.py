"""Verified answers: what they rest on, when they go back to review, and their pages."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from feedback.models import Member, Project, Source
from tests.builders import NOW, make_member, place_all
from tests.triage.acting import refusal
from tests.triage.reviewing import LEAVE, RIGHT, accept, only_answer, propose
from triage.corrections.operations import Content, retire, revise, unretire
from triage.corrections.operations.expiring import send_back
from triage.corrections.queries.holding import holding
from triage.models import Fix, Issue, Owner, VerifiedAnswer

SignIn = Callable[[str], Client]
PAGE = "/p/alpha/verified-answers/"
TODAY = NOW.date()
ANN = "member:ann@alpha.example"


@pytest.fixture
def ann(project: Project) -> Member:
    return make_member(project, "triager", email="ann@alpha.example")


@pytest.fixture
def answer(project: Project, ann: Member) -> VerifiedAnswer:
    """One that rests on the handbook."""
    word = propose(project, sources=["handbook"])
    place_all(project)
    Source.objects.update(version="2026", status="approved")
    accept(word, ann, sources=[Source.objects.get().pk])
    return only_answer(project)


def content(answer: VerifiedAnswer, **other: Any) -> Content:
    same: dict[str, Any] = {
        "question": answer.question,
        "text": answer.text,
        "owner": answer.owner,
        "sources": [source.pk for source in answer.sources.all()],
    }
    return Content(**{**same, **other})


def revised(answer: VerifiedAnswer, *, version: int = 1, **other: Any) -> VerifiedAnswer:
    said = content(answer, **other)
    revise(answer=answer, content=said, version=version, why="revised", actor=ANN, now=NOW)
    return only_answer(answer.project)


def served(project: Project) -> int:
    return holding(VerifiedAnswer.objects.of(project), today=TODAY).count()


STALE = [
    ({"approved_until": TODAY - timedelta(days=1)}, "handbook was approved until 2026-06-14"),
    ({"status": "withdrawn"}, "handbook was withdrawn"),
    ({"version": "2027"}, "handbook has another version than the one that was read"),
]


@pytest.mark.parametrize(("becomes", "why"), STALE)
def test_a_source_that_changed_takes_it_out_of_service_at_once_and_sends_it_back(
    project: Project, answer: VerifiedAnswer, becomes: dict[str, Any], why: str
) -> None:
    assert served(project) == 1
    Source.objects.update(**becomes)
    assert served(project) == 0
    assert send_back(now=NOW) == 1
    assert (only_answer(project).state, only_answer(project).state_why) == ("review", why)
    assert send_back(now=NOW) == 0


def test_a_day_still_counts_itself(project: Project, answer: VerifiedAnswer) -> None:
    revised(answer, valid_until=TODAY)
    assert send_back(now=NOW) == 0
    assert send_back(now=NOW + timedelta(days=1)) == 1
    assert only_answer(project).state_why == f"it was valid until {TODAY}"


def test_what_the_database_serves_is_what_is_not_stale(
    project: Project, answer: VerifiedAnswer
) -> None:
    Source.objects.update(approved_until=TODAY)
    assert served(project) == 1
    assert send_back(now=NOW) == 0


def test_confirming_it_reads_the_source_s_new_version(
    project: Project, answer: VerifiedAnswer
) -> None:
    Source.objects.update(version="2027")
    send_back(now=NOW)
    row = revised(answer)
    assert (row.state, row.version, served(project)) == ("current", 2, 1)
    assert row.versions.first().sources[0][2] == "2027"  # type: ignore[union-attr]


def test_it_can_t_be_confirmed_on_a_source_that_is_still_expired(
    project: Project, answer: VerifiedAnswer
) -> None:
    Source.objects.update(status="withdrawn")
    send_back(now=NOW)
    assert refusal(lambda: revised(answer)).code == "source_stale"
    assert revised(answer, sources=[]).state == "current"


def test_who_has_not_seen_the_newest_version_overwrites_nothing(answer: VerifiedAnswer) -> None:
    revised(answer, text="31 days.")
    assert refusal(lambda: revised(answer, text="32 days.")).code == "overtaken"


def test_two_living_ones_never_answer_one_question(
    project: Project, ann: Member, answer: VerifiedAnswer
) -> None:
    accept(propose(project, "Upstairs.", question="Where is the printer?", person="p-2"), ann)
    other = VerifiedAnswer.objects.get(number=2)
    error = refusal(lambda: revised(other, question=LEAVE.lower()))
    assert (error.code, error.detail) == (
        "question_taken",
        "V-1 answers that question already.",
    )


def test_what_is_retired_is_not_served_and_can_be_brought_back(
    project: Project, ann: Member, answer: VerifiedAnswer
) -> None:
    retire(answer=answer, why="we ask HR instead", actor=ANN, now=NOW)
    assert served(project) == 0
    assert refusal(lambda: revised(answer)).code == "retired"
    unretire(answer=answer, actor=ANN, now=NOW)
    assert served(project) == 1
    retire(answer=answer, why="", actor=ANN, now=NOW)
    accept(propose(project, "31 days.", person="p-3"), ann)
    error = refusal(lambda: unretire(answer=answer, actor=ANN, now=NOW))
    assert error.code == "question_taken"


def html(client: Client, path: str = PAGE) -> str:
    response = client.get(path)
    assert response.status_code == 200, response.content.decode()[:500]
    return response.content.decode()


def act(client: Client, name: str, **form: object) -> Any:
    return client.post(f"{PAGE}V-1/{name}/", form, follow=True)


def test_the_list_says_what_becomes_one_while_there_is_none(member_client: SignIn) -> None:
    shown = html(member_client("viewer"))
    assert "No verified answer yet" in shown
    assert 'href="/p/alpha/corrections/"' in shown


def test_the_list_is_narrowed_by_state_and_words_and_is_a_file_too(
    member_client: SignIn, answer: VerifiedAnswer
) -> None:
    client = member_client("viewer")
    assert RIGHT in html(client, f"{PAGE}?q=annual")
    assert "None with these words" in html(client, f"{PAGE}?q=printer")
    assert "Nothing to look at again" in html(client, f"{PAGE}?state=review")
    lines = html(client, f"{PAGE}?format=csv").splitlines()
    assert lines[1].startswith(f"V-1,{LEAVE},{RIGHT},current,,1,triage,,handbook")


def test_what_the_sweep_has_not_reached_is_not_shown_as_served(
    member_client: SignIn, answer: VerifiedAnswer
) -> None:
    Source.objects.update(version="2027")
    client = member_client("viewer")
    assert "handbook has another version" in html(client)
    shown = html(client, f"{PAGE}V-1/")
    assert "Not served" in shown
    assert "now version 2027" in shown
    assert "<form" not in shown.split("<main")[1]


def test_a_triager_changes_it_and_the_versions_say_what_changed(
    member_client: SignIn, project: Project, answer: VerifiedAnswer
) -> None:
    client = member_client("triager")
    form = {"question": LEAVE, "text": "You have 31 days of annual leave.", "owner": "triage"}
    shown = act(client, "revise", version=1, **form).content.decode()
    assert "Version 2 is in force." in shown
    assert "<del>30</del><ins>31</ins>" in shown
    issue = Issue.objects.get()
    assert f'href="/p/alpha/issues/{issue.short_id}/"' in shown
    refused = act(client, "revise", version=1, **form)
    assert refused.status_code == 409
    assert b"has a version 2 that you have not seen" in refused.content


def test_what_was_typed_stays_where_it_is_refused(
    member_client: SignIn, answer: VerifiedAnswer
) -> None:
    form = {"question": LEAVE, "text": "Thirty-one.", "owner": "triage", "more_sources": "nowhere"}
    shown = act(member_client("triager"), "revise", version=1, **form).content.decode()
    assert "There is no source nowhere." in shown
    assert "Thirty-one." in shown


def test_it_is_retired_with_a_reason_and_brought_back_from_its_page(
    member_client: SignIn, answer: VerifiedAnswer
) -> None:
    client = member_client("triager")
    assert "We ask HR instead." in act(client, "retire", why="we ask HR instead").content.decode()
    assert "V-1 is back." in act(client, "bring-back").content.decode()
    assert client.get(f"{PAGE}V-99/").status_code == 404
    assert client.get(f"{PAGE}X-1/").status_code == 404


def test_an_issue_is_resolved_with_the_answer_that_was_made_of_its_correction(
    member_client: SignIn, project: Project, answer: VerifiedAnswer
) -> None:
    issue = Issue.objects.get()
    client = member_client("triager")
    there = f"/p/alpha/issues/{issue.short_id}/"
    shown = html(client, f"{there}?fix=V-1")
    assert (
        'name="verified" maxlength="20" autocomplete="off" placeholder="V-…" value="V-1"' in shown
    )
    assert '<option value="verified_answer" selected>' in shown
    form = {"resolution": "Answered", "fix": "verified_answer", "version": issue.version}
    refused = client.post(f"{there}resolve/", {**form, "verified": "V-9", "place": "issue"})
    assert b"There is no such verified answer" in refused.content
    client.post(f"{there}resolve/", {**form, "verified": "v-1", "place": "issue"})
    assert Fix.objects.get().verified_answer == answer
    assert "V-1" in html(client, there)


def test_another_owner_answers_for_it(
    member_client: SignIn, project: Project, people_team: Owner, answer: VerifiedAnswer
) -> None:
    form = {"question": LEAVE, "text": RIGHT, "owner": "hr", "version": 1}
    act(member_client("triager"), "revise", **form)
    assert only_answer(project).owner == people_team
