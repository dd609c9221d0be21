"""What is counted of a fix: the answers of whole days, to like questions and to others."""

from datetime import datetime, timedelta
from uuid import UUID

import numpy as np
from django.db.models import Exists, F, Func, IntegerField, OuterRef, Q, QuerySet

from feedback.models import Answer, Feedback
from triage.embedding.vectors import Embedder
from triage.models import Fix, FixDay, Placement
from triage.resolution.alike import Seeds, are_alike

# Days of 24 hours: so many before the fix, and so many since it at most.
BEFORE, SINCE = 28, 90
DAY = timedelta(days=1)
# A day is counted when it has been over for so long: most complaints come while people read.
SETTLES = timedelta(days=1)
# So many answers of a day are read at most, drawn by chance from all of them.
MOST_ANSWERS = 2000
# The newest so many complaints say what an issue's questions are.
MOST_SEEDS = 200


def fixes_due(now: datetime) -> QuerySet[Fix]:
    """Those that are watched, and were not looked at for a day."""
    begun, over = now - DAY - SETTLES, now - SETTLES - DAY * (SINCE + 1)
    rows = Fix.objects.standing().filter(in_force_at__lte=begun, made_at__lte=begun)
    rows = rows.filter(Q(in_force_at__gt=over) | Q(made_at__gt=over))
    rows = rows.filter(outcome__in=[Fix.Outcome.NONE, Fix.Outcome.TOO_EARLY])
    unseen_first = F("looked_at").asc(nulls_first=True)
    return rows.exclude(looked_at__gt=now - DAY).order_by(unseen_first, "id")


def watched_since(fix: Fix) -> datetime:
    """Since when what is said tells of the fix: what was said before it was made, it was perhaps
    made by."""
    assert fix.in_force_at
    return max(fix.in_force_at, fix.made_at)


def days_to_count(fix: Fix, *, now: datetime) -> list[int]:
    """The days that are over and not counted yet; -1 is the last one before the fix, 0 the first
    since."""
    over = (now - SETTLES - watched_since(fix)) // DAY
    counted = set(fix.days.values_list("day", flat=True))
    return [day for day in range(-BEFORE, min(over, SINCE)) if day not in counted]


def count_day(fix: Fix, day: int, seeds: Seeds, embedder: Embedder) -> FixDay:
    """Not stored."""
    assert fix.in_force_at
    begin = (fix.in_force_at if day < 0 else watched_since(fix)) + DAY * day
    rows = _answers(fix, day, begin).exclude(pk=seeds.opened)
    every = rows.count()
    if every > MOST_ANSWERS:
        rows = rows.annotate(drawn=_DRAWN).filter(drawn__lt=_LEAST + _RANGE * MOST_ANSWERS // every)
    found = list(rows.annotate(wrong=Exists(_COMPLAINTS)).values_list("id", "question", "wrong"))
    counted = FixDay(fix=fix, day=day, begins_at=begin, answers=every, drawn=len(found))
    if found:
        names, questions, wrong = zip(*found, strict=True)
        alike = are_alike(names, embedder.embed(questions), seeds)
        bad = np.array(wrong)
        counted.alike, counted.alike_wrong = int(alike.sum()), int((alike & bad).sum())
        counted.others, counted.others_wrong = int((~alike).sum()), int((~alike & bad).sum())
    return counted


_COMPLAINTS = Feedback.objects.filter(answer=OuterRef("pk"), complains=True, suspect=False)
_DRAWN = Func(F("external_id"), function="hashtext", output_field=IntegerField())
_LEAST, _RANGE = -(2**31), 2**32


def _answers(fix: Fix, day: int, begin: datetime) -> QuerySet[Answer]:
    """Of a release, those that say that they are of it or a later one, or before, of another."""
    rows = Answer.objects.of(fix.issue.project).filter(
        asked_at__gte=begin, asked_at__lt=begin + DAY, stub=False
    )
    rows = rows.exclude(question="")
    if fix.release is None:
        return rows
    if day < 0:
        return rows.exclude(release__first_seen__gte=fix.release.first_seen)
    return rows.filter(release__first_seen__gte=fix.release.first_seen)


def seeds_of(fix: Fix, embedder: Embedder) -> Seeds | None:
    """The questions of the issue's complaints from before the fix, one for each answer; not the
    first one, without which there would be no issue. None where no other is known."""
    rows = Placement.objects.filter(
        issue=fix.issue, feedback__answer__asked_at__lt=fix.in_force_at
    ).exclude(feedback__answer__question="")
    said = rows.order_by("-given_at", "-feedback")
    columns = ("feedback__answer_id", "feedback__answer__question")
    found: dict[UUID, str] = dict(said.values_list(*columns)[:MOST_SEEDS])
    first = rows.order_by("given_at", "feedback").values_list("feedback__answer_id").first()
    if first is None or found.keys() <= {first[0]}:
        return None
    found.pop(first[0], None)
    return Seeds(first[0], list(found), embedder.embed(list(found.values())))
