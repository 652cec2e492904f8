"""Pieces of the GOV.UK design system that a template calls by one tag: `{% load govuk %}`."""

from typing import Any

from django import template
from django.urls import reverse

register = template.Library()


@register.inclusion_tag("parts/breadcrumbs.html")
def crumbs(*pairs: str) -> dict[str, Any]:
    """The way to this page, after Home: `{% crumbs "Users" "users" %}`, each a label and a URL name or an address."""
    ways = zip(pairs[::2], pairs[1::2], strict=True)
    return {"crumbs": [("Home", reverse("home"))] + [(label, _url(where)) for label, where in ways]}


def _url(where: str) -> str:
    return where if where.startswith("/") else reverse(where)
