"""What a question means, for finding verified answers: read in the process that is asked.

WordLlama, a table of vectors of tokens, takes 0.04 ms of CPU a question and 26 MB a process, where
MiniLM takes some 5 ms and 150 MB, or a worker's turn. What that costs in answers found is in
docs/decisions.md.
"""

from collections.abc import Sequence
from functools import cache

from triage.corrections.keys import plain
from triage.embedding.remembering import LatinOnly
from triage.embedding.static import WordLlama
from triage.embedding.vectors import Vectors

# Characters that are read of a question, and of an answer.
LONGEST = 1_000
LONGEST_ANSWER = 4_000


def model_name() -> str:
    """Whose vectors these are: those of another name don't compare."""
    return _model().name


def read(questions: Sequence[str]) -> Vectors:
    """Unit rows, shape (questions, 256); zeros where a question has no words.

    The model tells `How` from `how`, and people don't.
    """
    return _model().embed([plain(question[:LONGEST]) for question in questions])


def read_answers(texts: Sequence[str]) -> Vectors:
    """Unit rows of answers' texts, as they were written, shape (texts, 256)."""
    return _model().embed([text[:LONGEST_ANSWER] for text in texts])


@cache
def _model() -> LatinOnly:
    return LatinOnly(WordLlama())
