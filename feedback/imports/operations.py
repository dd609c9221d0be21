"""Importing a file: batch after batch, each with its progress in one transaction."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime
from itertools import islice

import msgspec
from django.db import connection, transaction

from feedback.audit.operations import record
from feedback.capture.operations import (
    Receipt,
    record_answers,
    record_feedback,
    tell_of_growth,
)
from feedback.capture.operations.parts import within_clock
from feedback.capture.operations.retrying import again_on_conflict
from feedback.errors import ConflictError, RefusedError
from feedback.imports.queries import answers_stored
from feedback.imports.reading import Row, Source, read
from feedback.imports.rejects import Rejects
from feedback.imports.report import Report
from feedback.imports.rows import Mapper, Options, Taken, survey
from feedback.models import Feedback, ImportRun, Project

BATCH_ROWS = 1000
BATCH_BYTES = 8 * 1024 * 1024
SURVEYED_ROWS = 1000
ACTOR = "system:import"


Mapped = Sequence[tuple[Row, Taken | RefusedError]]


def begin_import(*, project: Project, source: Source, options: Options, now: datetime) -> ImportRun:
    """The run to go on with: a broken one where it stopped, a finished one from the start.

    One file read in two ways makes two runs. Times that rows lack are reckoned from when the
    file was first taken, so that taking it again gives them the same.
    """
    way = [sorted(options.columns.items()), options.scale, options.spread]
    fingerprint = hashlib.sha256(msgspec.json.encode([source.digest, way])).hexdigest()
    run, _ = ImportRun.objects.get_or_create(
        project=project,
        fingerprint=fingerprint,
        defaults={"file": source.path.name[:500], "started_at": now},
    )
    if run.finished_at:
        run.lines_done, run.rejects_bytes, run.report, run.finished_at = 0, 0, {}, None
        run.save()
    return run


def import_rows(
    *,
    run: ImportRun,
    source: Source,
    options: Options,
    rejects: Rejects,
    clock: Callable[[], datetime],
) -> Iterator[ImportRun]:
    """Take the rows that the run has not taken yet; yields the run after each batch.

    Killed at any moment, it goes on with the first row that is not stored. `clock` is read for
    each batch, as the last may come hours after the first. RefusedError: the file can't be read
    in this way, or somebody else is importing it at the same time.
    """
    options = replace(options, began=run.started_at, lines=source.lines)
    first = (row.values for row in islice(read(source), SURVEYED_ROWS))
    found = survey((v for v in first if not isinstance(v, RefusedError)), options.columns)
    mapper = Mapper(options, found)
    batches = _batches(read(source, after=run.lines_done))
    mapped = ([(row, _mapped(mapper, row)) for row in rows] for rows in batches)
    for batch in _ahead(mapped):
        run = take_batch(run=run, batch=batch, rejects=rejects, now=clock())
        tell_of_growth()
        yield run
    finish_import(run=run, now=clock())


@again_on_conflict
@transaction.atomic
def take_batch(*, run: ImportRun, batch: Mapped, rejects: Rejects, now: datetime) -> ImportRun:
    """Record a batch, and with it how far the run has come: the run as it then is.

    ConflictError when somebody else has taken the run further.
    """
    with connection.cursor() as cursor:
        # What a power cut takes, it takes with the progress: the next run does it again.
        cursor.execute("SET LOCAL synchronous_commit = off")
    standing = ImportRun.objects.select_for_update(of=("self",)).get(pk=run.pk)
    if standing.lines_done != run.lines_done:
        raise ConflictError("Somebody else is importing this file.", code="import_runs")
    standing.project = run.project
    report = Report.of(run.report)
    refused = _record(run.project, batch, report, now)
    for row, refusal in refused:
        report.refuse(row.line, refusal)
    standing.rejects_bytes = rejects.write(refused, at=run.rejects_bytes)
    standing.lines_done = batch[-1][0].line
    standing.report = report.as_data()
    standing.save(update_fields=["rejects_bytes", "lines_done", "report"])
    return standing


@transaction.atomic
def finish_import(*, run: ImportRun, now: datetime) -> None:
    """Note that the file is done, and leave an event where it brought anything."""
    run.finished_at = now
    run.save(update_fields=["finished_at"])
    report = Report.of(run.report)
    if report.new:
        record(
            project=run.project,
            actor=ACTOR,
            verb="import.finished",
            subject=f"import:{run.id}",
            now=now,
            data={"file": run.file, "rows": report.rows, "refused": report.refused_rows},
        )


def _ahead(batches: Iterator[Mapped]) -> Iterator[Mapped]:
    """The same, one ahead: the next is read and mapped while the database works on the last."""
    with ThreadPoolExecutor(1) as reader:
        coming = reader.submit(next, batches, None)
        while batch := coming.result():
            coming = reader.submit(next, batches, None)
            yield batch


def _batches(rows: Iterable[Row]) -> Iterator[list[Row]]:
    """Rows by the thousand, or fewer where they are large."""
    batch: list[Row] = []
    size = 0
    for row in rows:
        batch.append(row)
        size += row.size
        if len(batch) >= BATCH_ROWS or size >= BATCH_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _mapped(mapper: Mapper, row: Row) -> Taken | RefusedError:
    if isinstance(row.values, RefusedError):
        return row.values
    try:
        return mapper.take(row.values, row.line)
    except RefusedError as refusal:
        return refusal


def _record(
    project: Project, batch: Mapped, report: Report, now: datetime
) -> list[tuple[Row, RefusedError]]:
    """Store what can be stored, counting it; the rows that can't, in the file's order."""
    refused: list[tuple[Row, RefusedError]] = []
    taken: list[tuple[Row, Taken]] = []
    for row, mapped in batch:
        result = _on_time(mapped, now)
        if isinstance(result, RefusedError):
            refused.append((row, result))
        else:
            taken.append((row, result))
            report.changed.update(result.notes)
    report.rows += len(batch)
    stored = _record_answers(project, taken, now)
    report.answers += len(stored)
    report.known += sum(
        t.feedback is None and t.answer is not None and t.answer.id not in stored for _, t in taken
    )
    words = [(row, t.feedback) for row, t in taken if t.feedback]
    results = record_feedback(
        project=project,
        messages=[word for _, word in words],
        channel=Feedback.Channel.IMPORT,
        actor=ACTOR,
        now=now,
    )
    for (row, _), outcome in zip(words, results, strict=True):
        if isinstance(outcome, Receipt):
            report.count(outcome.outcome)
        else:
            refused.append((row, outcome))
    return sorted(refused, key=lambda entry: entry[0].line)


def _on_time(mapped: Taken | RefusedError, now: datetime) -> Taken | RefusedError:
    """The same, unless its answer's time can't be true: answers are refused all together."""
    try:
        if isinstance(mapped, Taken) and mapped.answer and mapped.answer.asked_at:
            within_clock(mapped.answer.asked_at, now, path="$.asked_at")
    except RefusedError as refusal:
        return refusal
    return mapped


def _record_answers(
    project: Project, taken: Sequence[tuple[Row, Taken]], now: datetime
) -> set[str]:
    """Store the answers that are not here yet, by their first row; the ids of those stored.

    One that is here stays as it is: a row tells of the time of the vote and of who voted, and
    what its own system knows of the answer may be less than what was sent to us.
    """
    first = {t.answer.id: t.answer for _, t in reversed(taken) if t.answer}
    here = answers_stored(project, first)
    messages = [message for key, message in first.items() if key not in here]
    if messages:
        record_answers(project=project, messages=messages, actor=ACTOR, now=now)
    return {message.id for message in messages}
