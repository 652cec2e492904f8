"""`run [--port 8000]`: the whole product on this machine; Ctrl-C stops it and keeps the data."""

import os
import signal
import socket
import subprocess
import sys
import threading
from argparse import ArgumentParser
from types import FrameType
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from accounts.models import User
from csc_tracker import embedded
from csc_tracker.demo.sign_ins import SIGN_INS, sign_in_password
from tracking.models import Import

LOOK_EVERY = 0.3
STOP_WITHIN = 15


class Command(BaseCommand):
    """Migrates, fills an empty installation with the demonstration authority, and serves the site with a worker."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where the site listens."""
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, *args: Any, port: int, **options: Any) -> None:
        """Serve until Ctrl-C; exit code 1 where a part ends by itself."""
        _refuse_taken(port)
        call_command("migrate", verbosity=0)
        if settings.EMBEDDED_DATABASE and not Import.objects.exists() and not User.objects.exists():
            self.stdout.write("An empty installation: loading the demonstration authority ...")
            call_command("load_demo")
        stop = _told_to_stop()
        parts: dict[str, subprocess.Popen[bytes]] = {}
        try:
            parts = {"worker": _worker(), "schedule": _schedule(), "site": _site(port)}
            self._welcome(port)
            ended = _wait(parts, stop)
        finally:
            _stop(parts)
            if settings.EMBEDDED_DATABASE:
                embedded.stop(settings.CSC_DATA)
        if ended:
            raise CommandError(f"The {ended} ended by itself; its last words are above.", returncode=1)
        self.stdout.write("Stopped. The data are kept.")

    def _welcome(self, port: int) -> None:
        self.stdout.write(f"\nThe site is on http://localhost:{port} (Ctrl-C stops it).")
        made = set(User.objects.values_list("email", flat=True))
        people = [person for person in SIGN_INS if person.email in made]
        if people:
            password = sign_in_password(settings.CSC_DATA)
            self.stdout.write("Sign in as:\n")
            for person in people:
                self.stdout.write(f"  {person.role.label:16} {person.email:38} {password}")
        self.stdout.write("")
        self.stdout.flush()  # into a file or pipe it would be written only at the end


def _refuse_taken(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise CommandError(
                f"Port {port} is in use: stop what uses it, or choose another port: manage.py run --port 8001"
            ) from error


def _worker() -> subprocess.Popen[bytes]:
    return _start("celery", "-A", "csc_tracker", "--quiet", "worker", "--concurrency", "2", "--loglevel", "WARNING")


def _schedule() -> subprocess.Popen[bytes]:
    kept = settings.CSC_DATA / "schedule"
    return _start("celery", "-A", "csc_tracker", "--quiet", "beat", "--loglevel", "WARNING", "--schedule", str(kept))


def _site(port: int) -> subprocess.Popen[bytes]:
    return _start(
        *("gunicorn", "csc_tracker.wsgi", "--bind", f"127.0.0.1:{port}", "--workers", "2", "--threads", "4"),
        *("--log-level", "warning", "--no-control-socket"),
    )


def _start(*command: str) -> subprocess.Popen[bytes]:
    """A part in a session of its own: Ctrl-C must reach only us, and we then stop each part's parent process."""
    return subprocess.Popen(  # noqa: S603 - our own parts
        [sys.executable, "-m", *command], cwd=settings.BASE_DIR, start_new_session=True
    )


def _told_to_stop() -> threading.Event:
    """Set once Ctrl-C is pressed, the terminal is closed or the process is told to end."""
    told = threading.Event()

    def tell(_: int, __: FrameType | None) -> None:
        told.set()

    for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(name, tell)
    return told


def _wait(parts: dict[str, subprocess.Popen[bytes]], stop: threading.Event) -> str:
    """The name of the first part that ends by itself, or nothing where we are told to stop."""
    while not stop.wait(LOOK_EVERY):
        for name, part in parts.items():
            if part.poll() is not None:
                return name
    return ""


def _stop(parts: dict[str, subprocess.Popen[bytes]]) -> None:
    for part in parts.values():
        part.terminate()
    for part in parts.values():
        try:
            part.wait(STOP_WITHIN)
        except subprocess.TimeoutExpired:
            os.killpg(part.pid, signal.SIGKILL)  # with whatever it had started
