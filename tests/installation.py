"""The installation that tests use: a folder and an embedded database of their own, never those of `make run`.

Loaded as a pytest plugin before Django's settings are. With DATABASE_URL set, the tests use that server instead.
"""

import os
from pathlib import Path

import pytest

DATA = Path(__file__).resolve().parent.parent / "var" / "test"
os.environ["CSC_DATA"] = str(DATA)

from csc_tracker import embedded  # noqa: E402 - settings read CSC_DATA when they are first imported


def _uses_embedded(config: pytest.Config) -> bool:
    return not os.environ.get("DATABASE_URL") and not hasattr(config, "workerinput")


def pytest_configure(config: pytest.Config) -> None:
    """Start the tests' database, once for all workers."""
    if _uses_embedded(config):
        embedded.start(DATA)


def pytest_unconfigure(config: pytest.Config) -> None:
    """Leave nothing running."""
    if _uses_embedded(config):
        embedded.stop(DATA)
