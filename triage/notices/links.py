"""Links that mail carries: each is signed for one person, and works without signing in."""

from typing import NamedTuple
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.urls import reverse

from feedback.models import Person

STOP = "errata.mail-stop"
FOLLOW_UP = "errata.follow-up"


class Asked(NamedTuple):
    """A word, and the fix of which it is asked whether that is right now; by their ids."""

    word: UUID
    fix: UUID


def stop_link(person: Person) -> str:
    """Where that person can end the mail, for ever: an old message is unsubscribed from too."""
    return settings.URL + reverse("mail-stop", args=[signed(STOP, str(person.pk))])


def person_of(token: str) -> Person | None:
    """Whom a link to end the mail was made for; None for none, or somebody who is gone."""
    value = _read(STOP, token)
    return Person.objects.filter(pk=value).select_related("project").first() if value else None


def follow_up_link(word: UUID, fix: UUID) -> str:
    """Where whoever gave the word can say whether it is right now."""
    return settings.URL + reverse("mail-follow-up", args=[signed(FOLLOW_UP, f"{word}.{fix}")])


def asked_in(token: str) -> Asked | None:
    """What a link asks about; None for none."""
    word, _, fix = (_read(FOLLOW_UP, token) or "").partition(".")
    return Asked(UUID(word), UUID(fix)) if fix else None


def signed(salt: str, value: str) -> str:
    """The value with a signature that is good for this kind of link alone."""
    return signing.Signer(salt=salt).sign(value)


def _read(salt: str, token: str) -> str | None:
    try:
        return signing.Signer(salt=salt).unsign(token)
    except signing.BadSignature:
        return None
