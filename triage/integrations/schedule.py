"""When a message that was not taken is sent again. Pure.

The waits follow the example of the Standard Webhooks specification ("Deliverability and
reliability": growing waits with jitter, over days), cut to one day.
"""

from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from random import Random

WAITS = (
    timedelta(seconds=5),
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=5),
    timedelta(hours=8),
    timedelta(hours=8, minutes=24),
)
JITTER = 0.2
LONGEST_WISH = timedelta(hours=1)
LONGEST_REST = timedelta(minutes=10)
# An endpoint that has taken nothing for so long is switched off.
OFF_AFTER = timedelta(days=5)


def next_wait(tries: int, chance: Random) -> timedelta | None:
    """How long to wait after so many tries (1 and more); None when it is given up: after nine
    tries in a day. Up to a fifth more or less, so that what failed together comes back apart."""
    if tries > len(WAITS):
        return None
    return WAITS[tries - 1] * chance.uniform(1 - JITTER, 1 + JITTER)


def rest_of(failing_for: timedelta) -> timedelta:
    """How long an endpoint that fails is left alone, whatever waits for it: a tenth of the time
    that it has been failing for, from five seconds to ten minutes."""
    return min(max(failing_for / 10, timedelta(seconds=5)), LONGEST_REST)


def wished(retry_after: str, now: datetime) -> timedelta:
    """How long a `Retry-After` (RFC 9110, 10.2.3: seconds or a date) asks to wait, an hour at
    most; nothing for what is none."""
    text = retry_after.strip()
    if text.isascii() and text.isdigit():
        return min(timedelta(seconds=int(text[:9])), LONGEST_WISH)
    try:
        until = parsedate_to_datetime(text)
    except (ValueError, TypeError):
        return timedelta(0)
    if until.tzinfo is None:
        return timedelta(0)
    return min(max(until - now, timedelta(0)), LONGEST_WISH)
