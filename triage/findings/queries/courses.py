"""How issues went, in the last day and week and in the same hours of the weeks before."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count as CountRows
from django.db.models import Q

from feedback.models import Answer, Project
from triage.clustering.recurrence import not_mended
from triage.findings.escalation import (
    LEAST_WEEKS,
    LOOKS,
    WEEK,
    WEEKS,
    Count,
    Course,
    History,
    Judged,
    judge_all,
)
from triage.findings.found import Heard
from triage.models import Issue, Kind, Placement


def judged_issues(project: Project, now: datetime) -> list[Judged]:
    """The issues that have a history of some weeks, and are open, archived until they escalate, or
    not mended, as somebody said: that is what brings those back. One that few complained of lately
    can't rise, and is read all the same: how restless complaints are, all of them tell."""
    issues = Issue.objects.of(project).filter(
        Q(status=Issue.Status.UNRESOLVED)
        | Q(back_at__isnull=False)
        | Q(pk__in=not_mended(project)),
        kind=Kind.LIKENESS,
        holds=Issue.Holds.ALIKE,
        first_seen__lte=now - WEEK * (LEAST_WEEKS + 1),
    )
    answers = _answers(project, now)
    heard = _heard(project, now)
    histories = [
        History(issue.pk, issue.title, courses, _lately(heard[issue.pk], now))
        for issue in issues.order_by("number")
        if (courses := _courses(heard[issue.pk], answers, issue.first_seen, now))
    ]
    return judge_all(histories, now=now)


def _windows(now: datetime, span: timedelta) -> list[tuple[datetime, datetime]]:
    """The latest window of that span, then the same hours of each week before."""
    return [(now - WEEK * back - span, now - WEEK * back) for back in range(WEEKS + 1)]


def _answers(project: Project, now: datetime) -> dict[timedelta, list[int]]:
    """How many answers were given in each window; one at least, since somebody complained."""
    counted = {
        _name(span, place): CountRows("id", filter=Q(asked_at__gte=since, asked_at__lt=until))
        for span in LOOKS
        for place, (since, until) in enumerate(_windows(now, span))
    }
    rows = Answer.objects.of(project).filter(asked_at__gte=now - WEEK * (WEEKS + 1))
    numbers: dict[str, int] = rows.aggregate(**counted)
    return {
        span: [max(1, numbers[_name(span, place)]) for place in range(WEEKS + 1)] for span in LOOKS
    }


def _name(span: timedelta, place: int) -> str:
    return f"in_{span.days}_{place}"


def _heard(project: Project, now: datetime) -> Mapping[UUID, list[Heard]]:
    """By issue, the complaints of all windows."""
    rows = Placement.objects.of(project).filter(
        feedback__given_at__gte=now - WEEK * (WEEKS + 1), feedback__given_at__lt=now
    )
    columns = ("issue_id", "feedback_id", "feedback__voter", "feedback__given_at")
    found: dict[UUID, list[Heard]] = defaultdict(list)
    for issue, pk, voter, at in rows.values_list(*columns).iterator(chunk_size=5000):
        found[issue].append(Heard(pk, voter, at))
    return found


def _courses(
    heard: Iterable[Heard],
    answers: Mapping[timedelta, list[int]],
    first_seen: datetime,
    now: datetime,
) -> list[Course]:
    """Of windows since the issue was first heard of: before that it had no rate."""
    courses = []
    for span in LOOKS:
        counts = [
            Count(len({one.voter for one in heard if since <= one.at < until}), number)
            for (since, until), number in zip(_windows(now, span), answers[span], strict=True)
            if since >= first_seen or until == now
        ]
        if len(counts) > LEAST_WEEKS:
            courses.append(Course(span, counts[0], tuple(counts[1:])))
    return courses


def _lately(heard: Iterable[Heard], now: datetime) -> tuple[Heard, ...]:
    return tuple(one for one in heard if one.at >= now - WEEK)
