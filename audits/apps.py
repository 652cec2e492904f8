"""The app of audits."""

from django.apps import AppConfig


class AuditsConfig(AppConfig):
    """Audit programmes, samples, judgements and moderation."""

    name = "audits"

    def ready(self) -> None:
        """Say on a child's page which audits there were."""
        from audits.on_child import audits_of_child
        from tracking.children.sections import register

        register(audits_of_child)
