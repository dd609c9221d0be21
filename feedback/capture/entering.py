"""The way into capture: let in, decode, take; past REST framework, which costs more than a vote.

What the views take is described in the OpenAPI as everything else is; members with a session,
who may not send anything, still go REST framework's way and are refused there.
"""

import logging
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, lru_cache
from typing import Any, cast

import msgspec
from django.core.exceptions import DisallowedHost
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import Resolver404, ResolverMatch, resolve
from django.utils import timezone
from rest_framework.views import APIView

from feedback.capture.decoding import BODY_LIMIT, body_of
from feedback.capture.guarding import M, PersonalDataError, guarded
from feedback.capture.operations import Admission
from feedback.capture.operations.saying import StaleDoorError
from feedback.directory.access import Act
from feedback.directory.authentication import Caller, admitted, bearer_of
from feedback.directory.doors import Door, door_anew, door_for
from feedback.directory.limits import VOTES, Verdict, limit_call
from feedback.errors import RefusedError
from feedback.models import ApiKey, Feedback
from feedback.privacy.operations import count_masked
from feedback.problems import refused

log = logging.getLogger(__name__)


class UnavailableError(RefusedError):
    """The database can't be asked now: nothing is stored, and the same may be sent again."""

    code = "unavailable"
    status = 503
    retry_after = 1


class HostRefusedError(RefusedError):
    code = "host_refused"
    status = 400


class FailedError(RefusedError):
    """Our fault, and in our log. A program gets a document that it can read, not a page."""

    code = "failed"
    status = 500


@dataclass(frozen=True)
class Entry:
    """A request that was let in at `now`, and its body."""

    request: HttpRequest
    caller: Caller
    door: Door
    body: bytes
    now: datetime

    @property
    def admission(self) -> Admission:
        return Admission(self.door.reasons, self.door.key.id, self.door.stamp)

    @cached_property
    def token(self) -> str:
        """The person's, "" for none."""
        return self.request.headers.get("Errata-Person", "")

    @cached_property
    def idempotency_key(self) -> str:
        return self.request.headers.get("Idempotency-Key", "")

    def guard(self, message: M, found: Counter[str], *, path: str = "$") -> M:
        """The message without personal data, as the project has chosen. PersonalDataError."""
        project = self.caller.project
        try:
            return guarded(message, masking=project.masking, found=found, path=path)
        except PersonalDataError as refusal:
            count_masked(project=project, found=refusal.found, refused=True, now=self.now)
            raise

    def count(self, found: Counter[str]) -> None:
        """Count what was masked, once it is stored."""
        count_masked(project=self.caller.project, found=found, refused=False, now=self.now)

    def limit(self, *, person: str = "", cost: int = 1, calls: str = VOTES) -> Verdict:
        """Count the call. LimitedError."""
        return limit_call(
            request=self.request,
            project=self.caller.project,
            key=self.door.key,
            now=self.now,
            person=person,
            cost=cost,
            calls=calls,
        )

    @property
    def channel(self) -> str:
        public = self.door.key.kind == ApiKey.Kind.PUBLIC
        return Feedback.Channel.WIDGET if public else Feedback.Channel.API


class CapturingView(APIView):
    """A view that a program's POST reaches directly. `post` finds its `Entry` by `entry_of`."""

    act: Act
    limit = BODY_LIMIT

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method != "POST" or not request.headers.get("Authorization"):
            return super().dispatch(request, *args, **kwargs)
        try:
            return self._let_in(request)
        except RefusedError as refusal:
            return refused(refusal)
        except DisallowedHost:
            return refused(HostRefusedError("This server isn't reached by that host name."))
        except (OperationalError, InterfaceError):
            return refused(UnavailableError("The database can't be reached. Send it again."))
        except Exception:
            log.exception("a request to capture failed")
            return refused(FailedError("This failed here, and nothing is stored. Send it again."))

    def _let_in(self, request: HttpRequest) -> HttpResponse:
        secret = bearer_of(request)
        door = door_for(secret)
        body: list[bytes] = []
        try:
            return self._through(door, request, body)
        except StaleDoorError:  # changed since; that it changes again in between is rare
            return self._through(door_anew(secret), request, body)
        except RefusedError:
            anew = door_anew(secret)
            if anew is door or (anew and door and anew.stamp == door.stamp):
                raise
            return self._through(anew, request, body)

    def _through(self, door: Door | None, request: HttpRequest, body: list[bytes]) -> HttpResponse:
        """`body` keeps what was read, for a second time."""
        caller = admitted(request, door.key if door else None)
        assert door is not None
        if self.act not in caller.acts:
            raise no_leave()
        body[:] = body or [body_of(request, limit=self.limit)]
        request.entry = Entry(request, caller, door, body[0], timezone.now())  # type: ignore[attr-defined]
        return cast("HttpResponse", self.post(request))  # type: ignore[attr-defined]


def no_leave(*, path: str = "") -> RefusedError:
    """The refusal where a key's kind and scopes don't open what is asked."""
    return RefusedError(
        "This key has no leave for that.", code="permission_denied", path=path, status=403
    )


def entry_of(request: object) -> Entry:
    """The entry of a request that a CapturingView let in."""
    return cast("Entry", request.entry)  # type: ignore[attr-defined]


def answered(body: object, *, status: int) -> HttpResponse:
    encoded = msgspec.json.encode(body)
    headers = {"Content-Length": str(len(encoded)), "X-Content-Type-Options": "nosniff"}
    return HttpResponse(encoded, status=status, content_type="application/json", headers=headers)


class StraightToCapture:
    """Middleware: programs' posts to capture pass by what is there for people with browsers."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method == "POST" and "Authorization" in request.headers:
            match = _capturing(request.path_info)
            if match:
                request.resolver_match = match
                return cast("HttpResponseBase", match.func(request, *match.args, **match.kwargs))
        return self.get_response(request)


@lru_cache(maxsize=64)
def _capturing(path: str) -> ResolverMatch | None:
    """The capturing view at that address, None where there is another or nothing."""
    try:
        match = resolve(path)
    except Resolver404:
        return None
    return match if issubclass(getattr(match.func, "cls", object), CapturingView) else None
