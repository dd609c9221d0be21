"""What was done to an owner team, in words, and taking it back."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from feedback.errors import ConflictError, NotFoundError
from feedback.models import AuditEvent, Member
from triage.models import Owner, can_work
from triage.routing.due_operations import kept_hours, restore_hours
from triage.routing.teams import (
    choose_assigning,
    leave_owner,
    place_member,
    rename_owner,
    set_capacity,
)

SHOWN = 10
_WAYS = {value: label.partition(":")[0].lower() for value, label in Owner.Assigns.choices}

WORDS: Mapping[str, Callable[[Mapping[str, Any]], str]] = {
    "owner.added": lambda _: "added the team",
    "owner.renamed": lambda d: f"renamed it from “{d['before']}”",
    "owner.assigning_chosen": lambda d: f"chose who gets an issue: {_WAYS[d['after']]}",
    "owner.joined": lambda d: f"added {d['member']}",
    "owner.left": lambda d: f"removed {d['member']}",
    "owner.hours_chosen": lambda _: "changed its working hours",
    "owner.capacity_set": lambda d: f"set {d['member']} to {d['after']} at once",
}


@dataclass(frozen=True)
class TeamAct:
    """One line of a team's history. `undoable`: the team still is as that left it."""

    id: UUID
    at: datetime
    actor: str
    what: str
    undoable: bool


def acts_on(owner: Owner) -> list[TeamAct]:
    """The latest SHOWN things that were done to the team, newest first."""
    places = _places(owner)
    return [
        TeamAct(
            event.pk,
            event.at,
            event.actor,
            WORDS[event.verb](event.data),
            _still_holds(owner, places, event),
        )
        for event in _events(owner).order_by("-id")[:SHOWN]
    ]


@transaction.atomic
def take_back(*, owner: Owner, event_id: UUID, actor: str, now: datetime) -> None:
    """Do the opposite of an act. NotFoundError; ConflictError, code "undo_overtaken", where the
    team is not as that left it any more."""
    owner = Owner.objects.select_for_update(no_key=True).get(pk=owner.pk)
    event = _events(owner).filter(pk=event_id).first()
    if event is None:
        raise NotFoundError("There is no such act.", code="act_unknown")
    places = _places(owner)
    if not _still_holds(owner, places, event):
        raise ConflictError("The team is not as that left it any more.", code="undo_overtaken")
    _undo(owner, event, actor, now)


def _events(owner: Owner) -> QuerySet[AuditEvent]:
    rows = AuditEvent.objects.of(owner.project).filter(subject=f"owner:{owner.slug}")
    return rows.filter(verb__in=WORDS)


def _places(owner: Owner) -> dict[str, int]:
    """What each who has not left takes at once, by e-mail address."""
    here = owner.places.filter(member__left_at=None)
    return dict(here.values_list("member__user__email", "capacity"))


def _still_holds(owner: Owner, places: Mapping[str, int], event: AuditEvent) -> bool:
    data = event.data
    match event.verb:
        case "owner.renamed" | "owner.assigning_chosen" | "owner.hours_chosen":
            present = {
                "owner.renamed": owner.name,
                "owner.assigning_chosen": owner.assigns,
                "owner.hours_chosen": kept_hours(owner),
            }
            return bool(present[event.verb] == data["after"])
        case "owner.joined":
            return data["member"] in places
        case "owner.left":
            return data["member"] not in places and _member(owner, data) is not None
        case "owner.capacity_set":
            return bool(places.get(data["member"]) == data["after"])
        case _:
            return False


def _undo(owner: Owner, event: AuditEvent, actor: str, now: datetime) -> None:
    data = event.data
    match event.verb:
        case "owner.renamed":
            rename_owner(owner=owner, name=data["before"], actor=actor, now=now)
        case "owner.assigning_chosen":
            choose_assigning(owner=owner, assigns=data["before"], actor=actor, now=now)
        case "owner.hours_chosen":
            restore_hours(owner=owner, kept=data["before"], actor=actor, now=now)
        case "owner.joined":
            leave_owner(owner=owner, member=_named(owner, data), actor=actor, now=now)
        case "owner.left":
            place_member(
                owner=owner,
                member=_named(owner, data),
                capacity=data["capacity"],
                actor=actor,
                now=now,
            )
        case "owner.capacity_set":
            set_capacity(
                owner=owner,
                member=_named(owner, data),
                capacity=data["before"],
                actor=actor,
                now=now,
            )


def _member(owner: Owner, data: Mapping[str, Any]) -> Member | None:
    """Whom the act was about, where they still may work issues."""
    rows = Member.objects.of(owner.project).filter(can_work(), user__email=data["member"])
    return rows.select_related("user").first()


def _named(owner: Owner, data: Mapping[str, Any]) -> Member:
    return Member.objects.of(owner.project).select_related("user").get(user__email=data["member"])
