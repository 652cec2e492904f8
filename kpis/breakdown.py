"""A count split by who the children are or where the records came from: age, sex, ethnicity, disability and others.

Asked for one measure at a time, from the records as known at the as-at date of the figures; what is not recorded is a
category of its own.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Case, CharField, Exists, F, OuterRef, Q, QuerySet, Value, When
from django.db.models.expressions import Combinable

from kpis.aggregate import asked, observations, placed
from kpis.days import Days, Span
from kpis.measure import Measure, Unit
from kpis.reading import ensure_worked_out
from kpis.scopes import in_scope
from tracking.imports.codes import words_of
from tracking.models import Disability
from tracking.rules.calendar import MonthsLater

NOT_RECORDED = "Not recorded"
AGES = ((18, "18 and over"), (16, "16 and 17"), (10, "10 to 15"), (5, "5 to 9"), (1, "1 to 4"), (0, "Under 1"))
UNBORN = "Unborn"
_GROUPS = {"W": "White", "M": "Mixed", "A": "Asian", "C": "Asian", "B": "Black", "O": "Other"}
_UNTOLD = ("REFU", "NOBT")
_ENGLISH = {"sex": words_of("sex"), "category": words_of("category_of_abuse")}
_STATEMENT = """
WITH asked AS (
    SELECT * FROM unnest(%s::text[], %s::date[], %s::date[], %s::date[]) AS a (name, starts_on, ends_on, april)
),
observation AS ({placed})
SELECT period, team, count(DISTINCT unit) FILTER (WHERE counted) FROM observation GROUP BY period, team
"""

By = Callable[[str], Combinable]


@dataclass(frozen=True)
class Dimension:
    """One way to split a count: its title, the category of a row (given the path to its child), and its words."""

    title: str
    category: By
    words: Mapping[str, str]
    field: str = ""

    def suits(self, measure: Measure) -> bool:
        """Whether the measure's rows hold what is asked: their child, or a field of their own."""
        if self.field:
            return self.field in {field.name for field in _model_fields(measure)}
        return measure.child == "child"


@dataclass(frozen=True)
class Line:
    """One category: its count in each span."""

    title: str
    counts: tuple[int, ...]


@dataclass(frozen=True)
class Breakdown:
    """A measure's counts by category and span, the largest category first and what is not recorded last."""

    spans: tuple[Span, ...]
    lines: tuple[Line, ...]
    total: Line


def _age(child: str) -> Case:
    birthdays = {age: MonthsLater(f"{child}born_on", 12 * age) for age, _ in AGES}
    return Case(
        *(When(Q(observed_on__gte=birthdays[age]), then=Value(label)) for age, label in AGES),
        When(**{f"{child}born_on__isnull": False}, then=Value(UNBORN)),
        default=Value(""),
        output_field=CharField(),
    )


def _ethnicity(child: str) -> Case:
    return Case(
        When(**{f"{child}ethnicity__in": _UNTOLD}, then=Value("")),
        *(When(**{f"{child}ethnicity__startswith": letter}, then=Value(group)) for letter, group in _GROUPS.items()),
        default=Value(""),
        output_field=CharField(),
    )


def _disability(child: str) -> Case:
    recorded = Disability.objects.filter(child=OuterRef(f"{child}pk")).exclude(code="")
    return Case(
        When(Exists(recorded.exclude(code="NONE")), then=Value("Disabled")),
        When(Exists(recorded), then=Value("Not disabled")),
        default=Value(""),
        output_field=CharField(),
    )


DIMENSIONS: dict[str, Dimension] = {
    "age": Dimension("Age", _age, {}),
    "sex": Dimension("Sex", lambda child: F(f"{child}sex"), _ENGLISH["sex"]),
    "ethnicity": Dimension("Ethnicity", _ethnicity, {}),
    "disability": Dimension("Disability", _disability, {}),
    "category": Dimension(
        "Category of abuse", lambda _: F("latest_category"), _ENGLISH["category"], field="latest_category"
    ),
    "source": Dimension("Source", lambda _: F("source_code"), words_of("contact_source"), field="source_code"),
    "referrer": Dimension(
        "Source", lambda _: F("referral_source_code"), words_of("referral_source"), field="referral_source_code"
    ),
}


def dimensions_of(measure: Measure) -> dict[str, Dimension]:
    """How the measure's count can be split; not at all where it is no count."""
    if measure.unit not in (Unit.COUNT, Unit.COUNT_CHILDREN):
        return {}
    return {name: dimension for name, dimension in DIMENSIONS.items() if dimension.suits(measure)}


def break_down(measure: Measure, dimension: Dimension, spans: list[Span], as_at: date, scope: str) -> Breakdown:
    """The measure's count in each span, split by the dimension, for the authority or one team."""
    ensure_worked_out(measure, as_at)
    rows = observations(measure, Days.every_month(as_at)).filter(in_scope(scope))
    rows = rows.annotate(category=dimension.category("child__"))
    sql, parameters = placed(measure, rows, by="category")
    with connection.cursor() as cursor:
        cursor.execute(_STATEMENT.format(placed=sql), [*asked(spans), *parameters])
        found: dict[str, dict[str, int]] = {}
        for period, category, count in cursor:
            found.setdefault(_title(dimension, category), {}).setdefault(period, 0)
            found[_title(dimension, category)][period] += count
    lines = [Line(title, tuple(counts.get(span.name, 0) for span in spans)) for title, counts in found.items()]
    shown = [line for line in lines if any(line.counts)]
    total = tuple(sum(line.counts[place] for line in shown) for place in range(len(spans)))
    return Breakdown(tuple(spans), tuple(sorted(shown, key=_order)), Line("All", total))


def _title(dimension: Dimension, category: str | None) -> str:
    return dimension.words.get(category or "", category or NOT_RECORDED)


def _order(line: Line) -> tuple[bool, int, str]:
    ages = [UNBORN, *(label for _, label in reversed(AGES))]
    place = ages.index(line.title) if line.title in ages else -sum(line.counts)
    return line.title == NOT_RECORDED, place, line.title


def _model_fields(measure: Measure) -> Any:
    rows: QuerySet[Any] = measure.rows(Days.every_month(date.max))
    return rows.model._meta.get_fields()
