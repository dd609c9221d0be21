"""An alert in words, for the page, for mail and for chat."""

from dataclasses import dataclass, replace
from datetime import timedelta

from django.urls import reverse

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
    "active_share": "See who used it before and does not now, and ask some of them why. A holiday "
    "explains itself: acknowledge it then.",
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
    def question(self) -> Question:
        """Its group, from the week on in which it got worse."""
        key = key_of(self.alert)
        asked = Question(window=Window(self.alert.since, self.alert.through))
        return asked.cut(key.kind, key.slug) if key.kind else asked

    @property
    def place(self) -> str:
        """Its own page, below the host."""
        return reverse("alert", args=(self.alert.project.slug, self.alert.pk))

    @property
    def report(self) -> str:
        """The overview of its group, all weeks."""
        asked = replace(self.question, window=None)
        return f"{reverse('report', args=(self.alert.project.slug, 'overview'))}?{asked.address()}"

    @property
    def answers(self) -> str:
        """The answers behind it; for activity none."""
        of = {"satisfaction": "rated", "complaint_rate": "complained"}.get(self.metric.name)
        if of is None:
            return ""
        at = reverse("report", args=(self.alert.project.slug, "answers"))
        return f"{at}?{self.question.address(of=of)}"


def line_of(alert: Alert) -> Line:
    metric = WATCHED[alert.metric]
    return Line(
        alert,
        metric,
        group.name if (group := alert.team or alert.cohort) else EVERYBODY,
        before=Told(metric, _figure(alert.reference_part, alert.reference_whole)),
        since=Told(metric, _figure(alert.part, alert.whole)),
    )


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
