"""Every read of the daily tables: tallies for any windows at once, by team and cohort."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import Min

from feedback.models import Project
from reporting.models import DailyCount, FoldState
from reporting.rollups import sums
from reporting.rollups.tally import Tally, Window

GroupSlugs = tuple[str | None, str | None]


def tallies(*, project: Project, windows: Sequence[Window]) -> list[dict[GroupSlugs, Tally]]:
    """For each window what was counted in it, by (team, cohort): slugs, "" without, None for all.

    Four statements, whatever the number of windows. Groups in which nothing is are left out.
    """
    parameters: dict[str, Any] = {
        "project": project.id,
        "places": list(range(len(windows))),
        "firsts": [window.first for window in windows],
        "ends": [window.last + timedelta(1) for window in windows],
    }
    found: defaultdict[tuple[int, str | None, str | None], dict[str, int]] = defaultdict(dict)
    with connection.cursor() as cursor:
        for statement, names in (
            (sums.COUNTS, sums.COUNTED),
            (sums.TRUST, sums.TRUSTED),
            (sums.VOICES, ("users", "speakers", "voters", "viewers")),
            (sums.PEOPLE, ("registered", "active", "never_used")),
        ):
            cursor.execute(statement, parameters)
            for place, team, cohort, *counts in cursor.fetchall():
                found[place, team, cohort] |= zip(names, map(int, counts), strict=True)
    tables: list[dict[GroupSlugs, Tally]] = [{} for _ in windows]
    for (place, team, cohort), counted in found.items():
        users = counted.get("users", 0) + counted.get("anonymous", 0)
        tables[place][team, cohort] = Tally(**{**counted, "users": users})
    return tables


@dataclass(frozen=True)
class Extent:
    """From which day on there is anything, and up to when it was looked at."""

    first_day: date | None
    checked_at: datetime | None


def extent(*, project: Project) -> Extent:
    first: dict[str, Any] = DailyCount.objects.of(project).aggregate(first=Min("day"))
    state = FoldState.objects.filter(project=project).first()
    return Extent(first["first"], state.checked_at if state else None)
