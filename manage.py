#!/usr/bin/env python
"""Every command of the product; `python manage.py help` lists them."""

import os
import sys


def main() -> None:
    """Start the embedded database where DATABASE_URL is not set, then do what the arguments say."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "csc_tracker.settings")
    from django.core.management import execute_from_command_line

    from csc_tracker import embedded, settings

    if settings.EMBEDDED_DATABASE and sys.argv[1:2] != ["database"]:
        try:
            embedded.start(settings.CSC_DATA)
        except embedded.EmbeddedDatabaseError as error:
            sys.exit(f"{error}")
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
