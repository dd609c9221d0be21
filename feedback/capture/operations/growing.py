"""For loads of many batches: the planner learns early how the tables grow."""

from django.db import connection

from feedback.models import Announcement, Answer, Citation, Feedback, FeedbackRevision, Person

FILLED = (Person, Answer, Citation, Feedback, FeedbackRevision, Announcement)

# In pages, as ANALYZE saw the table last and as it is now: exact, and no statistics to wait for.
_GROWN = """
SELECT relname FROM pg_class
WHERE oid = ANY(%s::regclass[])
  AND pg_relation_size(oid) > %s * greatest(relpages, 1) * current_setting('block_size')::integer
"""


def tell_of_growth(*, by: float = 4) -> None:
    """Analyse the tables that capture fills, those that grew to so many times their size.

    A plan made for an empty table reads all of it, and PostgreSQL itself looks again only once a
    minute: without this a first import of 39,000 votes took over 300 s instead of 10. A large
    table that grows by a little is left to PostgreSQL.
    """
    names = [connection.ops.quote_name(model._meta.db_table) for model in FILLED]  # noqa: SLF001
    with connection.cursor() as cursor:
        cursor.execute(_GROWN, [names, by])
        if grown := [connection.ops.quote_name(name) for (name,) in cursor.fetchall()]:
            cursor.execute(f"ANALYZE (SKIP_LOCKED) {', '.join(grown)}")
