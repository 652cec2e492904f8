"""The book on screen: an overview, a page for each section, and the same figures as CSV."""

import io
from fractions import Fraction

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from accounts.access import StaffRequest, needs
from accounts.roles import Right
from kpis import book, charts, export, lateness
from kpis.breakdown import dimensions_of
from kpis.measure import Measure, Section, Unit
from kpis.measures import SECTIONS, section_of
from kpis.models import Build
from kpis.periods import months_begun, year_period
from kpis.reach import Reach
from kpis.scopes import Scope, scopes_of
from workdays import ReportingYear

STANDINGS = {"met": "Measures that met their target", "missed": "Measures that missed their target"}
SEE_FIGURES = (Right.SEE_AUTHORITY_FIGURES, Right.SEE_TEAM_FIGURES)


@needs(*SEE_FIGURES)
def figures(request: StaffRequest) -> HttpResponse:
    """The newest year that has figures; a page that says what to do where there is none."""
    years = book.built_years()
    if not years:
        return render(request, "kpis/nothing_built.html", {"may_build": request.user.may(Right.BUILD_FIGURES)})
    return redirect("overview", year=years[0].slug)


@needs(*SEE_FIGURES)
def overview(request: StaffRequest, year: str) -> HttpResponse:
    """Every section with its measures' newest month and year so far; those that met or missed their target only."""
    build, scopes = build_of(year), scopes_of(request.user)
    scope = chosen_scope(request, scopes)
    standing = request.GET.get("standing", "")
    sections = book.against_target(build, scope, standing) if standing in STANDINGS else book.overview(build, scope)
    context = _frame(build, scope, scopes) | {
        "sections": sections,
        "standing": STANDINGS.get(standing),
        "may_build": request.user.may(Right.BUILD_FIGURES),
        "opened": Reach.of(request.user).opened(scopes),
    }
    return render(request, "kpis/overview.html", context)


@needs(*SEE_FIGURES)
def section(request: StaffRequest, year: str, slug: str) -> HttpResponse:
    """One section: months, targets, year to date, charts, and its teams compared."""
    build, scopes, chosen = build_of(year), scopes_of(request.user), _section(slug)
    page = book.page(chosen, build, chosen_scope(request, scopes))
    periods = _periods(build)
    period = request.GET.get("period")
    if period not in periods:
        period = str(book.newest_month(build))
    context = _frame(build, page.scope, scopes) | {
        "page": page,
        "charts": _charts(page),
        "can_be_split": [measure.code for measure in page.measures if dimensions_of(measure)],
        "team_measures": [measure for measure in page.section.all_measures if measure.has_teams],
        "late": lateness.reasons(chosen, build, page.scope),
        "teams": book.compare(chosen, build, scopes, period, build.as_at),
        "period": period,
        "periods": periods,
        "opened": Reach.of(request.user).opened(scopes),
    }
    return render(request, "kpis/section.html", context)


@needs(*SEE_FIGURES)
def export_csv(request: StaffRequest, year: str) -> HttpResponse:
    """The year's figures that the user may see, in the form of `export_kpis`; one section with `?section=`."""
    build, scopes = build_of(year), scopes_of(request.user)
    wanted = {m.code for s in SECTIONS for m in s.all_measures if request.GET.get("section") in (None, s.slug)}
    keys = {scope.key for scope in scopes}
    found = [f for f in export.figures_of(build, with_local=True) if f.scope in keys and f.measure in wanted]
    file = io.StringIO()
    export.write(export.rows(found), file)
    name = {"Content-Disposition": f'attachment; filename="figures-{year}.csv"'}
    return HttpResponse(file.getvalue(), content_type="text/csv; charset=utf-8", headers=name)


def build_of(slug: str) -> Build:
    """The newest finished build of the year in an address. Raises Http404 where there is none."""
    try:
        build = book.newest_build(ReportingYear.from_slug(slug))
    except ValueError as error:
        raise Http404(str(error)) from error
    if build is None:
        raise Http404("No figures of that year are built.")
    return build


def _section(slug: str) -> Section:
    found = section_of(slug)
    if found is None:
        raise Http404("There is no such section.")
    return found


def chosen_scope(request: StaffRequest, scopes: list[Scope]) -> Scope:
    """The scope asked for, else the first that the user may see; one they may not see is refused."""
    if not scopes:
        raise PermissionDenied("You are in no team yet, so there are no figures to show. Ask an administrator.")
    key = request.GET.get("scope")
    found = next((scope for scope in scopes if scope.key == key), None) if key else scopes[0]
    if found is None:
        raise PermissionDenied("You may not see that team's figures.")
    return found


def _periods(build: Build) -> list[str]:
    """What teams can be compared in: the year so far, and its months, the newest first."""
    year = ReportingYear.parse(build.year)
    return [year_period(year), *(str(month) for month in reversed(months_begun(year, build.as_at)))]


def _frame(build: Build, scope: Scope, scopes: list[Scope]) -> dict[str, object]:
    return {
        "build": build,
        "year": ReportingYear.parse(build.year),
        "years": book.built_years(),
        "month": book.newest_month(build),
        "scope": scope,
        "scopes": scopes,
        "chapters": SECTIONS,
    }


def _charts(page: book.Page) -> list[dict[str, object]]:
    drawn = []
    for place, measure in enumerate(page.measures):
        points = [charts.Point(row.label, row.cells[place].figure) for row in page.months]
        if any(point.figure is not None for point in points):
            svg = _chart(measure, points, page.aims[place])
            drawn.append({"measure": measure, "svg": svg, "target": page.targets[place]})
    return drawn


def _chart(measure: Measure, points: list[charts.Point], target: Fraction | None) -> str:
    name = f"{measure.code}: {measure.title}"
    if not measure.is_share and measure.unit is not Unit.RATE:
        return charts.columns(name, points)
    return charts.line(name, points, target, ceiling=100 if measure.is_share else None)
