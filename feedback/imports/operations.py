"""Importing a file: batch after batch, each with its progress in one transaction."""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import islice

import msgspec
from django.db import transaction

from feedback.audit.operations import record
from feedback.capture.guarding import PersonalDataError
from feedback.capture.operations import (
    Receipt,
    record_answers,
    record_judged,
    tell_of_growth,
)
from feedback.capture.operations.retrying import again_on_conflict
from feedback.errors import ConflictError, RefusedError
from feedback.imports.preparing import Batch, Preparer, Ready, ahead
from feedback.imports.queries import answers_stored
from feedback.imports.reading import Row, Source, read
from feedback.imports.rejects import Rejects
from feedback.imports.report import Report
from feedback.imports.rows import Mapper, Options, survey
from feedback.models import Feedback, ImportRun, Project
from feedback.privacy.operations import count_masked

SURVEYED_ROWS = 1000
ACTOR = "system:import"


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
    preparer = Preparer(
        Mapper(options, found),
        masking=run.project.masking,
        reasons=options.reasons,
        clock=clock,
    )
    for batch in ahead(preparer.batches(read(source, after=run.lines_done))):
        run = take_batch(run=run, batch=batch, rejects=rejects, now=clock())
        tell_of_growth()
        yield run
    tell_of_growth(by=1.1)  # what comes next are questions
    finish_import(run=run, now=clock())


@again_on_conflict
@transaction.atomic
def take_batch(*, run: ImportRun, batch: Batch, rejects: Rejects, now: datetime) -> ImportRun:
    """Record a batch, and with it how far the run has come: the run as it then is.

    ConflictError when somebody else has taken the run further.
    """
    standing = ImportRun.objects.select_for_update(of=("self",)).get(pk=run.pk)
    if standing.lines_done != run.lines_done:
        raise ConflictError("Somebody else is importing this file.", code="import_runs")
    standing.project = run.project
    report = Report.of(run.report)
    refused = _record(run.project, batch, report, now)
    for row, refusal in refused:
        report.refuse(row.line, refusal)
    standing.rejects_bytes = rejects.write(refused, at=run.rejects_bytes)
    standing.lines_done = batch.last
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


def _record(
    project: Project, batch: Batch, report: Report, now: datetime
) -> list[tuple[Row, RefusedError]]:
    """Store what can be stored, counting it; the rows that can't, in the file's order."""
    refused = list(batch.refused)
    report.rows += batch.rows
    report.changed.update(note for one in batch.ready for note in one.notes)
    masked = _record_answers(project, batch.ready, report, now)
    masked += _record_words(project, batch, report, refused, now)
    count_masked(project=project, found=masked, refused=False, now=now)
    withheld = sum((r.found for _, r in refused if isinstance(r, PersonalDataError)), Counter())
    count_masked(project=project, found=withheld, refused=True, now=now)
    return sorted(refused, key=lambda entry: entry[0].line)


def _record_answers(
    project: Project, ready: Sequence[Ready], report: Report, now: datetime
) -> Counter[str]:
    """Store the answers that are not here yet, by their first row; what was masked in those.

    One that is here stays as it is: a row tells of the time of the vote and of who voted, and
    what its own system knows of the answer may be less than what was sent to us.
    """
    first = {one.answer.id: one for one in reversed(ready) if one.answer}
    here = answers_stored(project, first)
    stored = {key: one for key, one in first.items() if key not in here}
    messages = [one.answer for one in stored.values() if one.answer]
    if messages:
        record_answers(project=project, messages=messages, actor=ACTOR, now=now)
    report.answers += len(messages)
    report.known += sum(
        one.word is None and one.answer is not None and one.answer.id not in stored for one in ready
    )
    masked: Counter[str] = Counter()
    for one in stored.values():
        masked.update(one.in_answer)
    return masked


def _record_words(
    project: Project,
    batch: Batch,
    report: Report,
    refused: list[tuple[Row, RefusedError]],
    now: datetime,
) -> Counter[str]:
    """Store the words, counting them and adding to `refused`; what was masked in those stored."""
    masked: Counter[str] = Counter()
    saying = [one for one in batch.ready if one.word]
    results = record_judged(
        batch.words,
        project=project,
        channel=Feedback.Channel.IMPORT,
        actor=ACTOR,
        now=now,
    )
    for one, result in zip(saying, results, strict=True):
        if not isinstance(result, Receipt):
            refused.append((one.row, result))
            continue
        report.count(result.outcome)
        if one.in_word and result.outcome in {"created", "updated"}:
            masked.update(one.in_word)
    return masked
