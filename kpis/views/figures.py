"""The book on screen: an overview, a page for each section, and the same figures as CSV."""

import io
from collections.abc import Iterator
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from accounts.access import StaffRequest, needs
from accounts.roles import Right
from kpis import book, charts, export, lateness
from kpis.breakdown import dimensions_of
from kpis.cells import Row
from kpis.measure import Measure, Section
from kpis.measures import SECTIONS, section_of
from kpis.models import Build
from kpis.narrative.reading import of_section
from kpis.periods import months_begun, year_period
from kpis.reach import Reach
from kpis.releases.restating import moved, newest_published
from kpis.scopes import WHOLE_AUTHORITY, Scope, scopes_of
from workdays import Month, ReportingYear

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
    """Every section with its measures' month and year so far; those that met or missed their target only."""
    build, builds, scopes = build_of(year), book.newest_builds(), scopes_of(request.user)
    if asked := _another_year(request, builds):
        return redirect("overview", year=asked.slug)
    scope, month = chosen_scope(request, scopes), _month(request, build)
    standing = request.GET.get("standing", "")
    sections = book.overview(build, scope, month, builds.values())
    context = _frame(build, scope, scopes, month, builds) | {
        "sections": book.standing_so(sections, standing) if standing in STANDINGS else sections,
        "standing": STANDINGS.get(standing),
        "so_far_label": book.so_far_label(build, month),
        "may_build": request.user.may(Right.BUILD_FIGURES),
        "opened": Reach.of(request.user).opened(scopes),
    }
    return render(request, "kpis/overview.html", context)


@needs(*SEE_FIGURES)
def section(request: StaffRequest, year: str, slug: str) -> HttpResponse:
    """One section: months, targets, year to date, charts, and its teams compared."""
    build, builds, scopes, chosen = build_of(year), book.newest_builds(), scopes_of(request.user), _section(slug)
    if asked := _another_year(request, builds):
        return redirect("section", year=asked.slug, slug=slug)
    page = book.page(chosen, build, chosen_scope(request, scopes), _month(request, build), builds.values())
    periods = _periods(build)
    period = request.GET.get("period")
    period = period if period in periods else str(page.month)
    context = _frame(build, page.scope, scopes, page.month, builds) | _neighbours(chosen)
    context |= {
        "page": page,
        "can_be_split": [measure.code for measure in page.measures if dimensions_of(measure)],
        "late": lateness.reasons(chosen, build, page.scope),
        "restated": _restated(build, page) if page.scope == WHOLE_AUTHORITY else None,
        "statements": of_section(build, page.month, chosen) if page.scope == WHOLE_AUTHORITY else [],
        "period": period,
        "periods": periods,
        "opened": Reach.of(request.user).opened(scopes),
    }
    return render(request, "kpis/section.html", context | _teams(chosen, build, scopes, period))


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


def _restated(build: Build, page: book.Page) -> dict[str, object] | None:
    """The figures of the section that are others today than they were published; none where nothing is published."""
    version = newest_published(ReportingYear.parse(build.year))
    found = moved(version, build, page.measures) if version else []
    return {"version": version, "moved": found} if found else None


def _periods(build: Build) -> list[str]:
    """What teams can be compared in: the year so far, and its months, the newest first."""
    year = ReportingYear.parse(build.year)
    return [year_period(year), *(str(month) for month in reversed(months_begun(year, build.as_at)))]


def _frame(
    build: Build, scope: Scope, scopes: list[Scope], month: Month, builds: dict[ReportingYear, Build]
) -> dict[str, object]:
    year = ReportingYear.parse(build.year)
    return {
        "build": build,
        "year": year,
        "years": list(builds),
        "month": month,
        "months": list(reversed(months_begun(year, build.as_at))),
        "scope": scope,
        "scopes": scopes,
        "chapters": SECTIONS,
        "kept": urlencode({"scope": scope.key, "month": str(month)}),
    }


def _another_year(request: StaffRequest, builds: dict[ReportingYear, Build]) -> ReportingYear | None:
    """The built year asked for by the form, where it is another than that of the address."""
    slug = request.GET.get("year")
    return next((year for year in builds if year.slug == slug and f"/{slug}/" not in request.path), None)


def _month(request: StaffRequest, build: Build) -> Month:
    """The month that the page speaks of: the one asked for, else the newest with figures."""
    begun = months_begun(ReportingYear.parse(build.year), build.as_at)
    return next((each for each in begun if str(each) == request.GET.get("month")), book.newest_month(build))


def _neighbours(section: Section) -> dict[str, Section | int | None]:
    """The sections before and after one in the book, and which of how many it is."""
    place = SECTIONS.index(section)
    after = SECTIONS[place + 1] if place + 1 < len(SECTIONS) else None
    return {"before": SECTIONS[place - 1] if place else None, "after": after, "number": place + 1}


def _teams(section: Section, build: Build, scopes: list[Scope], period: str) -> dict[str, object]:
    """The teams' table of the section, and a bar for each team that has a figure, a chart for each measure."""
    measures = [measure for measure in section.all_measures if measure.has_teams]
    rows = book.compare(section, build, scopes, period, build.as_at)
    return {"teams": rows, "team_measures": measures, "team_charts": list(_team_charts(measures, rows, period))}


def _team_charts(measures: list[Measure], rows: tuple[Row, ...], period: str) -> Iterator[tuple[Measure, str]]:
    """A chart for each measure that two teams or more have a figure of; a count has none where its share has one."""
    codes = {measure.code for measure in measures}
    for place, measure in enumerate(measures):
        cells = [(row.label, row.cells[place]) for row in rows]
        known = [(name, cell.figure, cell.text) for name, cell in cells if cell.figure is not None]
        shown = [(name, figure, text) for name, figure, text in known if measure.is_share or figure]
        if len(shown) > 1 and any(figure for _, figure, _ in shown) and f"{measure.code}-PCT" not in codes:
            story = f"{measure.title} by team, {period}: the figures are in the table."
            yield measure, charts.bars(f"teams-{measure.slug}", story, shown)
