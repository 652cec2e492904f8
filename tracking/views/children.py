"""Finding a child."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from accounts.access import StaffRequest, needs
from accounts.log import log_list
from accounts.reasons import ask_why, reason_given
from accounts.roles import Right
from tracking.actions.duties import shown_day
from tracking.children.asked import Asked
from tracking.children.search import search, with_details

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
    return render(request, "tracking/children.html", context)
