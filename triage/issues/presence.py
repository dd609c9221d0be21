"""Who looks at which issue now, and who works on it, so that two don't do the same.

Kept in Valkey, a hash for each project with a field for each member, and gone with it: while
Valkey can't be asked nobody is seen, nothing is held, and everything else goes on. It is a hint
among colleagues; what keeps an act from undoing another is the issue's version.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

import redis
from django.conf import settings

from feedback.models import Member, Project
from feedback.valkey import Valkey

# Three polls that did not come; and long enough to read a source in another window.
LOOKS_FOR = timedelta(seconds=45)
HOLDS_FOR = timedelta(minutes=5)


@dataclass(frozen=True)
class Presence:
    """One member at one issue (its number), since when; `works`: they hold it, softly."""

    member: str
    name: str
    number: int
    works: bool
    since: datetime
    seen: datetime

    def lasts(self, now: datetime) -> bool:
        return now - self.seen < (HOLDS_FOR if self.works else LOOKS_FOR)


@cache
def _valkey(url: str) -> Valkey:
    return Valkey(url, without="nobody's presence is seen")


def be_at(
    *, member: Member, number: int | None, works: bool | None = None, now: datetime
) -> list[Presence]:
    """The member is at that issue, or at none; everybody in the project who is somewhere.

    `works` None goes on as before, which is only looking at an issue just come to.
    """
    own = str(member.pk)
    there = _present(member.project, now)
    was = next((one for one in there if one.member == own), None)
    others = [one for one in there if one.member != own]
    key = _key(member.project)
    if number is None:
        _valkey(settings.REDIS_URL).ask(lambda client: client.hdel(key, own))
        return others
    stays = was if was and was.number == number else None
    working = (stays is not None and stays.works) if works is None else works
    since = stays.since if stays and stays.works == working else now
    here = Presence(own, str(member), number, working, since, now)
    _valkey(settings.REDIS_URL).ask(lambda client: _put(client, key, here))
    return [*others, here]


def held_by_others(*, member: Member, now: datetime) -> dict[int, Presence]:
    """By the issues' numbers: those that somebody else works on, and who."""
    there = _present(member.project, now)
    return {one.number: one for one in there if one.works and one.member != str(member.pk)}


def by_issue(present: Iterable[Presence], *, but: Member) -> dict[int, list[Presence]]:
    """Everybody but that member by the numbers of issues, who works before who looks."""
    found: dict[int, list[Presence]] = {}
    for one in sorted(present, key=lambda one: (not one.works, one.since)):
        if one.member != str(but.pk):
            found.setdefault(one.number, []).append(one)
    return found


def _present(project: Project, now: datetime) -> list[Presence]:
    fields: Any = _valkey(settings.REDIS_URL).ask(lambda client: client.hgetall(_key(project)))
    found = [_read(own.decode(), value) for own, value in (fields or {}).items()]
    return [one for one in found if one.lasts(now)]


def _put(client: "redis.Redis", key: str, here: Presence) -> None:
    value = json.dumps(
        [here.name, here.number, here.works, here.since.timestamp(), here.seen.timestamp()]
    )
    with client.pipeline(transaction=False) as pipe:
        pipe.hset(key, here.member, value)
        pipe.expire(key, HOLDS_FOR)
        pipe.execute()


def _read(member: str, value: bytes) -> Presence:
    name, number, works, since, seen = json.loads(value)
    at = [datetime.fromtimestamp(stamp, UTC) for stamp in (since, seen)]
    return Presence(member, name, number, works, *at)


def _key(project: Project) -> str:
    return f"errata:present:{project.pk}"
