"""The host's directory of people, brought over as it is there."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from django.db import transaction

from feedback.audit.operations import record
from feedback.directory.operations import groups_by_name
from feedback.models import Cohort, Person, Project, Team
from feedback.models.base import new_id
from feedback.models.bulk import insert_missing, update_rows

Outcome = Literal["created", "updated", "duplicate"]

_COLUMNS = (
    "id",
    "team_id",
    "cohort_id",
    "onboarding",
    "onboarded_on",
    "email",
    "registered_at",
    "left_at",
)


@dataclass(frozen=True)
class Registration:
    """A person by the host's id. What is "" or None stays as it is; `active` says more of
    `left_at`: true clears it, false sets it where nothing else does. An `email` of "" is removed.
    """

    external_id: str
    team: str = ""
    cohort: str = ""
    onboarding: str = ""
    onboarded_on: date | None = None
    email: str | None = None
    registered_at: datetime | None = None
    left_at: datetime | None = None
    active: bool | None = None


@transaction.atomic
def register_people(
    *, project: Project, people: Sequence[Registration], actor: str, now: datetime
) -> list[Outcome]:
    """Make or bring up to date each of them, the later entry of a person after the earlier."""
    teams = groups_by_name(Team, project, {p.team for p in people})
    cohorts = groups_by_name(Cohort, project, {p.cohort for p in people})
    before = _stored(project, {p.external_id for p in people})
    rows = {key: dict(row) for key, row in before.items()}
    outcomes: list[Outcome] = []
    for person in people:
        row = rows.setdefault(person.external_id, {})
        was = dict(row)
        row |= _stated(person, row, teams, cohorts, now)
        outcomes.append("created" if not was else "duplicate" if was == row else "updated")
    insert_missing(
        Person,
        [
            {"project_id": project.id, "external_id": key, **row}
            for key, row in sorted(rows.items())
            if key not in before
        ],
    )
    update_rows(Person, [rows[key] for key in sorted(before) if rows[key] != before[key]])
    _tell_cohorts(people, cohorts)
    counts: Counter[str] = Counter(outcomes)
    if counts.keys() - {"duplicate"}:
        record(
            project=project,
            actor=actor,
            verb="people.synced",
            subject="people",
            now=now,
            data=dict(counts),
        )
    return outcomes


def _stored(project: Project, external_ids: set[str]) -> dict[str, dict[str, Any]]:
    """Locked in one order, so that two syncs at once wait and don't deadlock."""
    rows = Person.objects.of(project).filter(external_id__any=external_ids).order_by("id")
    found = rows.select_for_update(no_key=True).values("external_id", *_COLUMNS)
    return {row.pop("external_id"): row for row in found}


def _stated(
    person: Registration,
    row: dict[str, Any],
    teams: dict[str, Team],
    cohorts: dict[str, Cohort],
    now: datetime,
) -> dict[str, Any]:
    """The columns as they are after the entry."""
    left_at = person.left_at or row.get("left_at")
    if person.active is not None:
        left_at = None if person.active else left_at or now
    return {
        "id": row.get("id") or new_id(),
        "team_id": teams[person.team].id if person.team else row.get("team_id"),
        "cohort_id": cohorts[person.cohort].id if person.cohort else row.get("cohort_id"),
        "onboarding": person.onboarding or row.get("onboarding", ""),
        "onboarded_on": person.onboarded_on or row.get("onboarded_on"),
        "email": row.get("email", "") if person.email is None else person.email,
        "registered_at": person.registered_at or row.get("registered_at") or now,
        "left_at": left_at,
    }


def _tell_cohorts(people: Sequence[Registration], cohorts: dict[str, Cohort]) -> None:
    """A cohort that nobody described takes after the first of its people who says."""
    for person in people:
        cohort = cohorts.get(person.cohort)
        if cohort and person.onboarding and not cohort.onboarding:
            cohort.onboarding = person.onboarding
            cohort.save(update_fields=["onboarding"])
