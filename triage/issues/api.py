"""`GET /api/v1/issues`, one of them, its complaints."""

from typing import Any

from django.urls import reverse
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from feedback.directory.access import Act
from feedback.directory.authentication import caller_of
from feedback.models import Feedback
from feedback.problems import READING, described
from triage.issues.filters import DUES, KINDS, LONGEST, SORTS, STATUSES, QueueFilters
from triage.issues.fix_field import FixSerializer, standing_fix
from triage.issues.queries import issue_named, queue_page, standing_issue
from triage.issues.queries.listing import feedback_page, with_relations
from triage.issues.queries.meaning import require_read
from triage.listing import (
    CorrectionField,
    FlagSerializer,
    PageQuery,
    ParameterRefusedError,
    RatingField,
    page_answered,
    page_described,
    stated,
)
from triage.models import Finding, Issue, Owner
from triage.priority.fields import PriorityWhyField, ScorePartsField
from triage.routing.fields import OwnerSerializer, SuggestionSerializer


class IssueQuery(PageQuery):
    status = serializers.ChoiceField(
        list(STATUSES),
        default="all",
        help_text="`resolved` has the verified ones too; without it: all but merged",
    )
    kind = serializers.ChoiceField(
        list(KINDS),
        required=False,
        help_text="Why there is an issue: complaints that are alike, or what was found",
    )
    owner = serializers.CharField(required=False, help_text="An owner's slug")
    assignee = serializers.CharField(required=False, help_text="An e-mail address, or `none`")
    team = serializers.CharField(
        required=False,
        help_text="Slug of a team that complained. With `reason`, `source` and the like: somebody "
        "of that team, of that",
    )
    reason = serializers.CharField(required=False, help_text="Code of a reason that was given")
    source = serializers.CharField(  # type: ignore[assignment]
        required=False, help_text="Id of a source that was cited"
    )
    release = serializers.CharField(required=False, help_text="A release complained of")
    tag = serializers.CharField(required=False, help_text="A tag of an answer complained of")
    due = serializers.ChoiceField(
        list(DUES.items()),
        required=False,
        help_text="Open issues that are late, due within a day or a week, waiting, or never due",
    )
    q = serializers.CharField(
        required=False,
        max_length=LONGEST,
        help_text="A short id, or words: of the title and phrases, or of one complaint's question, "
        "comment and correction. In quotes they stand together; ends may be left out",
    )
    sort = serializers.ChoiceField(
        list(SORTS),
        default="newest",
        help_text="`relevance` and `likeness` are for `q`; else by priority. `likeness`: what "
        "means nearly the same as `q`, the nearest first, though no word is shared",
    )


class FindingSerializer(serializers.ModelSerializer[Finding]):
    says = serializers.CharField(source="evidence.says")
    definition = serializers.CharField(
        source="evidence.definition", help_text="What was counted, out of what"
    )
    since = serializers.DateTimeField(source="evidence.since")
    until = serializers.DateTimeField(source="evidence.until")
    figures = serializers.ListField(
        source="evidence.figures",
        child=serializers.ListField(child=serializers.CharField(), min_length=2, max_length=2),
        help_text="Pairs of a name and a value",
    )

    class Meta:
        model = Finding
        fields = (
            *("kind", "says", "definition", "since", "until", "figures"),
            *("found_at", "lapsed_at"),
        )


class IssueSerializer(serializers.ModelSerializer[Issue]):
    id = serializers.CharField(source="short_id", help_text="The short id: HR-142")
    owner = OwnerSerializer()
    assignee = serializers.EmailField(source="assignee.user.email", default=None, allow_null=True)
    suggestion = SuggestionSerializer(
        default=None,
        allow_null=True,
        help_text="Whom people would give it, by what they decided before; kept as it was once "
        "somebody has decided",
    )
    merged_from = serializers.SlugRelatedField[Issue](
        many=True, read_only=True, slug_field="short_id", help_text="Merged into it; they lead here"
    )
    priority_why = PriorityWhyField(
        help_text="Whose word the priority is, and what the score comes from"
    )
    score_parts = ScorePartsField(help_text="What it adds up from; none until it is worked out")
    findings = FindingSerializer(many=True, help_text="What was found about it")
    url = serializers.SerializerMethodField(help_text="Its page")
    fix = serializers.SerializerMethodField(help_text="By what it was resolved")
    likeness = serializers.SerializerMethodField(
        help_text="How near it is in meaning to `q`, up to 1; only where that is asked for"
    )

    class Meta:
        model = Issue
        fields = (
            "id",
            "kind",
            "title",
            "phrases",
            "status",
            "substatus",
            "priority",
            "priority_by",
            "priority_why",
            "score",
            "score_parts",
            "scored_at",
            "owner",
            "owner_why",
            "owner_by",
            "suggestion",
            "assignee",
            "complaints",
            "people",
            "first_seen",
            "last_seen",
            "resolution",
            "resolved_at",
            "fix",
            "respond_by",
            "responded_at",
            "resolve_by",
            "waiting_on",
            "waiting_since",
            "waiting_until",
            "merged_from",
            "findings",
            "version",
            "url",
            "likeness",
        )

    @extend_schema_field(FixSerializer(allow_null=True))
    def get_fix(self, issue: Issue) -> object:
        fix = standing_fix(issue)
        return FixSerializer(fix).data if fix else None

    def get_likeness(self, issue: Issue) -> float | None:
        found: float | None = self.context.get("likeness", {}).get(issue.pk)
        return found

    def get_url(self, issue: Issue) -> str:
        page = reverse("issue", args=[issue.project.slug, issue.short_id])
        return str(self.context["request"].build_absolute_uri(page))


class ComplaintSerializer(serializers.ModelSerializer[Feedback]):
    answer = serializers.CharField(source="answer.external_id")
    question = serializers.CharField(source="answer.question")
    rating = RatingField(read_only=True)
    correction = CorrectionField(source="correction.text")
    spans = serializers.SlugRelatedField[Any](many=True, read_only=True, slug_field="quote")
    flags = FlagSerializer(many=True)
    person = serializers.CharField(source="person.external_id", default=None, allow_null=True)
    team = serializers.CharField(source="team.slug", default=None, allow_null=True)
    cohort = serializers.CharField(source="cohort.slug", default=None, allow_null=True)
    why = serializers.CharField(source="placement.why", help_text="Why it is in this issue")
    similarity = serializers.FloatField(source="placement.similarity", allow_null=True)

    class Meta:
        model = Feedback
        fields = (
            "id",
            "answer",
            "question",
            "rating",
            "reasons",
            "comment",
            "correction",
            "spans",
            "flags",
            "person",
            "team",
            "cohort",
            "given_at",
            "why",
            "similarity",
        )


class Issues(APIView):
    """The issues of a project."""

    act = Act.READ

    @extend_schema(
        operation_id="list_issues",
        tags=["triage"],
        parameters=[IssueQuery],
        responses={**page_described("IssuePage", IssueSerializer), **described(503)},
    )
    def get(self, request: Request) -> Response:
        query = stated(request, IssueQuery)
        project = caller_of(request).project
        if "owner" in query and not Owner.objects.of(project).filter(slug=query["owner"]).exists():
            raise ParameterRefusedError(f"There is no owner {query['owner'][:50]}.", path="owner")
        if query.get("assignee") == "me":
            raise ParameterRefusedError("A key is nobody: name a member.", path="assignee")
        filters = QueueFilters.read(query)
        require_read(project, filters)
        page = queue_page(project=project, filters=filters, member=None, limit=query["limit"])
        found, following = with_relations(page.issues), page.next or None
        return page_answered(request, IssueSerializer, found, following, likeness=page.likeness)


class IssueView(APIView):
    """One issue. The short id of a merged one gives the issue it went into, which has another
    id and names the one asked for in `merged_from`."""

    act = Act.READ

    @extend_schema(
        operation_id="get_issue", tags=["triage"], responses={200: IssueSerializer, **READING}
    )
    def get(self, request: Request, short_id: str) -> Response:
        issue = issue_of(request, short_id)
        return Response(IssueSerializer(issue, context={"request": request}).data)


class IssueFeedback(APIView):
    """The complaints of an issue, the newest first, each with why it is there."""

    act = Act.READ

    @extend_schema(
        operation_id="list_issue_feedback",
        tags=["triage"],
        parameters=[PageQuery],
        responses=page_described("ComplaintPage", ComplaintSerializer),
    )
    def get(self, request: Request, short_id: str) -> Response:
        query = stated(request, PageQuery)
        found, following = feedback_page(
            issue=issue_of(request, short_id), cursor=query["cursor"], limit=query["limit"]
        )
        return page_answered(request, ComplaintSerializer, found, following)


def issue_of(request: Request, short_id: str) -> Issue:
    """The issue of that short id, or the one it was merged into. NotFoundError."""
    return standing_issue(issue_named(project=caller_of(request).project, short_id=short_id))
