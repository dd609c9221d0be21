"""By what texts are told apart: questions by their words, proposals by the very text. Pure."""

import hashlib
import unicodedata

# Between a question and a text: the same in Python and in the database.
BETWEEN = "\n"


def plain(question: str) -> str:
    """Its words and figures alone, in lower case; where it has none, the signs as they are."""
    lower = unicodedata.normalize("NFKC", question).casefold()
    words = "".join(letter if letter.isalnum() else " " for letter in lower).split()
    return " ".join(words) or lower


def question_key(question: str) -> str:
    """The same for one question in any case, spacing and punctuation."""
    return _digest(plain(question))


def proposal_key(about: str, text: str) -> str:
    """Of a text that was proposed for what stands in `about`."""
    return _digest(f"{about}{BETWEEN}{text}")


def _digest(text: str) -> str:
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()
