"""`POST /api/v1/issues/{id}/resolve` and the like: what a program may do to an issue.

The same operations as the pages offer; each is in the issue's history under the key's name, where
people can take it back.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any, Literal

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from msgspec import UNSET, Meta, UnsetType
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from feedback.capture.messages import Message, schema_of
from feedback.directory.access import Act
from feedback.directory.authentication import caller_of
from feedback.models import Member
from feedback.problems import WRITING
from triage.issues import operations
from triage.issues.api import IssueSerializer, issue_of
from triage.issues.queries.named import (
    member_named,
    nobody_named,
    owner_named,
    release_named,
    source_named,
    verified_named,
)
from triage.listing import sent
from triage.models import Issue, IssueActivity, Owner
from triage.routing.giving import PRIORITIES
from triage.routing.rota import TeamsWay

Version = Annotated[int, Meta(ge=0, le=2**31 - 1, description="The issue's, as you last saw it")]
Moment = Annotated[datetime, Meta(tz=True, description="With its offset: 2026-12-01T09:00:00Z")]


class Order(Message, kw_only=True):
    """With a `version`, an issue that changed since is left alone (409)."""

    version: Version | None = None


class FixMessage(Message, kw_only=True):
    """A `release` is one that is known, or none for the next that production answers with: it is
    waited for. Anything else is in force at once, or `in_force_at`; `wont_fix` never."""

    kind: Literal["source", "release", "prompt", "verified_answer", "wont_fix"]
    release: Annotated[str, Meta(min_length=1, max_length=100)] | None = None
    source: Annotated[str, Meta(min_length=1, max_length=500)] | None = None
    verified_answer: Annotated[str, Meta(min_length=1, max_length=20)] | None = None
    prompt_version: Annotated[str, Meta(max_length=100)] = ""
    url: Annotated[str, Meta(max_length=2000, description="Where the change can be read")] = ""
    in_force_at: Moment | None = None


class Resolve(Order, kw_only=True):
    """`resolution`: what changed, or why nothing does. Those who complained are told."""

    resolution: Annotated[str, Meta(min_length=1, max_length=300)]
    fix: FixMessage


class Assign(Order, kw_only=True):
    """`owner`: a team's slug. `assignee`: a member's e-mail address, `next` for whoever the team
    gives its next issue to, null for nobody. What is left out stays as it is; but another team
    gives the issue to one of its own, where no person chose who is on it."""

    owner: Annotated[str, Meta(min_length=1, max_length=50)] | None = None
    assignee: Annotated[str, Meta(min_length=1, max_length=254)] | UnsetType | None = UNSET


class Archive(Order, kw_only=True):
    """For good; or until the day `back_on`, or until it escalates."""

    back_on: date | None = None
    until_escalates: bool = False


class Prioritise(Order, kw_only=True):
    """null leaves it to the rules and the score."""

    priority: Literal["low", "medium", "high", "urgent"] | None


class Rename(Order, kw_only=True):
    title: Annotated[str, Meta(min_length=1, max_length=200)]


class Wait(Order, kw_only=True):
    """Its clocks stand until what it waits `on` comes: until then, or the next complaint."""

    on: Annotated[str, Meta(min_length=1, max_length=200)]
    until: Moment | None = None


class Pair(Order, kw_only=True):
    """`other`: the short id of another issue."""

    other: Annotated[str, Meta(min_length=1, max_length=20, description="HR-142")]


@dataclass(frozen=True)
class _Acting:
    """A program about to act on an issue, with what it sent."""

    request: Request
    issue: Issue
    said: Any
    now: datetime

    @property
    def actor(self) -> str:
        return caller_of(self.request).actor

    @property
    def other(self) -> Issue:
        return issue_of(self.request, self.said.other)

    def to(self, operation: Callable[..., IssueActivity], **more: object) -> IssueActivity:
        said = {"version": self.said.version, "actor": self.actor, "now": self.now}
        return operation(issue=self.issue, **said, **more)


def _assign(a: _Acting) -> IssueActivity:
    slug = a.said.owner
    owner = owner_named(a.issue.project, slug) if slug else a.issue.owner
    return a.to(operations.assign, owner=owner, assignee=_assignee(a, owner))


def _assignee(a: _Acting, owner: Owner) -> Member | TeamsWay | None:
    said = a.said.assignee
    if said is UNSET:
        return nobody_named(a.issue, owner)
    if said == "next":
        return TeamsWay.NEXT
    return member_named(a.issue.project, said) if said else None


def _resolve(a: _Acting) -> IssueActivity:
    said, project = a.said.fix, a.issue.project
    fix = operations.NewFix(
        said.kind,
        release=release_named(project, said.release) if said.release else None,
        source=source_named(project, said.source) if said.source else None,
        verified_answer=(
            verified_named(project, said.verified_answer) if said.verified_answer else None
        ),
        prompt_version=said.prompt_version,
        url=said.url,
        in_force_at=said.in_force_at,
    )
    return a.to(operations.resolve, fix=fix, resolution=a.said.resolution)


def _archive(a: _Acting) -> IssueActivity:
    said = a.said
    return a.to(operations.archive, back_on=said.back_on, until_escalates=said.until_escalates)


def _prioritise(a: _Acting) -> IssueActivity:
    if a.said.priority is None:
        return a.to(operations.leave_priority)
    return a.to(operations.set_priority, priority=PRIORITIES[a.said.priority])


def _merge(a: _Acting, other: Issue) -> IssueActivity:
    return operations.merge(
        project=a.issue.project,
        issues=[a.issue, other],
        versions={} if a.said.version is None else {a.issue.pk: a.said.version},
        actor=a.actor,
        now=a.now,
    )


@dataclass(frozen=True)
class _Act:
    """`id` in the API's description, and what is said of it there."""

    id: str
    message: type[Order]
    does: Callable[[_Acting], IssueActivity]
    says: str


_ACTS: Mapping[str, _Act] = {
    "resolve": _Act(
        "resolve_issue",
        Resolve,
        _resolve,
        "Close it by a fix. It returns by itself if the complaints go on once that is in force.",
    ),
    "reopen": _Act(
        "reopen_issue", Order, lambda a: a.to(operations.reopen), "Open what was closed."
    ),
    "assign": _Act(
        "assign_issue", Assign, _assign, "Give it to an owner team, to somebody, or to both."
    ),
    "archive": _Act("archive_issue", Archive, _archive, "Set it aside."),
    "prioritise": _Act("prioritise_issue", Prioritise, _prioritise, "Say how urgent it is."),
    "rename": _Act(
        "rename_issue",
        Rename,
        lambda a: a.to(operations.rename, title=a.said.title),
        "Give it another title.",
    ),
    "wait": _Act(
        "have_issue_wait",
        Wait,
        lambda a: a.to(operations.wait, on=a.said.on, until=a.said.until),
        "Nothing can be done before somebody or something comes.",
    ),
    "go-on": _Act(
        "go_on_with_issue", Order, lambda a: a.to(operations.go_on), "What it waited for came."
    ),
    "merge": _Act(
        "merge_issues",
        Pair,
        lambda a: _merge(a, a.other),
        "Make one of the two: the bigger one stays, and the other's short id leads to it.",
    ),
    "keep-apart": _Act(
        "keep_issues_apart",
        Pair,
        lambda a: a.to(operations.keep_apart, other=a.other),
        "Never merge these two, nor what they are merged into, until somebody takes that back.",
    ),
    "keep-whole": _Act(
        "keep_issue_whole",
        Order,
        lambda a: a.to(operations.keep_whole),
        "Never split it, nor take anything out of it, until somebody takes that back.",
    ),
}


def _view(act: _Act) -> type[APIView]:
    def post(_: APIView, request: Request, short_id: str) -> Response:
        issue, said = issue_of(request, short_id), sent(request, act.message)
        act.does(_Acting(request, issue, said, timezone.now()))
        now = issue_of(request, issue.short_id)
        return Response(IssueSerializer(now, context={"request": request}).data)

    schema = extend_schema(
        operation_id=act.id,
        description=act.says,
        tags=["triage"],
        request={"application/json": schema_of(act.message)},
        responses={200: IssueSerializer, **WRITING},
    )
    return type(f"{act.id}_view", (APIView,), {"act": Act.TRIAGE, "post": schema(post)})


ACT_VIEWS: Mapping[str, type[APIView]] = {name: _view(act) for name, act in _ACTS.items()}
