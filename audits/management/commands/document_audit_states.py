"""`document_audit_states`: write docs/audit-states.md from the table of states."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from audits.states import as_markdown

FILE = settings.BASE_DIR / "docs" / "audit-states.md"


class Command(BaseCommand):
    """Writes the state machine of audits; a test holds the file to what the table says."""

    help = __doc__
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the file."""
        FILE.write_text(as_markdown(), encoding="utf-8")
        self.stdout.write(f"{FILE.relative_to(settings.BASE_DIR)} written")
