"""The app of figures."""

from django.apps import AppConfig


class KpisConfig(AppConfig):
    """Measures, figures, targets, the book and its releases."""

    name = "kpis"
