"""Start the embedded servers, under a supervisor or for the length of a `with`."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from config.services import postgres, valkey
from config.services.places import Places
from config.supervisor.supervisor import Supervisor

UP_WITHIN_SECONDS = 60.0


def start_postgres(
    *, supervisor: Supervisor, places: Places, durable: bool = True, tell: Callable[[str], None]
) -> None:
    """Start PostgreSQL and wait for it. NotReadyError, DatabaseSetupError."""
    supervisor.start(postgres.server(places=places, durable=durable, tell=tell))
    supervisor.wait_until(
        lambda: postgres.ready(places), within=UP_WITHIN_SECONDS, what="PostgreSQL"
    )


def start_valkey(*, supervisor: Supervisor, places: Places) -> None:
    """Start Valkey and wait for it. NotReadyError, ValkeySetupError."""
    supervisor.start(valkey.server(places=places))
    supervisor.wait_until(lambda: valkey.ready(places), within=UP_WITHIN_SECONDS, what="Valkey")


@contextmanager
def running_services(places: Places, *, durable: bool = True) -> Iterator[dict[str, str]]:
    """Both servers for the length of a `with`; yields the environment that finds them.

    With `durable=False` the database is faster and its data is not safe from a power cut. They
    stop with the process that holds them, however that ends.
    """
    supervisor = Supervisor(logs=places.logs)
    try:
        start_postgres(supervisor=supervisor, places=places, durable=durable, tell=lambda _: None)
        start_valkey(supervisor=supervisor, places=places)
        yield {
            "ERRATA_VAR": str(places.var),
            "DATABASE_URL": places.database_url,
            "REDIS_URL": places.redis_url,
        }
    finally:
        supervisor.stop()
        shutil.rmtree(places.sockets, ignore_errors=True)
