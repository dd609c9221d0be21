"""Rows made ready to be recorded, a batch ahead of the database."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import NamedTuple

from feedback.capture.guarding import guarded
from feedback.capture.messages import AnswerMessage, FeedbackMessage
from feedback.capture.operations import Judged, judge
from feedback.capture.operations.parts import within_clock
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


class Batch(NamedTuple):
    """Consecutive rows of a file, so many of them up to line `last`.

    `words` are those of the `ready` rows that have one, judged.
    """

    rows: int
    last: int
    ready: list[Ready]
    refused: list[tuple[Row, RefusedError]]
    words: Judged


class Preparer:
    """Maps rows, masks personal data in them as the project has chosen, and judges them."""

    def __init__(
        self,
        mapper: Mapper,
        *,
        masking: str,
        reasons: frozenset[str],
        clock: Callable[[], datetime],
    ) -> None:
        self._mapper = mapper
        self._masking = masking
        self._reasons = reasons
        self._clock = clock

    def batches(self, rows: Iterable[Row]) -> Iterator[Batch]:
        """The rows by the thousand, or fewer where they are large."""
        part: list[Row] = []
        size = 0
        for row in rows:
            part.append(row)
            size += row.size
            if len(part) >= BATCH_ROWS or size >= BATCH_BYTES:
                yield self._batch(part)
                part, size = [], 0
        if part:
            yield self._batch(part)

    def _batch(self, rows: Sequence[Row]) -> Batch:
        now = self._clock()
        ready: list[Ready] = []
        refused: list[tuple[Row, RefusedError]] = []
        for row in rows:
            try:
                ready.append(self._ready(row, now))
            except RefusedError as refusal:
                refused.append((row, refusal))
        words = [one.word for one in ready if one.word]
        judged = judge(words, reasons=self._reasons, now=now)
        return Batch(len(rows), rows[-1].line, ready, refused, judged)

    def _ready(self, row: Row, now: datetime) -> Ready:
        if isinstance(row.values, RefusedError):
            raise row.values
        answer, word, notes = self._mapper.take(row.values, row.line)
        in_answer: Counter[str] = Counter()
        in_word: Counter[str] = Counter()
        if answer:
            if answer.asked_at:  # answers are refused all together, so not with the others
                within_clock(answer.asked_at, now, path="$.asked_at")
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
