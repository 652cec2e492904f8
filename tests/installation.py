"""The installation that tests use: a folder and an embedded database of their own, never those of `make run`.

Loaded as a pytest plugin before Django's settings are. With DATABASE_URL set, the tests use that server instead.
"""

import fcntl
import os
from pathlib import Path
from typing import TextIO

import pytest

DATA = Path(__file__).resolve().parent.parent / "var" / "test"
os.environ["CSC_DATA"] = str(DATA)

from csc_tracker import embedded  # noqa: E402 - settings read CSC_DATA when they are first imported

HELD = pytest.StashKey[TextIO]()


def pytest_configure(config: pytest.Config) -> None:
    """Start the tests' database, once for all workers; one run at a time, or the first to end would stop it."""
    if os.environ.get("DATABASE_URL") or hasattr(config, "workerinput"):
        return
    DATA.mkdir(parents=True, exist_ok=True)
    lock = (DATA / "tests.lock").open("w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.close()
        pytest.exit(f"Other tests run on {DATA}: wait until they have ended.", returncode=2)
    config.stash[HELD] = lock
    embedded.start(DATA)


def pytest_unconfigure(config: pytest.Config) -> None:
    """Leave nothing running."""
    if lock := config.stash.get(HELD, None):
        embedded.stop(DATA)
        lock.close()
