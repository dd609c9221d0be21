"""What a host calls an answer by: taken, completed, read back, and taken again elsewhere."""

import io
import json
from pathlib import Path
from typing import Any

import msgspec
import pytest
from django.core.management import call_command
from hypothesis import given
from hypothesis import strategies as st
from rest_framework.test import APIClient

from feedback.capture.decoding import decode
from feedback.capture.explaining import BodyRefusedError
from feedback.capture.messages import LONGEST_TAG, MOST_TAGS, AnswerMessage
from feedback.models import Announcement, Answer, Project
from tests.builders import make_key, say, send_answer
from tests.feedback.conftest import Post
from tests.feedback.recording import LATER, send
from tests.feedback.test_import_rows import take


def tags_of(answer: str) -> list[str]:
    return list(Answer.objects.get(external_id=answer).tags)


def test_tags_are_kept_trimmed_each_once_and_in_one_order(project: Project, post: Post) -> None:
    secret = make_key(project, "secret").secret
    body = {"id": "a", "tags": [" vip", "beta ", "vip", 'Ärger, \\ "quoted" {x}']}
    assert post(secret, body, "answers").status_code == 201
    assert tags_of("a") == ["beta", "vip", 'Ärger, \\ "quoted" {x}']
    again = {"id": "a", "tags": [*reversed(tags_of("a"))]}
    assert post(secret, again, "answers").json()["outcome"] == "duplicate"


def test_an_answer_without_tags_has_none(project: Project) -> None:
    send(project, AnswerMessage(id="a", text="So."))
    say(project, "stub")
    assert (tags_of("a"), tags_of("stub")) == ([], [])


def test_what_is_sent_later_replaces_tags_where_it_says_any(project: Project) -> None:
    send(project, AnswerMessage(id="a", tags=["old", "vip"]))
    assert send(project, AnswerMessage(id="a", model="m")) == ["updated"]
    assert tags_of("a") == ["old", "vip"]
    assert send(project, AnswerMessage(id="a", tags=["vip", "new"])) == ["updated"]
    assert tags_of("a") == ["new", "vip"]
    assert send(project, AnswerMessage(id="a", tags=[])) == ["updated"]
    assert tags_of("a") == []


def test_a_stub_gets_the_tags_of_its_answer(project: Project) -> None:
    say(project, "a")
    assert send(project, AnswerMessage(id="a", text="28.", tags=["vip"])) == ["created"]
    assert tags_of("a") == ["vip"]


def test_a_complaint_is_looked_at_again_when_its_answer_gets_other_tags(project: Project) -> None:
    word = say(project, send_answer(project, "a", tags=["beta"]))
    Announcement.objects.all().delete()
    send(project, AnswerMessage(id="a", tags=["vip"]), now=LATER)
    assert [row.feedback_id for row in Announcement.objects.all()] == [word.pk]


def test_in_a_batch_the_later_of_two_counts(project: Project) -> None:
    first, second = AnswerMessage(id="a", tags=["x"]), AnswerMessage(id="a", tags=["y"])
    assert send(project, first, AnswerMessage(id="b", tags=["z"]), second) == [
        "created",
        "created",
        "updated",
    ]
    assert (tags_of("a"), tags_of("b")) == (["y"], ["z"])


@pytest.fixture(autouse=True)
def var(settings: Any, tmp_path: Path) -> None:
    settings.VAR = tmp_path / "var"


ODD = st.text(st.characters(codec=None), max_size=LONGEST_TAG + 2) | st.sampled_from(
    ["", " ", "a\x00", "\x9f", "a\u2028b", "\ud800", "{", '"', "\\", ","]
)


@given(st.lists(ODD, max_size=MOST_TAGS + 2))
def test_any_texts_are_tags_as_they_are_or_refused_by_their_place(said: list[str]) -> None:
    body = json.dumps({"id": "a", "tags": said}).encode()
    try:
        taken = decode(body, AnswerMessage).tags or []
    except BodyRefusedError as refused:
        path = refused.path
        assert path.startswith("$.tags")
        return
    assert taken == sorted({tag.strip() for tag in said})
    assert all(tag.isprintable() or ord(max(tag)) > 0x9F for tag in taken)
    assert msgspec.json.decode(msgspec.json.encode(taken)) == taken


def test_in_an_import_tags_stand_in_a_list_or_a_cell() -> None:
    def tags(said: object) -> list[str]:
        return take({"id": "a", "answer": "So.", "tags": said}).answer.tags

    assert tags(["vip", " beta ", "vip", "a, b", 7]) == ["7", "a, b", "beta", "vip"]
    assert tags('["vip", "a, b"]') == ["a, b", "vip"]
    assert tags("vip, beta;hr|") == ["beta", "hr", "vip"]


def test_in_an_import_what_is_no_tag_is_left_out_and_reported() -> None:
    taken = take({"id": "a", "answer": "So.", "tags": ["t" * 65, {"a": 1}, " ", "vip"]})
    assert taken.answer.tags == ["vip"]
    assert len(taken.notes) == 4  # and the time
    many = take({"id": "a", "answer": "So.", "tags": [f"t{n}" for n in range(30)]})
    assert len(many.answer.tags) == 20
    assert "only the first 20 tags taken" in many.notes


@pytest.mark.parametrize("kind", ["jsonl", "csv"])
def test_tags_that_were_read_can_be_taken_elsewhere(
    kind: str, project: Project, other_project: Project, reader: APIClient, tmp_path: Path
) -> None:
    send_answer(project, "a", tags=["vip", "a, b;c|d", '"{x}"'])
    send_answer(project, "b")
    path = tmp_path / f"answers.{kind}"
    path.write_bytes(b"".join(reader.get(f"/api/v1/answers?format={kind}").streaming_content))

    call_command("import_feedback", str(path), "--project", "omega", stdout=io.StringIO())

    taken = Answer.objects.of(other_project).values_list("external_id", "tags")
    assert dict(taken) == {"a": ['"{x}"', "a, b;c|d", "vip"], "b": []}
