"""What placed complaints are found and counted by."""

from collections.abc import Collection
from uuid import UUID

from django.db import connection


def describe(feedback_ids: Collection[UUID]) -> None:
    """Bring their placements up to what they have now: times, facets and words.

    The database itself reads and writes it, and keeps the issues' facets with each change.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT triage_describe(%s)", [sorted(feedback_ids)])
