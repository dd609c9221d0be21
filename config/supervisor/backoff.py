"""How long to wait before a restart. Pure."""

FIRST_SECONDS = 0.5
LONGEST_SECONDS = 30.0


def delay(failures: int) -> float:
    """Seconds to wait after `failures` earlier ones in a row: 0.5 s, doubling, at most 30 s."""
    return min(FIRST_SECONDS * 2.0 ** min(failures, 10), LONGEST_SECONDS)
