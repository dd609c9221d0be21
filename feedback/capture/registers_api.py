"""`/people`, `/sources`, `/releases` and `/exposures`: what votes are about, and a share of."""

from collections.abc import Sequence
from typing import Any, ClassVar, TypeVar

import msgspec
from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from feedback.capture.decoding import BATCH_LIMIT, decode_items
from feedback.capture.describing import (
    ITEM_RESULTS,
    PERSON,
    PROBLEMS,
    RELEASES,
    SEEN,
    list_of,
)
from feedback.capture.entering import CapturingView, Entry, answered, entry_of
from feedback.capture.messages import (
    ExposureMessage,
    Message,
    PersonMessage,
    ReleaseMessage,
    SourceMessage,
)
from feedback.capture.operations import record_exposures, record_releases, record_sources
from feedback.capture.operations.parts import within_clock
from feedback.directory.access import Act
from feedback.directory.authentication import caller_of
from feedback.directory.limits import EXPOSURES
from feedback.directory.people import Registration, register_people
from feedback.directory.queries import releases_of
from feedback.directory.vouching import Speaker, speaker_of
from feedback.errors import RefusedError
from feedback.problems import READING, document_of

M = TypeVar("M", bound=Message)
STATUS = {"created": 201, "updated": 200, "duplicate": 200}


class People(CapturingView):
    """Bring up to 1,000 people up to date: who is registered, where, and who has left."""

    act = Act.SYNC_PEOPLE
    limit = BATCH_LIMIT

    @extend_schema(
        operation_id="sync_people",
        tags=["capture"],
        request={"application/json": list_of("people", PersonMessage)},
        responses={207: ITEM_RESULTS, **PROBLEMS},
    )
    def post(self, request: Any) -> HttpResponse:
        entry = entry_of(request)
        items = decode_items(entry.body, name="people", kind=PersonMessage)
        for place, item in enumerate(items):
            try:
                for name in ("registered_at", "left_at"):
                    if time := getattr(item, name, None):
                        within_clock(time, entry.now, path=f"$.people[{place}].{name}")
            except RefusedError as refusal:
                items[place] = refusal
        people = [item for item in items if isinstance(item, PersonMessage)]
        outcomes = register_people(
            project=entry.caller.project,
            people=[_registration(person) for person in people],
            actor=entry.caller.actor,
            now=entry.now,
        )
        return _results(items, outcomes)


class Sources(CapturingView):
    """Bring up to 1,000 sources up to date: what they are, who owns them, until when they hold."""

    act = Act.SYNC_SOURCES
    limit = BATCH_LIMIT

    @extend_schema(
        operation_id="sync_sources",
        tags=["capture"],
        request={"application/json": list_of("sources", SourceMessage)},
        responses={207: ITEM_RESULTS, **PROBLEMS},
    )
    def post(self, request: Any) -> HttpResponse:
        entry = entry_of(request)
        items = decode_items(entry.body, name="sources", kind=SourceMessage)
        outcomes = record_sources(
            project=entry.caller.project,
            messages=[item for item in items if isinstance(item, SourceMessage)],
            actor=entry.caller.actor,
            now=entry.now,
        )
        return _results(items, outcomes)


class Releases(CapturingView):
    """Bring up to 1,000 releases up to date, before their first answer too: who owns them."""

    act = Act.SYNC_RELEASES
    acts: ClassVar = {"GET": Act.READ}
    limit = BATCH_LIMIT

    @extend_schema(
        operation_id="list_releases",
        tags=["reading"],
        responses={200: RELEASES, **READING},
    )
    def get(self, request: Request) -> Response:
        """The project's releases, the newest first."""
        releases = releases_of(caller_of(request).project)
        shown = [{"id": r.name, "owner": r.owner, "first_seen": r.first_seen} for r in releases]
        return Response({"releases": shown})

    @extend_schema(
        operation_id="sync_releases",
        tags=["capture"],
        request={"application/json": list_of("releases", ReleaseMessage)},
        responses={207: ITEM_RESULTS, **PROBLEMS},
    )
    def post(self, request: Any) -> HttpResponse:
        entry = entry_of(request)
        items = decode_items(entry.body, name="releases", kind=ReleaseMessage)
        outcomes = record_releases(
            project=entry.caller.project,
            messages=[item for item in items if isinstance(item, ReleaseMessage)],
            actor=entry.caller.actor,
            now=entry.now,
        )
        return _results(items, outcomes)


class Exposures(CapturingView):
    """Say that up to 1,000 answers were seen, each by somebody: all are taken, or none."""

    act = Act.SEND_EXPOSURES

    @extend_schema(
        operation_id="send_exposures",
        tags=["capture"],
        parameters=[PERSON],
        request={"application/json": list_of("exposures", ExposureMessage)},
        responses={200: SEEN, **PROBLEMS},
    )
    def post(self, request: Any) -> HttpResponse:
        entry = entry_of(request)
        entry.limit(calls=EXPOSURES)
        messages = []
        items = decode_items(entry.body, name="exposures", kind=ExposureMessage)
        for place, item in enumerate(items):
            if isinstance(item, RefusedError):
                raise item
            messages.append(_vouched(entry, item, path=f"$.exposures[{place}]"))
        seen = record_exposures(
            project=entry.caller.project,
            messages=messages,
            actor=entry.caller.actor,
            now=entry.now,
        )
        return answered(seen._asdict(), status=200)


def _vouched(entry: Entry, message: ExposureMessage, *, path: str) -> ExposureMessage:
    try:
        speaker = speaker_of(
            caller=entry.caller,
            claimed=Speaker(message.person, message.team, message.cohort, message.visitor),
            token=entry.token,
            answer=message.answer,
            now=entry.now,
            signers=entry.door.signers,
        )
    except RefusedError as refusal:
        raise refusal.within(path) from refusal
    if not speaker.person and not speaker.visitor:
        raise RefusedError(
            "Say who saw it: a person or a visitor.", code="viewer_missing", path=path
        )
    return msgspec.structs.replace(
        message,
        person=speaker.person,
        team=speaker.team,
        cohort=speaker.cohort,
        visitor=speaker.visitor,
    )


def _registration(message: PersonMessage) -> Registration:
    fields = msgspec.structs.asdict(message)
    email = None if message.email is msgspec.UNSET else message.email or ""
    return Registration(external_id=fields.pop("id"), **{**fields, "email": email})


def _results(
    items: Sequence[PersonMessage | SourceMessage | ReleaseMessage | RefusedError],
    outcomes: Sequence[str],
) -> HttpResponse:
    """A result for each item: what came of those that were taken, or the refusal."""
    came = iter(outcomes)
    results: list[dict[str, Any]] = []
    for item in items:
        if isinstance(item, RefusedError):
            problem = document_of(item)
            results.append({"outcome": "refused", "status": item.status, "problem": problem})
        else:
            outcome = next(came)
            results.append({"outcome": outcome, "status": STATUS[outcome], "id": item.id})
    return answered({"results": results}, status=207)
