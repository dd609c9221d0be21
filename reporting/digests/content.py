"""What a digest says: the figures of one week, each by its one definition."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.conf import settings
from django.urls import reverse

from feedback.models import Cohort, Project, Team
from reporting.adoption.metrics import ACTIVE_SHARE
from reporting.alerts.queries import open_alerts
from reporting.alerts.wording import Line, line_of
from reporting.kit import words
from reporting.kit.blocks import Block
from reporting.kit.questions import Question
from reporting.kit.tables import groups_of, tables_for
from reporting.kit.told import Told
from reporting.kit.weekly import Weekly
from reporting.metrics.comparing import differences
from reporting.metrics.definition import Metric
from reporting.metrics.figures import Figure, change
from reporting.overview.page import HUES, SHARES, SHOWN
from reporting.overview.saying import since_last_week
from reporting.quality.metrics import SATISFACTION
from reporting.rollups.queries import extent
from reporting.rollups.tally import Window
from triage.models import Issue

# As much of the past as is legible in a mail.
DRAWN = timedelta(weeks=26)
Three = tuple[Metric, Figure, Figure]
UNMOVED = "No clear change"


@dataclass(frozen=True)
class Digest:
    """A week of everybody, of a team or of a cohort. Addresses are whole; `drawn` are blocks with a
    drawing."""

    week: Window
    whose: str
    subject: str
    says: str
    figures: tuple[Told, ...]
    drawn: tuple[tuple[Block, str], ...]
    alerts: tuple[Line, ...]
    waiting: int
    queue: str
    report: str


def digest_of(*, project: Project, group: Team | Cohort | None, week: date) -> Digest:
    """The digest of the week that begins on that Monday, with what is open now."""
    window = Window(week, week + timedelta(6))
    of = _question(group)
    asked = replace(of, window=window)
    first = max(extent(project=project).first_day or week, window.last - DRAWN + timedelta(1))
    groups = groups_of(project)
    tables = tables_for(
        project=project,
        question=asked,
        whole=Window(min(first, week), window.last),
        today=window.last,
    )
    three: list[Three] = [
        (m, tables.key.figure(m, asked.cell), tables.before.figure(m, asked.cell)) for m in SHOWN
    ]
    shares = [one for one in three if one[0] in SHARES]
    found = differences([(now, before) for _, now, before in shares])
    clear = {metric for (metric, *_), one in zip(shares, found, strict=True) if one.clear}
    report = f"{address('report', project.slug, 'overview')}?{asked.address()}"
    weekly = Weekly(tables.weeks, of, groups, window.last + timedelta(1))
    alerts = tuple(_open_alerts(project, group))
    name = f"{project.name}, {group.name}" if group else project.name
    return Digest(
        week=window,
        whose=group.name if group else "everybody",
        subject=f"{name}: {finding(shares, alerts)}",
        says=since_last_week(window, shares),
        figures=tuple(_told(*one, f"{report}#key", clear=one[0] in clear) for one in three),
        drawn=tuple(
            (_block(weekly, metric), f"{report}#{metric.name}")
            for metric in (SATISFACTION, ACTIVE_SHARE)
        ),
        alerts=alerts,
        waiting=Issue.objects.of(project).filter(status=Issue.Status.UNRESOLVED).count(),
        queue=address("queue", project.slug),
        report=report,
    )


def address(name: str, *names: object) -> str:
    """A page's address as it is reached from outside."""
    return f"{settings.URL}{reverse(name, args=names)}"


def finding(shares: Sequence[Three], alerts: Sequence[Line]) -> str:
    """What a reader who sees only the subject should know."""
    if alerts:
        first = alerts[0]
        more = f" (and {len(alerts) - 1} more)" if len(alerts) > 1 else ""
        return f"{first.heading.lower()} to {first.since.words}{more}"
    found = differences([(now, before) for _, now, before in shares])
    clear = [
        f"{metric.title.lower()} {words.points(one.difference, signed=False)} {one.verdict}"
        for (metric, _, _), one in zip(shares, found, strict=True)
        if one.clear
    ]
    if clear:
        return ", ".join(clear)
    told = [f"{m.title.lower()} {words.value(m, now)}" for m, now, _ in shares[:2]]
    return f"nothing has clearly changed; {', '.join(told)}"


def _told(metric: Metric, now: Figure, before: Figure, href: str, *, clear: bool) -> Told:
    """With what has changed, where that is clear with all figures looked at, as in the sentence."""
    moved = change(now, before)
    if not metric.is_share:
        return Told(metric, now, href)
    return Told(metric, now, href, words.moved(metric, moved) if clear or not moved else UNMOVED)


def _block(weekly: Weekly, metric: Metric) -> Block:
    hued = Weekly(
        weekly.table, weekly.question, weekly.groups, weekly.today, HUES.get(metric.name, "say")
    )
    return hued.block(metric)


def _question(group: Team | Cohort | None) -> Question:
    if isinstance(group, Team):
        return Question(team=group.slug)
    return Question(cohort=group.slug if group else None)


def _open_alerts(project: Project, group: Team | Cohort | None) -> list[Line]:
    """Those of the group and of everybody; of everybody all."""
    every = [(alert.team or alert.cohort, alert) for alert in open_alerts(project)]
    return [line_of(alert) for of, alert in every if group is None or of in (None, group)]
