"""What every page shows around its content: the product's pages that the user may open."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.urls import resolve, reverse

from accounts.access import access_of
from accounts.models import User

# Label, name of the URL, what it is for. Who sees a link follows from what the view behind it declares, so that is not
# said again here.
PAGES = (
    ("Figures", "figures", "The report’s measures, month by month."),
    ("Reports", "releases", "The monthly report: drafted, checked, published, and what moved since."),
    ("Trackers", "trackers", "What must happen to which child by when: due, overdue and done."),
    ("Audits", "audits", "Cases sampled, judged and moderated; what must be done after them."),
    ("Children", "children", "Find a child’s record and the history of their journey."),
    ("Data quality", "data_quality", "Records that miss something or contradict each other."),
    ("Withdrawals", "withdrawals", "What people withdrew, and why. Bring back what should have stayed."),
    ("Imports", "imports", "Load an extract of the case system, and see what earlier ones changed."),
    ("Time limits", "limits", "By when what must happen, and the law or standard that says so."),
    ("Users", "users", "Who may sign in, with which roles and teams."),
    ("Teams", "teams", "Services and teams, and how many users each has."),
    ("Access log", "access_log", "Who opened which record, when and why."),
)
SEARCH = "Children"  # the page to which the search box of the header leads


def navigation(request: HttpRequest) -> dict[str, Any]:
    """The links of the service navigation (`label`, `url`, `what`, `current`), where the search box of the header
    leads (nowhere for those who may not search), and the words of the frame."""
    links = _links(request) if request.user.is_authenticated else []
    return {
        "navigation": links,
        "search_url": next((link["url"] for link in links if link["label"] == SEARCH), ""),
        "council_name": settings.COUNCIL_NAME,
        "environment": settings.ENVIRONMENT,
    }


def _links(request: HttpRequest) -> list[dict[str, Any]]:
    """The one whose address leads here is current."""
    return [page | {"current": request.path.startswith(page["url"])} for page in pages_open_to(request.user, PAGES)]


def pages_open_to(user: User | AnonymousUser, pages: Iterable[tuple[str, str, str]]) -> list[dict[str, Any]]:
    """Of pages (label, name of the URL, what it is for) those that the user may open, as `label`, `url` and `what`."""
    found = []
    for label, name, what in pages:
        url = reverse(name)
        access = access_of(resolve(url))
        if access and access.allows(user):
            found.append({"label": label, "url": url, "what": what})
    return found
