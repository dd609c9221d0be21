"""Personal data in what is imported: masked, or refused, as the project has chosen."""

import io
import json

import pytest
from django.core.management import call_command

from feedback.models import Answer, Feedback, MaskCount
from feedback.privacy.operations import change_masking
from tests.builders import NOW

ROW = {
    "id": 1,
    "user": "ann",
    "answer_id": "a",
    "question": "Whom do I ask?",
    "answer": "Write to bea@example.org.",
    "rating": -1,
    "comment": "Write to carl@example.org and dan@example.org instead.",
}


@pytest.fixture(autouse=True)
def var(settings, tmp_path):
    settings.VAR = tmp_path / "var"


def load(path, *rows):
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    out = io.StringIO()
    call_command("import_feedback", str(path), "--project", "alpha", stdout=out)
    return out.getvalue()


def counts():
    return {(c.kind, c.refused): c.count for c in MaskCount.objects.all()}


def test_personal_data_in_rows_is_masked(project, tmp_path):
    said = load(tmp_path / "rows.jsonl", ROW)
    assert "changed 1: email masked" in said
    assert Answer.objects.get().text == "Write to [email········]."
    assert "example" not in Feedback.objects.get().comment
    assert counts() == {("email", False): 3}


def test_what_was_masked_is_counted_once_however_often_the_file_is_taken(project, tmp_path):
    load(tmp_path / "rows.jsonl", ROW)
    load(tmp_path / "rows.jsonl", ROW)
    assert counts() == {("email", False): 3}


def test_a_project_that_refuses_personal_data_refuses_the_row(project, tmp_path):
    change_masking(project=project, masking="refuse", actor="system:test", now=NOW)
    other = ROW | {"id": 2, "user": "bob", "answer_id": "b", "answer": "", "comment": "No."}
    said = load(tmp_path / "rows.jsonl", ROW, other)
    assert "refused 1: personal_data" in said
    assert Feedback.objects.get().comment == "No."
    assert counts() == {("email", True): 1}


def test_a_project_that_keeps_personal_data_keeps_it(project, tmp_path):
    change_masking(project=project, masking="off", actor="system:test", now=NOW)
    load(tmp_path / "rows.jsonl", ROW)
    assert Feedback.objects.get().comment == ROW["comment"]
    assert not counts()
