"""The embedded servers: where they listen, who may use them, what they survive."""

import os
import shutil
import stat
from pathlib import Path

import psycopg
import pytest
import redis

from config.services import postgres
from config.services.folders import UnsafeFolderError, own_folder
from config.services.places import SHORT_ROOT, Places


@pytest.fixture(scope="module")
def places() -> Places:
    return Places(Path(os.environ["ERRATA_VAR"]))


@pytest.fixture
def database(places: Places) -> psycopg.Connection:
    if os.environ["DATABASE_URL"] != places.database_url:
        pytest.skip("the environment names another PostgreSQL")
    folder = str(places.postgres_socket)
    with psycopg.connect(host=folder, user="errata", dbname="errata") as connection:
        yield connection


def test_postgres_listens_on_its_socket_only(database: psycopg.Connection) -> None:
    assert database.execute("SHOW listen_addresses").fetchone() == ("",)


def test_postgres_has_checksums_and_sorts_alike_on_every_system(
    database: psycopg.Connection,
) -> None:
    query = "SELECT datlocprovider, datlocale FROM pg_database WHERE datname = 'errata'"
    assert database.execute(query).fetchone() == ("b", "C.UTF-8")
    assert database.execute("SHOW data_checksums").fetchone() == ("on",)


def test_postgres_has_vectors_and_trigrams(database: psycopg.Connection) -> None:
    query = "SELECT name FROM pg_available_extensions WHERE name IN ('vector', 'pg_trgm')"
    assert {name for (name,) in database.execute(query)} == {"vector", "pg_trgm"}


def test_only_the_servers_account_enters_its_socket_folder(
    places: Places, database: psycopg.Connection
) -> None:
    assert stat.S_IMODE(places.postgres_socket.stat().st_mode) == 0o700


def test_valkey_listens_on_its_socket_only(places: Places) -> None:
    if not os.environ["REDIS_URL"].startswith(places.redis_url):
        pytest.skip("the environment names another Redis")
    with redis.Redis(unix_socket_path=str(places.valkey_socket)) as client:
        assert client.config_get("port") == {"port": "0"}
        assert client.config_get("save") == {"save": ""}


def test_a_socket_path_stays_short_however_deep_the_var_folder_is() -> None:
    places = Places(Path("/" + "deep/" * 100))
    assert len(str(places.postgres_socket / ".s.PGSQL.5432")) < 100
    assert places.sockets.parent == SHORT_ROOT


def test_a_link_in_the_place_of_a_socket_folder_is_refused(tmp_path: Path) -> None:
    link = tmp_path / "sockets"
    link.symlink_to(tmp_path)
    with pytest.raises(UnsafeFolderError):
        own_folder(link, mode=0o700)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a folder away")
def test_a_strangers_socket_folder_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "sockets"
    folder.mkdir()
    os.chown(folder, 12345, 12345)
    with pytest.raises(UnsafeFolderError):
        own_folder(folder, mode=0o700)


def test_a_lock_file_whose_pid_went_to_another_program_is_forgotten(tmp_path: Path) -> None:
    lock = tmp_path / "postmaster.pid"
    lock.write_text(f"{os.getpid()}\n{tmp_path}\n")
    postgres._forget_dead_server(tmp_path, tmp_path)
    assert not lock.exists()


def test_the_lock_file_of_a_server_that_runs_is_kept(places: Places, database: object) -> None:
    lock = places.postgres_data / "postmaster.pid"
    postgres._forget_dead_server(places.postgres_data, places.postgres_socket)
    assert lock.exists()


def test_data_of_another_postgres_is_refused(places: Places) -> None:
    foreign = Places(places.var / "foreign")
    (foreign.postgres_data).mkdir(parents=True)
    (foreign.postgres_data / "PG_VERSION").write_text("17\n")
    with pytest.raises(postgres.DatabaseSetupError, match="made by PostgreSQL 17; this is 18"):
        postgres.server(places=foreign, tell=print)
    shutil.rmtree(foreign.sockets)
