"""Who takes which issue in one transaction, by their team's way."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum
from typing import Any
from uuid import UUID

from feedback.models import Member, Project
from triage.models import Issue, Owner, TeamMember, can_work
from triage.routing.assigning import Colleague, next_one
from triage.routing.overview import loads_of

ACTOR = "system:assigning"


@dataclass(frozen=True)
class Assignment:
    """Who is on an issue, and why; nobody, and why not. `chosen`: a person said so."""

    member: Member | None
    why: str
    chosen: bool = False

    @property
    def fields(self) -> Mapping[str, Any]:
        """The issue's fields that say so. Whoever was on it before counts no more once somebody
        is, or a person said that nobody shall be."""
        said = {
            "assignee": self.member,
            "assignee_why": self.why[:300],
            "assignee_chosen": self.chosen,
        }
        settled = self.chosen or self.member is not None
        return said | ({"former_assignee": None} if settled else {})


class TeamsWay(Enum):
    """Instead of a member: whoever the owner team gives its next issue to."""

    NEXT = "next"


class Rota:
    """The teams of a project that assign, with whom they have and how much those do.

    Holds those teams' rows until the transaction ends, so that two workers don't count the same
    room twice: take it after locks on issues. Without `hold` it is a look only.
    """

    def __init__(self, project: Project, now: datetime, *, hold: bool = True) -> None:
        self._today = now.date()
        rows = Owner.objects.of(project).exclude(assigns=Owner.Assigns.NOBODY).order_by("id")
        rows = rows.select_for_update(no_key=True) if hold else rows
        self._teams = {owner.pk: owner for owner in rows}
        self._places = self._read_places(project)
        self._colleagues = self._read_colleagues()

    def next(self, owner: Owner) -> Assignment:
        """Whom the owner team gives its next issue; counted at once."""
        team = self._teams.get(owner.pk, owner)
        colleagues = self._colleagues.get(owner.pk, {})
        chosen, why = next_one(team.assigns, team.name, list(colleagues.values()))
        if chosen is None:
            return Assignment(None, why)
        turn = 1 + max(colleague.turn for colleague in colleagues.values())
        colleagues[chosen.member] = replace(chosen, load=chosen.load + 1, turn=turn)
        place = self._places[owner.pk, chosen.member]
        TeamMember.objects.filter(pk=place.pk).update(turn=turn)
        return Assignment(place.member, why)

    def room(self) -> dict[UUID, int]:
        """How many more issues each owner team that assigns can give out, by its id."""
        return {
            pk: sum(colleague.room for colleague in self._colleagues.get(pk, {}).values())
            for pk in self._teams
        }

    def follow_owner(self, issue: Issue) -> Sequence[str]:
        """Bring an issue's assignee in line with its new owner; the fields that this set. Whom a
        person chose stays on it."""
        if issue.assignee_chosen or (issue.owner_id, issue.assignee_id) in self._places:
            return []
        fields = self.next(issue.owner).fields
        for name, value in fields.items():
            setattr(issue, name, value)
        return list(fields)

    def _read_places(self, project: Project) -> dict[tuple[UUID, UUID], TeamMember]:
        """Of all owner teams, also those that don't assign."""
        places = TeamMember.objects.filter(can_work("member"), owner__project=project)
        places = places.select_related("member__user", "member__absence")
        return {(place.owner_id, place.member_id): place for place in places}

    def _read_colleagues(self) -> dict[UUID, dict[UUID, Colleague]]:
        loads = loads_of(self._teams.values())
        found: dict[UUID, dict[UUID, Colleague]] = {}
        for key, place in self._places.items():
            if place.owner_id not in self._teams:
                continue
            absence = getattr(place.member, "absence", None)
            found.setdefault(place.owner_id, {})[place.member_id] = Colleague(
                place.member_id,
                capacity=place.capacity,
                load=loads.get(key, 0),
                turn=place.turn,
                away=absence is not None and absence.back_on > self._today,
            )
        return found
