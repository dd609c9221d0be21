"""Every write of naming: an issue's title and phrases, as its complaints come to be others."""

from datetime import datetime

from django.db import transaction

from feedback.audit.operations import record
from feedback.models import Project
from triage.clustering.queries import title_for
from triage.models import Issue
from triage.naming.phrases import phrases_of
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


def name_due(*, project: Project, limit: int, now: datetime) -> int:
    """Name up to `limit` issues that outgrew their names; how many that were."""
    due = issues_to_name(project, limit=limit)
    for issue in due:
        name(issue=issue, now=now)
    return len(due)


def name(*, issue: Issue, now: datetime) -> None:
    """Give an issue the phrases that tell it from the others, and, where nobody gave it one and
    it is young, a title by them. It is read before the row is locked: nobody waits for it."""
    complaints = words_of(issue)
    usual = usual_in(issue.project_id, int(now.timestamp()) // USUAL_FOR_S)
    phrases = phrases_of(map(said_by, complaints), usual, most=PHRASES)
    common = (p.text for p in phrases if p.share >= SUBJECT_FROM and len(p.text) <= LONGEST_SUBJECT)
    title = title_for(issue.project, complaints, subject=next(common, ""))
    _write(issue, title=title, phrases=[phrase.text for phrase in phrases], now=now)


@transaction.atomic
def _write(issue: Issue, *, title: str, phrases: list[str], now: datetime) -> None:
    row = Issue.objects.select_for_update().get(pk=issue.pk)
    before = row.title
    if row.named_for < KNOWN_FROM and not is_renamed(row):
        row.title = title
    row.phrases, row.named_for = phrases, issue.complaints
    row.save(update_fields=["title", "phrases", "named_for"])
    record(
        project=issue.project,
        actor=ACTOR,
        verb="issue.named",
        subject=f"issue:{row.pk}",
        now=now,
        data={"from": before, "to": row.title, "phrases": phrases},
    )
