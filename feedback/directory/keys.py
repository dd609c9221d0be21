"""Keys: made, rotated, revoked. Every write."""

import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from feedback.audit.operations import record
from feedback.directory.access import narrowed
from feedback.directory.identity import new_pair
from feedback.errors import ConflictError, RefusedError
from feedback.models import ApiKey, Project

LAST_USE_EVERY = timedelta(minutes=5)
GRACE = timedelta(days=7)


class ScopeRefusedError(RefusedError):
    code = "scope_unknown"


@dataclass(frozen=True)
class NewKey:
    """A key as it is shown once: `secret` is the key itself (for signing, the private half)."""

    key: ApiKey
    secret: str


def hash_of(secret: str) -> str:
    """Keys are 256 bits of chance, so a plain SHA-256 can't be searched."""
    return hashlib.sha256(secret.encode()).hexdigest()


@transaction.atomic
def issue_key(
    *,
    project: Project,
    kind: str,
    name: str,
    actor: str,
    now: datetime,
    origins: Iterable[str] = (),
    scopes: Iterable[str] = (),
    expires_at: datetime | None = None,
    replaces: ApiKey | None = None,
) -> NewKey:
    """A new key of a kind (secret, public, signing). Its secret can't be had again.

    `scopes` are values of Act that a key of the kind may open (ScopeRefusedError for others);
    none of them: all but those in EXPRESSLY. `origins` are those of the pages that may use a
    public key.
    """
    kind = ApiKey.Kind(kind)
    scopes = sorted(set(scopes))
    if len(narrowed(kind, scopes)) < len(scopes):
        raise ScopeRefusedError(f"A {kind} key can't open that: {', '.join(scopes)}.")
    letters = {"secret": "esk", "public": "epk", "signing": "esg"}[kind]
    secret = f"{letters}_{secrets.token_urlsafe(32)}"
    prefix = secret[:14]
    private, public = new_pair() if kind == ApiKey.Kind.SIGNING else (secret, "")
    key = ApiKey.objects.create(
        project=project,
        kind=kind,
        name=name,
        prefix=prefix,
        secret_hash="" if public else hash_of(secret),
        public_half=public,
        origins=list(origins),
        scopes=scopes,
        expires_at=expires_at,
        replaces=replaces,
        created_at=now,
    )
    record(
        project=project,
        actor=actor,
        verb="key.issued",
        subject=f"key:{prefix}",
        now=now,
        data={"kind": kind.value, "name": name, "scopes": scopes},
    )
    return NewKey(key=key, secret=private)


@transaction.atomic
def rotate_key(*, key: ApiKey, actor: str, now: datetime, grace: timedelta = GRACE) -> NewKey:
    """A key that opens what this one does; this one goes on for `grace`, then expires.

    ConflictError: it was revoked, or has expired, and there is nothing to go on from.
    """
    if key.revoked_at or (key.expires_at and key.expires_at <= now):
        raise ConflictError("This key opens nothing any more: make a new one.", code="key_ended")
    new = issue_key(
        project=key.project,
        kind=key.kind,
        name=key.name,
        actor=actor,
        now=now,
        origins=key.origins,
        scopes=key.scopes,
        expires_at=key.expires_at,
        replaces=key,
    )
    key.expires_at = min(now + grace, key.expires_at or now + grace)
    key.save(update_fields=["expires_at"])
    record(
        project=key.project,
        actor=actor,
        verb="key.rotated",
        subject=f"key:{key.prefix}",
        now=now,
        data={"to": new.key.prefix, "until": key.expires_at.isoformat()},
    )
    return new


def note_use(*, key: ApiKey, now: datetime) -> None:
    """Keep when a key was last used, for people who clean up keys. No act, so no event."""
    if key.last_used_at is None or now - key.last_used_at > LAST_USE_EVERY:
        key.last_used_at = now
        ApiKey.objects.filter(pk=key.pk).update(last_used_at=now)


@transaction.atomic
def revoke_key(*, key: ApiKey, actor: str, now: datetime) -> None:
    """From now on the key opens nothing. Doing it twice changes nothing."""
    if key.revoked_at is None:
        key.revoked_at = now
        key.save(update_fields=["revoked_at"])
        record(
            project=key.project,
            actor=actor,
            verb="key.revoked",
            subject=f"key:{key.prefix}",
            now=now,
        )
