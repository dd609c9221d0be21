"""`manage.py import_feedback FILE --project SLUG`: answers and feedback out of another system."""

import argparse
import gc
import math
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from feedback.directory.queries import codes_ever, project_by_slug
from feedback.errors import RefusedError
from feedback.imports.operations import begin_import, import_rows
from feedback.imports.reading import Source, inspect
from feedback.imports.rejects import Rejects
from feedback.imports.report import Report
from feedback.imports.rows import Options
from feedback.imports.vocabulary import COLUMNS
from feedback.models import ImportRun, Project

CHANGES_SHOWN = 20


def scale(text: str) -> tuple[float, float]:
    try:
        low, high = (float(part) for part in text.split(":"))
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is not LOW:HIGH, such as 1:5") from error
    if not (math.isfinite(low) and math.isfinite(high) and low < high):
        raise argparse.ArgumentTypeError(f"{text!r} does not go from a low to a high")
    return low, high


def mapping(text: str) -> tuple[str, str]:
    field, _, column = text.partition("=")
    if field not in COLUMNS or not column:
        raise argparse.ArgumentTypeError(
            f"{text!r} is not FIELD=COLUMN; the fields are {', '.join(COLUMNS)}"
        )
    return field, column


def days(text: str) -> timedelta:
    if not (text.isdecimal() and 1 <= int(text) <= 3650):
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of days from 1 to 3650")
    return timedelta(days=int(text))


@contextmanager
def rolled_back() -> Iterator[None]:
    """Everything is done, and then it is not."""
    with transaction.atomic():
        try:
            yield
        finally:
            transaction.set_rollback(True)


@contextmanager
def rare_collections() -> Iterator[None]:
    """Rows go when nobody refers to them; looking for cycles took a fifth of the time."""
    usual = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(20_000, *usual[1:])
    try:
        yield
    finally:
        gc.set_threshold(*usual)
        gc.unfreeze()


class Command(BaseCommand):
    help = (
        "Take answers and feedback out of a JSON Lines or CSV file (.gz too). Well-known column "
        "names are found by themselves. Taking a file twice changes nothing; a broken import "
        "goes on where it stopped."
    )
    # They look at pages and addresses, of which an import has none, for half a second.
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--project", required=True, metavar="SLUG")
        parser.add_argument(
            "--map",
            nargs="+",
            action="extend",
            default=[],
            type=mapping,
            metavar="FIELD=COLUMN",
            help=f"which column holds a field; the fields are {', '.join(COLUMNS)}",
        )
        parser.add_argument(
            "--scale",
            type=scale,
            metavar="LOW:HIGH",
            help="ratings lie between these: the upper half is up, the lower down, the middle none",
        )
        parser.add_argument(
            "--spread",
            type=days,
            metavar="DAYS",
            help="rows without a time lie evenly over the last DAYS days, not all at this moment",
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="say what would be, in one long transaction"
        )
        parser.add_argument("--rejects", type=Path, metavar="FILE", help="where refused rows go")

    def handle(self, *args: Any, **given: Any) -> None:  # noqa: ARG002 - Django's signature
        started = time.monotonic()
        try:
            project = project_by_slug(given["project"])
            source = inspect(given["file"])
            with rare_collections(), rolled_back() if given["dry_run"] else nullcontext():
                run = self._import(project, source, _options(project, given), given["rejects"])
        except RefusedError as refusal:
            raise CommandError(f"{refusal.detail} ({refusal.code})") from refusal
        except OSError as error:
            raise CommandError(f"{error.filename}: {error.strerror}") from error
        report = Report.of(run.report)
        self.stdout.write(f"{report.rows:,} rows in {time.monotonic() - started:.1f} s")
        self.stdout.write(_summary(report, dry_run=given["dry_run"]))
        if report.rows and report.refused_rows == report.rows:
            raise CommandError(f"None of the {report.rows:,} rows could be taken.")

    def _import(
        self, project: Project, source: Source, options: Options, rejects_path: Path | None
    ) -> ImportRun:
        """Import with a progress bar and say what came of it."""
        run = begin_import(project=project, source=source, options=options, now=options.began)
        name = f"{source.path.stem}-{run.fingerprint[:8]}.rejects.jsonl"
        rejects = Rejects(rejects_path or Path(settings.VAR) / "imports" / name)
        if run.lines_done:
            self.stdout.write(f"Going on behind line {run.lines_done:,}, where it stopped.")
        bar = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
        console = Console(stderr=True)
        with Progress(
            *bar, TimeRemainingColumn(), console=console, disable=not console.is_terminal
        ) as progress:
            task = progress.add_task(source.path.name, total=source.lines, completed=run.lines_done)
            batches = import_rows(
                run=run, source=source, options=options, rejects=rejects, clock=timezone.now
            )
            for run in batches:
                progress.update(task, completed=run.lines_done)
        self._print(Report.of(run.report), rejects)
        return run

    def _print(self, report: Report, rejects: Rejects) -> None:
        self._print_counts("changed", report.changed)
        self._print_counts("refused", report.refused)
        for line, code, detail in report.refusals:
            self.stdout.write(f"    line {line:,}: {detail} ({code})")
        if report.refused_rows > len(report.refusals):
            self.stdout.write(f"    … {report.refused_rows - len(report.refusals):,} more")
        if report.refused:
            self.stdout.write(f"  The refused rows are in {rejects.path}")

    def _print_counts(self, verb: str, counts: Counter[str]) -> None:
        for what, times in counts.most_common(CHANGES_SHOWN):
            self.stdout.write(f"  {verb} {times:,}: {what}")
        if len(counts) > CHANGES_SHOWN:
            self.stdout.write(f"  … and {len(counts) - CHANGES_SHOWN:,} other kinds {verb}")


def _options(project: Project, given: dict[str, Any]) -> Options:
    return Options(
        began=timezone.now(),
        columns=dict(given["map"]),
        scale=given["scale"],
        spread=given["spread"],
        reasons=codes_ever(project),
    )


def _summary(report: Report, *, dry_run: bool) -> str:
    """The last line: what is here now that was not before."""
    if not report.rows:
        return "Nothing new: the file holds no rows."
    parts = [
        f"{report.answers:,} answers and {report.created:,} votes new" if report.new else "",
        f"{report.revised:,} changed minds" if report.revised else "",
        f"{report.known:,} rows known already" if report.known else "",
        f"{report.outdated:,} older than what stands" if report.outdated else "",
        f"{report.refused_rows:,} refused",
    ]
    line = ", ".join(part for part in parts if part) + "."
    line = line if report.new else f"Nothing new: {line}"
    return f"Dry run, nothing is stored. {line}" if dry_run else line
