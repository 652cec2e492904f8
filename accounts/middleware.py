"""Closed by default: no view runs for a user whom it does not declare itself open to."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.urls import ResolverMatch
from django.utils.cache import patch_cache_control
from django_htmx.http import HttpResponseClientRedirect

from accounts.access import RightMissing, access_of


class ClosedByDefault:
    """Reads what the view declares (accounts.access) before it runs."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """What somebody saw signed in is kept by no browser or proxy: the next person at the desk may go back."""
        response = self.get_response(request)
        if getattr(request, "user", None) and request.user.is_authenticated:
            patch_cache_control(response, private=True, no_store=True)
        return response

    def process_view(self, request: HttpRequest, view: Callable, args: Any, kwargs: Any) -> HttpResponse | None:
        """None lets the view run; an anonymous user is sent to sign in.

        Raises PermissionDenied for a view that declares nothing, whoever asks, and RightMissing for a user who may
        not open it.
        """
        match = request.resolver_match
        assert isinstance(match, ResolverMatch)  # noqa: S101  (a view was found, so there is a match)
        if too_large(request) and not getattr(match.func, "takes_files", False):
            return HttpResponse("That is more than this page takes.", status=413, content_type="text/plain")
        access = access_of(match)
        if access is None:
            raise PermissionDenied(f"The view {match.view_name or match._func_path} does not declare who may open it.")
        if access.allows(request.user):
            return None
        if not request.user.is_authenticated:
            return _sign_in_first(request)
        raise RightMissing(access.rights)


def too_large(request: HttpRequest) -> bool:
    """Whether the body is larger than that of any form; asked before anything reads it."""
    size = request.META.get("CONTENT_LENGTH") or "0"
    return size.isdigit() and int(size) > settings.LARGEST_FORM_BYTES


def _sign_in_first(request: HttpRequest) -> HttpResponse:
    """To the sign-in page, and back from there to the page that the user was on.

    A piece of a page that htmx asks for must not become the sign-in page, so the whole page goes there; what was to be
    posted is lost, and its address may have no page to come back to.
    """
    if request.headers.get("HX-Request"):
        return HttpResponseClientRedirect(resolve_url(settings.LOGIN_URL))
    if request.method != "GET":
        return redirect_to_login(resolve_url(settings.LOGIN_REDIRECT_URL))
    return redirect_to_login(request.get_full_path())
