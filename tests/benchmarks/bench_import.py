"""`make bench-import`: rows a second through `manage.py import_feedback`, placing left out."""

import json
import time
from pathlib import Path

from tests.benchmarks.stack import bench_stack
from tests.benchmarks.table import Figure, report
from tests.stack import Stack

ROWS = 20_000
LIMIT = 5_000


def _generated(folder: Path) -> Path:
    """Votes as another system has them: half with a comment, one in four a complaint."""
    file = folder / "votes.jsonl"
    with file.open("w") as handle:
        for n in range(ROWS):
            row = {
                "id": f"row-{n}",
                "ts": f"2026-0{1 + n % 6}-{1 + n % 28:02}T{n % 24:02}:00:00Z",
                "user": f"user-{n % 900}",
                "team": f"team-{n % 12}",
                "answer_id": f"answer-{n % 6_000}",
                "rating": -1 if n % 4 == 0 else 1,
            }
            if n % 2:
                row["comment"] = f"Paragraph {n % 90} of the handbook says otherwise."
            handle.write(json.dumps(row) + "\n")
    return file


def _seconds(stack: Stack, file: Path, slug: str) -> float:
    stack.bootstrap(slug)
    started = time.perf_counter()
    stack.manage("import_feedback", str(file), "--project", slug)
    return time.perf_counter() - started


def main() -> None:
    with bench_stack("--services-only") as stack:  # a worker would place while we measure
        stack.manage("migrate")
        file = _generated(stack.var)
        first = _seconds(stack, file, "first")
        started = time.perf_counter()
        stack.manage("import_feedback", str(file), "--project", "first")
        again = time.perf_counter() - started
    figures = [
        Figure("rows a second, start of the command included", ROWS / first, "/s", LIMIT),
        Figure("the same file again, of the first time", again / first, "of it", 1, "at most"),
    ]
    report("import", figures)


if __name__ == "__main__":
    main()
