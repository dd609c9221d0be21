"""Messages on their way: put in line with the act itself, claimed, and what came of each try.

A message is a row before the act is committed, and stays one until somebody took it or it was
given up: neither a broker that is down nor a worker that is killed loses one. Who dies while
sending leaves a claim that ends by itself; the message then goes out again under the same id.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from random import Random
from uuid import UUID

from django.db import transaction
from django.db.models import F

from feedback.models import Project
from triage.integrations.events import TEST, event_of
from triage.integrations.messages import body_of, notice_body
from triage.integrations.operations import switch_off
from triage.integrations.schedule import OFF_AFTER, next_wait, rest_of
from triage.integrations.sending import Outcome, Sending, sending_of
from triage.models import Attempt, Delivery, Endpoint, Issue, IssueActivity, ReporterNotice

ACTOR = "system:integrations"
# Longer than a turn of sending can take.
CLAIMED_FOR = timedelta(minutes=2)
MOST_OF_ONE = 4
KEPT_FOR = timedelta(days=30)
_A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class News:
    """Something that happened, mostly to an issue, and how it is written for an endpoint."""

    event: str
    issue: Issue | None
    at: datetime
    body: Callable[[Endpoint], str]


def put_acts_in_line(activities: Sequence[IssueActivity]) -> int:
    """In the transaction of what happened: a message for every endpoint that asked for it; how
    many. For a project without endpoints it is one look."""
    news = [
        News(event, activity.issue, activity.at, partial(body_of, activity, event))
        for activity in activities
        if (event := _event(activity))
    ]
    return _put_in_line(news, activities[0].issue.project_id) if news else 0


def put_notices_in_line(notices: Sequence[ReporterNotice]) -> int:
    """The same, in the transaction that tells reporters."""
    event = "reporter.told"
    news = [
        News(event, notice.telling.issue, notice.at, partial(notice_body, notice, event))
        for notice in notices
    ]
    return _put_in_line(news, notices[0].project_id) if news else 0


def put_news_in_line(
    project: Project, event: str, at: datetime, body: Callable[[Endpoint], str]
) -> int:
    """The same of what a floor above has to tell, in the transaction in which it happens."""
    return _put_in_line([News(event, None, at, body)], project.pk)


def _put_in_line(news: Sequence[News], project_id: UUID) -> int:
    endpoints = Endpoint.objects.of(project_id).filter(off=Endpoint.Off.NO)
    listening = list(endpoints.filter(events__overlap=sorted({one.event for one in news})))
    rows = [
        Delivery(
            endpoint=endpoint,
            issue=one.issue,
            event=one.event,
            body=one.body(endpoint),
            at=one.at,
            due_at=one.at,
        )
        for one in news
        for endpoint in listening
        if one.event in endpoint.events
    ]
    Delivery.objects.bulk_create(rows)
    return len(rows)


def _event(activity: IssueActivity) -> str | None:
    """Noise is nobody's news."""
    issue = activity.issue
    if issue.holds == Issue.Holds.NOISE:
        return None
    return event_of(activity.verb, activity.data, status=issue.status)


def due_endpoints(now: datetime) -> list[UUID]:
    """The endpoints with something to send that may be sent to now, those that work first."""
    due = Delivery.objects.filter(state=Delivery.State.WAITING, due_at__lte=now)
    rows = Endpoint.objects.filter(off=Endpoint.Off.NO, pk__in=due.values("endpoint"))
    rows = rows.exclude(rests_until__gt=now)
    return list(
        rows.order_by(F("failing_since").desc(nulls_first=True)).values_list("pk", flat=True)
    )


@transaction.atomic
def claim(*, endpoint_id: UUID, now: datetime) -> list[Sending]:
    """Up to MOST_OF_ONE messages of an endpoint that are due; of one that fails a single one, to
    see whether it still does. Nobody else gets them within CLAIMED_FOR."""
    endpoint = Endpoint.objects.filter(pk=endpoint_id, off=Endpoint.Off.NO).first()
    if endpoint is None:
        return []
    rows = Delivery.objects.select_for_update(of=("self",), no_key=True, skip_locked=True)
    rows = rows.filter(endpoint=endpoint, state=Delivery.State.WAITING, due_at__lte=now)
    claimed = list(rows.order_by("due_at")[: 1 if endpoint.failing_since else MOST_OF_ONE])
    for delivery in claimed:
        delivery.endpoint = endpoint
        delivery.tries += 1
        delivery.due_at = now + CLAIMED_FOR
    Delivery.objects.bulk_update(claimed, ["tries", "due_at"])
    return [sending_of(delivery, now) for delivery in claimed]


@transaction.atomic
def settle(*, sending: Sending, outcome: Outcome, now: datetime, chance: Random) -> None:
    """Write down what came of a try. Of a message that was claimed anew meanwhile, or was given
    up, only that it was tried."""
    endpoint = (
        Endpoint.objects.select_for_update(no_key=True).filter(pk=sending.endpoint_id).first()
    )
    if endpoint is None:
        return
    delivery = Delivery.objects.select_for_update(no_key=True).get(pk=sending.id)
    delivery.endpoint = endpoint
    Attempt.objects.create(
        delivery=delivery, at=now, took_ms=outcome.took_ms, status=outcome.status, says=outcome.says
    )
    if delivery.state != Delivery.State.WAITING or delivery.tries != sending.tries:
        return
    if outcome.taken:
        delivery.state = Delivery.State.DELIVERED
        delivery.save(update_fields=["state"])
        if endpoint.failing_since or endpoint.rests_until:
            endpoint.failing_since = endpoint.rests_until = None
            endpoint.save(update_fields=["failing_since", "rests_until"])
        return
    _failed(delivery, endpoint, outcome, now, chance)


def _failed(
    delivery: Delivery, endpoint: Endpoint, outcome: Outcome, now: datetime, chance: Random
) -> None:
    wait = next_wait(delivery.tries, chance)
    if delivery.event == TEST:  # whoever sent one looks at it, and sends another
        wait = None
    if wait is None:
        delivery.state = Delivery.State.DEAD
    else:
        delivery.due_at = now + max(wait, outcome.wish)
    delivery.save(update_fields=["state", "due_at"])
    endpoint.failing_since = endpoint.failing_since or now
    failing_for = now - endpoint.failing_since
    endpoint.rests_until = now + max(rest_of(failing_for), outcome.wish)
    endpoint.save(update_fields=["failing_since", "rests_until"])
    if outcome.status == 410:
        switch_off(endpoint=endpoint, why=Endpoint.Off.GONE, actor=ACTOR, now=now)
    elif failing_for >= OFF_AFTER and now - delivery.at >= _A_DAY:
        switch_off(endpoint=endpoint, why=Endpoint.Off.FAILING, actor=ACTOR, now=now)


def tidy(*, now: datetime) -> None:
    """Forget what is over: messages of 30 days ago, and secrets that sign no more. No act, so no
    event."""
    over = Delivery.objects.exclude(state=Delivery.State.WAITING).filter(at__lt=now - KEPT_FOR)
    Delivery.objects.filter(pk__in=list(over.values_list("pk", flat=True)[:1000])).delete()
    Endpoint.objects.filter(former_until__lte=now).update(former_secret="", former_until=None)
