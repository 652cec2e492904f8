"""`create_administrator EMAIL NAME`: the first administrator of an installation, who then makes everybody else."""

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management.base import BaseCommand, CommandError

from accounts.actions import create_first_administrator


class Command(BaseCommand):
    """Makes the user and prints the link by which they set a password; refused (exit code 2) where one exists."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Who."""
        parser.add_argument("email")
        parser.add_argument("name")

    def handle(self, *args: Any, email: str, name: str, **options: Any) -> None:
        """Make them."""
        try:
            link = create_first_administrator(email=email, name=name)
        except PermissionDenied as error:
            raise CommandError(str(error), returncode=2) from error
        except ValidationError as error:
            raise CommandError(" ".join(error.messages), returncode=2) from error
        self.stdout.write(f"{name} sets a password at {link}")
