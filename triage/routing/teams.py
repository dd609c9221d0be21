"""Owner teams: who is in them, how much each takes, who is away, who gets what. Every write."""

from datetime import date, datetime

from django.db import transaction
from django.utils.text import slugify

from feedback.audit.operations import record
from feedback.errors import RefusedError
from feedback.models import Member, Project
from feedback.texts import is_storable
from triage.models import Absence, Owner, TeamMember
from triage.routing.operations import add_owner
from triage.routing.signals import teams_changed

MOST_AT_ONCE = 1000
LONGEST_NAME = 100
LONGEST_SLUG = 50


class TeamRefusedError(RefusedError):
    """What is asked for makes no sense, whatever the state of the team."""

    code = "team_refused"


@transaction.atomic
def new_owner(*, project: Project, name: str, actor: str, now: datetime) -> Owner:
    """A team without members, with a slug made from its name: rules name it by that, and sources
    whose owner is called so find it. ConflictError where there is one."""
    name = _line(name)
    slug = slugify(name)[:LONGEST_SLUG].strip("-_")
    if not slug:
        raise TeamRefusedError("A name has Latin letters or digits, for its slug.", path="name")
    return add_owner(project=project, slug=slug, name=name, actor=actor, now=now)


@transaction.atomic
def change_owner(
    *, owner: Owner, name: str | None, assigns: str | None, actor: str, now: datetime
) -> None:
    """Another name, another way of assigning, or both; None leaves it."""
    if name is not None:
        rename_owner(owner=owner, name=name, actor=actor, now=now)
    if assigns is not None:
        choose_assigning(owner=owner, assigns=assigns, actor=actor, now=now)


@transaction.atomic
def rename_owner(*, owner: Owner, name: str, actor: str, now: datetime) -> None:
    """Another name; rules go on naming the slug. The same name again changes nothing."""
    owner, name = _hold(owner), _line(name)
    if name == owner.name:
        return
    before, owner.name = owner.name, name
    owner.save(update_fields=["name"])
    _note(owner, "renamed", actor, now, before=before, after=name)


@transaction.atomic
def choose_assigning(*, owner: Owner, assigns: str, actor: str, now: datetime) -> None:
    """Who in the team gets an issue: one of Owner.Assigns. The same again changes nothing."""
    owner = _hold(owner)
    if assigns not in Owner.Assigns.values:
        ways = ", ".join(Owner.Assigns.values)
        raise TeamRefusedError(f"A team assigns by one of: {ways}.", path="assigns")
    if assigns == owner.assigns:
        return
    before, owner.assigns = owner.assigns, assigns
    owner.save(update_fields=["assigns"])
    _note(owner, "assigning_chosen", actor, now, before=before, after=assigns)
    teams_changed.send(Owner, project=owner.project)


@transaction.atomic
def join_owner(*, owner: Owner, member: Member, actor: str, now: datetime) -> None:
    """Put a member in an owner team of the same project. Doing it twice changes nothing."""
    owner = _hold(owner)
    if member.project_id != owner.project_id:
        raise RefusedError("The member is of another project.", code="member_of_another_project")
    if owner.places.filter(member=member).exists():
        return
    TeamMember.objects.create(owner=owner, member=member)
    _note(owner, "joined", actor, now, member=member.user.email)
    teams_changed.send(Owner, project=owner.project)


@transaction.atomic
def place_member(*, owner: Owner, member: Member, capacity: int, actor: str, now: datetime) -> None:
    """See to it that a member is in the team and takes so many open issues at once."""
    join_owner(owner=owner, member=member, actor=actor, now=now)
    set_capacity(owner=owner, member=member, capacity=capacity, actor=actor, now=now)


@transaction.atomic
def leave_owner(*, owner: Owner, member: Member, actor: str, now: datetime) -> None:
    """Take a member out of an owner team. What it had given them is handed on; what people chose
    stays theirs. Doing it twice changes nothing."""
    owner = _hold(owner)
    place = owner.places.filter(member=member).first()
    if place is None:
        return
    capacity = place.capacity
    place.delete()
    _note(owner, "left", actor, now, member=member.user.email, capacity=capacity)
    teams_changed.send(Owner, project=owner.project)


@transaction.atomic
def set_capacity(*, owner: Owner, member: Member, capacity: int, actor: str, now: datetime) -> None:
    """How many open issues of the team a member is given at once. TeamRefusedError for who isn't
    in the team; what they have stays theirs."""
    owner = _hold(owner)
    if not 0 <= capacity <= MOST_AT_ONCE:
        raise TeamRefusedError(f"A capacity is 0 to {MOST_AT_ONCE} issues.", path="capacity")
    place = owner.places.filter(member=member).first()
    if place is None:
        raise TeamRefusedError(f"{member} is not in {owner.name}.", path="member")
    if place.capacity == capacity:
        return
    before, place.capacity = place.capacity, capacity
    place.save(update_fields=["capacity"])
    data = {"member": member.user.email, "before": before, "after": capacity}
    _note(owner, "capacity_set", actor, now, **data)
    teams_changed.send(Owner, project=owner.project)


@transaction.atomic
def set_away(*, member: Member, back_on: date | None, actor: str, now: datetime) -> None:
    """Until when a member is given no issues, in any team; None: they are there.

    TeamRefusedError for a day that is not to come. What they have stays theirs.
    """
    if back_on is not None and back_on <= now.date():
        raise TeamRefusedError("That day is not to come: leave it empty.", path="back_on")
    row = Member.objects.select_for_update(no_key=True).get(pk=member.pk)
    absence = Absence.objects.filter(member=row).first()
    before = absence.back_on if absence else None
    if before == back_on:
        return
    if back_on is None:
        Absence.objects.filter(member=row).delete()
    else:
        Absence.objects.update_or_create(member=row, defaults={"back_on": back_on})
    record(
        project=row.project,
        actor=actor,
        verb="member.away_set",
        subject=f"member:{row.pk}",
        now=now,
        data={"before": _day(before), "after": _day(back_on)},
    )
    teams_changed.send(Owner, project=row.project)


def _hold(owner: Owner) -> Owner:
    """The team's row, locked: nobody is given its issues meanwhile."""
    rows = Owner.objects.select_for_update(of=("self",), no_key=True).select_related("project")
    return rows.get(pk=owner.pk)


def _line(name: str) -> str:
    """The name in one line. TeamRefusedError."""
    name = " ".join(name.split())
    if not name or len(name) > LONGEST_NAME or not is_storable(name):
        raise TeamRefusedError(f"A name is words, up to {LONGEST_NAME} letters.", path="name")
    return name


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _note(owner: Owner, what: str, actor: str, now: datetime, **data: object) -> None:
    record(
        project=owner.project,
        actor=actor,
        verb=f"owner.{what}",
        subject=f"owner:{owner.slug}",
        now=now,
        data=data,
    )
