"""A worker that reads what is typed, for the tests of searching by meaning."""

from collections.abc import Iterator
from contextlib import contextmanager

from celery.contrib.testing.worker import start_worker

from config.celery import app


@contextmanager
def reading_worker() -> Iterator[None]:
    """The worker `asked`, on a thread of this process; tests with it commit what they make."""
    app.loader.import_default_modules()
    with start_worker(app, pool="solo", queues=["asked"], perform_ping_check=False):
        yield
