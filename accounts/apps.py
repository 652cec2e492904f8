from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Who may sign in, what they may open, and the log of it."""

    name = "accounts"

    def ready(self) -> None:
        """Listen for signing in and out."""
        from accounts import receivers  # noqa: F401
