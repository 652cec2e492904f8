"""How far an import is, written where a page can see it while the import's own transaction is still open."""

from __future__ import annotations

import time
from collections.abc import Callable
from types import TracebackType

from django.db import connection

from tracking.models import ImportState

SECONDS_BETWEEN = 1.0

OnProgress = Callable[[int, str], None]


class Progress:
    """Writes per cent and words to an import's row through a connection of its own, at most once a second.

    The row is not touched by the import's transaction before its last statement, so neither waits for the other.
    """

    def __init__(self, import_id: int, on_progress: OnProgress | None = None) -> None:
        self._import_id, self._on_progress = import_id, on_progress
        self._connection = connection.copy()
        self._written_at, self._words = 0.0, ""

    def __enter__(self) -> Progress:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._connection.close()

    def tell(self, percent: float, words: str) -> None:
        """The import is so far, and doing this."""
        if self._on_progress:
            self._on_progress(int(percent), words)
        now = time.monotonic()
        if words != self._words or now - self._written_at >= SECONDS_BETWEEN:
            self._written_at, self._words = now, words
            self._write(int(percent), words)

    def _write(self, percent: int, words: str) -> None:
        with self._connection.cursor() as cursor:
            cursor.execute(
                "UPDATE tracking_import SET state = %s, percent = %s, progress = %s WHERE id = %s",
                [ImportState.RUNNING, percent, words, self._import_id],
            )
