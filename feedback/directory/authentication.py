"""Who calls the API: a key, or a member with a session; and whether they may."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.utils import timezone
from rest_framework.authentication import BaseAuthentication, SessionAuthentication
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from feedback.directory.access import Act
from feedback.directory.keys import note_use
from feedback.directory.queries import acts_of_key, acts_of_member, key_for, member_of, projects_of
from feedback.errors import RefusedError
from feedback.models import ApiKey, Project, User


@dataclass(frozen=True)
class Caller:
    """Whoever calls, in one shape: the one project they speak for, and what they may do there."""

    project: Project
    acts: frozenset[Act]
    actor: str
    key: ApiKey | None = None


def caller_of(request: Request) -> Caller:
    """The caller of a request that passed `Allowed`."""
    assert isinstance(request.auth, Caller)
    return request.auth


class KeyRefusedError(RefusedError):
    code = "key_refused"
    status = 401


class KeyAuthentication(BaseAuthentication):
    """`Authorization: Bearer <key>`. A public key is good only from the origins it names."""

    def authenticate(self, request: Request) -> tuple[Any, Caller] | None:
        secret = bearer_of(request)
        return (AnonymousUser(), admitted(request, key_for(secret=secret))) if secret else None

    def authenticate_header(self, request: Request) -> str:  # noqa: ARG002
        return "Bearer"


def bearer_of(request: HttpRequest | Request) -> str:
    """The key that the request brings, "" for none. KeyRefusedError where it can't be one."""
    scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
    if scheme and (scheme.lower() != "bearer" or not secret.isascii() or not secret.strip()):
        raise KeyRefusedError("Say Authorization: Bearer and a key.")
    return secret.strip()


def admitted(request: HttpRequest | Request, key: ApiKey | None) -> Caller:
    """The caller with that key. KeyRefusedError: it opens nothing, or not from this page."""
    if key is None:
        raise KeyRefusedError("This key is unknown, or it was revoked.")
    now = timezone.now()
    if key.expires_at and key.expires_at <= now:
        raise KeyRefusedError("This key has expired.", code="key_expired")
    origin = request.headers.get("Origin", "")
    if key.kind == ApiKey.Kind.PUBLIC and not origin_allowed(request, key, origin):
        raise KeyRefusedError(
            f"This key is not for pages of {origin}.", code="origin_refused", status=403
        )
    note_use(key=key, now=now)
    return Caller(key.project, acts_of_key(key), f"key:{key.prefix}", key)


def origin_allowed(request: HttpRequest | Request, key: ApiKey, origin: str) -> bool:
    """Same-origin requests may; others when the key names their origin, or names "*"."""
    own = f"{request.scheme}://{request.get_host()}"
    return not origin or origin == own or origin in key.origins or "*" in key.origins


class MemberAuthentication(SessionAuthentication):
    """A signed-in member, for the project that `?project=` names, or their only one."""

    def authenticate(self, request: Request) -> tuple[Any, Caller] | None:
        signed_in = super().authenticate(request)
        if signed_in is None:
            return None
        user = signed_in[0]
        member = member_of(user=user, slug=request.query_params.get("project") or _only(user))
        return user, Caller(member.project, acts_of_member(member), f"member:{member.user.email}")


def _only(user: User) -> str:
    projects = projects_of(user)
    return projects[0].slug if len(projects) == 1 else ""


class Allowed(BasePermission):
    """A view states its `act`, or its `acts` by method; the caller must have leave for it."""

    def has_permission(self, request: Request, view: Any) -> bool:
        caller = request.auth
        act = getattr(view, "acts", {}).get(request.method) or view.act
        return isinstance(caller, Caller) and act in caller.acts
