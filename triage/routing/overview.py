"""Who answers for how much: what the pages of ownership show."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from django.db.models import Count, Min

from feedback.models import Member, Project
from triage.models import Issue, Owner, OwnershipRules, TeamMember, can_work
from triage.routing.assigning import Colleague

VERSIONS_SHOWN = 20


@dataclass(frozen=True)
class AtWork:
    """A member in an owner team: `load` of `capacity` of its open issues are theirs."""

    member: Member
    capacity: int
    load: int
    back_on: date | None
    may_work: bool

    @property
    def takes(self) -> Colleague:
        """What the team's way sees of them."""
        away = self.back_on is not None or not self.may_work
        return Colleague(self.member.pk, self.capacity, self.load, away=away)


@dataclass(frozen=True)
class LeftBehind:
    """Open issues that were of a member who works issues no more, and are nobody's yet."""

    member: Member
    issues: int

    @property
    def why(self) -> str:
        left = self.member.left_at
        return f"who left on {left.date()}" if left else "who may not work issues any more"


@dataclass(frozen=True)
class TeamAtWork:
    """An owner team. `waiting` of its `open_issues` are nobody's, the oldest of them first seen
    at `oldest`."""

    owner: Owner
    open_issues: int
    waiting: int
    oldest: datetime | None
    members: list[AtWork] = field(default_factory=list)
    left_behind: list[LeftBehind] = field(default_factory=list)

    @property
    def working(self) -> list[AtWork]:
        """Those who may act on issues, away or not."""
        return [one for one in self.members if one.may_work]

    @property
    def present(self) -> list[AtWork]:
        return [one for one in self.working if one.back_on is None]

    @property
    def load(self) -> int:
        """Open issues of those who are there."""
        return sum(one.load for one in self.present)

    @property
    def capacity(self) -> int:
        """Open issues that those who are there take at once."""
        return sum(one.capacity for one in self.present)

    @property
    def gap(self) -> str:
        """What keeps the team from working what waits; "" where nothing does."""
        if not self.working:
            return "has nobody to work its issues"
        if not self.present:
            return "has nobody there: all are away"
        by_hand = self.owner.assigns == Owner.Assigns.NOBODY
        if self.waiting and not by_hand and not any(one.takes.room for one in self.present):
            return "is full"
        return ""


def teams_at_work(project: Project, today: date, *, slug: str = "") -> list[TeamAtWork]:
    """The owner teams, those with most open issues first; or the one of that slug."""
    owners = list(Owner.objects.of(project).filter(**{"slug": slug} if slug else {}))
    parts = _open_issues(owners)
    members, behind = _members(owners, parts, today), _left_behind(parts)
    found = []
    for owner in owners:
        mine = [part for part in parts if part.owner == owner.pk]
        free = [part for part in mine if part.assignee is None]
        found.append(
            TeamAtWork(
                owner,
                open_issues=sum(part.issues for part in mine),
                waiting=sum(part.issues for part in free),
                oldest=min((part.oldest for part in free), default=None),
                members=members[owner.pk],
                left_behind=behind[owner.pk],
            )
        )
    return sorted(found, key=lambda team: (-team.open_issues, team.owner.name))


class _Part(NamedTuple):
    """How many open issues of an owner team are one's (or nobody's, and were `former`'s before),
    and when the oldest was first seen."""

    owner: UUID
    assignee: UUID | None
    former: UUID | None
    issues: int
    oldest: datetime


def _open_issues(owners: Iterable[Owner]) -> list[_Part]:
    """Out of an index alone."""
    rows = Issue.objects.filter(owner__in=owners, status=Issue.Status.UNRESOLVED).order_by()
    parts = rows.values_list("owner_id", "assignee_id", "former_assignee_id")
    return [_Part(*row) for row in parts.annotate(n=Count("*"), oldest=Min("first_seen"))]


def _members(
    owners: Iterable[Owner], parts: Iterable[_Part], today: date
) -> dict[UUID, list[AtWork]]:
    """Whoever has not left, by their team."""
    loads: Counter[tuple[UUID, UUID | None]] = Counter()
    for part in parts:
        loads[part.owner, part.assignee] += part.issues
    places = TeamMember.objects.filter(owner__in=owners, member__left_at=None)
    found: dict[UUID, list[AtWork]] = defaultdict(list)
    for place in places.select_related("member__user", "member__absence"):
        absence = getattr(place.member, "absence", None)
        found[place.owner_id].append(
            AtWork(
                place.member,
                capacity=place.capacity,
                load=loads[place.owner_id, place.member_id],
                back_on=absence.back_on if absence and absence.back_on > today else None,
                may_work=place.member.role != Member.Role.VIEWER,
            )
        )
    return found


def loads_of(owners: Iterable[Owner]) -> dict[tuple[UUID, UUID], int]:
    """How many open issues of each owner team are whose, by (owner, member)."""
    open_ones = Issue.objects.filter(owner__in=owners, status=Issue.Status.UNRESOLVED)
    rows = open_ones.exclude(assignee=None).values_list("owner_id", "assignee_id")
    return {(owner, member): n for owner, member, n in rows.annotate(n=Count("*")).order_by()}


def _left_behind(parts: Iterable[_Part]) -> dict[UUID, list[LeftBehind]]:
    free = [part for part in parts if part.assignee is None and part.former]
    people = Member.objects.select_related("user").in_bulk({part.former for part in free})
    found: dict[UUID, list[LeftBehind]] = defaultdict(list)
    for part in free:
        if part.former:
            found[part.owner].append(LeftBehind(people[part.former], part.issues))
    return found


def free_to_join(owner: Owner) -> list[Member]:
    """The members who may work issues and are not in the team."""
    working = Member.objects.of(owner.project).filter(can_work()).exclude(places__owner=owner)
    return list(working.select_related("user"))


def versions_of(project: Project) -> list[OwnershipRules]:
    """The latest VERSIONS_SHOWN versions of the rules, newest first."""
    return list(OwnershipRules.objects.of(project).order_by("-version")[:VERSIONS_SHOWN])
