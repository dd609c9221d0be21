"""How often a key, a person and an address may call, counted in Valkey by the minute.

One round trip for all of them. Where Valkey can't be asked, everybody may: a vote is worth more
than its limit. What is counted is named by keyed hashes, which go after a minute.
"""

import hashlib
from datetime import datetime
from functools import cache, lru_cache
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Any, NamedTuple

import redis
from django.conf import settings
from django.http import HttpRequest
from redis.exceptions import NoScriptError

from feedback.errors import RefusedError
from feedback.models import ApiKey, Project
from feedback.valkey import Valkey

WINDOW_S = 60
VOTES, EXPOSURES, READS = "votes", "exposures", "reads"
# So many votes a minute nobody gives who has read what they vote on. Behind one address there
# may be an office, but visitors who are all without a name and all at once are worth a look.
BURST_PERSON = 30
BURST_ADDRESS = 40

# Each key counts up by one and lives for two windows; the counts come back in order.
_SCRIPT = """
local counts = {}
for place, key in ipairs(KEYS) do
  counts[place] = redis.call('INCRBY', key, ARGV[1])
  if counts[place] == tonumber(ARGV[1]) then redis.call('EXPIRE', key, ARGV[2]) end
end
return counts
"""
_SHA = hashlib.sha1(_SCRIPT.encode(), usedforsecurity=False).hexdigest()


class LimitedError(RefusedError):
    """Too much in this minute. `retry_after` is in seconds."""

    code = "rate_limited"
    status = 429

    def __init__(self, detail: str, *, retry_after: int) -> None:
        super().__init__(detail)
        self.retry_after = retry_after


class Verdict(NamedTuple):
    """May go on. `burst`: there is so much of it that somebody should look before it counts."""

    burst: bool = False


def _counted(client: "redis.Redis", names: list[str], cost: int) -> list[int]:
    arguments: tuple[Any, ...] = (len(names), *names, cost, 2 * WINDOW_S)
    try:
        return client.evalsha(_SHA, *arguments)  # type: ignore[no-any-return]
    except NoScriptError:
        return client.eval(_SCRIPT, *arguments)  # type: ignore[no-any-return]


@cache
def _valkey(url: str) -> Valkey:
    return Valkey(url, without="rate limits are not counted, everybody may")


def limit_call(
    *,
    request: HttpRequest,
    project: Project,
    key: ApiKey,
    now: datetime,
    person: str = "",
    cost: int = 1,
    calls: str = VOTES,
) -> Verdict:
    """Count a call with a key. LimitedError; a server is limited by its key alone."""
    page = key.kind == ApiKey.Kind.PUBLIC
    return check(
        project=project,
        key=key.prefix,
        person=person if page else "",
        address=address_of(request) if page else "",
        now=now,
        cost=cost,
        calls=calls,
    )


def check(
    *,
    project: Project,
    key: str,
    person: str,
    address: str,
    now: datetime,
    cost: int = 1,
    calls: str = VOTES,
) -> Verdict:
    """Count a call of `cost` votes, or of what else `calls` names: each has counts of its own.
    LimitedError where the minute is full; a burst is only one of votes.

    `person` is "" for somebody anonymous, `address` "" where the caller is a server: neither is
    then limited. A project's limit of 0 is none.
    """
    scopes = [("key", key, project.key_limit)]
    if person:
        scopes.append(("person", person, project.person_limit))
    if address:
        scopes.append(("address", address, project.address_limit))
    if address and not person:
        scopes.append(("anonymous", address, 0))
    minute, second = divmod(int(now.timestamp()), WINDOW_S)
    names = [_name(project, f"{calls}:{scope}", what, minute) for scope, what, _ in scopes]
    counts = _valkey(settings.REDIS_URL).ask(lambda client: _counted(client, names, cost))
    if counts is None:
        return Verdict()
    for (scope, _, limit), count in zip(scopes, counts, strict=True):
        if limit and count > limit:
            raise LimitedError(
                f"More than {limit} a minute from this {scope}.", retry_after=WINDOW_S - second
            )
    seen = {scope: count for (scope, _, _), count in zip(scopes, counts, strict=True)}
    return Verdict(
        burst=address != ""
        and calls == VOTES
        and (seen.get("person", 0) > BURST_PERSON or seen.get("anonymous", 0) > BURST_ADDRESS)
    )


def _name(project: Project, scope: str, what: str, minute: int) -> str:
    digest = _keyed(settings.SECRET_KEY).copy()
    digest.update(f"{project.id} {what}".encode())
    return f"errata:limit:{scope}:{digest.hexdigest()}:{minute}"


@cache
def _keyed(secret: str) -> "hashlib.blake2b":
    return hashlib.blake2b(key=secret.encode()[:64], digest_size=12)


def address_of(request: HttpRequest) -> str:
    """The caller's address behind our own proxies; of an IPv6 address its /64, which is one's."""
    hops = settings.ALLAUTH_TRUSTED_PROXY_COUNT
    passed = [hop.strip() for hop in request.headers.get("X-Forwarded-For", "").split(",")]
    told = passed[-hops] if hops and len(passed) >= hops else request.META.get("REMOTE_ADDR", "")
    return _network(told)


@lru_cache(maxsize=1024)
def _network(told: str) -> str:
    try:
        address = ip_address(told)
    except ValueError:
        return "unknown"
    if isinstance(address, IPv6Address):
        return str(ip_network((address, 64), strict=False))
    return str(address)
