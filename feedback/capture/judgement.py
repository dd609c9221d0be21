"""What a word amounts to. Pure."""

from typing import NamedTuple

from feedback.directory.reasons import COULDNT_VERIFY

RATINGS = {"up": 1, "down": -1, None: 0}

Span = tuple[int, int, str]
Flag = tuple[str, str]


class Said(NamedTuple):
    """The content of a word: what makes two words the same. All lists are in order.

    A span is (start, end, the words between), a flag (source, what it says of it).
    """

    rating: int
    reasons: tuple[str, ...] = ()
    comment: str = ""
    correction: str = ""
    spans: tuple[Span, ...] = ()
    flags: tuple[Flag, ...] = ()
    withdrawn: bool = False

    @property
    def complains(self) -> bool:
        """Whether it says that something is wrong.

        A thumb down does, a correction and a flagged source do, and so does "couldn't verify"
        without a thumb up: who was content and merely adds that they could not check it has not
        complained.
        """
        if self.withdrawn:
            return False
        unverified = COULDNT_VERIFY in self.reasons and self.rating <= 0
        return self.rating < 0 or bool(self.correction) or bool(self.flags) or unverified

    @property
    def is_empty(self) -> bool:
        """Whether there is no content at all: neither thumb nor reason nor any text."""
        return not any(self[:-1])
