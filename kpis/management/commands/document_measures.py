"""`document_measures`: write docs/measures.md from the declarations of the measures."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from kpis.catalogue import as_markdown

FILE = settings.BASE_DIR / "docs" / "measures.md"


class Command(BaseCommand):
    """Writes the catalogue of measures; a test holds the file to what the declarations say."""

    help = __doc__
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the file."""
        FILE.write_text(as_markdown(), encoding="utf-8")
        self.stdout.write(f"{FILE.relative_to(settings.BASE_DIR)} written")
