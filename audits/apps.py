"""The app of audits."""

from django.apps import AppConfig


class AuditsConfig(AppConfig):
    """Audit programmes, samples, judgements and moderation."""

    name = "audits"
