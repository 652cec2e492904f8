"""The month in words: its front page, and writing, editing, signing and withdrawing what it says."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from accounts.access import StaffRequest, needs
from accounts.roles import Right
from kpis import book
from kpis.actions import narrative
from kpis.forms.narrative import EditForm, VersionForm, WithdrawForm, WriteForm
from kpis.models import Build, Statement, StatementKind
from kpis.narrative.known import Known
from kpis.narrative.reading import all_contradictions, front, statements_of
from kpis.periods import months_begun
from kpis.scopes import WHOLE_AUTHORITY
from kpis.views.figures import build_of
from workdays import Month, ReportingYear

WRITERS = (Right.WRITE_NARRATIVE, Right.SIGN_OFF)


@needs(Right.SEE_AUTHORITY_FIGURES)
@require_GET
def newest_month(request: StaffRequest, year: str) -> HttpResponse:
    """The front page of the newest month with figures, or of the one chosen."""
    build = build_of(year)
    begun = {str(each) for each in months_begun(ReportingYear.parse(build.year), build.as_at)}
    asked = request.GET.get("month")
    return redirect("month", year=year, month=asked if asked in begun else str(book.newest_month(build)))


@needs(Right.SEE_AUTHORITY_FIGURES)
@require_GET
def month(request: StaffRequest, year: str, month: str) -> HttpResponse:
    """What is performing well, what needs to improve, what changed, priorities: the front page of the month."""
    build, chosen = _month_of(year, month)
    known = Known(build)
    statements = statements_of(chosen)
    context = _frame(build, chosen) | {
        "parts": front(known, statements),
        "counts": book.standings(build, WHOLE_AUTHORITY, chosen),
        "contradictions": all_contradictions(known, statements),
        "months": list(reversed(months_begun(ReportingYear.parse(build.year), build.as_at))),
        "may_sign": request.user.may(Right.SIGN_OFF),
        "may_write": any(request.user.may(right) for right in WRITERS),
    }
    return render(request, "kpis/month.html", context)


@needs(*WRITERS)
@require_POST
def draft_month(request: StaffRequest, year: str, month: str) -> HttpResponse:
    """Draft the month's statements from the figures; what people wrote stays."""
    build, chosen = _month_of(year, month)
    count = narrative.draft_month(build=build, month=chosen, by=request.user)
    messages.success(request, f"{count} statements drafted from the figures. What people wrote was left as it is.")
    return redirect("month", year=year, month=month)


@needs(*WRITERS)
def write_statement(request: StaffRequest, year: str, month: str) -> HttpResponse:
    """Write a statement of one's own."""
    build, chosen = _month_of(year, month)
    form = WriteForm(request.POST or None, month=chosen)
    if form.is_valid():
        try:
            narrative.write_statement(build=build, month=chosen, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, "Statement added.")
            return redirect("month", year=year, month=month)
    return _form(request, build, chosen, form, "Add a statement")


@needs(*WRITERS)
def edit_statement(request: StaffRequest, pk: int) -> HttpResponse:
    """Change the words of a statement; whoever was slower sees what it became and decides."""
    statement, build, chosen = _statement(pk)
    form = EditForm(request.POST or None, initial={"text": statement.text, "version": statement.version})
    theirs = None
    if form.is_valid():
        try:
            narrative.edit_statement(build=build, pk=pk, by=request.user, **form.cleaned_data)
            return redirect("month", year=ReportingYear.parse(build.year).slug, month=str(chosen))
        except ValidationError as error:
            form.add_error(None, error)
        except narrative.ChangedMeanwhile as error:
            theirs = error.statement
            form = form.over(theirs)
    return _form(request, build, chosen, form, "Edit a statement", {"theirs": theirs, "statement": statement})


@needs(Right.SIGN_OFF)
@require_POST
def sign_statement(request: StaffRequest, pk: int) -> HttpResponse:
    """Sign a statement as it was shown."""
    _, build, chosen = _statement(pk)
    form = VersionForm(request.POST)
    try:
        if not form.is_valid():
            raise Http404("Which version of the statement is not said.")
        narrative.sign_statement(pk=pk, by=request.user, **form.cleaned_data)
    except narrative.ChangedMeanwhile:
        messages.error(request, "Somebody changed that statement meanwhile. Read it again before you sign it.")
    return redirect("month", year=ReportingYear.parse(build.year).slug, month=str(chosen))


@needs(*WRITERS)
def withdraw_statement(request: StaffRequest, pk: int) -> HttpResponse:
    """Take a statement off the page, with a reason."""
    statement, build, chosen = _statement(pk)
    form = WithdrawForm(request.POST or None, initial={"version": statement.version})
    if form.is_valid():
        try:
            narrative.withdraw_statement(pk=pk, by=request.user, **form.cleaned_data)
            return redirect("month", year=ReportingYear.parse(build.year).slug, month=str(chosen))
        except narrative.ChangedMeanwhile as error:
            form.add_error(None, f"{error} Open the page again and read what it says now.")
    return _form(request, build, chosen, form, "Withdraw a statement", {"statement": statement})


def _month_of(year: str, month: str) -> tuple[Build, Month]:
    """The build and month of an address. Raises Http404 where there are no figures of it."""
    build = build_of(year)
    begun = months_begun(ReportingYear.parse(build.year), build.as_at)
    chosen = next((each for each in begun if str(each) == month), None)
    if chosen is None:
        raise Http404("There are no figures of that month.")
    return build, chosen


def _statement(pk: int) -> tuple[Statement, Build, Month]:
    """A statement that stands, with its build and month. Raises Http404 where there is none."""
    found = Statement.objects.filter(pk=pk, withdrawn_at=None).first()
    if found is None:
        raise Http404("There is no such statement.")
    chosen = Month.parse(found.month)
    return found, build_of(chosen.reporting_year.slug), chosen


def _frame(build: Build, chosen: Month) -> dict[str, object]:
    year = ReportingYear.parse(build.year)
    return {"build": build, "year": year, "month": chosen, "kinds": StatementKind}


def _form(
    request: StaffRequest,
    build: Build,
    chosen: Month,
    form: object,
    heading: str,
    more: dict[str, object] | None = None,
) -> HttpResponse:
    context = _frame(build, chosen) | {"form": form, "heading": heading} | (more or {})
    has_errors = bool(getattr(form, "errors", None)) or bool(more and more.get("theirs"))
    return render(request, "kpis/statement_form.html", context, status=400 if has_errors else 200)
