"""Programmes: plan, draw, check the draw, allocate, follow, replace a case."""

from typing import Any

from django.contrib import messages
from django.db.models import Count, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST
from django_tables2 import SingleTableView

from accounts.access import StaffRequest, needs
from accounts.pages import ListPage
from accounts.roles import Right
from audits.actions import allocating, programmes, sample
from audits.clock import audit_day
from audits.filters import TILES, SampleFilter, in_state
from audits.forms import ProgrammeForm, ReplaceForm
from audits.models import Exclusion, LeftOut, Programme, SampledCase, Stratum
from audits.sight import cases_seen_by
from audits.tables import ProgrammeTable, SampleTable
from audits.views.answering import done, said


class Programmes(SingleTableView):
    """Every programme, the newest first, with how far it is; whoever runs audits opens it from here."""

    template_name = "audits/programmes.html"
    table_class = ProgrammeTable

    def get_queryset(self) -> QuerySet[Programme]:
        """The programmes with how many of their cases are in each state."""
        day = audit_day()
        counts = {name: Count("strata__cases", filter=in_state(name, day, "strata__cases__")) for name in TILES}
        return Programme.objects.annotate(**counts).order_by("-quarter")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Whether the user runs audits."""
        return super().get_context_data(may_run=self.request.user.may(Right.RUN_AUDITS), **kwargs)


class ProgrammePage(ListPage):
    """One programme: its sample, how it was drawn, and how far its audits are."""

    template_name = "audits/programme.html"
    filterset_class = SampleFilter
    table_class = SampleTable

    def get_queryset(self) -> QuerySet[SampledCase]:
        """The sampled cases, those left out too."""
        self.programme = get_object_or_404(Programme, pk=self.kwargs["pk"])
        cases = cases_seen_by(self.request.user).filter(stratum__programme=self.programme)
        return cases.select_related("audit__auditor")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The programme with its strata and counts by state."""
        day = audit_day()
        counts = self.get_queryset().aggregate(**{state: Count("pk", filter=in_state(state, day)) for state in TILES})
        return super().get_context_data(
            programme=self.programme,
            auditors=self.programme.auditors.order_by("name", "pk"),
            strata=_strata(self.programme),
            states=[(state, words, counts[state]) for state, words in TILES.items()],
            **kwargs,
        )


all_programmes = needs(Right.RUN_AUDITS, Right.SEE_AUTHORITY_FIGURES)(Programmes.as_view())
programme = needs(Right.RUN_AUDITS)(ProgrammePage.as_view())


@needs(Right.RUN_AUDITS)
def new_programme(request: StaffRequest) -> HttpResponse:
    """Plan the audits of a quarter."""
    form = ProgrammeForm(request.POST or None)
    if form.is_valid():
        made = done(form, lambda: programmes.plan_programme(by=request.user, plan=form.plan))
        if made:
            return redirect("programme", pk=made.pk)
    context = {"form": form, "heading": "Plan a quarter’s audits"}
    return render(request, "audits/plan.html", context, status=400 if form.errors else 200)


@needs(Right.RUN_AUDITS)
def edit_programme(request: StaffRequest, pk: int) -> HttpResponse:
    """Change a plan whose sample is not drawn."""
    found = get_object_or_404(Programme, pk=pk)
    form = ProgrammeForm(request.POST or None, programme=found)
    if form.is_valid() and done(
        form, lambda: programmes.plan_programme(by=request.user, plan=form.plan, programme=found)
    ):
        return redirect("programme", pk=pk)
    context = {"form": form, "heading": f"Change the plan of {found.quarter}", "programme": found}
    return render(request, "audits/plan.html", context, status=400 if form.errors else 200)


@needs(Right.RUN_AUDITS)
@require_POST
def draw_programme(request: StaffRequest, pk: int) -> HttpResponse:
    """Draw the sample."""
    found = get_object_or_404(Programme, pk=pk)
    said(request, lambda: programmes.draw_sample(by=request.user, programme=found), "The sample is drawn.")
    return redirect("programme", pk=pk)


@needs(Right.RUN_AUDITS)
@require_GET
def check_draw(request: StaffRequest, pk: int) -> HttpResponse:
    """Draw the sample again, from what was kept of the first draw, and say whether it is the same."""
    found = get_object_or_404(Programme.objects.exclude(drawn_at=None), pk=pk)
    again = programmes.draw_again(by=request.user, programme=found)
    return render(request, "audits/check_draw.html", {"programme": found, "again": again})


@needs(Right.RUN_AUDITS)
@require_POST
def allocate_programme(request: StaffRequest, pk: int) -> HttpResponse:
    """Give every case without an auditor to one."""
    found = get_object_or_404(Programme, pk=pk)
    given = said(
        request, lambda: allocating.allocate_cases(by=request.user, programme=found), "The cases are allocated."
    )
    if given and given[1]:
        messages.error(
            request,
            f"Nobody may audit {len(given[1])} of them: they are the auditors’ own or their teams’. "
            "Add auditors of other teams, or replace these cases.",
        )
    return redirect("programme", pk=pk)


@needs(Right.RUN_AUDITS)
def replace_case(request: StaffRequest, pk: int) -> HttpResponse:
    """Leave a case out of the sample, with a reason; the next of the draw takes its place."""
    case = get_object_or_404(cases_seen_by(request.user), pk=pk)
    form = ReplaceForm(request.POST or None)
    if form.is_valid():
        found = done(form, lambda: (sample.replace_case(by=request.user, case=case, **form.cleaned_data),))
        if found:
            _tell(request, found[0])
            return redirect("programme", pk=case.stratum.programme_id)
    context = {"form": form, "heading": f"Replace {case.child}", "programme": case.stratum.programme}
    return render(request, "audits/of_programme.html", context, status=400 if form.errors else 200)


def _tell(request: StaffRequest, replacement: SampledCase | None) -> None:
    if replacement:
        messages.success(request, f"{replacement.child} takes the place, and has no auditor yet.")
    else:
        messages.success(request, "The case is left out. Its category has no other child.")


def _strata(programme: Programme) -> list[tuple[Stratum, int, list[tuple[str, int]]]]:
    """Each category with how many were drawn at first, and how many were left out of the draw for which reason."""
    strata = programme.strata.annotate(drawn=Count("cases", filter=Q(cases__how="drawn"))).order_by("pk")
    reasons = Exclusion.objects.filter(stratum__programme=programme).order_by("reason").values("stratum", "reason")
    counted = list(reasons.annotate(n=Count("pk")))
    return [
        (one, one.drawn, [(LeftOut(row["reason"]).label, row["n"]) for row in counted if row["stratum"] == one.pk])
        for one in strata
    ]
