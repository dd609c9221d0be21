"""What the quality page reads beside the daily tables."""

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta

from feedback.models import AuditEvent, Project
from reporting.metrics.facets import FacetTable
from reporting.metrics.figures import Table
from reporting.rollups.queries import tallies_by_value
from reporting.rollups.tally import Window
from triage.models import Fix


def source_updates(project: Project, window: Window) -> list[tuple[str, date]]:
    """The days on which sources were brought up to date, or a fix to one came into force, with how
    many it were."""
    between = (
        datetime.combine(window.first, time(), UTC),
        datetime.combine(window.last + timedelta(1), time(), UTC),
    )
    days: Counter[date] = Counter()
    synced = AuditEvent.objects.of(project).filter(
        subject="sources", verb="sources.synced", at__range=between, data__updated__gt=0
    )
    for at, data in synced.values_list("at", "data"):
        days[at.astimezone(UTC).date()] += int(data["updated"])
    fixes = Fix.objects.standing().filter(
        issue__project=project, kind=Fix.Kind.SOURCE, in_force_at__range=between
    )
    days.update(
        at.astimezone(UTC).date() for at in fixes.values_list("in_force_at", flat=True) if at
    )
    return [
        (f"{number} source{'s' if number > 1 else ''} updated", day)
        for day, number in sorted(days.items())
    ]


def facet_tables(project: Project, whole: Table, kinds: Sequence[str]) -> list[FacetTable]:
    """The table's window told apart by each of these kinds of facet."""
    by_kind = tallies_by_value(project=project, window=whole.window, kinds=kinds)
    return [FacetTable(whole, by_value) for by_value in by_kind]
