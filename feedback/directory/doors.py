"""Callers of the hot path, let in without asking the database who they are each time.

What lets a caller in (key, project, reasons, signing keys) is remembered by each process, with a
stamp that changes whenever one of those rows does; whoever changes a project's reasons therefore
writes its own row with them. What is then written is written only if the
stamp still holds (`feedback_record_words`), so a key that was revoked a moment ago opens nothing,
and a caller who is turned away by what is remembered is judged again by what is stored.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from threading import Lock

from django.db import connection

from feedback.directory.keys import hash_of
from feedback.directory.queries import Signer, key_for, living_codes, signers_of
from feedback.models import ApiKey

REMEMBERED = 1024


@dataclass(frozen=True)
class Door:
    """What a key opens, as it was when the stamp was taken."""

    key: ApiKey
    reasons: frozenset[str]
    signers: Mapping[str, Signer]
    stamp: str


_doors: dict[str, Door] = {}
_lock = Lock()


def door_for(secret: str) -> Door | None:
    """The door that the key opens, as remembered or else as stored; None for no living key."""
    return _doors.get(hash_of(secret)) or door_anew(secret)


def door_anew(secret: str) -> Door | None:
    """The same, as stored now."""
    name = hash_of(secret)
    with connection.cursor() as cursor:
        # Before what it stamps is read: a change in between then costs a reading, not a door.
        cursor.execute(
            "SELECT feedback_stamp(id) FROM feedback_apikey WHERE secret_hash = %s", [name]
        )
        row = cursor.fetchone()
    key = key_for(secret=secret)
    if row is None or key is None:
        _doors.pop(name, None)
        return None
    door = Door(key, living_codes(key.project), signers_of(key.project), row[0])
    with _lock:
        if len(_doors) >= REMEMBERED:
            _doors.clear()  # so many keys at once are rare, and all are soon remembered again
        _doors[name] = door
    return door
