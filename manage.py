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
    try:
        execute_from_command_line(sys.argv)
        sys.stdout.flush()
    except BrokenPipeError:  # whoever read our output (`| head`) has had enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


if __name__ == "__main__":
    main()
