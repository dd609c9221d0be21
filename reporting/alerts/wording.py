"""An alert in words, for the page, for mail and for chat."""

from dataclasses import dataclass, replace
from datetime import timedelta
from urllib.parse import urlencode

from django.urls import reverse

from reporting.adoption.metrics import ACTIVE_SHARE
from reporting.alerts.queries import WATCHED, Key, key_of
from reporting.kit import words
from reporting.kit.questions import Question
from reporting.kit.slices import Groups
from reporting.kit.told import Told
from reporting.metrics.definition import Metric
from reporting.metrics.figures import Figure, Status
from reporting.models import Alert
from reporting.rollups.tally import Window
from triage.statistics import wilson

EVERYBODY = "everybody"
_NEXT = {
    "satisfaction": "Read what was said of the answers since then, and see which issues grew. A "
    "release or a source that changed in that week is the first suspect.",
    "complaint_rate": "See which answers were complained of since then, and which issues they are "
    "in. A release or a source that changed in that week is the first suspect.",
    "active_share": "See when they stopped and how many came back, and ask some of them why. A "
    "holiday explains itself: acknowledge it then.",
}


@dataclass(frozen=True)
class Line:
    """An alert as it is read."""

    alert: Alert
    metric: Metric
    whose: str
    before: Told
    since: Told

    @property
    def heading(self) -> str:
        moved = "has dropped" if self.metric.better == "up" else "has risen"
        return f"{self.metric.title} of {self.whose} {moved}"

    @property
    def detail(self) -> str:
        since = words.day(self.alert.since)
        return f"{self.since.line} since {since}, after {self.before.line} in the weeks before."

    @property
    def says(self) -> str:
        return f"{self.heading}: {self.detail}"

    @property
    def next(self) -> str:
        return _NEXT[self.metric.name]

    @property
    def place(self) -> str:
        """Its own page, below the host."""
        return reverse("alert", args=(self.alert.project.slug, self.alert.pk))

    @property
    def report(self) -> str:
        """The overview of its group, all weeks."""
        return f"{_report(self.alert, 'overview')}?{question_of(self.alert).address()}"

    @property
    def use(self) -> str:
        """Who of its group uses it, and who stopped; only where that is what is watched."""
        if self.metric is not ACTIVE_SHARE:
            return ""
        return f"{_report(self.alert, 'adoption')}?{question_of(self.alert).address()}"

    @property
    def answers(self) -> str:
        """The answers since then."""
        return self.since.href

    @property
    def issues(self) -> str:
        """The queue, of its team where it is of one, with what grew lately first."""
        team = self.alert.team.slug if self.alert.team else ""
        asked = {"team": team, "sort": "last_seen"} if team else {"sort": "last_seen"}
        return f"{reverse('queue', args=(self.alert.project.slug,))}?{urlencode(asked)}"


def line_of(alert: Alert) -> Line:
    return Line(
        alert,
        WATCHED[alert.metric],
        group.name if (group := alert.team or alert.cohort) else EVERYBODY,
        before=_told(alert, (alert.reference_part, alert.reference_whole), days_before(alert)),
        since=_told(alert, (alert.part, alert.whole), Window(alert.since, alert.through)),
    )


def _told(alert: Alert, counted: tuple[int, int], days: Window) -> Told:
    """The figure of several weeks, with the way to the answers of their days."""
    metric = WATCHED[alert.metric]
    of, asked = metric.behind, replace(question_of(alert), window=days)
    if metric is ACTIVE_SHARE:
        metric = replace(metric, out_of=f"{metric.out_of}, in each week anew")
    listed = asked.address(of="" if of == "all" else of)
    return Told(metric, _figure(*counted), f"{_report(alert, 'answers')}?{listed}")


def question_of(alert: Alert) -> Question:
    """Its group, without dates."""
    key = key_of(alert)
    return Question().cut(key.kind, key.slug) if key.kind else Question()


def _report(alert: Alert, name: str) -> str:
    return reverse("report", args=(alert.project.slug, name))


def whose(key: Key, groups: Groups) -> str:
    return groups.name(key.kind, key.slug) if key.kind else EVERYBODY


def days_before(alert: Alert) -> Window:
    """The days of its reference."""
    return Window(alert.reference_from, alert.since - timedelta(1))


def _figure(part: int, whole: int) -> Figure:
    return Figure(
        Status.OK,
        numerator=part,
        denominator=whole,
        value=part / whole,
        interval=wilson(part=part, whole=whole),
    )
