"""What every page shows around its content: the product's pages that the user may open."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, resolve, reverse

from accounts.access import access_of

# Label and name of the URL. Who sees a link follows from what the view behind it declares, so it is not said again.
PAGES = (
    ("Home", "home"),
    ("Figures", "figures"),
    ("Trackers", "trackers"),
    ("Children", "children"),
    ("Data quality", "data_quality"),
    ("Imports", "imports"),
    ("Users", "users"),
    ("Teams", "teams"),
    ("Access log", "access_log"),
)


def navigation(request: HttpRequest) -> dict[str, Any]:
    """The links of the service navigation (`label`, `url`, `current`) and the words of the frame."""
    return {
        "navigation": _links(request) if request.user.is_authenticated else [],
        "council_name": settings.COUNCIL_NAME,
        "environment": settings.ENVIRONMENT,
    }


def _links(request: HttpRequest) -> list[dict[str, Any]]:
    """Only pages that exist and that the user may open; the one whose address leads here is current."""
    links = []
    for label, name in PAGES:
        try:
            url = reverse(name)
        except NoReverseMatch:  # a page of an installation that leaves this part out
            continue
        access = access_of(resolve(url))
        if access and access.allows(request.user):
            here = request.path == url or (name != "home" and request.path.startswith(url))
            links.append({"label": label, "url": url, "current": here})
    return links
