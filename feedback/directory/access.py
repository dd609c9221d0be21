"""Who may do what: one table for roles and keys. Pure."""

from enum import StrEnum


class Act(StrEnum):
    """What an interface asks leave for."""

    SEND_ANSWERS = "send answers"
    SEND_FEEDBACK = "send feedback"
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
    "secret": frozenset({Act.SEND_ANSWERS, Act.SEND_FEEDBACK, Act.READ}),
    "public": frozenset({Act.SEND_FEEDBACK}),
    "signing": frozenset(),
}
