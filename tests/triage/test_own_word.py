"""`GET /api/v1/mine`: a reader is told of their own words, and of nobody else's."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from feedback.capture.messages import CitationMessage, FlagMessage, SpanMessage
from feedback.directory.identity import Identity, sign
from feedback.directory.keys import NewKey
from feedback.models import Project
from tests.builders import NOW, make_issue, make_key, make_member, place_all, say, send_answer
from tests.triage.acting import MENDED
from triage.issues.operations import archive, assign, reopen, resolve
from triage.models import Issue

HOST = "https://intranet.example"
Mine = Callable[..., Any]


@pytest.fixture
def public(project: Project) -> str:
    return make_key(project, "public", origins=[HOST]).secret


@pytest.fixture
def secret(project: Project) -> str:
    return make_key(project, "secret").secret


@pytest.fixture
def signing(project: Project) -> NewKey:
    return make_key(project, "signing")


@pytest.fixture
def mine(client: Client) -> Mine:
    """`mine(key, answers, token=, visitor=, person=)`: the response of the API."""

    def ask(key: str, answers: list[str], *, token: str = "", **who: str) -> Any:
        headers = {"Authorization": f"Bearer {key}", "Origin": HOST, "Errata-Person": token}
        sent = {name: value for name, value in headers.items() if value}
        return client.get("/api/v1/mine", {"answer": answers, **who}, headers=sent)

    return ask


def token(key: NewKey, person: str, **claims: str) -> str:
    identity = Identity(person=person, **claims)
    now = timezone.now()
    return sign(
        identity=identity, private_key=key.secret, key_id=key.key.prefix, now=now, life_s=600
    )


def test_a_reader_reads_what_they_said(mine: Mine, public: str, project: Project) -> None:
    send_answer(project, "a-1", text="You have 28 days of leave.", sources=["handbook"])
    word = say(
        project,
        "a-1",
        "down",
        visitor="v-1",
        reasons=["wrong"],
        comment="Not so.",
        correction="You have 30 days of leave.",
        spans=[SpanMessage(start=9, end=16)],
        flags=[FlagMessage(source="handbook", says="out_of_date")],
    )
    response = mine(public, ["a-1", "a-2"], visitor="v-1")

    assert response.status_code == 200, response.content
    assert response["Cache-Control"] == "no-store"
    assert response["Access-Control-Allow-Origin"] == "*"
    said, unknown = response.json()["answers"]
    assert said["word"] == {
        "id": str(word.pk),
        "rating": "down",
        "reasons": ["wrong"],
        "comment": "Not so.",
        "correction": "You have 30 days of leave.",
        "spans": [{"start": 9, "end": 16, "quote": "28 days"}],
        "flags": [{"source": "handbook", "says": "out_of_date"}],
        "withdrawn": False,
        "recorded_at": NOW.isoformat().replace("+00:00", "Z"),
    }
    assert (said["state"], said["changed_on"], said["provenance"]) == ("received", None, None)
    assert said["message"] == {"notice": None, "asks": False, "right": None}
    nothing = {"word": None, "state": "", "changed_on": None, "message": None, "provenance": None}
    assert unknown == {"answer": "a-2", **nothing}


def test_one_persons_token_never_shows_anothers_word(
    mine: Mine, public: str, signing: NewKey, project: Project
) -> None:
    say(project, send_answer(project, "a-1"), person="ann", comment="Ann's own.")

    ben = mine(public, ["a-1"], token=token(signing, "ben"))
    ann = mine(public, ["a-1"], token=token(signing, "ann"))
    visitor = mine(public, ["a-1"], visitor="ann")

    assert ben.json()["answers"][0]["word"] is None
    assert visitor.json()["answers"][0]["word"] is None
    assert b"Ann's own." not in ben.content + visitor.content
    assert ann.json()["answers"][0]["word"]["comment"] == "Ann's own."


def test_another_projects_words_are_not_there(
    mine: Mine, secret: str, project: Project, other_project: Project
) -> None:
    say(other_project, send_answer(other_project, "a-1"), person="ann")
    [row] = mine(secret, ["a-1"], person="ann").json()["answers"]
    assert (row["word"], row["state"], row["provenance"]) == (None, "", None)


def test_a_known_person_sees_where_an_answer_comes_from(
    mine: Mine, public: str, signing: NewKey, project: Project
) -> None:
    cited = CitationMessage(
        source="handbook", title="Handbook", version="3", passage="28 days", owner="HR"
    )
    send_answer(project, "a-1", text="28 days.", confidence=0.9, citations=[cited])
    send_answer(project, "bens", text="Ben's own.", person="ben")

    shown, bens = mine(public, ["a-1", "bens"], token=token(signing, "ann")).json()["answers"]

    assert bens["provenance"] is None
    assert (shown["provenance"]["text"], shown["provenance"]["confidence"]) == ("28 days.", 0.9)
    assert shown["provenance"]["abstained"] is False
    [source] = shown["provenance"]["sources"]
    assert (source["source"], source["title"], source["version"]) == ("handbook", "Handbook", "3")
    assert (source["owner"], source["position"], source["passage"]) == ("HR", 1, "28 days")
    assert (source["status"], source["approved_until"]) == ("unknown", None)


@pytest.mark.parametrize("shows", [False, True], ids=["hidden", "shown"])
def test_a_project_says_whether_anybody_sees_sources(
    mine: Mine, public: str, project: Project, shows: bool
) -> None:
    send_answer(project, "a-1")
    send_answer(project, "bens", text="Ben's own.", person="ben")
    Project.objects.filter(pk=project.pk).update(shows_sources=shows)
    row, bens = mine(public, ["a-1", "bens"], visitor="v-1").json()["answers"]
    assert (row["provenance"] is not None) == shows
    assert bens["provenance"] is None


def test_the_reader_is_told_since_when_it_is_fixed_or_declined(
    mine: Mine, public: str, project: Project
) -> None:
    say(project, send_answer(project, "a-1"), visitor="v-1")
    act: dict[str, Any] = {"version": None, "actor": "member:a@b.example", "now": NOW}

    def told() -> tuple[str, str | None]:
        [row] = mine(public, ["a-1"], visitor="v-1").json()["answers"]
        return row["state"], row["changed_on"]

    place_all(project)
    issue = Issue.objects.get()
    states = [told()]
    assign(issue=issue, owner=issue.owner, assignee=make_member(project, "triager"), **act)
    states.append(told())
    resolve(issue=issue, fix=MENDED, resolution="Mended.", **act)
    states.append(told())
    reopen(issue=issue, **act)
    archive(issue=issue, **act)
    states.append(told())
    say(project, "a-1", None, visitor="v-1", withdrawn=True)
    states.append(told())

    day = NOW.date().isoformat()
    assert states == [
        ("under review", None),
        ("being fixed", None),
        ("fixed", day),
        ("declined", day),
        ("", None),
    ]


def test_a_token_for_one_answer_opens_that_one(
    mine: Mine, public: str, signing: NewKey, project: Project
) -> None:
    bound = token(signing, "ann", answer="a-1")
    assert mine(public, ["a-1"], token=bound).status_code == 200
    for answers in (["a-2"], ["a-1", "a-2"], ["a-2", "a-1"], ["a-1", "a-1", "a-2"]):
        response = mine(public, answers, token=bound)
        assert (response.status_code, response.json()["code"]) == (403, "answer_unvouched")


BAD = {
    "no answer": ([], {"visitor": "v"}, 422),
    "too many answers": ([f"a-{n}" for n in range(101)], {"visitor": "v"}, 422),
    "an empty answer": ([""], {"visitor": "v"}, 422),
    "a NUL": (["a\0"], {"visitor": "v"}, 422),
    "too long an answer": (["a" * 201], {"visitor": "v"}, 422),
    "a NUL for a visitor": (["a"], {"visitor": "\0"}, 422),
    "too long a visitor": (["a"], {"visitor": "v" * 101}, 422),
    "nobody": (["a"], {}, 403),
    "a person without a token": (["a"], {"person": "ann"}, 403),
    "what is no token": (["a"], {"token": "nonsense"}, 401),
}


@pytest.mark.parametrize("case", BAD.values(), ids=BAD.keys())
def test_what_cant_be_meant_is_a_problem(
    mine: Mine, public: str, case: tuple[list[str], dict[str, str], int]
) -> None:
    answers, who, status = case
    response = mine(public, answers, **who)
    assert response.status_code == status, response.content
    assert response["Content-Type"] == "application/problem+json"


def test_a_server_says_who_asks(mine: Mine, secret: str, project: Project) -> None:
    say(project, send_answer(project, "a-1"), person="ann", comment="Mine.")
    [row] = mine(secret, ["a-1"], person="ann").json()["answers"]
    assert (row["word"]["comment"], row["provenance"]["sources"]) == ("Mine.", [])
    assert mine(secret, ["a-1"]).status_code == 422


def test_many_answers_take_no_more_statements_than_one(
    mine: Mine, secret: str, project: Project
) -> None:
    for number in range(5):
        answer = send_answer(project, f"a-{number}", sources=["handbook", f"source-{number}"])
        say(project, answer, person="ann", spans=[SpanMessage(start=0, end=3)])
    place_all(project)
    archive(
        issue=make_issue(project, "Why?", person="ann"), version=None, actor="system:test", now=NOW
    )
    mine(secret, ["a-0"], person="ann")

    def statements(answers: list[str]) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert mine(secret, answers, person="ann").status_code == 200
        return len(queries)

    assert statements([f"a-{number}" for number in range(5)]) == statements(["a-0"])


def test_what_was_marked_and_flagged_is_shown_to_those_who_work_it(
    client: Client, secret: str, project: Project
) -> None:
    send_answer(project, "a-1", text="You have 28 days of leave.", sources=["handbook"])
    details: dict[str, Any] = {
        "spans": [SpanMessage(start=9, end=16)],
        "flags": [FlagMessage(source="handbook", says="out_of_date")],
    }
    word = say(project, "a-1", "down", person="ann", **details)
    place_all(project)
    spans = [{"start": 9, "end": 16, "quote": "28 days"}]
    flags = [{"source": "handbook", "says": "out_of_date"}]

    key = {"Authorization": f"Bearer {secret}"}
    fate = client.get(f"/api/v1/feedback/{word.pk}", headers=key).json()
    [complaint] = client.get("/api/v1/issues/AL-1/feedback", headers=key).json()["results"]
    client.force_login(make_member(project, "viewer").user)
    page = client.get("/p/alpha/issues/AL-1/").content.decode()

    assert (fate["spans"], fate["flags"]) == (spans, flags)
    assert (fate["revisions"][0]["spans"], fate["revisions"][0]["flags"]) == (spans, flags)
    assert complaint["flags"] == flags
    assert "<mark>28 days</mark>" in page
    assert "handbook: This source is out of date" in page
