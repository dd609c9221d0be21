"""The digest as it is told to other systems: the message that docs/integrations.md writes down."""

from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction

from feedback.models import Project
from reporting.digests.content import Digest, digest_of
from reporting.digests.mailing import LATE
from reporting.digests.times import last_digest
from triage.integrations.messages import written
from triage.integrations.outbox import put_news_in_line
from triage.integrations.tasks import nudge
from triage.models import Delivery, Endpoint

EVENT = "report.digest"
# On Mondays, in UTC: a chat has no time zone of its own.
HOUR = 8


def put_digests_in_line(*, now: datetime) -> int:
    """The digest of last week for every endpoint that asked for it by Monday, once, however often
    this is done; how many messages."""
    week, due = last_digest(now, hour=HOUR, zone=ZoneInfo("UTC"))
    if now - due >= LATE:
        return 0
    asking = Endpoint.objects.filter(
        off=Endpoint.Off.NO, events__contains=[EVENT], made_at__lte=due
    )
    projects = Project.objects.filter(pk__in=asking.values("project"))
    return sum(_put(project, week, due.astimezone(UTC)) for project in projects)


@transaction.atomic
def _put(project: Project, week: date, due: datetime) -> int:
    """None where somebody else was quicker: the log goes back further than one may be late."""
    Project.objects.select_for_update(no_key=True).get(pk=project.pk)
    if Delivery.objects.filter(endpoint__project=project, event=EVENT, at=due).exists():
        return 0
    data = _data(project, digest_of(project=project, group=None, week=week))
    put = put_news_in_line(project, EVENT, due, lambda to: written(to, EVENT, due, data))
    transaction.on_commit(nudge)
    return put


def _data(project: Project, digest: Digest) -> dict[str, Any]:
    told = "; ".join(f"{told.definition.title} {told.line}" for told in digest.figures)
    return {
        "project": project.slug,
        "says": f"{digest.subject}. {digest.says} {told}.",
        "url": digest.report,
        "digest": {
            "from": digest.week.first.isoformat(),
            "to": digest.week.last.isoformat(),
            "figures": {
                told.definition.name: {
                    "value": told.figure.value,
                    "low": told.figure.interval[0] if told.figure.interval else None,
                    "high": told.figure.interval[1] if told.figure.interval else None,
                    "status": told.figure.status.value,
                }
                for told in digest.figures
            },
            "open_alerts": len(digest.alerts),
        },
    }
