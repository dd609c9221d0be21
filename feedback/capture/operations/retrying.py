"""Two senders at once: the one that comes second looks again and finds what the first made."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import IntegrityError, OperationalError, transaction
from psycopg.errors import DeadlockDetected, UniqueViolation

P = ParamSpec("P")
R = TypeVar("R")

TRIES = 5


def again_on_conflict(operation: Callable[P, R]) -> Callable[P, R]:
    """Run an atomic operation again when another transaction made the same row first.

    Only where it is the outermost transaction: inside another one, that one must run again.
    """

    @wraps(operation)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        for _ in range(TRIES - 1):
            try:
                return operation(*args, **kwargs)
            except (IntegrityError, OperationalError) as error:
                lost_race = isinstance(error.__cause__, UniqueViolation | DeadlockDetected)
                if not lost_race or transaction.get_connection().in_atomic_block:
                    raise
        return operation(*args, **kwargs)

    return run
