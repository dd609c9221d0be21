"""A pytest plugin: PostgreSQL and Valkey for the length of a run, in a folder of its own.

Settings are read early, so the environment is set when this file is loaded; the servers start
before the first worker does. Each xdist worker has a database in both: pytest-django's, and a
number in Valkey. With DATABASE_URL or REDIS_URL in the environment, those are used instead.
"""

import os
import shutil
from contextlib import ExitStack
from pathlib import Path

import psutil
import pytest

from config.services.places import Places
from config.services.running import running_services

SHORT_ROOT = Path("/tmp")
PREFIX = "errata-test-"
WORKER = os.environ.get("PYTEST_XDIST_WORKER")

_until_the_end = ExitStack()


def _set_environment() -> None:
    if WORKER is None:
        os.environ["ERRATA_VAR"] = str(SHORT_ROOT / f"{PREFIX}{os.getpid()}")
        os.environ["SECRET_KEY"] = "for tests only"
    places = Places(Path(os.environ["ERRATA_VAR"]))
    os.environ.setdefault("DATABASE_URL", places.database_url)
    os.environ.setdefault("REDIS_URL", places.redis_url)
    if WORKER and os.environ["REDIS_URL"] == places.redis_url:
        os.environ["REDIS_URL"] += f"?db={int(WORKER.removeprefix('gw')) + 1}"


_set_environment()


def pytest_configure(config: pytest.Config) -> None:
    if os.environ["DATABASE_URL"] == Places(Path(os.environ["ERRATA_VAR"])).database_url:
        # The whole server goes at the end. To drop the database first fails while a thread of the
        # last test still holds a connection.
        config.option.reuse_db = True
    if WORKER is not None or config.option.collectonly or config.option.help:
        return
    for folder in SHORT_ROOT.glob(f"{PREFIX}*"):
        pid = int(folder.name.removeprefix(PREFIX))
        if pid == os.getpid() or not psutil.pid_exists(pid):
            _remove(Places(folder))
    places = Places(Path(os.environ["ERRATA_VAR"]))
    places.var.mkdir()
    places.var.chmod(0o711)  # a server that may not be root passes through
    _until_the_end.callback(_remove, places)
    embedded = (places.database_url, places.redis_url)
    if os.environ["DATABASE_URL"] in embedded or os.environ["REDIS_URL"] in embedded:
        _until_the_end.enter_context(running_services(places, durable=False))


def pytest_unconfigure() -> None:
    _until_the_end.close()


def _remove(places: Places) -> None:
    shutil.rmtree(places.sockets, ignore_errors=True)
    shutil.rmtree(places.var, ignore_errors=True)
