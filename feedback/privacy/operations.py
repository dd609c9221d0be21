"""Counting what was masked, and choosing whether it is."""

from collections.abc import Mapping
from datetime import UTC, datetime

from django.db import connection, transaction

from feedback.audit.operations import record
from feedback.models import Masking, Project
from feedback.models.base import new_id

_COUNT = """
INSERT INTO feedback_maskcount AS standing (id, project_id, day, kind, refused, count)
SELECT * FROM unnest(%s::uuid[], %s::uuid[], %s::date[], %s::text[], %s::boolean[], %s::bigint[])
ON CONFLICT (project_id, day, kind, refused)
DO UPDATE SET count = standing.count + excluded.count
"""


def count_masked(
    *, project: Project, found: Mapping[str, int], refused: bool, now: datetime
) -> None:
    """Add to today's counts (UTC) what was found, by kind. Figures, so no event is left."""
    if not found:
        return
    day = now.astimezone(UTC).date()
    rows = [(new_id(), project.id, day, k, refused, n) for k, n in sorted(found.items())]
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, [list(column) for column in zip(*rows, strict=True)])


@transaction.atomic
def change_masking(*, project: Project, masking: str, actor: str, now: datetime) -> None:
    """Choose what is done with personal data from now on; what is stored stays as it is."""
    before = project.masking
    project.masking = Masking(masking)
    if project.masking != before:
        project.save(update_fields=["masking"])
        record(
            project=project,
            actor=actor,
            verb="masking.changed",
            subject=f"project:{project.slug}",
            now=now,
            data={"from": before, "to": project.masking},
        )
