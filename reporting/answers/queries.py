"""The answers behind a figure, newest first, with what was said of them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import TruncDay

from feedback.directory.reasons import COULDNT_VERIFY
from feedback.models import Answer, Citation, Cohort, Feedback, Project, Release, Team
from reporting.answers.narrowing import Narrowing
from reporting.kit.facets import Facet
from reporting.kit.questions import Question
from reporting.rollups.tally import Window
from triage.models import Placement

# Where a facet's value stands, where not in a field of the answer's own of that name.
ELSEWHERE = {
    "release": "release",
    "novelty": "novelty__band",
    "topic": "sorted_topic__topic__name",
}


@dataclass(frozen=True)
class Behind:
    """One answer, with its counts of standing words and the issues that these are in."""

    answer: Answer
    up: int
    down: int
    complaints: int
    issues: tuple[str, ...]


def answers_behind(
    *, project: Project, question: Question, window: Window, narrowing: Narrowing, limit: int
) -> list[Behind]:
    """The newest answers of the slice, as many as `limit`. Six statements at most."""
    found = _narrowed(_of_slice(project, question, window), narrowing)
    answers = list(found.select_related("team", "release").order_by("-asked_at")[:limit])
    words = _words([answer.id for answer in answers])
    issues = _issues(project, [word.id for said in words.values() for word in said])
    return [_behind(answer, words.get(answer.id, []), issues) for answer in answers]


def _of_slice(project: Project, question: Question, window: Window) -> QuerySet[Answer]:
    # Before and after a facet's days all others would be walked through in vain.
    days = window.common(question.life) if question.life else window
    if days is None:
        return Answer.objects.none()
    found = Answer.objects.of(project).filter(
        stub=False,
        asked_at__gte=datetime.combine(days.first, time(), UTC),
        asked_at__lt=datetime.combine(days.last + timedelta(1), time(), UTC),
    )
    # By their ids: joined by a name, a few answers would be looked for among all of the window.
    for group, model, slug in (("team", Team, question.team), ("cohort", Cohort, question.cohort)):
        if slug is not None:
            found = found.filter(**{group: model.objects.of(project).filter(slug=slug).first()})
    return found.filter(_is_of(project, question.facet)) if question.facet else found


def _is_of(project: Project, facet: Facet) -> Q:
    if facet.kind == "release" and facet.value:
        return Q(release__in=list(Release.objects.of(project).filter(name=facet.value)))
    path = ELSEWHERE.get(facet.kind)
    if path is None:
        return Q(**{facet.kind: facet.value})
    return Q(**{path: facet.value} if facet.value else {f"{path}__isnull": True})


def _narrowed(found: QuerySet[Answer], narrowing: Narrowing) -> QuerySet[Answer]:
    if narrowing.source:
        cites = Citation.objects.filter(answer=OuterRef("id"), source__external_id=narrowing.source)
        found = found.filter(Exists(cites))
    if narrowing.sure:
        low, high = narrowing.sure
        top = Q(confidence__lte=1) if high == 1 else Q(confidence__lt=high)
        found = found.filter(top, confidence__gte=low)
    if narrowing.day is not None:
        found = _days_after_first(found, narrowing.day, later=narrowing.later)
    if narrowing.of == "abstained":
        return found.filter(abstained=True)
    said = {
        "complained": Q(complains=True),
        "rated": Q(),
        "unverified": Q(reasons__contains=[COULDNT_VERIFY]),
    }
    if narrowing.of in said:
        found = found.filter(Exists(_counted().filter(said[narrowing.of], answer=OuterRef("id"))))
    return found


def _days_after_first(found: QuerySet[Answer], day: int, *, later: bool) -> QuerySet[Answer]:
    """Those whose asker got their first answer that many days before, or as many at the least."""
    own = Answer.objects.filter(person=OuterRef("person"), stub=False)
    found = found.alias(first=TruncDay("asked_at", tzinfo=UTC) - timedelta(day))
    found = found.filter(Exists(own.filter(asked_at__lt=OuterRef("first") + timedelta(1))))
    return found if later else found.exclude(Exists(own.filter(asked_at__lt=OuterRef("first"))))


def _counted() -> QuerySet[Feedback]:
    """The words that are in figures."""
    return Feedback.objects.standing().filter(suspect=False)


def _words(answers: list[UUID]) -> dict[UUID, list[Feedback]]:
    words: defaultdict[UUID, list[Feedback]] = defaultdict(list)
    for word in _counted().filter(answer__in=answers):
        words[word.answer_id].append(word)
    return words


def _issues(project: Project, words: Iterable[UUID]) -> dict[UUID, str]:
    placed = Placement.objects.of(project).filter(feedback__in=list(words))
    rows = placed.values_list("feedback_id", "issue__number")
    return {feedback: f"{project.prefix}-{number}" for feedback, number in rows}


def _behind(answer: Answer, words: list[Feedback], issues: dict[UUID, str]) -> Behind:
    return Behind(
        answer,
        up=sum(word.rating > 0 for word in words),
        down=sum(word.rating < 0 for word in words),
        complaints=sum(word.complains for word in words),
        issues=tuple(dict.fromkeys(issues[word.id] for word in words if word.id in issues)),
    )
