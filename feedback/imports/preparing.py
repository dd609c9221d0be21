"""Rows made ready to be recorded, a batch ahead of the database."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import NamedTuple

from feedback.capture.guarding import guarded
from feedback.capture.messages import AnswerMessage, FeedbackMessage
from feedback.errors import RefusedError
from feedback.imports.reading import Row
from feedback.imports.rows import Mapper

BATCH_ROWS = 4000
BATCH_BYTES = 8 * 1024 * 1024

_NOTHING: Mapping[str, int] = {}


class Ready(NamedTuple):
    """What a row comes to, without personal data; what was masked in each of the two, by kind."""

    row: Row
    answer: AnswerMessage | None
    word: FeedbackMessage | None
    notes: list[str]
    in_answer: Mapping[str, int] = _NOTHING
    in_word: Mapping[str, int] = _NOTHING


@dataclass
class Batch:
    """Consecutive rows of a file, `rows` of them up to line `last`."""

    rows: int = 0
    last: int = 0
    ready: list[Ready] = field(default_factory=list)
    refused: list[tuple[Row, RefusedError]] = field(default_factory=list)


class Preparer:
    """Maps rows, and masks personal data in them as the project has chosen."""

    def __init__(self, mapper: Mapper, *, masking: str) -> None:
        self._mapper = mapper
        self._masking = masking

    def batches(self, rows: Iterable[Row]) -> Iterator[Batch]:
        """Rows by the thousand, or fewer where they are large."""
        batch, size = Batch(), 0
        for row in rows:
            batch.rows += 1
            batch.last = row.line
            size += row.size
            try:
                batch.ready.append(self._ready(row))
            except RefusedError as refusal:
                batch.refused.append((row, refusal))
            if batch.rows >= BATCH_ROWS or size >= BATCH_BYTES:
                yield batch
                batch, size = Batch(), 0
        if batch.rows:
            yield batch

    def _ready(self, row: Row) -> Ready:
        if isinstance(row.values, RefusedError):
            raise row.values
        answer, word, notes = self._mapper.take(row.values, row.line)
        in_answer: Counter[str] = Counter()
        in_word: Counter[str] = Counter()
        if answer:
            answer = guarded(answer, masking=self._masking, found=in_answer)
        if word:
            word = guarded(word, masking=self._masking, found=in_word)
        if not (in_answer or in_word):
            return Ready(row, answer, word, notes)
        notes += [f"{kind} masked" for kind in sorted(in_answer | in_word)]
        return Ready(row, answer, word, notes, in_answer, in_word)


def ahead(batches: Iterator[Batch]) -> Iterator[Batch]:
    """The same, one ahead: the next is made ready while the database works on the last."""
    with ThreadPoolExecutor(1) as reader:
        coming = reader.submit(next, batches, None)
        while batch := coming.result():
            coming = reader.submit(next, batches, None)
            yield batch
