"""Corrections of answers that were sure of themselves."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from feedback.models import Feedback, Project
from triage.findings.confident_wrong import SURE_FROM, Corrected, confident_wrong
from triage.findings.found import Found
from triage.findings.queries.common import (
    MOST,
    answers_in,
    complaints_in,
    heard,
    subjects_of,
    window_to,
)
from triage.models import Kind


def confident_wrong_in(project: Project, now: datetime) -> list[Found]:
    """Of the four weeks up to now."""
    window = window_to(now)
    subject_of = subjects_of(project, Kind.CONFIDENT_WRONG)
    rows = _confident(complaints_in(project, window)).select_related(
        "answer", "correction", "placement__issue__project"
    )
    corrected = [
        Corrected(
            heard=heard(row),
            subject=subject_of(row.placement.issue_id),
            topic=row.placement.issue.title,
            answer=row.answer_id,
            confidence=row.answer.confidence or 0.0,
            text=row.answer.text,
            correction=row.correction.text,
        )
        for row in rows.order_by("-given_at")[:MOST]
    ]
    sure = answers_in(project, window).filter(confidence__gte=SURE_FROM, abstained=False).count()
    return confident_wrong(corrected, sure=sure, window=window)


def is_confident_wrong(project: Project, ids: Collection[UUID]) -> bool:
    """Whether any of these words may be such a correction: cheap, asked of all that come."""
    return _confident(Feedback.objects.of(project).filter(pk__in=ids)).exists()


def _confident(rows: QuerySet[Feedback]) -> QuerySet[Feedback]:
    return rows.filter(
        answer__confidence__gte=SURE_FROM, answer__abstained=False, correction__isnull=False
    )
