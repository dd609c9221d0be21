"""Whose words and notices a request is about: a page speaks for its reader alone."""

from collections.abc import Sequence

from django.db.models import Q
from django.utils import timezone
from rest_framework.request import Request

from feedback.directory.authentication import caller_of
from feedback.directory.limits import READS, limit_call
from feedback.directory.queries import signers_of
from feedback.directory.vouching import Speaker, speaker_of
from feedback.models import ApiKey


def reader_of(request: Request, *, claimed: Speaker, answers: Sequence[str]) -> Speaker:
    """Whom the host vouches for, for each of the answers that it is about. Counts the call.

    A secret key that names nobody reads for all. A token for one answer alone fails for one of
    two. PersonRefusedError, IdentityRefusedError, LimitedError.
    """
    caller, now = caller_of(request), timezone.now()
    token = request.headers.get("Errata-Person", "")
    signers = signers_of(caller.project) if token else None
    for answer in answers[:2] or [""]:
        speaker = speaker_of(
            caller=caller, claimed=claimed, token=token, answer=answer, now=now, signers=signers
        )
    if caller.key:
        limit_call(
            request=request._request,  # noqa: SLF001 - Django's own, which knows the address
            project=caller.project,
            key=caller.key,
            now=now,
            person=speaker.person,
            calls=READS,
        )
    return speaker


def of_reader(request: Request, speaker: Speaker) -> Q:
    """Which words, or notices, are the reader's own: by `person` and `voter`. A server that names
    nobody may have them all."""
    if speaker.person:
        return Q(person__external_id=speaker.person)
    if speaker.visitor:
        return Q(voter=f"visitor:{speaker.visitor}")
    key = caller_of(request).key
    everybody = key is not None and key.kind == ApiKey.Kind.SECRET
    return Q() if everybody else Q(pk__in=[])
