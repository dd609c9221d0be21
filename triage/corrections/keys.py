"""By what texts are told apart: questions by their words, proposals by the very text. Pure."""

import hashlib
import unicodedata

# Between a question and a text: the same in Python and in the database.
BETWEEN = "\n"


def question_key(question: str) -> str:
    """The same for one question in any case, spacing and punctuation; never the same for others
    in the same words otherwise: figures and signs between them stay."""
    plain = unicodedata.normalize("NFKC", question).casefold()
    words = "".join(letter if letter.isalnum() else " " for letter in plain).split()
    return _digest(" ".join(words) or plain)


def proposal_key(about: str, text: str) -> str:
    """Of a text that was proposed for what stands in `about`."""
    return _digest(f"{about}{BETWEEN}{text}")


def _digest(text: str) -> str:
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()
