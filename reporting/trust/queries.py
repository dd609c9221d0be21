"""Every read of how far answers can be trusted, scoped by project."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from feedback.models import Feedback, Project
from reporting.kit.questions import Question
from reporting.models import AuditItem, ConfidenceSpan
from reporting.rollups.queries import in_spans
from reporting.rollups.tally import Window
from reporting.trust.bins import BINS, WHOLE, Bin, empty
from triage.models import Finding, Issue, Kind

SUMS = ("answers", "judged", "right", "stated", "stated_right", "stated_squared")
# The latest so many complaints of a window are looked through for those about abstentions.
MOST = 20_000

Teams = dict[str, list[Bin]]


def confidence(*, project: Project, question: Question, window: Window) -> Teams:
    """By team, "" for without: the bins of the slice, right and wrong by what people said."""
    rows = (
        ConfidenceSpan.objects.of(project)
        .filter(in_spans(window), _slice(question))
        .values_list("team__slug", "bin")
        .annotate(*(Sum(name) for name in SUMS))
        .order_by()
    )
    teams: Teams = {}
    for team, place, *sums in rows:
        bins = teams.setdefault(team or "", empty())
        counts = dict(zip(SUMS, map(int, sums), strict=True))
        bins[place] = replace(bins[place], **counts)
    return teams


def audited(*, project: Project, question: Question, window: Window, given: Teams) -> Teams:
    """The same, judged by reviewers. `given` are the bins by what people said: how many answers
    there are is the same whoever judges. Of an answer in several audits the last verdict holds."""
    items = _audited(project, question, window).filter(
        answer__abstained=False, answer__confidence__isnull=False
    )
    columns = ("answer_id", "answer__team__slug", "answer__confidence", "verdict")
    latest = {row[0]: row[1:] for row in items.order_by("judged_at").values_list(*columns)}
    teams = {team: [_unjudged(one) for one in bins] for team, bins in given.items()}
    for team, stated, verdict in latest.values():
        bins = teams.setdefault(team or "", empty())
        place = min(int(stated * BINS), BINS - 1)
        bins[place] = _judged(bins[place], round(stated * WHOLE), verdict == "right")
    return teams


def audited_abstentions(*, project: Project, question: Question, window: Window) -> tuple[int, int]:
    """Of the abstentions that reviewers judged: how many were wrong, and how many there are."""
    items = _audited(project, question, window).filter(answer__abstained=True)
    found: dict[str, int] = items.aggregate(
        wrong=Count("answer", distinct=True, filter=Q(verdict="wrong")),
        all=Count("answer", distinct=True),
    )
    return found["wrong"], found["all"]


@dataclass(frozen=True)
class Conflict:
    """An open issue that a search has found: its short id, whose it is, and what it rests on."""

    short_id: str
    title: str
    owner: str
    since: datetime
    subject: str
    figures: tuple[tuple[str, str], ...]


def conflicts(*, project: Project, kinds: Iterable[Kind]) -> dict[str, list[Conflict]]:
    """By kind: what was found and still holds, with an issue that is not settled, oldest first."""
    rows = (
        Finding.objects.of(project)
        .filter(kind__in=list(kinds), lapsed_at=None, issue__status=Issue.Status.UNRESOLVED)
        .select_related("issue__owner")
        .order_by("found_at")
    )
    found: dict[str, list[Conflict]] = {}
    for row in rows:
        evidence: dict[str, Any] = row.evidence
        conflict = Conflict(
            short_id=f"{project.prefix}-{row.issue.number}",
            title=row.issue.title,
            owner=row.issue.owner.name,
            since=row.issue.first_seen,
            subject=row.subject,
            figures=tuple((name, said) for name, said in evidence["figures"]),
        )
        found.setdefault(row.kind, []).append(conflict)
    return found


@dataclass(frozen=True)
class Declined:
    """An issue with the abstentions of the window that were complained of in it."""

    short_id: str
    title: str
    answers: int


def declined_about(
    *, project: Project, question: Question, window: Window, limit: int = 8
) -> list[Declined]:
    """The issues that most wrong abstentions stand in."""
    first, over = _times(window)
    complaints = (
        Feedback.objects.of(project)
        .filter(_slice(question, "answer__"), complains=True, suspect=False)
        .filter(given_at__gte=first)
        .order_by("-given_at")[:MOST]
    )
    rows = (
        Issue.objects.of(project)
        .filter(
            placements__feedback__in=complaints.values("id"),
            placements__feedback__answer__abstained=True,
            placements__feedback__answer__stub=False,
            placements__feedback__answer__asked_at__gte=first,
            placements__feedback__answer__asked_at__lt=over,
        )
        .annotate(answers=Count("placements__feedback__answer", distinct=True))
        .order_by("-answers", "number")[:limit]
        .values_list("number", "title", "answers")
    )
    return [Declined(f"{project.prefix}-{number}", title, n) for number, title, n in rows]


def _audited(project: Project, question: Question, window: Window) -> QuerySet[AuditItem]:
    first, over = _times(window)
    return AuditItem.objects.filter(
        _slice(question, "answer__"),
        audit__project=project,
        verdict__in=("right", "wrong"),
        answer__asked_at__gte=first,
        answer__asked_at__lt=over,
    )


def _times(window: Window) -> tuple[datetime, datetime]:
    over = window.last + timedelta(1)
    return datetime.combine(window.first, time(), UTC), datetime.combine(over, time(), UTC)


def _slice(question: Question, path: str = "") -> Q:
    """The rows of the team and cohort asked for."""
    asked = Q()
    for kind, slug in (("team", question.team), ("cohort", question.cohort)):
        if slug == "":
            asked &= Q(**{f"{path}{kind}": None})
        elif slug is not None:
            asked &= Q(**{f"{path}{kind}__slug": slug})
    return asked


def _unjudged(one: Bin) -> Bin:
    return Bin(one.low, one.high, answers=one.answers)


def _judged(one: Bin, stated: int, right: bool) -> Bin:  # noqa: FBT001 - a value, no switch
    return replace(
        one,
        judged=one.judged + 1,
        right=one.right + right,
        stated=one.stated + stated,
        stated_right=one.stated_right + stated * right,
        stated_squared=one.stated_squared + stated**2,
    )
