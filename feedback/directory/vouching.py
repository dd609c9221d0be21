"""Whose word it is: a server's is taken for it, a page's needs the person's signed token."""

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from feedback.directory.authentication import Caller
from feedback.directory.queries import Signer, identity_in, signers_of
from feedback.errors import RefusedError
from feedback.models import ApiKey


class PersonRefusedError(RefusedError):
    code = "person_unvouched"
    status = 403


class Speaker(NamedTuple):
    """Who votes, reads or sees an answer: a person by the host's id, or an anonymous visitor.

    `vouched` says that the host signed for the person, or spoke for itself.
    """

    person: str = ""
    team: str = ""
    cohort: str = ""
    visitor: str = ""
    vouched: bool = False


def speaker_of(
    *,
    caller: Caller,
    claimed: Speaker,
    token: str,
    answer: str,
    now: datetime,
    signers: Mapping[str, Signer] | None = None,
) -> Speaker:
    """The speaker whom the host vouches for: a page can't speak as somebody else.

    `claimed` is what the body says; `token` what `Errata-Person` brings; `answer` the id of the
    answer it is about. Without a token a page's reader is anonymous, where the project takes
    that. `signers` are the project's, where they are known already. Raises PersonRefusedError or
    IdentityRefusedError.
    """
    if caller.key and caller.key.kind == ApiKey.Kind.SECRET and not token:
        return Speaker(claimed.person, claimed.team, claimed.cohort, claimed.visitor, vouched=True)
    for name in ("person", "team", "cohort"):
        if getattr(claimed, name):
            raise PersonRefusedError(
                "Who is speaking comes in the token, not in the body.", path=f"$.{name}"
            )
    if token:
        known = signers_of(caller.project) if signers is None else signers
        identity = identity_in(signers=known, token=token, now=now)
        if identity.answer and identity.answer != answer:
            raise PersonRefusedError(
                "The token is for another answer.", code="answer_unvouched", path="$.answer"
            )
        return Speaker(identity.person, identity.team[:100], identity.cohort[:100], vouched=True)
    if not caller.project.takes_anonymous:
        raise PersonRefusedError("This project takes no anonymous votes.", code="anonymous_refused")
    if not claimed.visitor:
        raise PersonRefusedError("Without a token, say which visitor this is.", path="$.visitor")
    return Speaker(visitor=claimed.visitor)
