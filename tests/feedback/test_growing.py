"""The planner knows how large a table is before it asks by itself."""

import pytest
from django.db import connection

from feedback.capture.operations import tell_of_growth
from feedback.models import Feedback
from tests.builders import make_project, say

pytestmark = pytest.mark.django_db


def known_rows() -> int:
    """How many the planner takes the table to have; -1 before it was ever analysed."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples FROM pg_class WHERE relname = 'feedback_feedback'")
        return int(cursor.fetchone()[0])


def test_after_a_load_s_first_batch_the_tables_are_analysed() -> None:
    project = make_project()
    for number in range(30):
        say(project, f"answer-{number}")
    tell_of_growth(batches=1)
    assert known_rows() == Feedback.objects.count() == 30
