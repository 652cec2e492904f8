"""`run`: the whole product comes up, keeps its data, says so when it cannot, and leaves nothing running."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
UP_WITHIN = 400  # seconds of a machine that is busy with other tests, the demonstration authority included
pytestmark = [pytest.mark.slow, pytest.mark.enable_socket]


@pytest.fixture
def data() -> Iterator[Path]:
    """The folder of an installation of its own."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        data = Path(folder) / "var"
        yield data
        stop = [sys.executable, "manage.py", "database", "stop"]
        subprocess.run(stop, cwd=ROOT, env=environment(data), stdout=subprocess.DEVNULL, check=False)


def environment(data: Path) -> dict[str, str]:
    """This process's environment, but for the installation of `data` and without servers."""
    left = ("DATABASE_URL", "CELERY_BROKER_URL", "PYTHONUNBUFFERED")
    kept = {name: value for name, value in os.environ.items() if name not in left}
    return kept | {"CSC_DATA": str(data)}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def start(data: Path, port: int, said: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "manage.py", "run", "--port", str(port)]
    with said.open("wb") as out:
        return subprocess.Popen(command, cwd=ROOT, env=environment(data), stdout=out, stderr=subprocess.DEVNULL)


def answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def wait(until: Callable[[], bool], seconds: float) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if until():
            return True
        time.sleep(0.2)
    return False


def test_it_comes_up_prints_the_sign_ins_stops_and_comes_back(data: Path) -> None:
    port = free_port()
    for told, is_first in ((signal.SIGTERM, True), (signal.SIGHUP, False)):
        output = data.with_name(f"{told.name}.txt")
        product = start(data, port, output)
        assert wait(lambda: answers(port), UP_WITHIN)
        assert "administrator@council.example" in output.read_text(), "before it is told to stop"
        product.send_signal(told)
        assert product.wait(60) == 0
        said = output.read_text()
        assert ("made-up records loaded" in said) is is_first
        assert "director@council.example" in said and "administrator@council.example" in said
        assert said.rstrip().endswith("Stopped. The data are kept.")
        assert not answers(port)
    left = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True).stdout
    assert f"127.0.0.1:{port}" not in left


def test_a_taken_port_is_named(data: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        command = [sys.executable, "manage.py", "run", "--port", str(port)]
        ended = subprocess.run(command, cwd=ROOT, env=environment(data), capture_output=True, text=True, check=False)
    assert ended.returncode == 1 and f"Port {port} is in use" in ended.stderr
