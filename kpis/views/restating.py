"""What was published beside what is known today, and why they differ, record by record."""

from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from accounts.access import StaffRequest, needs
from accounts.log import log_list
from accounts.models import User
from accounts.reasons import ask_why, reason_given
from accounts.roles import Right
from kpis.measure import Measure
from kpis.models import Build, Version
from kpis.periods import periods_of, slug_of
from kpis.reach import Reach
from kpis.reading import ensure_worked_out
from kpis.records import Asked
from kpis.releases.reading import versions_for
from kpis.releases.records import Difference, counted, differences
from kpis.releases.restating import moved
from kpis.scopes import WHOLE_AUTHORITY
from kpis.views.figures import build_of
from kpis.views.measures import measure_called
from tracking.rules.sight import hidden_from


@needs(Right.SEE_AUTHORITY_FIGURES)
@require_GET
def moved_figures(request: StaffRequest, pk: int) -> HttpResponse:
    """Every figure of a published version that is another today."""
    version, build = _published(request, pk)
    context = {"version": version, "build": build, "moved": moved(version, build)}
    return render(request, "kpis/release_moved.html", context)


@needs(Right.SEE_AUTHORITY_FIGURES)
def moved_records(request: StaffRequest, pk: int, slug: str, period: str) -> HttpResponse:
    """Why a figure differs: how many records came, went and changed, and which to those who may see them."""
    version, build = _published(request, pk)
    measure = measure_called(slug)
    asked = _asked(version, build, measure, period)
    may_open = WHOLE_AUTHORITY.key in Reach.of(request.user).opened([WHOLE_AUTHORITY])
    reason = reason_given(request, measure.code) if may_open else ""
    if may_open and (request.method == "POST" or ("records" in request.GET and not reason)):
        return ask_why(request, measure.code, "kpis/release_say_why.html", {"asked": asked, "version": version})
    found = _differences(version, asked)
    context = {
        "version": version,
        "asked": asked,
        "moved": next((each for each in moved(version, build, [measure]) if each.period == asked.span.name), None),
        "counts": counted(found),
        "may_open": may_open and not reason,
    }
    return render(request, "kpis/release_records.html", context | _named(request, asked, found, reason))


def _named(request: StaffRequest, asked: Asked, found: list[Difference], reason: str) -> dict[str, object]:
    """The records by name for whoever said why, each child written to the log; for others none."""
    if not reason:
        return {}
    seen = _seen(found, request.user)
    children = (each.reference for each in seen if each.child)
    action = "Opened what changed behind a published figure"
    log_list(request=request, action=action, subject=asked.name, child_references=children, reason=reason)
    return {"records": seen, "hidden": len(found) - len(seen)}


def _published(request: StaffRequest, pk: int) -> tuple[Version, Build]:
    version = get_object_or_404(versions_for(request.user), pk=pk)
    if not version.is_published:
        raise Http404("That version is not published.")
    return version, build_of(version.release.month.reporting_year.slug)


def _asked(version: Version, build: Build, measure: Measure, period: str) -> Asked:
    """The figure in an address, up to the month of the report. Raises Http404 where there is none."""
    month = version.release.month
    spans = periods_of(measure, month.reporting_year, min(build.as_at, month.last))
    span = next((each for name, each in spans.items() if slug_of(name) == period), None)
    if span is None:
        raise Http404("There is no such figure.")
    return Asked(measure, build, span, WHOLE_AUTHORITY)


def _differences(version: Version, asked: Asked) -> list[Difference]:
    ensure_worked_out(asked.measure, asked.build.as_at)
    with transaction.atomic():
        return differences(version, asked.build, asked.measure, asked.span)


def _seen(found: list[Difference], user: User) -> list[Difference]:
    """Those whose child is not restricted from the user."""
    children = {each.child for each in found if each.child}
    hidden = set(hidden_from(user).filter(child__in=children).values_list("child", flat=True))
    return [each for each in found if each.child not in hidden]
