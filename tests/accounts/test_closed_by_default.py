"""A page opens only to those whom it declares itself open to."""

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import include, path
from django.views import View
from django.views.decorators.http import require_POST

from accounts.access import needs, public, signed_in
from accounts.models import User
from accounts.roles import Right, Role
from tests.accounts.people import make_user


def undeclared(request: HttpRequest) -> HttpResponse:
    return HttpResponse("opened")


@needs(Right.SEE_TRACKERS, Right.IMPORT)
def for_some(request: HttpRequest) -> HttpResponse:
    return HttpResponse("opened")


@needs(Right.SEE_TRACKERS)
@require_POST
def write(request: HttpRequest) -> HttpResponse:
    return HttpResponse("opened")


class Page(View):
    def get(self, request: HttpRequest) -> HttpResponse:
        return HttpResponse("opened")


@needs(Right.SEE_TRACKERS)
class MarkedPage(Page):
    pass


urlpatterns = [
    path("undeclared/", undeclared, name="undeclared"),
    path("undeclared-class/", Page.as_view()),
    path("some/", for_some),
    path("write/", write),
    path("class/", needs(Right.SEE_TRACKERS)(Page.as_view())),
    path("marked-class/", MarkedPage.as_view()),
    path("signed-in/", signed_in(Page.as_view())),
    path("public/", public(Page.as_view())),
    path("", include("csc_tracker.urls")),
]
handler403 = "csc_tracker.views.refused"

pytestmark = [pytest.mark.urls(__name__), pytest.mark.django_db]
CLOSED_TO_SOME = ["/some/", "/class/", "/marked-class/"]


def opens(client: Client, url: str) -> bool:
    return client.get(url).content == b"opened"


@pytest.mark.parametrize("url", ["/undeclared/", "/undeclared-class/"])
def test_a_page_that_declares_nothing_opens_to_nobody(client: Client, url: str) -> None:
    assert client.get(url).status_code == 403
    client.force_login(make_user("Everything", *Role))
    refused = client.get(url)
    assert refused.status_code == 403
    assert "does not declare who may open it" in refused.content.decode()


@pytest.mark.parametrize("url", CLOSED_TO_SOME)
def test_a_page_opens_to_whoever_has_one_of_its_rights(client: Client, wendy: User, url: str) -> None:
    client.force_login(wendy)
    assert opens(client, url)


def test_any_of_several_rights_will_do(client: Client) -> None:
    client.force_login(make_user("Anna", Role.ANALYST))
    assert opens(client, "/some/")
    assert not opens(client, "/class/")


@pytest.mark.parametrize("url", CLOSED_TO_SOME)
def test_without_the_right_the_page_says_which_and_whom_to_ask(
    client: Client, amara: User, nora: User, url: str
) -> None:
    client.force_login(nora)
    refused = client.get(url)
    assert refused.status_code == 403
    page = refused.content.decode()
    assert Right.SEE_TRACKERS in page
    assert amara.name in page and amara.email in page


def test_a_stranger_is_sent_to_sign_in_and_learns_no_names(client: Client, amara: User) -> None:
    answer = client.get("/some/?team=3")
    assert answer["Location"] == "/sign-in/?next=/some/%3Fteam%3D3"
    assert amara.email not in client.get("/undeclared/").content.decode()


def test_what_a_stranger_posts_is_lost_and_signing_in_leads_home(client: Client) -> None:
    assert client.post("/write/")["Location"] == "/sign-in/?next=/"


def test_a_piece_of_a_page_never_becomes_the_sign_in_page(client: Client) -> None:
    answer = client.get("/some/", headers={"HX-Request": "true"})
    assert (answer["HX-Redirect"], answer.content) == ("/sign-in/", b"")


def test_being_signed_in_is_enough_where_a_page_says_so(client: Client, nora: User) -> None:
    assert not opens(client, "/signed-in/")
    client.force_login(nora)
    assert opens(client, "/signed-in/")


def test_a_public_page_opens_to_strangers(client: Client) -> None:
    assert opens(client, "/public/")


def test_somebody_who_left_has_no_right(client: Client, wendy: User) -> None:
    wendy.is_active = False
    assert wendy.rights == frozenset()


def test_a_right_must_be_named() -> None:
    with pytest.raises(ValueError, match="at least one right"):
        needs()
