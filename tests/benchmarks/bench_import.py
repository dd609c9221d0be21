"""`make bench-import`: rows a second through `manage.py import_feedback`, placing left out."""

import json
import time
from pathlib import Path

from tests.benchmarks.stack import bench_stack
from tests.benchmarks.table import Figure, report
from tests.stack import Stack

ROWS = 100_000
PEOPLE = 996  # each of one of 12 teams, and none with two words on one answer
ANSWERS = 30_000
LIMIT = 10_000


def _generated(path: Path, rows: int) -> Path:
    """Votes as another system has them: half with a comment, one in four a complaint."""
    with path.open("w") as handle:
        for n in range(rows):
            row = {
                "id": f"row-{n}",
                "ts": f"2026-0{1 + n % 6}-{1 + n % 28:02}T{n % 24:02}:00:00Z",
                "user": f"user-{n % PEOPLE}",
                "team": f"team-{n % 12}",
                "answer_id": f"answer-{n % ANSWERS}",
                "rating": -1 if n % 4 == 0 else 1,
            }
            if n % 2:
                row["comment"] = f"Paragraph {n % 90} of the handbook says otherwise."
            handle.write(json.dumps(row) + "\n")
    return path


def _seconds(stack: Stack, file: Path) -> float:
    started = time.perf_counter()
    stack.manage("import_feedback", str(file), "--project", "bench")
    return time.perf_counter() - started


def main() -> None:
    with bench_stack("--services-only") as stack:  # a worker would place while we measure
        stack.manage("migrate")
        stack.bootstrap("bench")
        # A file of one row is all start. The second time, as the first fills the disk's cache.
        tiny = _generated(stack.var / "tiny.jsonl", 1)
        _seconds(stack, tiny)
        start = _seconds(stack, tiny)
        file = _generated(stack.var / "votes.jsonl", ROWS)
        first = _seconds(stack, file)
        again = _seconds(stack, file)
    figures = [
        Figure("rows of votes in the file", ROWS, ""),
        Figure("start of the command, with a file of one row", start, "s"),
        Figure("rows a second, start of the command included", ROWS / first, "/s", LIMIT),
        Figure("rows a second, start of the command left out", ROWS / (first - start), "/s"),
        Figure("the same file again, of the first time", again / first, "of it", 1, "at most"),
    ]
    report("import", figures)


if __name__ == "__main__":
    main()
