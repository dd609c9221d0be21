"""Endpoints: made, changed, rotated, switched off and on, removed; their messages sent again."""

import base64
import secrets
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction

from feedback.audit.operations import record
from feedback.errors import ConflictError, RefusedError
from feedback.models import Member, Project
from feedback.texts import is_storable
from triage.integrations.addresses import refuse_unless_open, target_of
from triage.integrations.events import EVENTS, FOR_PROGRAMS, TEST
from triage.integrations.messages import test_body
from triage.integrations.sealing import seal, unseal
from triage.models import Delivery, Endpoint, MemberNotice
from triage.notices.operations import tell_member

MOST_ENDPOINTS = 50
OVERLAP = timedelta(days=1)
LONGEST_OVERLAP = timedelta(days=30)


class EndpointRefusedError(RefusedError):
    code = "endpoint_refused"


@dataclass(frozen=True)
class Made:
    """An endpoint, and its secret as it is shown once ("" for one that signs nothing)."""

    endpoint: Endpoint
    secret: str


def new_secret() -> str:
    """192 bits of chance, as Standard Webhooks writes them."""
    return f"whsec_{base64.b64encode(secrets.token_bytes(24)).decode()}"


@transaction.atomic
def add_endpoint(
    *,
    project: Project,
    kind: str,
    name: str,
    url: str,
    events: Collection[str],
    tells_texts: bool,
    actor: str,
    now: datetime,
) -> Made:
    """An endpoint that is told from now on. EndpointRefusedError, AddressRefusedError."""
    if kind not in Endpoint.Kind.values:
        raise EndpointRefusedError("It is a webhook or a Slack message.", path="$.kind")
    Project.objects.select_for_update(no_key=True).get(pk=project.pk)
    if Endpoint.objects.of(project).count() >= MOST_ENDPOINTS:
        raise EndpointRefusedError(f"A project has up to {MOST_ENDPOINTS} endpoints.")
    secret = new_secret() if kind == Endpoint.Kind.WEBHOOK else ""
    endpoint = Endpoint(
        project=project, kind=kind, sealed_secret=seal(secret) if secret else "", made_at=now
    )
    _put(endpoint, name=name, url=url, events=events, tells_texts=tells_texts)
    endpoint.save()
    _record(endpoint, "added", actor=actor, now=now, data={"kind": kind, **_told(endpoint)})
    return Made(endpoint, secret)


@transaction.atomic
def change_endpoint(
    *,
    endpoint: Endpoint,
    actor: str,
    now: datetime,
    name: str | None = None,
    url: str | None = None,
    events: Collection[str] | None = None,
    tells_texts: bool | None = None,
) -> Endpoint:
    """What is None stays. Messages that wait go to the address that holds when they are sent."""
    row = _locked(endpoint)
    before = _told(row)
    _put(
        row,
        name=row.name if name is None else name,
        url=unseal(row.sealed_url) if url is None else url,
        events=row.events if events is None else events,
        tells_texts=row.tells_texts if tells_texts is None else tells_texts,
    )
    if url is not None:  # what was wrong with the former one is over
        row.failing_since = row.rests_until = None
    row.save()
    _record(row, "changed", actor=actor, now=now, data={"before": before, "after": _told(row)})
    return row


def _put(row: Endpoint, *, name: str, url: str, events: Collection[str], tells_texts: bool) -> None:
    name = name.strip()
    if not name or len(name) > 100 or not is_storable(name):
        raise EndpointRefusedError("The name has 1 to 100 letters.", path="$.name")
    if unknown := set(events) - EVENTS.keys():
        raise EndpointRefusedError(f"There is no event {min(unknown)[:60]!r}.", path="$.events")
    if row.kind == Endpoint.Kind.SLACK and (many := FOR_PROGRAMS & set(events)):
        raise EndpointRefusedError(
            f"{min(many)} comes once for each reporter: not to Slack.", path="$.events"
        )
    if not events:
        raise EndpointRefusedError("Choose what it is told: one event at least.", path="$.events")
    try:
        target = target_of(url.strip())
        refuse_unless_open(target, settings.PRIVATE_NETWORKS)
    except RefusedError as error:
        raise error.within("$.url") from error
    row.name, row.host, row.sealed_url = name, target.host, seal(url.strip())
    row.events = [event for event in EVENTS if event in events]
    row.tells_texts = tells_texts


@transaction.atomic
def rotate_secret(
    *, endpoint: Endpoint, actor: str, now: datetime, overlap: timedelta = OVERLAP
) -> Made:
    """A new secret, shown this once. The former one signs too for `overlap`, 30 days at most, so
    that the receiver changes over when it likes."""
    row = _locked(endpoint)
    if row.kind != Endpoint.Kind.WEBHOOK:
        raise EndpointRefusedError("It signs nothing: enter its new address.")
    if not timedelta(0) <= overlap <= LONGEST_OVERLAP:
        raise EndpointRefusedError("The former secret goes on for 0 to 30 days.", path="$.days")
    secret = new_secret()
    row.former_secret = row.sealed_secret if overlap else ""
    row.former_until = now + overlap if overlap else None
    row.sealed_secret = seal(secret)
    row.save(update_fields=["sealed_secret", "former_secret", "former_until"])
    until = {"former_until": row.former_until.isoformat() if row.former_until else None}
    _record(row, "rotated", actor=actor, now=now, data=until)
    return Made(row, secret)


@transaction.atomic
def switch_on(*, endpoint: Endpoint, actor: str, now: datetime) -> Endpoint:
    """It is told again, from now on. What was given up meanwhile waits for `replay`."""
    row = _locked(endpoint)
    if row.off == Endpoint.Off.NO:
        raise ConflictError(f"{row} is on.", code="endpoint_on")
    row.off, row.failing_since, row.rests_until = Endpoint.Off.NO, None, None
    row.save(update_fields=["off", "failing_since", "rests_until"])
    _record(row, "switched_on", actor=actor, now=now, data={})
    return row


@transaction.atomic
def switch_off(
    *, endpoint: Endpoint, actor: str, now: datetime, why: str = Endpoint.Off.PERSON
) -> Endpoint:
    """Nothing is sent to it any more; what waits is given up. Managers are told, unless a person
    did it."""
    row = _locked(endpoint)
    if row.off != Endpoint.Off.NO:
        raise ConflictError(f"{row} is off already.", code="endpoint_off")
    row.off = Endpoint.Off(why)
    row.save(update_fields=["off"])
    waiting = row.deliveries.filter(state=Delivery.State.WAITING)
    last = waiting.exclude(issue=None).select_related("issue__project").first()
    last = last or row.deliveries.exclude(issue=None).select_related("issue__project").first()
    given_up = waiting.update(state=Delivery.State.DEAD)
    data = {"why": str(row.off), "given_up": given_up}
    _record(row, "switched_off", actor=actor, now=now, data=data)
    if row.off != Endpoint.Off.PERSON and last and last.issue:
        _tell_managers(row, last, actor, now)
    return row


def _tell_managers(endpoint: Endpoint, last: Delivery, actor: str, now: datetime) -> None:
    """On the issue that could not be told: it is where the missing message would have led."""
    said = {
        Endpoint.Off.GONE: "the server says that there is nothing any more (410)",
        Endpoint.Off.FAILING: "for five days it took nothing",
    }[Endpoint.Off(endpoint.off)]
    managers = Member.objects.of(endpoint.project).filter(
        left_at=None, role__in=[Member.Role.MANAGER, Member.Role.ADMIN]
    )
    assert last.issue
    for member in managers.select_related("user", "project"):
        tell_member(
            member=member,
            issue=last.issue,
            kind=MemberNotice.Kind.OUTSIDE,
            words=f"“{endpoint}” is switched off, and was not told of this: {said}.",
            actor=actor,
            now=now,
        )


@transaction.atomic
def remove_endpoint(*, endpoint: Endpoint, actor: str, now: datetime) -> None:
    """With its messages and its log. ConflictError while it is on."""
    row = _locked(endpoint)
    if row.off == Endpoint.Off.NO:
        raise ConflictError(f"{row} is on: switch it off first.", code="endpoint_on")
    _record(row, "removed", actor=actor, now=now, data=_told(row))
    row.delete()


@transaction.atomic
def ping(*, endpoint: Endpoint, actor: str, now: datetime) -> Delivery:
    """A test message, sent at once and only once."""
    row = _locked(endpoint)
    _refuse_off(row)
    body = test_body(row, row.project, now)
    delivery = Delivery.objects.create(endpoint=row, event=TEST, body=body, at=now, due_at=now)
    row.rests_until = None
    row.save(update_fields=["rests_until"])
    _record(row, "pinged", actor=actor, now=now, data={"message": delivery.message_id})
    return delivery


@transaction.atomic
def replay(
    *, endpoint: Endpoint, actor: str, now: datetime, delivery_id: UUID | None = None
) -> int:
    """Send again: one message, whatever became of it, or all that were given up; how many. They
    keep their ids and bodies, so that a receiver knows again what it has."""
    row = _locked(endpoint)
    _refuse_off(row)
    rows = row.deliveries.exclude(state=Delivery.State.WAITING)
    rows = rows.filter(pk=delivery_id) if delivery_id else rows.filter(state=Delivery.State.DEAD)
    count = rows.update(state=Delivery.State.WAITING, tries=0, due_at=now)
    if not count:
        raise ConflictError("There is nothing to send again.", code="nothing_to_replay")
    row.rests_until = None
    row.save(update_fields=["rests_until"])
    data: dict[str, Any] = {"messages": count}
    _record(row, "replayed", actor=actor, now=now, data=data)
    return count


def _refuse_off(row: Endpoint) -> None:
    if row.off != Endpoint.Off.NO:
        raise ConflictError(f"{row} is off: switch it on first.", code="endpoint_off")


def _locked(endpoint: Endpoint) -> Endpoint:
    rows = Endpoint.objects.select_for_update(of=("self",), no_key=True).select_related("project")
    return rows.get(pk=endpoint.pk)


def _told(row: Endpoint) -> dict[str, Any]:
    """What the audit says of it: not the address, which may be a secret."""
    return {
        "name": row.name,
        "host": row.host,
        "events": row.events,
        "tells_texts": row.tells_texts,
    }


def _record(
    row: Endpoint, verb: str, *, actor: str, now: datetime, data: Mapping[str, Any]
) -> None:
    record(
        project=row.project,
        actor=actor,
        verb=f"endpoint.{verb}",
        subject=f"endpoint:{row.pk}",
        now=now,
        data=data,
    )
