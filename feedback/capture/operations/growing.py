"""For loads of many batches: the planner learns early how the tables grow."""

from django.db import connection

from feedback.models import Announcement, Answer, Citation, Feedback, FeedbackRevision, Person

FILLED = (Person, Answer, Citation, Feedback, FeedbackRevision, Announcement)

# A plan made for an empty table reads all of it, and PostgreSQL itself looks again only once a
# minute: without this a first import of 39,000 votes took over 300 s instead of 10.
AFTER_BATCHES = frozenset({1, 4, 16, 64, 256, 1024})


def tell_of_growth(*, batches: int) -> None:
    """Analyse what capture fills, after the first few of a load's batches and ever more seldom."""
    if batches in AFTER_BATCHES:
        names = (connection.ops.quote_name(model._meta.db_table) for model in FILLED)  # noqa: SLF001
        with connection.cursor() as cursor:
            cursor.execute(f"ANALYZE {', '.join(names)}")
