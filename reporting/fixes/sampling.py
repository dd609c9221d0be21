"""Who is compared at a fix, and how much they used it: read, reckoned and kept once a day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import numpy as np
from django.db import connection, transaction

from feedback.models import Project
from reporting.fixes.cleanups import WEEKS, Sample, effect_of
from reporting.fixes.kept import POOLED, as_kept
from reporting.models import SourceCleanups
from reporting.rollups.people import People
from reporting.rollups.queries import known_people, used_by_week
from reporting.rollups.register import Known
from reporting.rollups.tally import Window
from triage.models import Fix

WEEK = timedelta(days=7)
# The latest so many: what was cleaned up long ago says little of how it goes now.
MOST = 50

# Everybody known who complained in the weeks before: when last of the fix's issue, and when last
# of any that nothing mends until the weeks since are over. Whoever complained of another that is
# mended is neither.
_COMPLAINED = """
WITH mended AS MATERIALIZED (
    SELECT fix.issue_id FROM triage_fix AS fix
    JOIN triage_issue AS issue ON issue.id = fix.issue_id
    WHERE issue.project_id = %(project)s AND fix.in_force_at < %(over)s
)
SELECT who.number, max(place.given_at) FILTER (WHERE place.issue_id = %(issue)s),
       max(place.given_at) FILTER (WHERE mended.issue_id IS NULL)
FROM triage_placement AS place
JOIN feedback_feedback AS word ON word.id = place.feedback_id
JOIN reporting_personnumber AS who ON who.person_id = word.person_id
LEFT JOIN (SELECT DISTINCT issue_id FROM mended) AS mended ON mended.issue_id = place.issue_id
WHERE place.project_id = %(project)s AND place.given_at >= %(first)s AND place.given_at < %(until)s
GROUP BY 1
HAVING bool_or(place.issue_id = %(issue)s) OR bool_and(mended.issue_id IS NULL)
"""


@dataclass(frozen=True)
class CleanUp:
    """A source update; its week is left out, as part of it is before and part since."""

    fix: UUID
    issue: UUID
    monday: date

    @property
    def over(self) -> date:
        """The day after the last week that counts."""
        return self.monday + (WEEKS + 1) * WEEK

    @property
    def weeks(self) -> tuple[list[date], list[date], list[date]]:
        """The Mondays of the four weeks from eight before, of those before, and of those since."""
        earlier, before, since = -2 * WEEKS, -WEEKS, 1
        return tuple(  # type: ignore[return-value]
            [self.monday + (begin + n) * WEEK for n in range(WEEKS)]
            for begin in (earlier, before, since)
        )


@transaction.atomic
def reckon(*, project: Project, now: datetime) -> int:
    """Reckon all clean-ups of a project whose weeks are over anew; how many."""
    cleanups = cleaned_up(project, now.date())
    samples = _samples(project, cleanups)
    effects = [as_kept(effect_of(sample)) for sample in samples]
    found = dict(zip([str(one.fix) for one in cleanups], effects, strict=True))
    if samples:
        found[POOLED] = as_kept(effect_of(_together(samples)))
    SourceCleanups.objects.update_or_create(
        project=project, defaults={"reckoned_on": now.date(), "found": found}
    )
    return len(cleanups)


def cleaned_up(project: Project, today: date) -> list[CleanUp]:
    """The latest source updates that stood until their weeks were over."""
    rows = Fix.objects.filter(
        issue__project=project, kind=Fix.Kind.SOURCE, in_force_at__isnull=False
    )
    found = []
    for fix in rows.order_by("-in_force_at"):
        assert fix.in_force_at
        day = fix.in_force_at.date()
        cleanup = CleanUp(fix.pk, fix.issue_id, day - timedelta(days=day.weekday()))
        stood = fix.withdrawn_at is None or fix.withdrawn_at.date() >= cleanup.over
        if cleanup.over <= today and stood:
            found.append(cleanup)
    return found[:MOST]


def _samples(project: Project, cleanups: Sequence[CleanUp]) -> list[Sample]:
    if not cleanups:
        return []
    first = min(c.weeks[0][0] for c in cleanups)
    window = Window(first, max(c.over for c in cleanups) - timedelta(1))
    used, known = used_by_week(project=project, window=window), known_people(project=project)
    return [_sample(project, cleanup, used, known) for cleanup in cleanups]


def _sample(
    project: Project, cleanup: CleanUp, used: Mapping[date, People], known: Known
) -> Sample:
    """Those who had used it before the first of the weeks, and are known still."""
    earlier, before, _ = cleanup.weeks
    given: dict[str, Any] = {
        "project": project.pk,
        "issue": cleanup.issue,
        "first": before[0],
        "until": cleanup.monday,
        "over": cleanup.over,
    }
    with connection.cursor() as cursor:
        cursor.execute(_COMPLAINED, given)
        rows = [row for row in cursor.fetchall() if _was_there(row[0], earlier[0], known)]
    person = np.array([number for number, _, _ in rows], np.int64)
    last = [(own or other).date() for _, own, other in rows]
    shares = [
        np.mean([used.get(day, People()).mask(known.size)[person] for day in days], axis=0)
        for days in cleanup.weeks
    ]
    return Sample(
        person,
        np.array([(day - before[0]) // WEEK for day in last], np.int64),
        np.array([own is not None for _, own, _ in rows], np.bool_),
        *shares,
    )


def _was_there(number: int, day: date, known: Known) -> bool:
    return number < known.size and 0 < known.first_use[number] < day.toordinal()


def _together(samples: Sequence[Sample]) -> Sample:
    """Each with strata of its own."""
    columns = zip(*(vars(sample).values() for sample in samples), strict=True)
    every = Sample(*(np.concatenate(column) for column in columns))
    fix = np.repeat(np.arange(len(samples)), [len(sample.person) for sample in samples])
    return Sample(
        every.person,
        every.stratum + WEEKS * fix,
        every.treated,
        every.earlier,
        every.before,
        every.since,
    )
