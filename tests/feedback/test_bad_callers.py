"""Callers, tokens, headers and query strings that can't be: each is a problem, none a failure."""

import json
from collections.abc import Callable
from typing import Any

import jwt
import pytest
from django.test import Client
from django.utils import timezone
from rest_framework.test import APIClient

from feedback.directory.keys import NewKey
from feedback.models import ApiKey, Feedback, Project
from tests.builders import make_key, send_answer
from tests.feedback.conftest import Post
from tests.feedback.test_bad_inputs import problem_in, rows

SignIn = Callable[[str], Client]
POSTS = ("answers", "feedback", "batch", "people", "sources", "exposures")
WORD = {"answer": "a-1", "rating": "up"}


@pytest.fixture
def secret(project: Project) -> str:
    send_answer(project, "a-1", text="You have 28 days.")
    return make_key(project, "secret").secret


def refused(response: Any, status: int, code: str, path: str = "") -> None:
    problem = problem_in(response)
    assert (problem["status"], problem["code"]) == (status, code), problem
    assert problem.get("path", "") == path, problem


# --- who calls --------------------------------------------------------------------------------

NO_KEYS = {
    "another scheme": "Basic dXNlcjpwYXNz",
    "no key": "Bearer",
    "blanks": "Bearer   ",
    "letters of no alphabet of ours": "Bearer esk_é",
    "a NUL": "Bearer esk_\x00",
    "two keys": "Bearer esk_a esk_b",
    "64 KiB": "Bearer " + "x" * 65_536,
}


@pytest.mark.parametrize("said", NO_KEYS)
@pytest.mark.parametrize("path", POSTS)
def test_what_is_no_key_opens_nothing(said: str, path: str, client: Client, secret: str) -> None:
    before = rows()
    headers = {"Authorization": NO_KEYS[said]}
    got = client.post(f"/api/v1/{path}", "{}", content_type="application/json", headers=headers)
    refused(got, 401, "key_refused")
    assert got["WWW-Authenticate"] == "Bearer"
    assert rows() == before


def test_a_signing_key_opens_nothing(post: Post, project: Project) -> None:
    signing = make_key(project, "signing")
    refused(post(signing.key.prefix, WORD), 401, "key_refused")
    ApiKey.objects.filter(pk=signing.key.pk).update(secret_hash="")
    refused(post("esg_", WORD), 401, "key_refused")


@pytest.mark.parametrize("path", POSTS)
def test_a_page_is_told_that_this_host_is_not_ours(path: str, post: Post, project: Project) -> None:
    key = make_key(project, "public", origins=["https://host.example"]).secret
    got = post(key, {}, path, origin="https://host.example", Host="evil.example")
    refused(got, 400, "host_refused")


# --- who votes --------------------------------------------------------------------------------

FAR = 10**10
BAD_CLAIMS: dict[str, dict[str, Any]] = {
    "an endless life": {"sub": "u", "exp": float("inf")},
    "an end beyond numbers": {"sub": "u", "exp": 10**400},
    "an end that is no number": {"sub": "u", "exp": "soon"},
    "an end that is not one": {"sub": "u", "exp": float("nan")},
    "an end in 300 years": {"sub": "u", "exp": FAR},
    "an end that is a list": {"sub": "u", "exp": []},
    "no person": {},
    "a person without a name": {"sub": ""},
    "a number for a person": {"sub": 17},
    "a person with a NUL": {"sub": "a\x00b"},
    "a person with half a pair": {"sub": "a\ud800"},
    "a person of 201 letters": {"sub": "x" * 201},
    "a list of teams": {"sub": "u", "team": ["Sales"]},
    "a team with half a pair": {"sub": "u", "team": "\udfff"},
    "an answer that is a number": {"sub": "u", "answer": 7},
}


def _soon() -> int:
    return int(timezone.now().timestamp()) + 600


def _token(signing: NewKey, claims: dict[str, Any]) -> str:
    return jwt.encode(
        claims, signing.secret, algorithm="EdDSA", headers={"kid": signing.key.prefix}
    )


@pytest.mark.parametrize("said", BAD_CLAIMS)
@pytest.mark.parametrize("path", ["feedback", "exposures"])
def test_a_token_with_wrong_claims_names_nobody(
    said: str, path: str, post: Post, project: Project
) -> None:
    public, signing = make_key(project, "public").secret, make_key(project, "signing")
    body = WORD if path == "feedback" else {"exposures": [{"answer": "a-1"}]}
    claims = {"exp": _soon(), **BAD_CLAIMS[said]}
    before = rows()
    refused_by = problem_in(post(public, body, path, token=_token(signing, claims)))
    assert (refused_by["status"], refused_by["code"]) == (401, "identity_refused")
    assert rows() == before


def test_a_token_without_an_end_names_nobody(post: Post, project: Project) -> None:
    public, signing = make_key(project, "public").secret, make_key(project, "signing")
    refused(post(public, WORD, token=_token(signing, {"sub": "u"})), 401, "identity_refused")


@pytest.mark.parametrize("kid", [None, 7, ["a"], "", "\x00", "\ud800", "esg_" + "x" * 5000])
def test_a_token_of_a_key_that_cannot_be_names_nobody(
    kid: Any, post: Post, project: Project
) -> None:
    public, signing = make_key(project, "public").secret, make_key(project, "signing")
    _, claims, signature = _token(signing, {"sub": "u"}).split(".")
    head = jwt.utils.base64url_encode(json.dumps({"alg": "EdDSA", "kid": kid}).encode()).decode()
    refused(post(public, WORD, token=f"{head}.{claims}.{signature}"), 401, "identity_refused")


@pytest.mark.parametrize("algorithm", ["none", "HS256"])
def test_a_token_is_believed_by_no_other_algorithm(
    algorithm: str, post: Post, project: Project
) -> None:
    public, signing = make_key(project, "public").secret, make_key(project, "signing")
    claims = {"sub": "u", "exp": _soon()}
    known = "k" * 32 if algorithm == "HS256" else None
    token = jwt.encode(claims, known, algorithm=algorithm, headers={"kid": signing.key.prefix})
    refused(post(public, WORD, token=token), 401, "identity_refused")
    assert not Feedback.objects.exists()


# --- how it is asked --------------------------------------------------------------------------


@pytest.mark.parametrize("length", ["many", "-1", "1e3"])
def test_a_length_that_is_none_is_no_failure(length: str, client: Client, secret: str) -> None:
    got = client.generic(
        "POST",
        "/api/v1/feedback",
        b"{}",
        content_type="application/json",
        headers={"Authorization": f"Bearer {secret}"},
        CONTENT_LENGTH=length,
    )
    assert problem_in(got)["status"] in {400, 422}


@pytest.mark.parametrize("kind", ["text/plain", "application/xml", "multipart/form-data", "json"])
@pytest.mark.parametrize("path", POSTS)
def test_another_kind_of_body_is_refused(kind: str, path: str, client: Client, secret: str) -> None:
    headers = {"Authorization": f"Bearer {secret}"}
    got = client.post(f"/api/v1/{path}", b"{}", content_type=kind, headers=headers)
    refused(got, 415, "unsupported_media")


@pytest.mark.parametrize("method", ["put", "patch", "delete", "trace"])
@pytest.mark.parametrize("path", [*POSTS, "mine", "reasons", "issues", "metrics"])
def test_another_method_is_a_problem(method: str, path: str, reader: APIClient) -> None:
    got = getattr(reader, method)(f"/api/v1/{path}")
    refused(got, 405, "method_not_allowed")
    assert got["Allow"]


def test_a_page_of_html_is_not_to_be_had(reader: APIClient) -> None:
    refused(reader.get("/api/v1/issues", headers={"Accept": "text/html"}), 406, "not_acceptable")


@pytest.mark.parametrize("accept", ["text/csv", "application/jsonl", "text/html"])
def test_a_list_comes_as_its_format_says(accept: str, reader: APIClient) -> None:
    got = reader.get("/api/v1/feedback?format=csv", headers={"Accept": accept})
    assert (got.status_code, got["Content-Type"]) == (200, "text/csv; charset=utf-8")


@pytest.mark.parametrize("path", ["nothing", "answers/", "feedback/a/b", "", "feedback/%00"])
def test_an_address_that_is_none_is_a_problem(path: str, reader: APIClient) -> None:
    for got in (reader.get(f"/api/v1/{path}"), reader.post(f"/api/v1/{path}")):
        assert problem_in(got)["status"] in {404, 405}


def test_more_parameters_than_anybody_has_are_a_problem(reader: APIClient) -> None:
    many = "&".join(f"p{n}=1" for n in range(1500))
    for path in ("feedback", "issues", "mine"):
        assert problem_in(reader.get(f"/api/v1/{path}?{many}"))["status"] == 400


@pytest.mark.parametrize("slug", ["%00", "omega", "%ff", "x" * 300, "a&project=b"])
def test_a_project_that_is_not_theirs_is_not_there(
    slug: str, member_client: SignIn, secret: str
) -> None:
    got = member_client("viewer").get(f"/api/v1/feedback?project={slug}")
    refused(got, 404, "not_found")


# --- what is asked for ------------------------------------------------------------------------

NO_TIME = ("soon", "9999-12-31T23:59:59-12:00", "0001-01-01T00:00:00%2B14:00", "2026-02-30", "%00")
BAD_PARAMETERS = {
    "limit": ("0", "201", "-1", "1.5", "many", "%D9%A3", "1_0", "9" * 400, "%201"),
    "format": ("xml", "CSV"),
    "cursor": ("0", "nonsense", "%C3%A9", "%00", "A" * 22 + "=", "x" * 501, "%ED%A0%80"),
    "since": NO_TIME,
    "until": NO_TIME,
    "person": ("%00", "x" * 501),
    "source": ("a%00",),
}
OF_FEEDBACK = {
    "complains": ("yes", "1", "True"),
    "rating": ("5", "UP"),
    "channel": ("pigeon",),
    "given_since": NO_TIME,
    "answer": ("%00",),
}
OF_ANSWERS = {"stub": ("0",), "abstained": ("maybe",), "asked_until": NO_TIME, "model": ("%00",)}
BAD_QUERIES = [
    (path, name, value)
    for path, own in (("feedback", OF_FEEDBACK), ("answers", OF_ANSWERS))
    for name, values in {**BAD_PARAMETERS, **own}.items()
    for value in values
]


@pytest.mark.parametrize(("path", "name", "value"), BAD_QUERIES)
def test_a_parameter_that_cannot_be_meant_is_refused(
    path: str, name: str, value: str, reader: APIClient
) -> None:
    refused(reader.get(f"/api/v1/{path}?{name}={value}"), 422, "parameter_refused", name)


BAD_MINE = {
    "no answer": ("visitor=v", "answer"),
    "101 answers": ("visitor=v&" + "&".join(f"answer={n}" for n in range(101)), "answer"),
    "an answer with a NUL": ("visitor=v&answer=%00", "answer"),
    "an answer of 201 letters": ("visitor=v&answer=" + "x" * 201, "answer"),
    "an answer without an id": ("visitor=v&answer=", "answer"),
    "a visitor with a NUL": ("answer=a&visitor=%00", "visitor"),
    "a visitor of 101 letters": ("answer=a&visitor=" + "x" * 101, "visitor"),
    "nobody": ("answer=a", "person"),
}


@pytest.mark.parametrize("said", BAD_MINE)
def test_a_reader_is_told_what_was_expected(said: str, reader: APIClient) -> None:
    query, path = BAD_MINE[said]
    refused(reader.get(f"/api/v1/mine?{query}"), 422, "parameter_refused", path)
