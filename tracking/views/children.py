"""Finding a child, and the child's page."""

from datetime import date

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods

from accounts.access import StaffRequest, needs
from accounts.log import log_list, log_read
from accounts.reasons import ask_why, reason_given
from accounts.roles import Right
from tracking.actions.duties import shown_day
from tracking.children.asked import Asked
from tracking.children.page import page_of
from tracking.children.search import search, with_details
from tracking.models import Child
from tracking.rules.sight import children_in_sight

SEARCHING = "search"  # what a reason is given for
LONGEST = 200


@needs(Right.SEE_RECORDS)
@require_http_methods(["GET", "HEAD", "POST"])
def children(request: StaffRequest) -> HttpResponse:
    """Search among the children in sight; who may see any child says first why they search."""
    reason, text = reason_given(request, SEARCHING), request.GET.get("q", "").strip()[:LONGEST]
    if request.user.may(Right.SEE_ANY_CHILD) and (request.method == "POST" or not reason):
        return ask_why(request, SEARCHING, "tracking/search_why.html", {})
    day, asked = shown_day(), Asked.read(text)
    found = search(request.user, day, asked) if asked else None
    parts = with_details(found, day) if found else []
    if found is not None:
        shown = [child.reference for child in (*found.exact, *found.close)]
        log_list(request=request, action="Searched", subject=text, child_references=shown, reason=reason)
    context = {"q": text, "day": day, "found": found, "parts": parts, "reason": reason}
    context["may_record"] = request.user.may(Right.RECORD)
    return render(request, "tracking/children.html", context)


@needs(Right.SEE_RECORDS)
@require_http_methods(["GET", "HEAD", "POST"])
def child(request: StaffRequest, pk: int) -> HttpResponse:
    """Who the child is, how things stand, and the journey; who may see any child says first why they open this one."""
    what, day = f"child {pk}", shown_day()
    opened = child_opened(request, pk, day)
    reason = reason_given(request, what)
    if request.user.may(Right.SEE_ANY_CHILD) and (request.method == "POST" or not reason):
        return ask_why(request, what, "tracking/child_why.html", {"child": opened})
    context = page_of(request.user, opened, day, request.GET.get("part", ""), request.get_full_path())
    log_read(request=request, action="Opened a child", child_reference=opened.reference, reason=reason)
    beside = [each.reference for each, _ in context["known_with"]]
    if beside:
        subject = f"Known with {opened.reference}"
        log_list(request=request, action="Listed", subject=subject, child_references=beside, reason=reason)
    return render(request, "tracking/child.html", context | {"reason": reason})


def child_opened(request: StaffRequest, pk: int, day: date) -> Child:
    """The child, if the user may see them. Raises Http404: who is out of sight is not found."""
    return get_object_or_404(children_in_sight(request.user, day), pk=pk)
