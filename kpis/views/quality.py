"""Data quality: which records miss something or contradict each other, and how far mending them moves the figures."""

from typing import Any

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render

from accounts.access import StaffRequest, needs
from accounts.log import log_list
from accounts.pages import ListPage
from accounts.roles import Right
from kpis.filters import QualityFilter
from kpis.models import QualityCheck, QualityRow
from kpis.quality import reading
from kpis.quality.question import Question, Window
from kpis.quality.questions import QUESTIONS
from kpis.reach import Reach
from kpis.scopes import Scope, every_scope, in_scope, own_scopes
from kpis.tables import QualityTable
from kpis.views.figures import chosen_scope
from tracking.trackers import export


@needs(Right.SEE_DATA_QUALITY)
def data_quality(request: StaffRequest) -> HttpResponse:
    """The questions with how many records they are asked of and what the answers move, for one team or all."""
    scopes = _scopes(request)
    scope, check = chosen_scope(request, scopes), reading.newest()
    context: dict[str, Any] = {"check": check, "scope": scope, "scopes": scopes}
    if check:
        seen = Reach.of(request.user).rows_seen(scope, check.build.as_at)
        context["asked"] = reading.asked(check, scope, seen)
    return render(request, "kpis/quality.html", context)


class QualityRows(ListPage):
    """The records that one question is asked of, as far as the user sees them."""

    template_name = "kpis/quality_rows.html"
    table_class = QualityTable
    filterset_class = QualityFilter
    done = "Opened records with a question of data quality"
    question: Question
    check: QualityCheck
    scope: Scope

    def dispatch(self, request: StaffRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Find the question and whose records; raises Http404 for an unknown one and before the first check."""
        check, question = reading.newest(), QUESTIONS.get(kwargs["slug"])
        if check is None or question is None:
            raise Http404("There is no such question, or no check was made yet.")
        self.check, self.question, self.scope = check, question, chosen_scope(request, _scopes(request))
        seen = Reach.of(request.user).rows_seen(self.scope, check.build.as_at)
        rows = QualityRow.objects.filter(in_scope(self.scope.key, "team"), seen, run=check, question=question.code)
        self.queryset = rows.select_related("child", "team", "worker").order_by("-happened_on", "id")
        return super().dispatch(request, *args, **kwargs)

    def get_filterset_kwargs(self, filterset_class: Any) -> dict[str, Any]:
        """The filters speak as at the day of the figures."""
        return super().get_filterset_kwargs(filterset_class) | {"as_at": self.check.build.as_at}

    def get_table_kwargs(self) -> dict[str, Any]:
        """The table knows the question."""
        return {"question": self.question}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The question, whose records, and what the answers move."""
        effects = reading.effects_of(self.check, self.question, self.scope)
        window = Window.of(self.check.build.year, self.check.build.as_at)
        return super().get_context_data(
            question=self.question,
            check=self.check,
            scope=self.scope,
            effects=effects,
            asked_of=self.get_queryset().count(),
            mends=self.question.mends(window),
            **kwargs,
        )

    def render_to_response(self, context: dict[str, Any], **options: Any) -> HttpResponseBase:
        """The page, its children written to the log before it is sent."""
        self._log(context["table"].page.object_list)
        return super().render_to_response(context, **options)

    def _log(self, rows: Any) -> None:
        log_list(
            request=self.request,
            action=self.done,
            subject=f"{self.question.title}, {self.scope.name}",
            child_references=(row.record.child.reference for row in rows if row.record.child),
        )


class ExportQualityRows(QualityRows):
    """All the rows that the page shows under the same filters, as a file."""

    done = "Exported records with a question of data quality"

    def render_to_response(self, context: dict[str, Any], **options: Any) -> HttpResponseBase:
        """CSV or Excel, every child in it written to the log."""
        table = context["table"]
        table.paginate(per_page=max(len(table.rows), 1))
        self._log(table.page.object_list)
        return export.attachment(table, self.kwargs["form"], f"data-quality-{self.question.code}")


quality_rows = needs(Right.SEE_DATA_QUALITY)(QualityRows.as_view())
export_quality_rows = needs(Right.SEE_DATA_QUALITY)(ExportQualityRows.as_view())


def _scopes(request: StaffRequest) -> list[Scope]:
    """Whose records the user may ask about."""
    return every_scope() if request.user.may(Right.SEE_ANY_DATA_QUALITY) else own_scopes(request.user)
