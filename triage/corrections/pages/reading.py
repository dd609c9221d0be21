"""The page of corrections."""

from collections.abc import Iterator
from uuid import UUID

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from feedback.directory.access import Act
from feedback.directory.membership import member_page
from feedback.directory.tables import as_file
from feedback.errors import NotFoundError
from feedback.models import Member
from triage.corrections.pages.views import Said, by, filters_in, in_words, list_context, list_page
from triage.corrections.queries.cards import Filters, filtered
from triage.corrections.queries.decided import decided_in, reviews_named
from triage.corrections.queries.proposed import issue_of
from triage.issues.pages.reading import refusals_shown
from triage.models import CorrectionReview, Issue

_WAITING = ("question", "proposed", "team", "proposed_at", "answer", "issue")
_DECIDED = ("question", "proposed", "decision", "text", "reason", "by", "at", "verified", "version")


@member_page(Act.READ)
@require_safe
@refusals_shown
def corrections(request: HttpRequest, member: Member) -> HttpResponseBase:
    """What waits for review, or was decided: see Filters; `cursor` is a page's place, `done` names
    the review just made, `format=csv` gives all of it."""
    filters = filters_in(request.GET)
    if request.GET.get("format") == "csv":
        name = f"{member.project.slug}-corrections"
        if filters.waits == "decided":
            return as_file(name, _DECIDED, _decided_rows(member))
        return as_file(name, _WAITING, _waiting_rows(member, filters))
    cursor = request.GET.get("cursor", "")
    context = list_context(
        member=member, filters=filters, cursor=cursor, said=_said_in(request, member)
    )
    return list_page(request, member.project, context)


def said_of(row: CorrectionReview) -> Said:
    """What a review did, how to take it back, and which issue it may settle."""
    issue = issue_of(row.feedback)
    resolves = issue is not None and issue.status == Issue.Status.UNRESOLVED and row.made
    name = issue.short_id if issue and resolves else ""
    answer = row.made.answer.short_id if row.made else ""
    return Said(in_words(row), undo=[row.pk], issue=name, answer=answer)


def _said_in(request: HttpRequest, member: Member) -> Said:
    """What a redirect says was just done; a bad id is no news."""
    try:
        [row] = reviews_named(member.project, [UUID(request.GET.get("done", ""))])
    except (ValueError, NotFoundError):
        return Said()
    return said_of(row) if row.reviewer_id == member.pk and not row.withdrawn_at else Said()


def _waiting_rows(member: Member, filters: Filters) -> Iterator[tuple[object, ...]]:
    rows = filtered(member, filters).select_related(
        "feedback__answer", "feedback__team", "feedback__placement__issue__project"
    )
    for row in rows.order_by("about", "-proposed_at").iterator():
        word = row.feedback
        place = getattr(word, "placement", None)
        yield (
            *(word.answer.question, row.text, word.team or "", row.proposed_at.isoformat()),
            *(word.answer.external_id, place.issue.short_id if place else ""),
        )


def _decided_rows(member: Member) -> Iterator[tuple[object, ...]]:
    for row in decided_in(member.project).iterator():
        made = row.made
        yield (
            *(row.question or row.feedback.answer.question, row.proposed, row.decision, row.text),
            *(row.reason, by(row), row.at.isoformat()),
            *((made.answer.short_id, made.number) if made else ("", "")),
        )
