"""The audits of the demonstration: samples, judged by what only the story knows."""

from collections.abc import Collection
from datetime import UTC, datetime, time, timedelta
from random import Random

from django.db import transaction

from demo.story.calendar import PILOT_WEEKS, Calendar
from feedback.models import Project
from reporting.audits.operations import draw, judge
from reporting.models import Audit
from reporting.rollups.tally import Window

SIZE = 60
MANAGER = "member:ines.moreau@nerwick.example"
REVIEWERS = ("member:maya.okafor@nerwick.example", "member:priya.raman@nerwick.example")
# Who judges can't always tell, and errs as people do.
UNSURE, MISTAKEN = 0.03, 0.02
MONTH = timedelta(days=28)
# In the worst weeks of the rollout.
WORST = (20, 24)


@transaction.atomic
def audit_story(*, project: Project, calendar: Calendar, wrong: Collection[str]) -> None:
    """A sample of the pilot's answers, of the worst and of the last four weeks'; all judged, once.

    `wrong` are the ids of the answers that are.
    """
    if Audit.objects.of(project).exists():
        return
    pilot = Window(calendar.start, calendar.day(PILOT_WEEKS) - timedelta(1))
    month = Window(calendar.end - MONTH + timedelta(1), calendar.end)
    worst = Window(calendar.day(WORST[0]), calendar.day(WORST[1]) - timedelta(1))
    for window in (pilot, worst, month):
        now = datetime.combine(window.last + timedelta(1), time(9), UTC)
        audit = draw(project=project, window=window, size=SIZE, actor=MANAGER, now=now)
        _judge(audit, wrong, now)


def _judge(audit: Audit, wrong: Collection[str], now: datetime) -> None:
    for item in audit.items.select_related("answer", "audit__project"):
        random = Random(f"audit/{item.answer.external_id}")  # noqa: S311
        bad = (item.answer.external_id in wrong) != (random.random() < MISTAKEN)
        verdict = "cant_tell" if random.random() < UNSURE else "wrong" if bad else "right"
        judge(
            item=item,
            verdict=verdict,
            actor=REVIEWERS[item.position % len(REVIEWERS)],
            now=now + timedelta(minutes=2 * item.position),
        )
