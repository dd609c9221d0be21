"""Every write of naming: an issue's title and phrases, as its complaints come to be others."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.db import transaction

from feedback.audit.operations import record
from feedback.models import Project
from triage.clustering.queries import labels_of, title_for, typical_of
from triage.models import Issue
from triage.naming.asking import messages_for, title_in
from triage.naming.endpoint import Endpoint, EndpointError, ask
from triage.naming.phrases import Phrase, phrases_of
from triage.naming.queries import is_renamed, issues_to_name, said_by, usual_in, words_of

ACTOR = "system:naming"
PHRASES = 4
# What so many of its complaints have in common is what an issue is about.
SUBJECT_FROM = 0.3
# Beyond so many letters a subject leaves no room for anything else.
LONGEST_SUBJECT = 40
# An issue that was named for so many complaints keeps its title: people know it by that.
KNOWN_FROM = 64
USUAL_FOR_S = 600


class Named(NamedTuple):
    """How many issues were looked at, and those of them that got a title."""

    looked_at: int
    titled: list[Issue]


def name_due(*, project: Project, limit: int, now: datetime) -> Named:
    """Name up to `limit` issues that outgrew their names."""
    due = issues_to_name(project, limit=limit)
    return Named(len(due), [issue for issue in due if name(issue=issue, now=now)])


def name(*, issue: Issue, now: datetime) -> bool:
    """Give an issue the phrases that tell it from the others, and, where nobody gave it one and
    it is young, a title by them: whether it got one. All is read before the row is locked."""
    complaints = words_of(issue)
    usual = usual_in(issue.project_id, int(now.timestamp()) // USUAL_FOR_S)
    phrases = phrases_of(map(said_by, complaints), usual, most=PHRASES)
    title = title_for(issue.project, complaints, subject=_subject_of(phrases))
    return _write(issue, title=title, phrases=[phrase.text for phrase in phrases], now=now)


def _subject_of(phrases: Sequence[Phrase]) -> str:
    """What most have in common; nothing, where it is too long to stand before a question."""
    common = next((phrase.text for phrase in phrases if phrase.share >= SUBJECT_FROM), "")
    return common if len(common) <= LONGEST_SUBJECT else ""


@transaction.atomic
def _write(issue: Issue, *, title: str, phrases: list[str], now: datetime) -> bool:
    row = Issue.objects.select_for_update().get(pk=issue.pk)
    open_to_titles = row.named_for < KNOWN_FROM and not is_renamed(row)
    before = row.title
    if open_to_titles:
        row.title = title
    row.phrases, row.named_for = phrases, issue.complaints
    row.save(update_fields=["title", "phrases", "named_for"])
    data = {"from": before, "to": row.title, "phrases": phrases}
    _record(row, verb="issue.named", now=now, data=data)
    return open_to_titles


def title_by_endpoint(
    *, issue: Issue, endpoint: Endpoint, clock: Callable[[], datetime]
) -> str | None:
    """Have a model write the title, from masked words; the title, or None where it came too late:
    somebody renamed the issue meanwhile, or it outgrew what was asked. EndpointError: the title
    that is there stays."""
    labels = labels_of(issue.project)
    examples = typical_of(words_of(issue))
    answer = ask(endpoint, messages_for(examples, phrases=issue.phrases, labels=labels))
    title = title_in(answer)
    if not title:
        raise EndpointError("unreadable", "there is no title in it")
    return title if _retitle(issue, title=title, model=endpoint.model, now=clock()) else None


@transaction.atomic
def _retitle(issue: Issue, *, title: str, model: str, now: datetime) -> bool:
    row = Issue.objects.select_for_update().get(pk=issue.pk)
    if is_renamed(row) or (row.title, row.named_for) != (issue.title, issue.named_for):
        return False
    row.title = title
    row.save(update_fields=["title"])
    data = {"from": issue.title, "to": title, "model": model}
    _record(row, verb="issue.titled", now=now, data=data)
    return True


def _record(issue: Issue, *, verb: str, now: datetime, data: dict[str, Any]) -> None:
    record(
        project=issue.project,
        actor=ACTOR,
        verb=verb,
        subject=f"issue:{issue.pk}",
        now=now,
        data=data,
    )
