"""What a word amounts to. Pure."""

from collections.abc import Collection

from feedback.directory.reasons import COULDNT_VERIFY

RATINGS = {"up": 1, "down": -1, None: 0}


def complains(
    *, rating: int, reasons: Collection[str], correction: str, withdrawn: bool = False
) -> bool:
    """Whether a word says that something is wrong.

    A thumb down does, a correction does, and so does "couldn't verify" without a thumb up:
    who was content and merely adds that they could not check it has not complained.
    """
    if withdrawn:
        return False
    unverified = COULDNT_VERIFY in reasons and rating <= 0
    return rating < 0 or bool(correction.strip()) or unverified


def says_nothing(
    *,
    rating: int,
    reasons: Collection[str],
    comment: str,
    correction: str,
    spans: Collection[object],
) -> bool:
    """Whether there is no content at all: neither thumb nor reason nor any text."""
    return not (rating or reasons or comment.strip() or correction.strip() or spans)
