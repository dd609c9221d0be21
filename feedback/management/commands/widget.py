"""`manage.py widget`: how large its files are, and how to embed or host them oneself."""

from pathlib import Path
from typing import IO, Any, cast

from django.core.management.base import BaseCommand, CommandError, CommandParser
from rich.console import Console
from rich.table import Table

from feedback.widget.files import MOST_BYTES, Widget, widget
from feedback.widget.script import SCRIPT, TOLD


class Command(BaseCommand):
    help = (
        "Print the sizes of the widget's files and their integrity hashes. With --to, write "
        "them into a folder, to be served by the host itself."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--to", type=Path, metavar="FOLDER", help="write the files there")

    def handle(self, *args: Any, **given: Any) -> None:  # noqa: ARG002 - Django's signature
        found = widget()
        self._print(found)
        if given["to"]:
            self._write(found, given["to"])

    def _print(self, found: Widget) -> None:
        table = Table("language", "script and words, gzip", f"of {MOST_BYTES:,} bytes", box=None)
        for language in found.languages:
            size = found.transferred(language)
            table.add_row(language, f"{size:,} bytes", f"{size / MOST_BYTES:.1%}")
        Console(file=cast("IO[str]", self.stdout)).print(table)
        told = len(found.files[TOLD].compressed)
        self.stdout.write(f"{told:,} bytes more where something became of an earlier word")
        self.stdout.write(f"/widget/{found.version}/{SCRIPT}")
        self.stdout.write(f"integrity {found.files[SCRIPT].integrity}")

    def _write(self, found: Widget, folder: Path) -> None:
        try:
            folder.mkdir(parents=True, exist_ok=True)
            for name, file in found.files.items():
                (folder / name).write_bytes(file.content)
        except OSError as error:
            raise CommandError(f"{error.filename}: {error.strerror}") from error
        self.stdout.write(f"{len(found.files)} files are in {folder}")
