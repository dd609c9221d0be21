"""Valkey for what may be lost: asked patiently, and for a while not at all after it failed."""

import logging
import time
from collections.abc import Callable
from typing import TypeVar

import redis
from redis.exceptions import RedisError

log = logging.getLogger(__name__)

SAY_AGAIN_AFTER_S = 10.0
TRY_AGAIN_AFTER_S = 2.0

T = TypeVar("T")


class Valkey:
    """One server, or nothing for a while after it could not be asked."""

    def __init__(self, url: str, *, without: str) -> None:
        """`without` says in the log what is so while it can't be asked."""
        self._client = redis.Redis.from_url(url, socket_connect_timeout=0.25, socket_timeout=0.5)
        self._without = without
        self._again_at = 0.0
        self._said_at = -SAY_AGAIN_AFTER_S

    def ask(self, question: Callable[["redis.Redis"], T]) -> T | None:
        """What `question` makes of the client; None while there is no server."""
        now = time.monotonic()
        if now < self._again_at:
            return None
        try:
            return question(self._client)
        except (RedisError, OSError) as error:
            self._again_at = now + TRY_AGAIN_AFTER_S
            if now - self._said_at >= SAY_AGAIN_AFTER_S:
                self._said_at = now
                log.warning("%s: %s", self._without, error)
            return None
