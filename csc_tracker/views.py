"""The home page and the pages for what went wrong."""

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts import front as administration
from accounts.access import StaffRequest, signed_in
from accounts.models import User
from audits import front as audits
from kpis import front as figures
from tracking.actions.duties import current_edition
from tracking.trackers import front as trackers


@signed_in
def home(request: StaffRequest) -> HttpResponse:
    """What the user has to look at, by number, and one tile for each page that their roles open (accounts.context)."""
    tiles = [tile for part in (trackers, audits, figures, administration) for tile in part.tiles(request.user)]
    context = {"tiles": tiles, "day": current_edition(), "administrators": User.objects.administrators()}
    return render(request, "home.html", context)


def refused(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403: what is missing (the exception says), and who can change it."""
    administrators = User.objects.administrators()
    asking = getattr(request, "user", AnonymousUser())
    context = {"why": str(exception), "administrators": administrators if asking.is_authenticated else []}
    return render(request, "403.html", context, status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404. The address is not repeated: a child's reference may be part of it."""
    return render(request, "404.html", status=404)


def broken(request: HttpRequest) -> HttpResponse:
    """500, without the frame: whatever broke may break the frame too."""
    return render(None, "500.html", status=500)
