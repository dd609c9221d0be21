"""Keeping the register of a project's people."""

from collections.abc import Collection
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import numpy as np
from django.db import connection

from feedback.models import Project
from reporting.models import FoldState, Homes, Register, SpanCount
from reporting.rollups import statements
from reporting.rollups.placed import NOWHERE, Codes, Placed, codes_of
from reporting.rollups.register import Days, stored, weeks_stored
from reporting.rollups.standing import Standing
from reporting.rollups.stored import stored_register, stored_users
from reporting.rollups.tally import Window


def register_people(register: Register) -> None:
    """Read anew who is known, and the groups they are in."""
    parameters: dict[str, Any] = {
        "project": register.project_id,
        "teams": register.teams,
        "cohorts": register.cohorts,
    }
    with connection.cursor() as cursor:
        cursor.execute(statements.ONBOARDINGS, parameters)
        register.onboardings = [name for (name,) in cursor.fetchall()]
        cursor.execute(statements.PEOPLE, parameters | {"onboardings": register.onboardings})
        register.columns = stored(cursor.fetchall())
    register.save(update_fields=["onboardings", "columns"])


def homes_at_present(project: Project) -> Codes:
    """By number, where everybody is at present: where they will mostly be found."""
    known = stored_register(project)
    return np.where(known.team < 0, NOWHERE, codes_of(known.team, known.cohort))


def keep_homes(project_id: UUID, edition: int, homes: Codes) -> None:
    """In place of those that the edition had."""
    row, _ = Homes.objects.get_or_create(project_id=project_id, edition=edition)
    codes = homes.astype("<u4").tobytes()
    if bytes(row.codes) != codes:
        row.codes = codes
        row.save(update_fields=["codes"])


def keep_weeks(project: Project) -> None:
    """Work out anew how people stood at the end of each week with any use."""
    used = dict(stored_users(project, days=7, first=date.min, last=date.max))
    weeks = [Window(monday, monday + timedelta(6)) for monday in used]
    kept = {}
    if weeks:
        standing = Standing(stored_register(project), weeks)
        kept = {week.first: standing.counts(week, used[week.first]) for week in weeks}
    Register.objects.filter(project=project).update(weeks=weeks_stored(kept))


def note_first_use(register: Register, state: FoldState, days: Collection[date] = ()) -> None:
    """Bring up to date when each first used it, after these days were folded, or any."""
    before = np.zeros(state.numbered, np.int32)
    standing = np.frombuffer(register.first_use, "<i4")
    before[: standing.size] = standing
    began = np.isin(before, [day.toordinal() for day in days])
    first_use = np.where(began, 0, before)
    _note(state, first_use, days)
    if not days or (first_use[began] != before[began]).any():
        # Who began on a day and no longer does may have gone on on any other.
        first_use[:] = 0
        _note(state, first_use, ())
    register.first_use = first_use.astype("<i4").tobytes()
    register.save(update_fields=["first_use"])


def _note(state: FoldState, first_use: Days, days: Collection[date]) -> None:
    """The earlier of what is there and of these days, by number; without days, of all."""
    rows = SpanCount.objects.of(state.project_id).filter(
        edition=state.edition, kind="", value="", days=1
    )
    rows = rows.filter(first__in=days) if days else rows
    for first, users in rows.values_list("first", "users"):
        numbers, day = Placed.from_bytes(bytes(users)).people.numbers(), first.toordinal()
        known = first_use[numbers]
        first_use[numbers] = np.where((known == 0) | (known > day), day, known)
