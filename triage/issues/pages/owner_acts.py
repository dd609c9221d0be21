"""From a form to an operation: what the page of an owner team offers."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.http import QueryDict

from feedback.directory.access import Act
from feedback.directory.queries import acts_of_member
from feedback.models import Member
from triage.models import Owner
from triage.routing import team_history, teams
from triage.routing.teams import TeamRefusedError


@dataclass(frozen=True)
class Changing:
    """One member about to change an owner team, with the form they sent."""

    member: Member
    owner: Owner
    form: QueryDict
    now: datetime

    @property
    def actor(self) -> str:
        return f"member:{self.member.user.email}"

    def named(self) -> Member:
        """The member of the project that the form names by e-mail address. TeamRefusedError."""
        email = self.form.get("member", "").strip()
        rows = Member.objects.of(self.owner.project).filter(left_at=None).select_related("user")
        found = rows.filter(user__email__iexact=email).first() if "\x00" not in email else None
        if found is None:
            raise TeamRefusedError("There is no such member.", path="member")
        return found


def _change(c: Changing) -> str:
    teams.change_owner(
        owner=c.owner,
        name=c.form.get("name", ""),
        assigns=c.form.get("assigns", ""),
        actor=c.actor,
        now=c.now,
    )
    return "Changed. Issues that wait are given out within a minute."


def _join(c: Changing) -> str:
    member = c.named()
    teams.join_owner(owner=c.owner, member=member, actor=c.actor, now=c.now)
    return f"{member} is in {c.owner}."


def _leave(c: Changing) -> str:
    member = c.named()
    teams.leave_owner(owner=c.owner, member=member, actor=c.actor, now=c.now)
    return (
        f"{member} is in {c.owner} no more. What the team had given them is handed on; "
        "what somebody chose stays theirs."
    )


def _set_capacity(c: Changing) -> str:
    member, capacity = c.named(), _number(c.form.get("capacity", ""))
    teams.set_capacity(owner=c.owner, member=member, capacity=capacity, actor=c.actor, now=c.now)
    return f"{member} takes {capacity} open issues of {c.owner} at once."


def _take_back(c: Changing) -> str:
    try:
        event_id = UUID(c.form.get("event", ""))
    except ValueError as error:
        raise TeamRefusedError("That is no act.", path="event") from error
    team_history.take_back(owner=c.owner, event_id=event_id, actor=c.actor, now=c.now)
    return "Taken back."


ACTS: dict[str, Callable[[Changing], str]] = {
    "capacity": _set_capacity,
    "change": _change,
    "join": _join,
    "leave": _leave,
    "undo": _take_back,
}


def set_away(c: Changing) -> str:
    """Oneself, or for who may configure anybody, is away from all teams until a day."""
    member, back_on = c.named(), _day(c.form.get("back_on", ""))
    if member != c.member and Act.CONFIGURE not in acts_of_member(c.member):
        raise TeamRefusedError("Managers and admins set others away.", code="not_yours")
    teams.set_away(member=member, back_on=back_on, actor=c.actor, now=c.now)
    until = f"away until {back_on}" if back_on else "there"
    return f"{member} is {until}, for all teams."


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise TeamRefusedError("A capacity is a whole number.", path="capacity")
    return int(text)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise TeamRefusedError("That is no day.", path="back_on") from error
