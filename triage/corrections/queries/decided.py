"""What was decided of corrections."""

from collections.abc import Sequence
from uuid import UUID

from django.db.models import QuerySet

from feedback.errors import NotFoundError
from feedback.models import Project
from triage.corrections.queries.proposed import standing_reviews
from triage.issues.paging import cursor_at, page_after
from triage.models import CorrectionReview

PAGE = 50

_ORDER = ("-id",)


def decided_in(project: Project) -> QuerySet[CorrectionReview]:
    """The decisions that settled a text, the newest first."""
    rows = standing_reviews(project).filter(settles=True)
    return rows.select_related(
        "reviewer__user", "made__answer", "feedback__answer", "feedback__placement__issue__project"
    ).order_by(*_ORDER)


def decided_page(project: Project, cursor: str) -> tuple[list[CorrectionReview], str]:
    """Up to PAGE, and the following page's cursor or "". FilterRefusedError for a bad cursor."""
    rows = page_after(decided_in(project), _ORDER, cursor, PAGE + 1)
    return rows[:PAGE], cursor_at(rows[PAGE - 1], _ORDER) if len(rows) > PAGE else ""


def reviews_named(project: Project, ids: Sequence[UUID]) -> list[CorrectionReview]:
    """The project's reviews of these ids. NotFoundError where one isn't."""
    rows = CorrectionReview.objects.of(project).select_related(
        "project", "feedback__answer", "made__answer"
    )
    found = rows.in_bulk(list(ids))
    if len(found) != len(set(ids)):
        raise NotFoundError("There is no such review.", code="review_unknown")
    return [found[pk] for pk in dict.fromkeys(ids)]
