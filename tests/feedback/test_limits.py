"""Rate limits and bursts, on the Valkey that production uses."""

import logging
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from feedback.directory.identity import Identity, sign
from feedback.directory.limits import BURST_ADDRESS, check
from feedback.models import Announcement, Feedback, MaskCount, Project
from tests.builders import make_key
from tests.feedback.conftest import Post


def _limit(project: Project, **limits: int) -> None:
    Project.objects.filter(pk=project.pk).update(**limits)


def test_a_key_that_calls_too_often_is_told_when_to_come_back(post: Post, project: Project) -> None:
    _limit(project, key_limit=2)
    key = make_key(project, "secret").secret
    answers = [post(key, {"answer": f"{n}", "rating": "up"}) for n in range(4)]
    refused = [answer for answer in answers if answer.status_code == 429]
    assert refused
    assert refused[-1].json()["code"] == "rate_limited"
    assert 1 <= int(refused[-1]["Retry-After"]) <= 60
    assert Feedback.objects.count() == 4 - len(refused)


def test_one_address_does_not_use_up_anothers_limit(project: Project) -> None:
    _limit(project, address_limit=1)
    project.refresh_from_db()
    now = timezone.now()
    for address in ("192.0.2.1", "192.0.2.2"):
        check(project=project, key="k", person="", address=address, now=now)


def test_nobody_is_limited_where_the_counts_cannot_be_had(
    post: Post, project: Project, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    _limit(project, key_limit=1)
    key = make_key(project, "secret").secret
    with caplog.at_level(logging.WARNING):
        answers = [post(key, {"answer": f"{n}", "rating": "up"}) for n in range(5)]
    assert {answer.status_code for answer in answers} == {201}
    assert len([r for r in caplog.records if "rate limits" in r.getMessage()]) == 1


def test_a_person_has_one_limit_whichever_token_and_way_they_come_by(
    post: Post, project: Project
) -> None:
    _limit(project, person_limit=5)
    public, signing = make_key(project, "public").secret, make_key(project, "signing")
    now = timezone.now()

    def token(life_s: int) -> str:
        pair = {"private_key": signing.secret, "key_id": signing.key.prefix}
        return sign(identity=Identity("ann"), now=now, life_s=life_s, **pair)

    items = [{"feedback": {"answer": f"{n}", "rating": "up"}} for n in range(4)]
    taken = post(public, {"items": items}, "batch", token=token(600))
    refused = post(public, {"items": items}, "batch", token=token(700))
    assert (taken.status_code, refused.status_code) == (207, 429)
    assert Feedback.objects.count() == 4
    single = post(public, {"answer": "5", "rating": "up"}, token=token(800))
    assert single.status_code == 429


READ = "/api/v1/mine?answer=a&visitor=v"
SEEN = {"exposures": [{"answer": "a", "visitor": "v"}]}


def test_what_is_read_and_what_was_seen_makes_no_burst_of_votes(
    post: Post, client: Client, project: Project
) -> None:
    key = make_key(project, "public").secret
    for _ in range(2 * BURST_ADDRESS + 5):
        headers = {"Authorization": f"Bearer {key}"}
        assert client.get(READ, headers=headers).status_code == 200
        assert post(key, SEEN, "exposures").status_code == 200
    assert post(key, {"answer": "a", "rating": "down", "visitor": "v"}).status_code == 201
    assert not Feedback.objects.get().suspect


def test_reading_is_limited_as_voting_is_and_uses_none_of_its_limit(
    post: Post, client: Client, project: Project
) -> None:
    _limit(project, address_limit=2)
    key = make_key(project, "public").secret
    reads = [client.get(READ, headers={"Authorization": f"Bearer {key}"}) for _ in range(5)]
    assert reads[-1].status_code == 429
    assert reads[-1].json()["code"] == "rate_limited"
    assert int(reads[-1]["Retry-After"]) >= 1
    assert post(key, {"answer": "a", "rating": "up", "visitor": "v"}).status_code == 201


def test_a_burst_is_kept_but_not_acted_on(post: Post, project: Project) -> None:
    key = make_key(project, "public").secret
    for n in range(2 * BURST_ADDRESS + 5):  # a minute may end in between
        word = {"answer": "a", "rating": "down", "visitor": f"v{n}"}
        assert post(key, word).status_code == 201
    suspects = Feedback.objects.filter(suspect=True)
    assert suspects.count() >= 5
    assert not Announcement.objects.filter(feedback__in=suspects).exists()
    assert Announcement.objects.count() == Feedback.objects.filter(suspect=False).count()


def test_personal_data_is_masked_before_it_is_stored(post: Post, project: Project) -> None:
    key = make_key(project, "secret").secret
    text = "Ask jane@example.org instead."
    post(key, {"id": "a", "text": text, "question": "Who?"}, "answers")
    span = {"start": 4, "end": 20, "quote": "jane@example.org"}
    got = post(key, {"answer": "a", "rating": "down", "comment": text, "spans": [span]})
    assert got.status_code == 201
    word = Feedback.objects.get()
    assert "jane" not in word.comment + word.answer.text + word.spans.get().quote
    assert MaskCount.objects.get(kind="email").count == 3


def test_a_project_may_refuse_personal_data(post: Post, project: Project) -> None:
    _limit(project, masking="refuse")
    key = make_key(project, "secret").secret
    got = post(key, {"answer": "a", "rating": "down", "comment": "Ask jane@example.org."})
    assert (got.status_code, got.json()["code"]) == (422, "personal_data")
    assert got.json()["path"] == "$.comment"
    assert "jane" not in got.text
    assert not Feedback.objects.exists()
    assert MaskCount.objects.get().refused


def test_a_project_may_leave_texts_as_they_are(post: Post, project: Project) -> None:
    _limit(project, masking="off")
    key = make_key(project, "secret").secret
    post(key, {"answer": "a", "rating": "down", "comment": "Ask jane@example.org."})
    assert Feedback.objects.get().comment == "Ask jane@example.org."
