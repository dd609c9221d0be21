"""Comments: said, said in other words, taken back by whoever said them (see `undoing`)."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from feedback.models import Member, Project
from feedback.texts import is_storable
from triage.issues.mentions import Mention, mentions_in
from triage.issues.operations.acting import (
    IssueRefusedError,
    IssueStateError,
    leave_trace,
    locked,
)
from triage.issues.queries.mentionable import handles_of, members_mentioned
from triage.issues.taking_back import taken_back
from triage.models import Issue, IssueActivity, MemberNotice
from triage.notices.operations import tell_member

LONGEST = 10_000
MOST_MENTIONS = 20


@transaction.atomic
def comment(*, issue: Issue, text: str, actor: str, now: datetime) -> IssueActivity:
    """A remark in the issue's history. It clashes with nothing, so it asks for no version.

    Members who are mentioned, and the members of owner teams that are, are told.
    """
    row = locked(issue, version=None)
    said = _said(row.project, text)
    activity = leave_trace(row, verb="commented", actor=actor, now=now, data=said)
    _tell(row, _members(row.project, said), actor=actor, now=now)
    return activity


@transaction.atomic
def reword(*, activity: IssueActivity, text: str, actor: str, now: datetime) -> IssueActivity:
    """Say a comment of one's own in other words. Only who was not mentioned before is told.

    IssueRefusedError, code "not_yours", for another's; IssueStateError for what was taken back.
    """
    row = locked(activity.issue, version=None)
    remark = _own(activity.pk, row, actor)
    before, after = _kept(remark.data), _said(row.project, text)
    if before["text"] == after["text"]:
        raise IssueStateError("The comment says that already.", code="already_said")
    put_words(remark, after, now=now)
    data = {"comment": str(remark.pk), "before": before, "after": after}
    done = leave_trace(row, verb="reworded", actor=actor, now=now, data=data)
    known = set(_members(row.project, before))
    told = [member for member in _members(row.project, after) if member not in known]
    _tell(row, told, actor=actor, now=now)
    return done


def put_words(remark: IssueActivity, said: dict[str, Any], *, now: datetime) -> None:
    """Let a comment, under its issue's lock, say this."""
    remark.data = remark.data | said | {"edited_at": now.isoformat()}
    remark.save(update_fields=["data"])


def unword(row: Issue, data: dict[str, Any], *, now: datetime) -> None:
    """Give a comment the words back that `reword` took. IssueStateError if it has others by now."""
    remark = IssueActivity.objects.get(pk=data["comment"], issue=row)
    if _kept(remark.data) != data["after"]:
        raise IssueStateError("The comment was changed again since.", code="undo_overtaken")
    put_words(remark, data["before"], now=now)


def _own(pk: UUID, row: Issue, actor: str) -> IssueActivity:
    remark = IssueActivity.objects.get(pk=pk, issue=row)
    if remark.verb != "commented":
        raise IssueRefusedError("That is no comment.", path="comment")
    refuse_others(remark, actor)
    if remark.pk in taken_back(row):
        raise IssueStateError("The comment was taken back.", code="already_undone")
    return remark


def refuse_others(activity: IssueActivity, actor: str) -> None:
    """IssueRefusedError for who wants to change another's words."""
    if activity.actor != actor:
        raise IssueRefusedError("That comment is not yours.", code="not_yours", status=403)


def _said(project: Project, text: str) -> dict[str, Any]:
    """What is kept of a comment: the text, and whom it mentions, where in it."""
    text = text.replace("\r\n", "\n").strip()
    if not text:
        raise IssueRefusedError("The comment is empty.", path="text", code="comment_missing")
    if len(text) > LONGEST:
        raise IssueRefusedError(f"A comment has up to {LONGEST:,} characters.", path="text")
    if not is_storable(text):
        raise IssueRefusedError("The comment has a character that is no text.", path="text")
    mentions = mentions_in(text, handles_of(project)) if "@" in text else []
    if len({mention.id for mention in mentions}) > MOST_MENTIONS:
        raise IssueRefusedError(
            f"A comment mentions up to {MOST_MENTIONS} people and teams.",
            path="text",
            code="too_many_mentions",
        )
    return {"text": text, "mentions": [list(mention) for mention in mentions]}


def _kept(data: dict[str, Any]) -> dict[str, Any]:
    return {"text": data["text"], "mentions": data.get("mentions", [])}


def _members(project: Project, said: dict[str, Any]) -> list[Member]:
    return members_mentioned(project, [Mention(*mention) for mention in said["mentions"]])


def _tell(row: Issue, members: Iterable[Member], *, actor: str, now: datetime) -> None:
    """Whoever says it need not be told."""
    who = actor.partition(":")[2]
    for member in members:
        if actor != f"member:{member.user.email}":
            tell_member(
                member=member,
                issue=row,
                kind=MemberNotice.Kind.MENTION,
                words=f"{who} mentions you: {row.title}",
                actor=actor,
                now=now,
            )
