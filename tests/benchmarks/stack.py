"""A stack for a benchmark, outside of pytest."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

from tests.stack import Stack, running_stack


@contextmanager
def bench_stack(*options: str) -> Iterator[Stack]:
    """Everything on the embedded servers, or what `options` of `up` leave, in its own folder."""
    kept = os.environ.get("ERRATA_VAR")
    with tempfile.TemporaryDirectory(prefix="errata-bench-", dir="/tmp") as folder:
        os.chmod(folder, 0o711)  # noqa: PTH101
        os.environ["ERRATA_VAR"] = folder
        try:
            with running_stack(*options) as stack:
                yield stack
        finally:
            os.environ.pop("ERRATA_VAR")
            if kept:
                os.environ["ERRATA_VAR"] = kept
