"""What lists can be narrowed to: the parameters, and the rows that they leave."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.db.models import Exists, OuterRef, QuerySet

from feedback.directory.slugs import slug_of
from feedback.models import (
    Answer,
    Citation,
    Cohort,
    Feedback,
    Project,
    Rating,
    Reason,
    Release,
    Source,
    Team,
)
from feedback.reading.parameters import PAGE, Parameter, ParameterRefusedError

RowT = TypeVar("RowT", Feedback, Answer)

_GROUPS = (
    Parameter("team", "The team's name or slug"),
    Parameter("cohort", "The cohort's name or slug"),
    Parameter("release", "The release of the assistant"),
    Parameter("person", "The person, by the host's id"),
    Parameter("source", "A source that the answer cites, by its id"),
    Parameter("since", "Recorded then or later", "time"),
    Parameter("until", "Recorded before then", "time"),
)
FEEDBACK = (
    *_GROUPS,
    Parameter("answer", "The answer, by the host's id"),
    Parameter("reason", "One of the project's reasons"),
    Parameter("rating", "The thumb", choices=("up", "down", "none")),
    Parameter("channel", "How it came", choices=tuple(Feedback.Channel.values)),
    Parameter("complains", "Says that something is wrong", "yes"),
    Parameter("suspect", "Came in a burst, and is in no figure", "yes"),
    Parameter("withdrawn", "Was taken back", "yes"),
    Parameter("given_since", "Said then or later", "time"),
    Parameter("given_until", "Said before then", "time"),
    *PAGE,
)
ANSWERS = (
    *_GROUPS,
    Parameter("model", "The model"),
    Parameter("abstained", "Said that it doesn't know", "yes"),
    Parameter("stub", "Was voted on and has not been sent yet", "yes"),
    Parameter("asked_since", "Given then or later", "time"),
    Parameter("asked_until", "Given before then", "time"),
    *PAGE,
)

_TIMES = {
    "since": "recorded_at__gte",
    "until": "recorded_at__lt",
    "given_since": "given_at__gte",
    "given_until": "given_at__lt",
    "asked_since": "asked_at__gte",
    "asked_until": "asked_at__lt",
}
_PLAIN = ("complains", "suspect", "withdrawn", "channel", "model", "abstained", "stub")
_NAMED: dict[str, Callable[[Project, str], QuerySet[Any]]] = {
    "team": lambda project, name: Team.objects.of(project).filter(slug=slug_of(name)),
    "cohort": lambda project, name: Cohort.objects.of(project).filter(slug=slug_of(name)),
    "release": lambda project, name: Release.objects.of(project).filter(name=name),
}
_RATINGS = {Rating(value).label: value for value in Rating.values}


def feedback_left(project: Project, asked: dict[str, Any]) -> QuerySet[Feedback]:
    """The words that the filters leave. ParameterRefusedError for an unknown team and the like."""
    rows = _left(Feedback.objects.of(project), project, asked, answer=OuterRef("answer"))
    if "answer" in asked:
        rows = rows.filter(answer__external_id=asked["answer"])
    if "rating" in asked:
        rows = rows.filter(rating=_RATINGS[asked["rating"]])
    if "reason" in asked:
        code = asked["reason"]
        if not Reason.objects.of(project).filter(code=code).exists():
            raise _unknown("reason", code)
        rows = rows.filter(reasons__contains=[code])
    return rows


def answers_left(project: Project, asked: dict[str, Any]) -> QuerySet[Answer]:
    """The answers that the filters leave."""
    return _left(Answer.objects.of(project), project, asked, answer=OuterRef("pk"))


def _left(
    rows: QuerySet[RowT], project: Project, asked: dict[str, Any], *, answer: OuterRef
) -> QuerySet[RowT]:
    for name, found in _NAMED.items():
        if name in asked:
            pk = found(project, asked[name]).values_list("pk", flat=True).first()
            if pk is None:
                raise _unknown(name, asked[name])
            rows = rows.filter(**{f"{name}_id": pk})
    if "person" in asked:
        rows = rows.filter(person__external_id=asked["person"])
    if "source" in asked:
        cited = Source.objects.of(project).filter(external_id=asked["source"]).first()
        rows = rows.filter(Exists(Citation.objects.filter(answer=answer, source=cited)))
    times = {column: asked[name] for name, column in _TIMES.items() if name in asked}
    return rows.filter(**times, **{name: asked[name] for name in _PLAIN if name in asked})


def _unknown(name: str, value: str) -> ParameterRefusedError:
    return ParameterRefusedError(
        f"There is no {name} {value[:60]!r} in this project.", path=name, code=f"{name}_unknown"
    )
