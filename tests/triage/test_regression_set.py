"""What a release would break, before it ships: through the API and on its pages."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from rest_framework.test import APIClient

from feedback.models import AuditEvent, Member, Project
from tests.builders import NOW, make_member, place_all, say, send_answer
from tests.triage.reviewing import LEAVE, RIGHT, accept, propose
from triage.corrections.queries.complained import complained_of
from triage.models import RegressionResult, RegressionRun, VerifiedAnswer

WithKey = Callable[[str], APIClient]
SignIn = Callable[[str], Client]
PRINTER = "Where is the printer?"


@pytest.fixture
def ann(project: Project) -> Member:
    return make_member(project, "triager", email="ann@alpha.example")


@pytest.fixture
def two(project: Project, ann: Member) -> None:
    """V-1 of leave and V-2 of the printer; of both the answer before was complained of."""
    accept(propose(project, person="p-1"), ann)
    accept(propose(project, "On the second floor.", question=PRINTER, person="p-2"), ann)


def post(client: APIClient, *answers: tuple[str, str], **more: Any) -> Any:
    body = {
        "release": "2.4",
        "answers": [{"id": name, "text": text} for name, text in answers],
        **more,
    }
    return client.post("/api/v1/regression-runs", body, format="json")


def html(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200, response.content.decode()[:500]
    return response.content.decode()


@pytest.mark.usefixtures("two")
def test_the_set_has_what_is_served_in_pages(key_client: WithKey) -> None:
    client = key_client("secret")
    first = client.get("/api/v1/regression-set", {"limit": 1}).json()
    assert first["results"] == [
        {"id": "V-1", "version": 1, "question": LEAVE, "expected": RIGHT, "valid_until": None}
    ]
    VerifiedAnswer.objects.filter(number=2).update(
        valid_until=timezone.now().date() - timedelta(days=1)
    )
    rest = client.get("/api/v1/regression-set", {"cursor": first["next"]}).json()
    assert rest == {"results": [], "next": None}


@pytest.mark.usefixtures("two")
def test_a_release_learns_what_it_breaks(key_client: WithKey, project: Project) -> None:
    said = post(
        key_client("secret"), ("V-1", "You have 28 days of leave."), ("V-2", "On the second floor")
    )
    assert said.status_code == 201, said.content
    found = said.json()
    assert (found["kept"], found["broken"], found["unsure"], found["missing"]) == (1, 1, 0, 0)
    assert [(one["id"], one["verdict"], one["version"]) for one in found["results"]] == [
        ("V-1", "broken", 1),
        ("V-2", "kept", 1),
    ]
    assert found["results"][0]["why"] == "it is an answer that readers complained of"
    assert AuditEvent.objects.filter(verb="regression.answers_judged").count() == 1


@pytest.mark.usefixtures("two")
def test_a_run_goes_on_and_what_comes_again_is_judged_again(key_client: WithKey) -> None:
    client = key_client("secret")
    first = post(client, ("V-1", "You have 28 days of leave.")).json()
    assert (first["broken"], first["missing"]) == (1, 1)
    more = post(client, ("V-1", RIGHT), ("v-2", "On the second floor."), run=first["id"]).json()
    assert (more["id"], more["kept"], more["broken"]) == (first["id"], 2, 0)
    assert (RegressionRun.objects.count(), RegressionResult.objects.count()) == (1, 2)


@pytest.mark.usefixtures("two")
def test_what_is_served_no_more_is_said_and_not_judged(key_client: WithKey) -> None:
    VerifiedAnswer.objects.filter(number=2).update(state="retired", state_why="old")
    found = post(key_client("secret"), ("V-2", "Upstairs."), ("X", "?"), ("V-1", RIGHT)).json()
    assert found["unknown"] == ["V-2", "X"]
    assert [one["id"] for one in found["results"]] == ["V-1"]


@pytest.mark.usefixtures("two")
def test_too_many_at_once_are_refused_and_a_thousand_are_taken(key_client: WithKey) -> None:
    client = key_client("secret")
    many = [(f"V-{n}", "Upstairs.") for n in range(1, 10_001)]
    refused = post(client, *many)
    assert (refused.status_code, refused.json()["path"]) == (422, "$.answers")
    assert not RegressionRun.objects.exists()
    taken = post(client, *many[:1000]).json()
    assert (len(taken["results"]), len(taken["unknown"])) == (2, 998)


@pytest.mark.usefixtures("two")
@pytest.mark.parametrize(
    ("answers", "more", "status"),
    [
        ([], {}, 422),
        ([("V-1", "")], {}, 422),
        ([("V-1", "x"), ("v-1", "y")], {}, 422),
        ([("V-1", "x")], {"run": "019cd2a5-4c75-7000-8000-000000000000"}, 404),
        ([("V-1", "x")], {"release": ""}, 422),
    ],
)
def test_what_can_t_be_meant_is_refused(
    key_client: WithKey, answers: list[tuple[str, str]], more: dict[str, Any], status: int
) -> None:
    assert post(key_client("secret"), *answers, **more).status_code == status


def test_all_that_was_complained_of_with_the_same_question_is_known_as_wrong(
    project: Project, ann: Member
) -> None:
    word = propose(project, person="p-1")
    for n, text in enumerate(["You have 20 days.", "None at all.", RIGHT.upper()]):
        answer = send_answer(project, question=LEAVE, text=text)
        say(project, answer, person=f"p-{n + 2}")
    liked = send_answer(project, question=LEAVE, text="You have 30 days, as all of us.")
    say(project, liked, "up", person="p-9")
    place_all(project)
    accept(word, ann)
    [row] = VerifiedAnswer.objects.all()
    assert set(complained_of([row])[row.pk]) == {
        "You have 28 days of leave.",
        "You have 20 days.",
        "None at all.",
    }


def test_the_page_says_how_to_begin(member_client: SignIn) -> None:
    assert "No release was tried yet" in html(member_client("viewer"), "/p/alpha/regression-runs/")


@pytest.mark.usefixtures("two")
def test_a_run_has_a_page_with_what_it_breaks_first_and_a_file(
    member_client: SignIn, key_client: WithKey
) -> None:
    said = post(
        key_client("secret"), ("V-2", "On the second floor."), ("V-1", "You have 28 days of leave.")
    ).json()
    client = member_client("viewer")
    assert ">2.4</a>" in html(client, "/p/alpha/regression-runs/")
    path = said["url"].removeprefix("http://testserver")
    shown = html(client, path)
    assert shown.index("V-1") < shown.index("V-2")
    assert "<del>30</del>" in shown
    assert "V-1" not in html(client, f"{path}?verdict=kept")
    lines = html(client, f"{path}?format=csv").splitlines()
    assert lines[1].startswith(f"V-1,1,{LEAVE},{RIGHT},You have 28 days of leave.,broken")
    assert "2.4" in html(client, "/p/alpha/regression-runs/?format=csv")


def test_a_run_of_before_still_shows_what_was_expected_then(
    member_client: SignIn, key_client: WithKey, project: Project, ann: Member
) -> None:
    accept(propose(project, person="p-1"), ann)
    said = post(key_client("secret"), ("V-1", RIGHT)).json()
    accept(propose(project, "You have 31 days of leave.", person="p-2", now=NOW), ann)
    shown = html(member_client("viewer"), said["url"].removeprefix("http://testserver"))
    assert "then version 1" in shown
    assert RIGHT in shown
