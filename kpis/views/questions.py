"""Questions that the book does not print: a count split by who the children are, and what became of referrals."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts.access import StaffRequest, needs
from accounts.roles import Right
from kpis.book import built_years
from kpis.breakdown import break_down, dimensions_of
from kpis.flow import OUTCOME, flow, followed_to
from kpis.measures import SECTIONS, declared
from kpis.periods import spans_of
from kpis.sankey import sankey
from kpis.scopes import scopes_of
from kpis.views.figures import SEE_FIGURES, build_of, chosen_scope
from tracking.actions.duties import ensure_duties
from workdays import Quarter, ReportingYear


@needs(*SEE_FIGURES)
@require_GET
def breakdown(request: StaffRequest, year: str, slug: str) -> HttpResponse:
    """A measure's count in every month, split by age, sex, ethnicity, disability, category or source."""
    build, scopes = build_of(year), scopes_of(request.user)
    scope = chosen_scope(request, scopes)
    measure = next((each for each in declared().values() if each.slug == slug), None)
    dimensions = dimensions_of(measure) if measure else {}
    if measure is None or not dimensions:
        raise Http404("There is no such count to split.")
    by = request.GET.get("by", "")
    by = by if by in dimensions else next(iter(dimensions))
    own_scopes = scopes if measure.has_teams else scopes[:1]
    spans = spans_of(measure, ReportingYear.parse(build.year), build.as_at)
    context = {
        "measure": measure,
        "section": next(section for section in SECTIONS if measure in section.all_measures),
        "table": break_down(measure, dimensions[by], spans, build.as_at, scope.key),
        "by": by,
        "dimensions": dimensions,
        "months": [f"{span.first:%b %Y}" for span in spans],
        "build": build,
        "year": ReportingYear.parse(build.year),
        "scope": scope,
        "scopes": own_scopes,
    }
    return render(request, "kpis/breakdown.html", context)


@needs(Right.SEE_AUTHORITY_FIGURES)
@require_GET
def conversion(request: StaffRequest, year: str) -> HttpResponse:
    """What became of the referrals of a quarter: the newest that has been followed for three months, or one asked."""
    build = build_of(year)
    over = [quarter for each in built_years() for quarter in reversed(each.quarters)]
    quarters = [quarter for quarter in over if followed_to(quarter) <= build.as_at]
    chosen = next((each for each in quarters if str(each) == request.GET.get("quarter")), None)
    quarter: Quarter | None = chosen or next(iter(quarters), None)
    ensure_duties(as_at=build.as_at)
    found = flow(quarter, build.as_at) if quarter else None
    context = {
        "build": build,
        "year": ReportingYear.parse(build.year),
        "quarters": quarters,
        "quarter": quarter,
        "flow": found,
        "steps": (found.contacts, *found.steps) if found else (),
        "drawing": sankey("flow", found.story, found.contacts, found.steps, OUTCOME) if found else "",
        "outcome": OUTCOME,
    }
    return render(request, "kpis/conversion.html", context)
