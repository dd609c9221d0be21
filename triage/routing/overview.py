"""Who answers for how much: what the pages of ownership show."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Min, Q

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
    owners = Owner.objects.of(project).filter(**{"slug": slug} if slug else {})
    open_ones = Q(issues__status=Issue.Status.UNRESOLVED)
    free = open_ones & Q(issues__assignee=None)
    counted = owners.annotate(
        open_issues=Count("issues", filter=open_ones),
        waiting=Count("issues", filter=free),
        oldest=Min("issues__first_seen", filter=free),
    ).order_by("-open_issues", "name")
    owners_found = list(counted)
    members, behind = _members(owners_found, today), _left_behind(owners_found)
    return [
        TeamAtWork(
            owner,
            owner.open_issues,
            owner.waiting,
            owner.oldest,
            members[owner.pk],
            behind[owner.pk],
        )
        for owner in owners_found
    ]


def _members(owners: Iterable[Owner], today: date) -> dict[UUID, list[AtWork]]:
    """Whoever has not left, by their team."""
    places = TeamMember.objects.filter(owner__in=owners, member__left_at=None)
    loads = loads_of(owners)
    found: dict[UUID, list[AtWork]] = defaultdict(list)
    for place in places.select_related("member__user", "member__absence"):
        absence = getattr(place.member, "absence", None)
        found[place.owner_id].append(
            AtWork(
                place.member,
                capacity=place.capacity,
                load=loads.get((place.owner_id, place.member_id), 0),
                back_on=absence.back_on if absence and absence.back_on > today else None,
                may_work=place.member.role != Member.Role.VIEWER,
            )
        )
    return found


def loads_of(owners: Iterable[Owner]) -> dict[tuple[UUID, UUID], int]:
    """How many open issues of each owner team are whose, by (owner, member)."""
    open_ones = Issue.objects.filter(owner__in=owners, status=Issue.Status.UNRESOLVED)
    rows = open_ones.exclude(assignee=None).values_list("owner_id", "assignee_id")
    return {(owner, member): n for owner, member, n in rows.annotate(n=Count("id")).order_by()}


def _left_behind(owners: Iterable[Owner]) -> dict[UUID, list[LeftBehind]]:
    open_ones = Issue.objects.filter(owner__in=owners, status=Issue.Status.UNRESOLVED)
    free = open_ones.filter(assignee=None).exclude(former_assignee=None)
    rows = free.values_list("owner_id", "former_assignee_id").annotate(n=Count("id")).order_by()
    counts = list(rows)
    people = Member.objects.select_related("user").in_bulk({member for _, member, _ in counts})
    found: dict[UUID, list[LeftBehind]] = defaultdict(list)
    for owner, member, n in counts:
        found[owner].append(LeftBehind(people[member], n))
    return found


def free_to_join(owner: Owner) -> list[Member]:
    """The members who may work issues and are not in the team."""
    working = Member.objects.of(owner.project).filter(can_work()).exclude(places__owner=owner)
    return list(working.select_related("user"))


def versions_of(project: Project) -> list[OwnershipRules]:
    """The latest VERSIONS_SHOWN versions of the rules, newest first."""
    return list(OwnershipRules.objects.of(project).order_by("-version")[:VERSIONS_SHOWN])
