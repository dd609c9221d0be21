"""`/api/v1/owners`: owner teams, who is in them, and who is away."""

from datetime import date
from typing import Annotated, Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema, inline_serializer
from msgspec import Meta
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from feedback.capture.messages import Message, Name, schema_of
from feedback.directory.access import Act
from feedback.directory.authentication import caller_of
from feedback.errors import NotFoundError
from feedback.models import Member, Project
from feedback.problems import READING, WRITING
from feedback.texts import is_storable
from triage.listing import sent
from triage.models import Owner
from triage.routing import teams
from triage.routing.overview import teams_at_work


class NewTeam(Message):
    """Its slug is made from the name."""

    name: Name


class TeamChange(Message):
    """What is not said stays. `assigns`: nobody, rotation or load."""

    name: Name | None = None
    assigns: Name | None = None


class Place(Message):
    """How many open issues of the team the member is given at once."""

    capacity: Annotated[int, Meta(ge=0, le=teams.MOST_AT_ONCE)] = 10


class Away(Message):
    """The first day on which the member takes issues again; null: they are there."""

    back_on: date | None


class PlaceSerializer(serializers.Serializer[Any]):
    member = serializers.EmailField(source="member.user.email")
    capacity = serializers.IntegerField()
    load = serializers.IntegerField(help_text="Open issues of the team that are theirs")
    back_on = serializers.DateField(allow_null=True, help_text="They are away until then")


class AbsenceSerializer(serializers.Serializer[Any]):
    member = serializers.EmailField()
    back_on = serializers.DateField(allow_null=True)


class TeamSerializer(serializers.Serializer[Any]):
    slug = serializers.CharField(source="owner.slug")
    name = serializers.CharField(source="owner.name")
    catches_all = serializers.BooleanField(source="owner.catches_all")
    assigns = serializers.ChoiceField(Owner.Assigns.choices, source="owner.assigns")
    open_issues = serializers.IntegerField()
    load = serializers.IntegerField(help_text="Open issues of those who are there")
    capacity = serializers.IntegerField(help_text="As many as those take at once")
    waiting = serializers.IntegerField(help_text="Open issues that are nobody's")
    oldest_waiting = serializers.DateTimeField(source="oldest", allow_null=True)
    gap = serializers.CharField(help_text="What keeps it from working what waits; or empty")
    members = PlaceSerializer(many=True, source="working")


class Owners(APIView):
    """The owner teams, those with most open issues first."""

    act = Act.READ
    acts = {"GET": Act.READ, "POST": Act.CONFIGURE}

    @extend_schema(
        operation_id="list_owners",
        tags=["ownership"],
        responses={
            200: inline_serializer("OwnerList", {"results": TeamSerializer(many=True)}),
            **READING,
        },
    )
    def get(self, request: Request) -> Response:
        found = teams_at_work(caller_of(request).project, timezone.now().date())
        return Response({"results": TeamSerializer(found, many=True).data})

    @extend_schema(
        operation_id="add_owner",
        tags=["ownership"],
        request={"application/json": schema_of(NewTeam)},
        responses={201: TeamSerializer, **WRITING},
    )
    def post(self, request: Request) -> Response:
        """Add a team, without members yet."""
        caller = caller_of(request)
        owner = teams.new_owner(
            project=caller.project,
            name=sent(request, NewTeam).name,
            actor=caller.actor,
            now=timezone.now(),
        )
        return _as_it_is(owner, status=201)


class OwnerView(APIView):
    """One owner team."""

    act = Act.READ
    acts = {"GET": Act.READ, "PATCH": Act.CONFIGURE}

    @extend_schema(
        operation_id="get_owner", tags=["ownership"], responses={200: TeamSerializer, **READING}
    )
    def get(self, request: Request, slug: str) -> Response:
        return _as_it_is(_owner(request, slug))

    @extend_schema(
        operation_id="change_owner",
        tags=["ownership"],
        request={"application/json": schema_of(TeamChange)},
        responses={200: TeamSerializer, **WRITING},
    )
    def patch(self, request: Request, slug: str) -> Response:
        """Another name, or another way of giving out its issues."""
        owner, said = _owner(request, slug), sent(request, TeamChange)
        teams.change_owner(
            owner=owner,
            name=said.name,
            assigns=said.assigns,
            actor=caller_of(request).actor,
            now=timezone.now(),
        )
        return _as_it_is(owner)


class OwnerMember(APIView):
    """A member's place in an owner team. Both ways may be repeated."""

    act = Act.CONFIGURE

    @extend_schema(
        operation_id="put_owner_member",
        tags=["ownership"],
        request={"application/json": schema_of(Place)},
        responses={200: TeamSerializer, **WRITING},
    )
    def put(self, request: Request, slug: str, email: str) -> Response:
        """Put a member in, or change how many they take at once."""
        caller, owner = caller_of(request), _owner(request, slug)
        said = sent(request, Place)
        teams.place_member(
            owner=owner,
            member=_member(caller.project, email),
            capacity=said.capacity,
            actor=caller.actor,
            now=timezone.now(),
        )
        return _as_it_is(owner)

    @extend_schema(
        operation_id="remove_owner_member",
        tags=["ownership"],
        responses={200: TeamSerializer, **WRITING},
    )
    def delete(self, request: Request, slug: str, email: str) -> Response:
        """Take a member out. What the team had given them is handed on."""
        caller, owner = caller_of(request), _owner(request, slug)
        member = _member(caller.project, email)
        teams.leave_owner(owner=owner, member=member, actor=caller.actor, now=timezone.now())
        return _as_it_is(owner)


class MemberAbsence(APIView):
    """Until when a member is given no issues, in any team."""

    act = Act.CONFIGURE

    @extend_schema(
        operation_id="set_absence",
        tags=["ownership"],
        request={"application/json": schema_of(Away)},
        responses={200: AbsenceSerializer, **WRITING},
    )
    def put(self, request: Request, email: str) -> Response:
        """What they have stays theirs."""
        caller, said = caller_of(request), sent(request, Away)
        member = _member(caller.project, email)
        teams.set_away(member=member, back_on=said.back_on, actor=caller.actor, now=timezone.now())
        back_on = said.back_on.isoformat() if said.back_on else None
        return Response({"member": member.user.email, "back_on": back_on})


def _owner(request: Request, slug: str) -> Owner:
    rows = Owner.objects.of(caller_of(request).project).select_related("project")
    owner = rows.filter(slug=slug).first()
    if owner is None:
        raise NotFoundError("There is no such owner team.", code="owner_unknown")
    return owner


def _member(project: Project, email: str) -> Member:
    rows = Member.objects.of(project).filter(left_at=None).select_related("user")
    member = rows.filter(user__email__iexact=email).first() if is_storable(email) else None
    if member is None:
        raise NotFoundError("There is no such member.", code="member_unknown")
    return member


def _as_it_is(owner: Owner, *, status: int = 200) -> Response:
    [team] = teams_at_work(owner.project, timezone.now().date(), slug=owner.slug)
    return Response(TeamSerializer(team).data, status=status)
