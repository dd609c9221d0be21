"""`GET /api/v1/proposals`, and deciding one of them."""

from typing import Any
from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from feedback.capture.messages import Message, schema_of
from feedback.directory.access import Act
from feedback.directory.authentication import caller_of
from feedback.errors import NotFoundError
from feedback.problems import WRITING
from triage.listing import PageQuery, page_answered, page_described, sent, stated
from triage.models import Proposal
from triage.proposals.operations import apply, reject
from triage.proposals.pages.views import proposal_url
from triage.proposals.queries import page_of_data, proposals_named


class ProposalQuery(PageQuery):
    state = serializers.ChoiceField(
        Proposal.State.choices, required=False, help_text="Without it: every one"
    )


class ProposalSerializer(serializers.ModelSerializer[Proposal]):
    issue = serializers.CharField(source="issue.short_id", help_text="The short id: HR-142")
    other = serializers.CharField(
        source="other.short_id",
        default=None,
        allow_null=True,
        help_text="What is merged into `issue`, or moved to; null for a split",
    )
    feedback = serializers.ListField(
        child=serializers.UUIDField(), help_text="What is taken out of `issue`; none for a merge"
    )
    confidence = serializers.FloatField(help_text="0 to 1")
    complaints = serializers.IntegerField(
        source="evidence.complaints", help_text="How many it is about"
    )
    url = serializers.SerializerMethodField(help_text="Its page")

    class Meta:
        model = Proposal
        fields = (
            *("id", "kind", "state", "issue", "other", "feedback", "complaints"),
            *("confidence", "why", "made_at", "decided_at", "decided_by", "activity", "url"),
        )

    def get_url(self, proposal: Proposal) -> str:
        return str(self.context["request"].build_absolute_uri(proposal_url(proposal)))


class Rejection(Message):
    """`never`: nor propose it again; keeps the two apart, or the complaints where they are."""

    never: bool = False


class Proposals(APIView):
    """What consolidation would change: proposed, and decided, the newest first."""

    act = Act.READ

    @extend_schema(
        operation_id="list_proposals",
        tags=["triage"],
        parameters=[ProposalQuery],
        responses=page_described("ProposalPage", ProposalSerializer),
    )
    def get(self, request: Request) -> Response:
        query = stated(request, ProposalQuery)
        found, following = page_of_data(
            caller_of(request).project,
            state=query.get("state", ""),
            cursor=query["cursor"],
            limit=query["limit"],
        )
        return page_answered(request, ProposalSerializer, found, following)


class ProposalApply(APIView):
    """Do what is proposed. 409: somebody decided it first, or other changes have overtaken it."""

    act = Act.TRIAGE

    @extend_schema(
        operation_id="apply_proposal",
        tags=["triage"],
        request=None,
        responses={200: ProposalSerializer, **WRITING},
    )
    def post(self, request: Request, proposal_id: str) -> Response:
        caller, proposal = caller_of(request), _proposal(request, proposal_id)
        apply(proposal=proposal, actor=caller.actor, now=timezone.now())
        return _as_it_is(request, proposal)


class ProposalReject(APIView):
    """Don't do it: not now, or never. 409: somebody decided it first."""

    act = Act.TRIAGE

    @extend_schema(
        operation_id="reject_proposal",
        tags=["triage"],
        request={"application/json": schema_of(Rejection)},
        responses={200: ProposalSerializer, **WRITING},
    )
    def post(self, request: Request, proposal_id: str) -> Response:
        caller, proposal = caller_of(request), _proposal(request, proposal_id)
        said = sent(request, Rejection)
        reject(proposal=proposal, never=said.never, actor=caller.actor, now=timezone.now())
        return _as_it_is(request, proposal)


def _proposal(request: Request, name: str) -> Proposal:
    """NotFoundError, also for what is no id."""
    try:
        proposal_id = UUID(name)
    except ValueError as error:
        raise NotFoundError("There is no such proposal.", code="proposal_unknown") from error
    [proposal] = proposals_named(caller_of(request).project, [proposal_id])
    return proposal


def _as_it_is(request: Request, proposal: Proposal) -> Response:
    [now] = proposals_named(caller_of(request).project, [proposal.pk])
    body: Any = ProposalSerializer(now, context={"request": request}).data
    return Response(body)
