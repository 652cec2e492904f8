"""Building figures from the site: what was built when, start a build, watch it."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST
from django_tables2 import RequestConfig

from accounts.access import StaffRequest, needs
from accounts.roles import Right
from kpis.actions.builds import start_build
from kpis.forms.figures import BuildForm
from kpis.models import Build, BuildState
from kpis.tables import BuildTable
from kpis.tasks import send


@needs(Right.BUILD_FIGURES)
def builds(request: StaffRequest) -> HttpResponse:
    """Every build, the newest first, and the form that starts one."""
    return _list(request, BuildForm())


@needs(Right.BUILD_FIGURES)
@require_POST
def start(request: StaffRequest) -> HttpResponse:
    """Start a build of a year and show how far it is."""
    form = BuildForm(request.POST)
    if not form.is_valid():
        return _list(request, form)
    build = start_build(year=form.cleaned_data["year"], as_at=form.cleaned_data["as_at"], by=request.user)
    send(build)
    return redirect("build", pk=build.pk)


@needs(Right.BUILD_FIGURES)
def build(request: StaffRequest, pk: int) -> HttpResponse:
    """How far a build is, measure by measure; a piece of the page for htmx while it runs."""
    found = get_object_or_404(Build, pk=pk)
    steps = list(found.steps.all())
    done = sum(step.state != BuildState.WAITING for step in steps)
    context = {
        "build": found,
        "steps": steps,
        "done": done,
        "failed": [step for step in steps if step.state == BuildState.FAILED],
        "is_overtaken": any(step.state == BuildState.OVERTAKEN for step in steps),
        "is_running": found.finished_at is None and any(step.state == BuildState.WAITING for step in steps),
    }
    return render(
        request, "kpis/build_progress.html" if request.headers.get("HX-Request") else "kpis/build.html", context
    )


def _list(request: StaffRequest, form: BuildForm) -> HttpResponse:
    table = BuildTable(Build.objects.select_related("by").prefetch_related("steps"))
    RequestConfig(request, paginate={"per_page": 20}).configure(table)
    return render(request, "kpis/builds.html", {"table": table, "form": form}, status=400 if form.errors else 200)
