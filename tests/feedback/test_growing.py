"""Tables that a load fills are analysed as they grow."""

import pytest
from django.db import connection

from feedback.capture.operations import tell_of_growth
from feedback.models import Answer
from feedback.models.bulk import copy_rows
from tests.builders import NOW


@pytest.fixture(autouse=True)
def _empty(db):
    """As it was made: a table keeps the pages of what other tests rolled back."""
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE feedback_answer CASCADE")


def pages():
    with connection.cursor() as cursor:
        cursor.execute("SELECT relpages FROM pg_class WHERE relname = 'feedback_answer'")
        return cursor.fetchone()[0]


def fill(project, number, *, begin):
    row = {"project_id": project.id, "stub": True, "abstained": False}
    row |= dict.fromkeys(("question", "text", "language", "model"), "")
    row |= dict.fromkeys(("prompt_version", "conversation"), "")
    row |= {"asked_at": NOW, "recorded_at": NOW}
    fresh = (Answer(external_id=f"a{n}") for n in range(begin, begin + number))
    copy_rows(Answer, [row | {"id": a.id, "external_id": a.external_id} for a in fresh])


def test_a_table_that_grew_to_many_times_its_size_is_analysed(project):
    fill(project, 2000, begin=0)
    tell_of_growth()
    assert pages() > 1


def test_a_table_that_grew_by_a_little_is_left_alone(project):
    fill(project, 2000, begin=0)
    tell_of_growth()
    before = pages()
    fill(project, 1000, begin=2000)
    tell_of_growth()
    assert pages() == before
