"""Verified answers as pages and programs read them."""

from dataclasses import dataclass

from django.db.models import Count, Q

from feedback.errors import NotFoundError
from feedback.models import Project
from triage.issues.diffs import Diff, shortened, word_diff
from triage.issues.paging import cursor_at, page_after
from triage.models import CorrectionReview, VerifiedAnswer, VerifiedVersion
from triage.models.verified import VerifiedQuerySet

PAGE = 50

_ORDER = ("-number",)


def verified_in(project: Project, *, state: str = "", q: str = "") -> VerifiedQuerySet:
    """Those of a state ("" for all) with these words in the question or the text."""
    rows = VerifiedAnswer.objects.of(project).select_related("project", "owner")
    rows = rows.prefetch_related("resting_on__source")
    rows = rows.filter(state=state) if state else rows
    return rows.filter(Q(question__icontains=q) | Q(text__icontains=q)) if q else rows


def verified_page(rows: VerifiedQuerySet, cursor: str) -> tuple[list[VerifiedAnswer], str]:
    """Up to PAGE, the newest number first, and the following page's cursor or "".
    FilterRefusedError for a bad cursor."""
    found = page_after(rows, _ORDER, cursor, PAGE + 1)
    return found[:PAGE], cursor_at(found[PAGE - 1], _ORDER) if len(found) > PAGE else ""


def counts_of(project: Project) -> dict[str, int]:
    """How many there are of each state."""
    rows = VerifiedAnswer.objects.of(project).order_by().values_list("state")
    return dict(rows.annotate(n=Count("id")))


def verified_named(project: Project, short_id: str) -> VerifiedAnswer:
    """NotFoundError where there is none of that short id."""
    row = verified_in(project).named(short_id).first()
    if row is None:
        raise NotFoundError("There is no such verified answer.", code="verified_unknown")
    return row


@dataclass(frozen=True)
class VersionShown:
    """A version, what it changes in the text of the one before it (empty for the first), and the
    decisions that made it."""

    version: VerifiedVersion
    diff: Diff
    reviews: list[CorrectionReview]


def versions_of(row: VerifiedAnswer) -> list[VersionShown]:
    """The newest first."""
    whose = "made_by__feedback__placement__issue__project"
    rows = list(row.versions.select_related("owner").prefetch_related(whose))
    before = [*(one.text for one in rows[1:]), None]
    return [
        VersionShown(one, _changes(text, one.text), list(one.made_by.all()))
        for one, text in zip(rows, before, strict=True)
    ]


def _changes(before: str | None, text: str) -> Diff:
    return [] if before is None else shortened(word_diff(before, text))
