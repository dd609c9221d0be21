"""What the database can hold as text. Pure."""

import re

_HALF = re.compile("[\ud800-\udfff]")


def has_half_a_pair(text: str) -> bool:
    """Whether half of a surrogate pair stands in it, as JSON and addresses may bring it."""
    return _HALF.search(text) is not None


def is_storable(text: str) -> bool:
    """Whether there is neither a NUL in it nor half of a surrogate pair."""
    return "\x00" not in text and not has_half_a_pair(text)
