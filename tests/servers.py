"""A pytest plugin: PostgreSQL and Valkey for the length of a run, in a folder of its own.

Settings are read early, so the environment is set when this file is loaded; the servers start
before the first worker does. Each xdist worker has a database in both: pytest-django's, and a
number in Valkey. Tables are made once, and copied for each worker. With DATABASE_URL or REDIS_URL
in the environment, those are used instead.
"""

import os
import shutil
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

import psutil
import psycopg
import pytest
from django.conf import settings

from config.services.places import Places
from config.services.running import running_services

BASE = Path(__file__).resolve().parents[1]
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


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Migrations take as long as a hundred tests: who needs tables first makes them in the
    server's own database, and every worker's begins as a copy of that."""
    places = Places(Path(os.environ["ERRATA_VAR"]))
    if os.environ["DATABASE_URL"] != places.database_url:
        return
    host = str(places.postgres_socket)
    with psycopg.connect(host=host, user="errata", dbname="postgres", autocommit=True) as server:
        server.execute("SELECT pg_advisory_lock(1)")  # others wait till `server` is closed
        with psycopg.connect(host=host, user="errata", dbname="errata") as tables:
            made = tables.execute("SELECT to_regclass('feedback_project')").fetchone()
        if made == (None,):
            command = [sys.executable, "manage.py", "migrate"]
            subprocess.run(command, cwd=BASE, check=True, capture_output=True)
    settings.DATABASES["default"]["TEST"]["TEMPLATE"] = "errata"


def _remove(places: Places) -> None:
    shutil.rmtree(places.sockets, ignore_errors=True)
    shutil.rmtree(places.var, ignore_errors=True)
