"""Where the embedded servers keep their data and their sockets. Pure: it only names paths."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

# Not TMPDIR: a server and a client started with different ones must still meet. Whether the
# folder is ours is checked before anything is put there.
SHORT_ROOT = Path("/tmp")  # noqa: S108


@dataclass(frozen=True)
class Places:
    """Paths that follow from the var folder. A socket's path must stay under 100 characters,
    so sockets live in a short folder of the system's, named after the var folder."""

    var: Path

    @property
    def sockets(self) -> Path:
        name = hashlib.sha256(str(self.var).encode()).hexdigest()[:12]
        return SHORT_ROOT / f"errata-{name}"

    @property
    def postgres_socket(self) -> Path:
        """A folder: PostgreSQL names the socket in it."""
        return self.sockets / "pg"

    @property
    def postgres_data(self) -> Path:
        return self.var / "postgres"

    @property
    def database_url(self) -> str:
        return f"postgres://errata@{str(self.postgres_socket).replace('/', '%2F')}/errata"

    @property
    def valkey_socket(self) -> Path:
        return self.sockets / "valkey.sock"

    @property
    def redis_url(self) -> str:
        return f"unix://{self.valkey_socket}"

    @property
    def logs(self) -> Path:
        return self.var / "log"

    @property
    def lock(self) -> Path:
        return self.var / "up.lock"
