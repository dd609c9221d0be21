"""Corrections that were proposed, and what was said of them."""

from typing import Any

from django.db.models import Case, Exists, F, OuterRef, QuerySet, TextField, Value, When
from django.db.models.functions import MD5, Concat

from feedback.models import Answer, Correction, Feedback, Project
from triage.corrections.keys import BETWEEN
from triage.models import CorrectionReview, Issue, Reviewing

_UNKNOWN = "answer "


def about(answer: Answer) -> str:
    """What corrections compete about: the question; where that is not known, the answer."""
    return answer.question or f"{_UNKNOWN}{answer.external_id}"


def standing_reviews(project: Project) -> QuerySet[CorrectionReview]:
    """Those that were not taken back."""
    rows = CorrectionReview.objects.of(project).filter(withdrawn_at=None)
    return rows.select_related("reviewer__user")


def proposed_in(project: Project) -> QuerySet[Any]:
    """The corrections that stand, each with what it is `about` and the `key` of its text."""
    answer = "feedback__answer__"
    unknown = Concat(Value(_UNKNOWN), F(f"{answer}external_id"), output_field=TextField())
    rows = Correction.objects.filter(
        feedback__project=project, feedback__withdrawn=False, feedback__suspect=False
    )
    return rows.annotate(
        about=Case(
            When(**{f"{answer}question": ""}, then=unknown),
            default=F(f"{answer}question"),
            output_field=TextField(),
        ),
        key=MD5(Concat(F("about"), Value(BETWEEN), F("text"), output_field=TextField())),
    )


def waiting_in(project: Project) -> QuerySet[Any]:
    """Those whose text is not settled for its question."""
    settled = standing_reviews(project).filter(key=OuterRef("key"), settles=True)
    return proposed_in(project).filter(~Exists(settled))


def second_reviewer_of(project: Project) -> bool:
    """Whether a second person decides too."""
    return Reviewing.objects.filter(project=project, second_reviewer=True).exists()


def issue_of(feedback: Feedback) -> Issue | None:
    """The issue that a word stands in."""
    rows = Issue.objects.select_related("project", "owner")
    return rows.filter(placements__feedback=feedback).first()
