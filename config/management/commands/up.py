"""`manage.py up`: everything, under one supervisor, until Ctrl-C."""

import contextlib
import shutil
import signal
import socket
import time
import urllib.error
import urllib.request
from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.text import Text

from config import assets
from config.services.folders import UnsafeFolderError
from config.services.places import Places
from config.services.postgres import DatabaseSetupError
from config.services.running import start_postgres, start_valkey
from config.services.valkey import ValkeySetupError
from config.supervisor.lock import AlreadyRunningError, held
from config.supervisor.programs import Programs
from config.supervisor.supervisor import InterruptedByUserError, NotReadyError, Supervisor

WEB_WITHIN_SECONDS = 60.0
EXPECTED = (
    AlreadyRunningError,
    DatabaseSetupError,
    NotReadyError,
    UnsafeFolderError,
    ValkeySetupError,
)


class StepFailedError(Exception):
    """A one-time step ended with an error."""


class Command(BaseCommand):
    help = "Run everything: PostgreSQL, Valkey, web server, task workers and beat."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--no-demo", action="store_true", help="do not offer the demonstration project"
        )
        parser.add_argument(
            "--services-only", action="store_true", help="only PostgreSQL and Valkey"
        )

    def handle(self, *_: object, **options: Any) -> None:
        self.console = Console(highlight=False, soft_wrap=True)
        places: Places = settings.PLACES
        try:
            with held(places.lock) as lock:
                if not options["services_only"]:
                    _require_free_port(settings.BIND, settings.PORT)
                self._supervise(places, lock=lock, **options)
        except (*EXPECTED, StepFailedError) as error:
            raise CommandError(str(error)) from error

    def _supervise(
        self, places: Places, *, lock: int, services_only: bool, no_demo: bool, **_: object
    ) -> None:
        supervisor = Supervisor(logs=places.logs, held=[lock], tell=self._tell)
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            if number != signal.SIGHUP or signal.getsignal(number) != signal.SIG_IGN:  # nohup
                signal.signal(number, supervisor.interrupt)
        try:
            with contextlib.suppress(InterruptedByUserError):
                self._start_services(supervisor, places)
                if not services_only:
                    self._start_programs(supervisor, places, demo=not no_demo)
                self._say_ready(places, services_only=services_only)
                supervisor.wait_until(lambda: False)
        finally:
            with contextlib.suppress(OSError):  # the terminal may be gone
                self.console.print("Stopping …")
            supervisor.stop()
            shutil.rmtree(places.sockets, ignore_errors=True)
        self.console.print("Everything has stopped.")

    def _start_services(self, supervisor: Supervisor, places: Places) -> None:
        """PostgreSQL and Valkey, each unless the environment names a real one."""
        if places.database_url == settings.DATABASE_URL:
            with self._step("PostgreSQL"):
                start_postgres(supervisor=supervisor, places=places, tell=self._tell)
        if places.redis_url == settings.REDIS_URL:
            with self._step("Valkey"):
                start_valkey(supervisor=supervisor, places=places)

    def _start_programs(self, supervisor: Supervisor, places: Places, *, demo: bool) -> None:
        programs = Programs(base=settings.BASE_DIR, var=places.var)
        with self._step("Database tables"):
            self._require(supervisor, programs, "migrate")
        if not assets.up_to_date():
            with self._step("Scripts and styles"):
                self._require(supervisor, programs, "prepare")
        supervisor.start(
            programs.web(bind=settings.BIND, port=settings.PORT, workers=settings.WEB_WORKERS)
        )
        supervisor.start(programs.tasks(workers=settings.TASK_WORKERS))
        supervisor.start(programs.rounds())
        supervisor.start(programs.asked())
        supervisor.start(programs.outside())
        supervisor.start(programs.beat())
        if demo and supervisor.run(programs.manage("load_demo", "--if-empty"), on_terminal=True):
            self._tell("the demonstration could not be loaded; everything else runs")
        with self._step("Web server"):
            try:
                supervisor.wait_until(_web_answers, within=WEB_WITHIN_SECONDS, what="web server")
            except NotReadyError as error:
                raise StepFailedError(f"{error}\n{_tail(supervisor, 'web')}") from error

    def _require(self, supervisor: Supervisor, programs: Programs, command: str) -> None:
        if code := supervisor.run(programs.manage(command)):
            raise StepFailedError(f"{command} ended with {code}\n{_tail(supervisor, command)}")

    @contextlib.contextmanager
    def _step(self, title: str) -> Iterator[None]:
        started = time.monotonic()
        with self.console.status(title) if self.console.is_terminal else contextlib.nullcontext():
            yield
        seconds = time.monotonic() - started
        self.console.print(
            Text.assemble(("✓ ", "green"), f"{title:<20}", (f"{seconds:6.1f} s", "dim"))
        )

    def _tell(self, message: str) -> None:
        self.console.print(Text.assemble(("• ", "yellow"), message))

    def _say_ready(self, places: Places, *, services_only: bool) -> None:
        if services_only:
            lines = [("database", settings.DATABASE_URL), ("broker", settings.REDIS_URL)]
        else:
            lines = [
                ("Ready", f"http://{_visible(settings.BIND)}:{settings.PORT}/"),
                ("Sign in", "with an account printed at its making; for a new password:"),
                ("", "manage.py changepassword EMAIL"),
            ]
        for label, text in [*lines, ("Logs", str(places.logs))]:
            self.console.print(Text.assemble((f"{label:<10}", "bold"), text))
        self.console.print("Ctrl-C stops everything.")


def _require_free_port(bind: str, port: int) -> None:
    """StepFailedError, saying what to do, if somebody listens there already."""
    family = socket.AF_INET6 if ":" in bind else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((bind, port))
        except OSError as error:
            raise StepFailedError(
                f"cannot listen on {bind}, port {port}: {error.strerror}. "
                f"Choose another with PORT={port + 1}"
            ) from error


def _web_answers() -> bool:
    """Whether anything but an error of the server's own comes back."""
    address = f"http://{_visible(settings.BIND)}:{settings.PORT}/livez"
    try:
        with urllib.request.urlopen(address, timeout=2):
            return True
    except urllib.error.HTTPError as error:
        error.close()
        return error.code < 500
    except OSError:
        return False


def _visible(bind: str) -> str:
    """The address at which this machine reaches what listens on `bind`."""
    address = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(bind, bind)  # noqa: S104
    return f"[{address}]" if ":" in address else address


def _tail(supervisor: Supervisor, name: str, lines: int = 20) -> str:
    log = supervisor.log_of(name)
    last = log.read_text(errors="replace").splitlines()[-lines:] if log.exists() else []
    return "\n".join([f"The end of {log}:", *last])
