"""Projects, members and people: every write."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple, TypeVar
from uuid import UUID

from django.db import transaction

from feedback.audit.operations import record
from feedback.directory.reasons import DEFAULT_REASONS, DEFAULT_SEVERITIES
from feedback.directory.slugs import slug_of
from feedback.errors import ConflictError
from feedback.models import Cohort, Member, Person, Project, Reason, Team, User
from feedback.models.base import uuid7
from feedback.models.bulk import insert_missing, update_rows
from feedback.signals import membership_changed, project_created

GroupT = TypeVar("GroupT", Team, Cohort)


@transaction.atomic
def create_project(
    *, slug: str, name: str, prefix: str, actor: str, now: datetime, language: str = "en"
) -> Project:
    """A new tenant with its reasons; floors above add what they need. ConflictError if taken."""
    if Project.objects.filter(slug=slug).exists():
        raise ConflictError(f"There is a project {slug} already.", code="project_exists")
    project = Project.objects.create(
        slug=slug, name=name, prefix=prefix, language=language, created_at=now
    )
    Reason.objects.bulk_create(
        Reason(
            project=project,
            position=place,
            code=code,
            label=label,
            cause=cause,
            severity=DEFAULT_SEVERITIES[code],
        )
        for place, (code, label, cause) in enumerate(DEFAULT_REASONS)
    )
    record(project=project, actor=actor, verb="project.created", subject=f"project:{slug}", now=now)
    project_created.send(sender=Project, project=project, actor=actor, now=now)
    return project


CAPTURE = ("takes_anonymous", "shows_sources", "key_limit", "person_limit", "address_limit")


@transaction.atomic
def change_capture(*, project: Project, actor: str, now: datetime, **chosen: bool | int) -> None:
    """Choose who may vote and how often: any of CAPTURE, the limits being votes a minute."""
    changed = {name: value for name, value in chosen.items() if getattr(project, name) != value}
    assert changed.keys() <= set(CAPTURE)
    for name, value in changed.items():
        setattr(project, name, value)
    if changed:
        project.save(update_fields=list(changed))
        record(
            project=project,
            actor=actor,
            verb="capture.changed",
            subject=f"project:{project.slug}",
            now=now,
            data=changed,
        )


@transaction.atomic
def add_member(
    *, project: Project, email: str, role: str, actor: str, now: datetime, name: str = ""
) -> Member:
    """Give a user (made if need be, without a password) a seat, or change its role."""
    role = Member.Role(role)
    user = User.objects.filter(email__iexact=email).first()
    user = user or User.objects.create_user(email, name=name)
    member, _ = Member.objects.update_or_create(
        project=project, user=user, defaults={"role": role, "left_at": None}
    )
    record(
        project=project,
        actor=actor,
        verb="member.added",
        subject=f"member:{member.id}",
        now=now,
        data={"role": role.value},
    )
    membership_changed.send(sender=Member, member=member)
    return member


@transaction.atomic
def end_membership(*, member: Member, actor: str, now: datetime) -> None:
    """The member leaves the project; what they did stays theirs."""
    member.left_at = now
    member.save(update_fields=["left_at"])
    record(
        project=member.project,
        actor=actor,
        verb="member.left",
        subject=f"member:{member.id}",
        now=now,
    )
    membership_changed.send(sender=Member, member=member)


def set_password(*, user: User, password: str) -> None:
    """Replace a user's password."""
    user.set_password(password)
    user.save(update_fields=["password"])


@dataclass(frozen=True)
class PersonEntry:
    """A person as the host's directory knows them. Team and cohort are names; "" leaves them."""

    external_id: str
    team: str = ""
    cohort: str = ""
    registered_at: datetime | None = None


class KnownPerson(NamedTuple):
    """What capture needs of a stored person, for a thousand at a time."""

    id: UUID
    team_id: UUID | None
    cohort_id: UUID | None
    registered_at: datetime


@transaction.atomic
def sync_people(
    *, project: Project, entries: Iterable[PersonEntry], now: datetime
) -> dict[str, KnownPerson]:
    """Make or bring up to date the people named; later entries win. By external id.

    Called by capture for whoever votes, so it leaves no event of its own: the vote's tells.
    """
    latest: dict[str, PersonEntry] = {}
    for entry in entries:
        latest[entry.external_id] = _both(latest.get(entry.external_id), entry)
    teams = groups_by_name(Team, project, {e.team for e in latest.values()})
    cohorts = groups_by_name(Cohort, project, {e.cohort for e in latest.values()})
    known = _people(project, latest)
    missing = sorted(latest.keys() - known.keys())
    if missing:
        insert_missing(
            Person,
            [
                {
                    "id": uuid7(),
                    "project_id": project.id,
                    "external_id": entry.external_id,
                    "team_id": teams[entry.team].id if entry.team else None,
                    "cohort_id": cohorts[entry.cohort].id if entry.cohort else None,
                    "registered_at": entry.registered_at or now,
                }
                for entry in (latest[external_id] for external_id in missing)
            ],
        )
        known |= _people(project, missing)
    _bring_up_to_date(known, latest, teams, cohorts)
    return known


def _both(earlier: PersonEntry | None, later: PersonEntry) -> PersonEntry:
    """Two entries of one person: the later's groups where it names them, the earlier time."""
    if earlier is None:
        return later
    times = [time for time in (earlier.registered_at, later.registered_at) if time]
    return PersonEntry(
        external_id=later.external_id,
        team=later.team or earlier.team,
        cohort=later.cohort or earlier.cohort,
        registered_at=min(times, default=None),
    )


def _people(project: Project, external_ids: Iterable[str]) -> dict[str, KnownPerson]:
    rows = Person.objects.of(project).filter(external_id__any=external_ids)
    columns = ("external_id", "id", "team_id", "cohort_id", "registered_at")
    return {external_id: KnownPerson(*row) for external_id, *row in rows.values_list(*columns)}


def _bring_up_to_date(
    known: dict[str, KnownPerson],
    latest: dict[str, PersonEntry],
    teams: dict[str, Team],
    cohorts: dict[str, Cohort],
) -> None:
    moved = []
    for external_id, entry in sorted(latest.items()):
        person = known[external_id]
        team_id = teams[entry.team].id if entry.team else person.team_id
        cohort_id = cohorts[entry.cohort].id if entry.cohort else person.cohort_id
        earliest = min(person.registered_at, entry.registered_at or person.registered_at)
        now_known = KnownPerson(person.id, team_id, cohort_id, earliest)
        if now_known != person:
            known[external_id] = now_known
            moved.append(now_known._asdict())
    update_rows(Person, moved)


def groups_by_name(kind: type[GroupT], project: Project, names: set[str]) -> dict[str, GroupT]:
    """The groups by name, made where missing. Two names that slugify alike are one group."""
    slugs = {name: slug_of(name) for name in names if name}
    if not slugs:
        return {}
    found = {group.slug: group for group in _by_slug(kind, project, slugs.values())}
    missing = {slug: name for name, slug in slugs.items() if slug not in found}
    if missing:
        kind.objects.bulk_create(
            [kind(project=project, slug=slug, name=name) for slug, name in sorted(missing.items())],
            ignore_conflicts=True,
        )
        found |= {group.slug: group for group in _by_slug(kind, project, missing)}
    return {name: found[slug] for name, slug in slugs.items()}


def _by_slug(kind: type[GroupT], project: Project, slugs: Iterable[str]) -> Iterable[GroupT]:
    return kind.objects.filter(project=project, slug__in=list(slugs))
