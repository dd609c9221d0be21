"""Rows out of a JSON Lines or CSV file, plain or gzipped, one at a time. No Django, no clock.

A row that can't be read is yielded as its refusal; reading goes on with the next. Memory stays
constant: nothing longer than LINE_LIMIT is ever held.
"""

import csv
import gzip
import hashlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple, cast

import msgspec

from feedback.imports.errors import FileRefusedError, RowRefusedError

LINE_LIMIT = 1024 * 1024
_CHUNK = 1024 * 1024
_JSON_NAMES = {".jsonl", ".ndjson", ".json"}
_CSV_NAMES = {".csv", ".tsv"}
_DELIMITERS = ",;\t|"

_decode = msgspec.json.Decoder(dict[str, Any]).decode


class Row(NamedTuple):
    """A row of the file, by column: `line` is where it ends, `size` what it took, in bytes."""

    line: int
    size: int
    values: dict[str, Any] | RowRefusedError
    raw: str


@dataclass(frozen=True)
class Source:
    """A file that was looked through once: what it holds, its lines and its SHA-256."""

    path: Path
    format: str
    delimiter: str
    lines: int
    digest: str


def inspect(path: Path) -> Source:
    """Look the file through. FileRefusedError: missing, a folder, unreadable, not text in UTF-8."""
    if path.is_dir():
        raise FileRefusedError(f"{path} is a directory, not a file.", code="is_directory")
    if path.exists() and not path.is_file():  # a pipe can't be read twice
        raise FileRefusedError(f"{path} is not an ordinary file.", code="not_a_file")
    try:
        with _open(path) as file:
            head = file.read(_CHUNK)
            digest = hashlib.sha256(head)
            lines = head.count(b"\n")
            last = head[-1:]
            while chunk := file.read(_CHUNK):
                digest.update(chunk)
                lines += chunk.count(b"\n")
                last = chunk[-1:]
    except FileNotFoundError as error:
        raise FileRefusedError(f"There is no file {path}.", code="no_such_file") from error
    except (gzip.BadGzipFile, EOFError) as error:
        raise FileRefusedError(f"{path} is damaged gzip: {error}", code="gzip_damaged") from error
    except OSError as error:
        raise FileRefusedError(f"{path} can't be read: {error.strerror}", code="unreadable") from (
            error
        )
    form, delimiter = _form(path, head)
    lines += last not in {b"\n", b""}
    return Source(path, form, delimiter, lines, digest.hexdigest())


def read(source: Source, *, after: int = 0) -> Iterator[Row]:
    """Every row that ends behind line `after`, in order."""
    with _open(source.path) as file:
        lines = _Lines(file)
        yield from (
            _json_rows(lines, after)
            if source.format == "json"
            else _csv_rows(lines, after, source.delimiter)
        )


def _open(path: Path) -> BinaryIO:
    with path.open("rb") as file:
        zipped = file.read(2) == b"\x1f\x8b"
    return cast("BinaryIO", gzip.open(path) if zipped else path.open("rb"))


def _form(path: Path, head: bytes) -> tuple[str, str]:
    """The format by the file's name, else by its first character; and what parts its cells."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise FileRefusedError(f"{path} is in UTF-16. Save it as UTF-8.", code="not_utf8")
    name = path.with_suffix("") if path.suffix.lower() == ".gz" else path
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    suffix = name.suffix.lower()
    if suffix in _JSON_NAMES or (suffix not in _CSV_NAMES and text[:1] in {b"{", b"["}):
        if suffix in {".json", ""} and text[:1] == b"[":
            raise FileRefusedError(
                f"{path} is one JSON list. Write one object a line (JSON Lines).",
                code="json_not_lines",
            )
        return "json", ""
    header = text.partition(b"\n")[0].decode("utf-8", "replace")
    return "csv", max(_DELIMITERS, key=header.count)


class _Lines:
    """Lines with their number and size. One that is too long is read past, and said so."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.number = 0
        self.size = 0

    def __iter__(self) -> Iterator[bytes | None]:
        while line := self._file.readline(LINE_LIMIT + 1):
            self.number += 1
            self.size = len(line)
            if self.number == 1:
                line = line.removeprefix(b"\xef\xbb\xbf")
            if len(line) <= LINE_LIMIT:
                yield line
                continue
            while not line.endswith(b"\n") and (line := self._file.readline(LINE_LIMIT)):
                self.size += len(line)
            yield None

    def too_long(self) -> RowRefusedError:
        return RowRefusedError(
            f"The line has {self.size:,} bytes; {LINE_LIMIT:,} is the limit.", code="line_too_long"
        )


def _json_rows(lines: _Lines, after: int) -> Iterator[Row]:
    for line in lines:
        if lines.number <= after:
            continue
        if line is None:
            yield Row(lines.number, lines.size, lines.too_long(), "")
        elif not line.isspace():
            yield Row(lines.number, lines.size, _json_values(line), line.decode("utf-8", "replace"))


def _json_values(line: bytes) -> dict[str, Any] | RowRefusedError:
    try:
        return _decode(line)
    except msgspec.ValidationError as error:
        if str(error).startswith("Expected `object`"):
            return RowRefusedError("The line is JSON, but not an object.", code="not_an_object")
        return RowRefusedError(f"The line can't be held: {error}", code="invalid")
    except RecursionError:
        return RowRefusedError("The JSON is nested too deeply.", code="nested_too_deeply")
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        return RowRefusedError(f"The line is not JSON: {error}", code="not_json")


def _csv_rows(lines: _Lines, after: int, delimiter: str) -> Iterator[Row]:
    header: list[str] = []
    for line, cells in _cells(lines, delimiter):
        if isinstance(cells, list) and not header:
            header = [name.strip() for name in cells]
            if not _is_text("".join(header)):
                raise FileRefusedError("The headings are not UTF-8.", code="not_utf8")
        elif line > after:
            raw = delimiter.join(cells) if isinstance(cells, list) else ""
            found = _csv_values(header, cells, raw) if isinstance(cells, list) else cells
            yield Row(line, len(raw), found, raw)


def _cells(lines: _Lines, delimiter: str) -> Iterator[tuple[int, list[str] | RowRefusedError]]:
    """A cell may hold line ends; a row then ends on a later line than it began."""
    too_long: list[tuple[int, RowRefusedError]] = []

    def text() -> Iterator[str]:
        for line in lines:
            if line is None:
                too_long.append((lines.number, lines.too_long()))
            else:
                # Bytes that are no UTF-8 become lone surrogates, which are refused as such.
                yield line.decode("utf-8", "surrogateescape")

    csv.field_size_limit(LINE_LIMIT)
    reader = csv.reader(text(), delimiter=delimiter, strict=True)
    while True:
        began = lines.number + 1
        try:
            cells = next(reader, None)
        except csv.Error as error:
            cells = []
            where = f"Lines {began:,} to {lines.number:,}" if began < lines.number else "The line"
            yield lines.number, RowRefusedError(f"{where}: no CSV: {error}", code="not_csv")
        yield from too_long
        too_long.clear()
        if cells is None:
            return
        if any(cells):
            yield lines.number, cells


def _csv_values(header: list[str], cells: list[str], raw: str) -> dict[str, Any] | RowRefusedError:
    if not _is_text(raw):
        return RowRefusedError("The row is not UTF-8.", code="not_utf8")
    if len(cells) > len(header):
        return RowRefusedError(
            f"The row has {len(cells)} cells under {len(header)} headings.", code="too_many_cells"
        )
    return {name: cell for name, cell in zip(header, cells, strict=False) if cell}


def shown(row: Row) -> Any:
    """The row as a rejects file keeps it: its values, or as much of its text as is useful."""
    if isinstance(row.values, dict):
        return row.values
    return row.raw[:1000].encode(errors="backslashreplace").decode()


def _is_text(raw: str) -> bool:
    """Whether it is text throughout, without the lone surrogates of bytes that are none."""
    with suppress(UnicodeEncodeError):
        return raw.isascii() or bool(raw.encode())
    return False
