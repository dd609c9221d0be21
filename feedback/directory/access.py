"""Who may do what: one table for roles and keys. Pure."""

from collections.abc import Iterable
from enum import StrEnum


class Act(StrEnum):
    """What an interface asks leave for."""

    SEND_ANSWERS = "send answers"
    SEND_FEEDBACK = "send feedback"
    SEND_EXPOSURES = "send exposures"
    SYNC_PEOPLE = "sync people"
    SYNC_SOURCES = "sync sources"
    SYNC_RELEASES = "sync releases"
    READ = "read"
    TRIAGE = "triage"
    CONFIGURE = "configure"
    ADMINISTER = "administer"


ROLES: dict[str, frozenset[Act]] = {
    "viewer": frozenset({Act.READ}),
    "triager": frozenset({Act.READ, Act.TRIAGE}),
    "manager": frozenset({Act.READ, Act.TRIAGE, Act.CONFIGURE}),
    "admin": frozenset({Act.READ, Act.TRIAGE, Act.CONFIGURE, Act.ADMINISTER}),
}

KEYS: dict[str, frozenset[Act]] = {
    "secret": frozenset(
        {
            Act.SEND_ANSWERS,
            Act.SEND_FEEDBACK,
            Act.SEND_EXPOSURES,
            Act.SYNC_PEOPLE,
            Act.SYNC_SOURCES,
            Act.SYNC_RELEASES,
            Act.READ,
            Act.TRIAGE,
            Act.CONFIGURE,
        }
    ),
    "public": frozenset({Act.SEND_FEEDBACK, Act.SEND_EXPOSURES}),
    "signing": frozenset(),
}


# What a key opens only where its scopes say so: whoever made one to send votes did not mean it.
EXPRESSLY = frozenset({Act.CONFIGURE})


def narrowed(kind: str, scopes: Iterable[str]) -> frozenset[Act]:
    """What a key of that kind opens with these scopes; with none, all that its kind may without
    being asked for EXPRESSLY."""
    chosen = frozenset(scopes)
    if not chosen:
        return KEYS[kind] - EXPRESSLY
    return frozenset(act for act in KEYS[kind] if act.value in chosen)
