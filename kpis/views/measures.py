"""The catalogue of measures on screen: what each means, and what it is held against."""

from fractions import Fraction

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from accounts.access import StaffRequest, needs
from accounts.roles import Right
from kpis.catalogue import DIRECTIONS, UNITS, facts
from kpis.forms.figures import COMPARISONS
from kpis.measure import Measure
from kpis.measures import SECTIONS, declared
from kpis.models import Benchmark, EarlierFigure, Target
from kpis.releases.moving import usual_moves
from kpis.targets import in_words
from kpis.trend import as_text

SEE_FIGURES = (Right.SEE_AUTHORITY_FIGURES, Right.SEE_TEAM_FIGURES)


@needs(*SEE_FIGURES)
@require_GET
def measures(request: StaffRequest) -> HttpResponse:
    """Every measure by section; those whose code or title has the words looked for."""
    words = request.GET.get("q", "").strip()
    sections = [(section, [m for m in section.all_measures if _speaks_of(m, words)]) for section in SECTIONS]
    found = [(section, [(m, UNITS[m.unit], DIRECTIONS[m.better]) for m in own]) for section, own in sections if own]
    return render(request, "kpis/measures.html", {"sections": found, "words": words})


@needs(*SEE_FIGURES)
@require_GET
def measure(request: StaffRequest, slug: str) -> HttpResponse:
    """One measure: its declaration, its targets, what others achieve, and its figures of earlier years."""
    found = measure_called(slug)
    targets = [(row, in_words(found, Fraction(row.value))) for row in Target.objects.filter(measure=found.code)]
    benchmarks = [(row, as_text(found, row.value)) for row in Benchmark.objects.filter(measure=found.code)]
    earlier = [(row, as_text(found, row.value)) for row in EarlierFigure.objects.filter(measure=found.code)]
    context = {
        "measure": found,
        "facts": list(facts(found)),
        "targets": targets,
        "benchmarks": benchmarks,
        "earlier": earlier,
        "moves": usual_moves(found),
        "may_set": request.user.may(Right.SET_COMPARISONS),
    }
    return render(request, "kpis/measure.html", context)


@needs(Right.SET_COMPARISONS)
def set_comparison(request: StaffRequest, slug: str, kind: str) -> HttpResponse:
    """Set a target, note a benchmark, or enter the figure of an earlier year."""
    found = measure_called(slug)
    if kind not in COMPARISONS:
        raise Http404("Figures are not compared with that.")
    comparison = COMPARISONS[kind]
    form = comparison.form(request.POST or None)
    if form.is_valid():
        comparison.action(measure=found.code, by=request.user, **form.cleaned_data)
        messages.success(request, f"{comparison.noun} saved.")
        return redirect("measure", slug=slug)
    context = {"form": form, "heading": comparison.heading, "measure": found}
    return render(request, "kpis/set_comparison.html", context, status=400 if form.errors else 200)


def _speaks_of(measure: Measure, words: str) -> bool:
    return words.lower() in f"{measure.code} {measure.title}".lower()


def measure_called(slug: str) -> Measure:
    """The measure in an address. Raises Http404 where there is none."""
    found = next((measure for measure in declared().values() if measure.slug == slug), None)
    if found is None:
        raise Http404("There is no such measure.")
    return found
