"""The file that keeps what was refused, so that it can be mended and imported by itself."""

import os
from collections.abc import Sequence
from pathlib import Path

import msgspec

from feedback.errors import RefusedError
from feedback.imports.reading import Row, shown


class Rejects:
    """JSON Lines of line, code, detail and row. The file is there once something was refused."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def write(self, refused: Sequence[tuple[Row, RefusedError]], *, at: int) -> int:
        """Write behind byte `at`, dropping what a broken run left there; the bytes kept now.

        On disk when it returns: the count is committed right after, and must not be ahead.
        """
        if not refused and not self.path.exists():
            return 0
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self.path.open("ab") as file:
            file.truncate(at)
            for row, refusal in refused:
                entry = {
                    "line": row.line,
                    "code": refusal.code,
                    "detail": refusal.detail,
                    "row": shown(row),
                }
                file.write(msgspec.json.encode(entry) + b"\n")
            if refused:
                file.flush()
                os.fsync(file.fileno())
            size = file.tell()
        if not size:
            self.path.unlink()
        return size
