"""How much personal data was kept out."""

from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from django.db.models import Q, Sum

from feedback.models import MaskCount, Project


class Kept(NamedTuple):
    """Pieces of one kind that were kept out in a window."""

    kind: str
    masked: int
    refused: int


def kept_out(*, project: Project, days: int, now: datetime) -> list[Kept]:
    """Pieces of each kind in the last `days` days, today among them, by kind."""
    first = now.astimezone(UTC).date() - timedelta(days=days - 1)
    rows = (
        MaskCount.objects.of(project)
        .filter(day__gte=first)
        .values("kind")
        .annotate(
            masked=Sum("count", filter=Q(refused=False), default=0),
            refusals=Sum("count", filter=Q(refused=True), default=0),
        )
        .order_by("kind")
    )
    return [Kept(row["kind"], row["masked"], row["refusals"]) for row in rows]
