"""What `POST /answers` and `POST /feedback` take and refuse, over HTTP."""

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from feedback.directory.identity import Identity, new_pair, sign
from feedback.directory.keys import NewKey, revoke_key
from feedback.models import Answer, Feedback, FeedbackRevision, Person, Project
from tests.builders import make_key, make_project, send_answer
from tests.feedback.conftest import Post

HOST = "https://intranet.example"


@pytest.fixture
def secret(project: Project) -> str:
    return make_key(project, "secret").secret


@pytest.fixture
def public(project: Project) -> str:
    """The key of a page at HOST; the answer a-1 is there to be voted on."""
    send_answer(project, "a-1")
    return make_key(project, "public", origins=[HOST]).secret


@pytest.fixture
def signing(project: Project) -> NewKey:
    return make_key(project, "signing")


def token(key: NewKey, *, life_s: int = 600, **claims: str) -> str:
    return sign(
        identity=Identity(**{"person": "u-1", **claims}),
        private_key=key.secret,
        key_id=key.key.prefix,
        now=timezone.now(),
        life_s=life_s,
    )


def assert_refused(response: Any, status: int, code: str) -> None:
    assert (response.status_code, response.json()["code"]) == (status, code)
    assert response["Content-Type"] == "application/problem+json"
    assert not FeedbackRevision.objects.exists()


# --- what is not taken ------------------------------------------------------------------------


def test_a_refused_word_leaves_no_person_and_no_answer(secret: str, post: Post) -> None:
    post(secret, {"answer": "a-9", "rating": "down", "reasons": ["ugly"], "person": "u-9"})
    assert not Answer.objects.filter(external_id="a-9").exists()
    assert not Person.objects.filter(external_id="u-9").exists()


# --- whose word it is -------------------------------------------------------------------------


def test_an_unknown_key_opens_nothing(project: Project, post: Post) -> None:
    assert_refused(post("esk_nonsense", {"answer": "a-1", "rating": "up"}), 401, "key_refused")


def test_a_revoked_key_opens_nothing(project: Project, post: Post) -> None:
    new = make_key(project, "secret")
    revoke_key(key=new.key, actor="system:test", now=timezone.now())
    assert_refused(post(new.secret, {"answer": "a-1", "rating": "up"}), 401, "key_refused")


def test_a_page_cannot_send_answers(public: str, post: Post) -> None:
    response = post(public, {"id": "a-2"}, "answers", origin=HOST)
    assert response.status_code == 403
    assert not Answer.objects.filter(external_id="a-2").exists()


def test_a_page_of_another_origin_is_refused(public: str, post: Post) -> None:
    body = {"answer": "a-1", "rating": "up", "visitor": "v"}
    assert_refused(post(public, body, origin="https://evil.example"), 403, "origin_refused")


@pytest.mark.parametrize("origin", [HOST + ".evil.example", HOST + ":8443", "null", "HTTPS://x"])
def test_an_origin_must_be_the_very_same(origin: str, public: str, post: Post) -> None:
    body = {"answer": "a-1", "rating": "up", "visitor": "v"}
    assert_refused(post(public, body, origin=origin), 403, "origin_refused")


@pytest.mark.parametrize("claim", ["person", "team", "cohort"])
def test_a_page_cannot_say_in_the_body_who_votes(claim: str, public: str, post: Post) -> None:
    body = {"answer": "a-1", "rating": "up", "visitor": "v", claim: "u-1"}
    assert_refused(post(public, body, origin=HOST), 403, "person_unvouched")


def test_a_page_needs_a_visitor_where_it_has_no_person(public: str, post: Post) -> None:
    response = post(public, {"answer": "a-1", "rating": "up"}, origin=HOST)
    assert_refused(response, 403, "person_unvouched")


def test_a_project_may_take_no_anonymous_votes(public: str, project: Project, post: Post) -> None:
    Project.objects.filter(pk=project.pk).update(takes_anonymous=False)
    body = {"answer": "a-1", "rating": "up", "visitor": "v"}
    assert_refused(post(public, body, origin=HOST), 403, "anonymous_refused")


def test_a_token_says_who_votes(public: str, signing: NewKey, post: Post) -> None:
    vouched = token(signing, team="Sales", cohort="Pilot")
    response = post(public, {"answer": "a-1", "rating": "up"}, token=vouched, origin=HOST)
    assert response.status_code == 201
    word = Feedback.objects.get()
    assert (word.person.external_id, word.team.name, word.cohort.name) == ("u-1", "Sales", "Pilot")


def test_a_token_for_this_answer_is_taken(public: str, signing: NewKey, post: Post) -> None:
    vouched = token(signing, answer="a-1")
    assert post(public, {"answer": "a-1", "rating": "up"}, token=vouched).status_code == 201


def test_a_token_for_another_answer_is_refused(public: str, signing: NewKey, post: Post) -> None:
    vouched = token(signing, answer="a-2")
    response = post(public, {"answer": "a-1", "rating": "up"}, token=vouched)
    assert_refused(response, 403, "answer_unvouched")


def expired(key: NewKey) -> str:
    return token(key, life_s=-1)


def long_lived(key: NewKey) -> str:
    return token(key, life_s=25 * 3600)


def forged(key: NewKey) -> str:
    return token(NewKey(key=key.key, secret=new_pair()[0]))


def unsigned(key: NewKey) -> str:
    head, claims, _ = token(key).split(".")
    return f"{head}.{claims}."


def nonsense(_: NewKey) -> str:
    return "nonsense"


def foreign(_: NewKey) -> str:
    return token(make_key(make_project("omega"), "signing"))


def revoked(key: NewKey) -> str:
    vouched = token(key)
    revoke_key(key=key.key, actor="system:test", now=timezone.now())
    return vouched


@pytest.mark.parametrize("bad", [expired, long_lived, forged, unsigned, nonsense, foreign, revoked])
def test_a_bad_token_is_refused(
    bad: Callable[[NewKey], str], public: str, signing: NewKey, post: Post
) -> None:
    response = post(public, {"answer": "a-1", "rating": "up"}, token=bad(signing), origin=HOST)
    assert_refused(response, 401, "identity_refused")


# --- receipts ---------------------------------------------------------------------------------


def test_a_new_word_gives_a_receipt(secret: str, post: Post) -> None:
    response = post(secret, {"answer": "a-1", "rating": "up", "person": "u-1"})
    assert response.status_code == 201
    assert response.json()["id"] == str(Feedback.objects.get().id)


def test_the_same_event_again_gives_the_same_receipt(secret: str, post: Post) -> None:
    event = {"id": "e-1", "answer": "a-1", "rating": "down", "person": "u-1"}
    first, again = post(secret, event), post(secret, event)
    assert (again.status_code, again.json()["outcome"]) == (200, "duplicate")
    assert again.json()["id"] == first.json()["id"]
    assert FeedbackRevision.objects.count() == 1


def test_the_same_word_under_a_new_event_is_no_revision(secret: str, post: Post) -> None:
    word = {"answer": "a-1", "rating": "down", "person": "u-1"}
    first, again = post(secret, word | {"id": "e-1"}), post(secret, word | {"id": "e-2"})
    assert again.json()["id"] == first.json()["id"]
    assert FeedbackRevision.objects.count() == 1


def test_a_changed_mind_is_a_revision_of_one_word(secret: str, post: Post) -> None:
    first = post(secret, {"answer": "a-1", "rating": "down", "person": "u-1"})
    second = post(secret, {"answer": "a-1", "rating": "up", "person": "u-1"})
    assert (second.status_code, second.json()["revision"]) == (200, 2)
    assert second.json()["id"] == first.json()["id"]


def test_a_vote_before_its_answer_waits_for_it(secret: str, post: Post) -> None:
    post(secret, {"answer": "a-7", "rating": "down", "person": "u-1"})
    response = post(secret, {"id": "a-7", "text": "You have 28 days."}, "answers")
    assert (response.status_code, response.json()["outcome"]) == (201, "created")
    assert Feedback.objects.get().answer.text == "You have 28 days."


def test_two_projects_may_use_the_same_event_id(secret: str, post: Post) -> None:
    other = make_key(make_project("omega"), "secret").secret
    event = {"id": "e-1", "answer": "a-1", "rating": "down", "person": "u-1"}
    assert post(secret, event).json()["id"] != post(other, event).json()["id"]
