"""The complaints of an issue, as people read them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from feedback.models import Answer, Feedback, Reason
from triage.issues.diffs import Diff, correction_diff
from triage.issues.marking import Piece, marked_pieces
from triage.issues.paging import after_cursor, cursor_at
from triage.issues.queries.within import complaints_within
from triage.models import Issue

PAGE = 10

_ORDER = ("-given_at", "id")


@dataclass(frozen=True)
class Complaint:
    """One person's word: `quotes` are what they marked, `flags` what they say of sources. `diff`
    is the correction as changes, where it rewrites the answer. `home` is the issue that it stands
    in, where that is another one."""

    id: UUID
    given_at: datetime
    rating: int
    reasons: list[str]
    comment: str
    quotes: list[str]
    flags: list[str]
    correction: str
    diff: Diff | None
    team: str
    cohort: str
    release: str
    confidence: float | None
    why_here: str
    home: str


@dataclass(frozen=True)
class AnswerGroup:
    """An answer with those complaints of the page that are about it, or about its twins: other
    people were given the same words on the same question."""

    answer: Answer
    pieces: list[Piece]
    complaints: list[Complaint] = field(default_factory=list)


@dataclass(frozen=True)
class ComplaintPage:
    """Up to PAGE complaints by answer, newest first; `next` is the following page's cursor."""

    groups: list[AnswerGroup]
    next: str


def complaints_of(*, issue: Issue, cursor: str = "") -> ComplaintPage:
    """One page of the issue's complaints. FilterRefusedError for a bad cursor."""
    page = after_cursor(complaints_within(issue), _ORDER, cursor).select_related(
        "answer__release", "team", "cohort", "correction", "placement__issue__project"
    )
    found = list(
        page.prefetch_related("spans", "flags__source", "answer__citations__source")[: PAGE + 1]
    )
    shown = found[:PAGE]
    labels = dict(Reason.objects.of(issue.project).values_list("code", "label"))
    following = cursor_at(shown[-1], _ORDER) if len(found) > PAGE else ""
    return ComplaintPage(_by_answer(shown, labels, issue), following)


def _by_answer(rows: Iterable[Feedback], labels: dict[str, str], issue: Issue) -> list[AnswerGroup]:
    together: dict[tuple[str, str], list[Feedback]] = {}
    for row in rows:
        together.setdefault((row.answer.question, row.answer.text), []).append(row)
    groups = []
    for same in together.values():
        answer = same[0].answer
        spans = [(span.start, span.end) for row in same for span in row.spans.all()]
        complaints = [_complaint(row, row.answer, labels, issue) for row in same]
        groups.append(AnswerGroup(answer, marked_pieces(answer.text, spans), complaints))
    return groups


def _complaint(row: Feedback, answer: Answer, labels: dict[str, str], issue: Issue) -> Complaint:
    correction = row.correction.text if hasattr(row, "correction") else ""
    quotes = [span.quote for span in row.spans.all()]
    return Complaint(
        id=row.pk,
        given_at=row.given_at,
        rating=row.rating,
        reasons=[labels.get(code, code) for code in row.reasons],
        comment=row.comment,
        quotes=quotes,
        flags=sorted(str(flag) for flag in row.flags.all()),
        correction=correction,
        diff=correction_diff(correction=correction, answer=answer.text, quotes=quotes)
        if correction
        else None,
        team=row.team.name if row.team else "",
        cohort=row.cohort.name if row.cohort else "",
        release=answer.release.name if answer.release else "",
        confidence=answer.confidence,
        why_here=row.placement.why,
        home="" if row.placement.issue_id == issue.pk else row.placement.issue.short_id,
    )
