"""The answers that an audit draws from, and what readers have said of them."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any

from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    TextField,
    Value,
    When,
)
from django.db.models.functions import MD5, Cast, Concat

from feedback.models import Answer, Feedback, Project, Rating
from reporting.models import Said
from reporting.rollups.tally import Window


@dataclass(frozen=True)
class Counted:
    """How many answers there are to draw from, and what was said of them; of the rest nothing."""

    population: int
    complained: int
    praised: int
    people: int


def population_in(project: Project, window: Window) -> QuerySet[Any, Any]:
    """Every answer given in these days (UTC) whose text is known, with what was `said` of it: a
    complaint before praise. Words that came in a burst count once somebody has said so."""
    words = Feedback.objects.filter(answer=OuterRef("pk"), withdrawn=False, suspect=False)
    said = Case(
        When(Exists(words.filter(complains=True)), then=Value(Said.COMPLAINED)),
        When(Exists(words.filter(rating=Rating.UP)), then=Value(Said.PRAISED)),
        default=Value(Said.SILENT),
        output_field=CharField(),
    )
    rows = Answer.objects.of(project).filter(
        stub=False,
        asked_at__gte=_midnight(window.first),
        asked_at__lt=_midnight(window.last + timedelta(1)),
    )
    return rows.exclude(text="").annotate(said_of_it=said)


def said_in(project: Project, window: Window) -> Counted:
    """What there is to draw from. One statement."""
    found: dict[str, Any] = population_in(project, window).aggregate(
        population=Count("pk"),
        complained=Count("pk", filter=Q(said_of_it=Said.COMPLAINED)),
        praised=Count("pk", filter=Q(said_of_it=Said.PRAISED)),
        people=Count("person", distinct=True) + Count("pk", filter=Q(person=None)),
    )
    return Counted(**found)


def in_random_order(rows: QuerySet[Any, Any], *, seed: str) -> Any:
    """Keys and what was said, in an order that the seed alone decides: so a draw can be checked."""
    lot = MD5(Concat(Value(seed), Cast(F("pk"), TextField())))
    return rows.order_by(lot).values_list("pk", "said_of_it")


def _midnight(day: Any) -> datetime:
    return datetime.combine(day, time(), UTC)
