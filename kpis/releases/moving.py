"""How much a measure usually moves once it is published: from the reports of the following months, which have the
figure of every earlier month of their year as it was known then."""

from dataclasses import dataclass
from fractions import Fraction
from statistics import median

from kpis.figures import rounded, value
from kpis.measure import Measure
from kpis.models import PublishedFigure, Version, VersionState
from workdays import Month

AFTER = (1, 2, 3)  # months


@dataclass(frozen=True)
class Move:
    """By how much the figure of a month had moved so many months later, in the middle of so many reports."""

    measure: Measure
    months: int
    middle: Fraction
    reports: int

    def __str__(self) -> str:
        after = "after one month" if self.months == 1 else f"after {'two' if self.months == 2 else 'three'} months"
        of = "1 report" if self.reports == 1 else f"{self.reports} reports"
        size = f"{float(rounded(self.middle)):g}"
        points = " percentage points" if self.measure.is_share else ""
        return f"{after}: by {size}{points} (the middle of {of})"


def usual_moves(measure: Measure) -> list[Move]:
    """The moves of the measure after one, two and three months, as far as reports go that far."""
    known = _published(measure)
    found = []
    for months in AFTER:
        pairs = ((known.get((month, month)), known.get((month + months, month))) for month in _months(known))
        sizes = [abs(then - now) for now, then in pairs if now is not None and then is not None]
        if sizes:
            found.append(Move(measure, months, Fraction(median(sizes)), len(sizes)))
    return found


def _months(known: dict[tuple[Month, Month], Fraction | None]) -> list[Month]:
    return sorted({report for report, _ in known})


def _published(measure: Measure) -> dict[tuple[Month, Month], Fraction | None]:
    """The figures of months by the month of the report and their own; of a report its last version."""
    versions = Version.objects.filter(state=VersionState.PUBLISHED).defer("content", "pattern")
    month_of = {version.pk: version.release.month for version in versions.select_related("release")}
    rows = PublishedFigure.objects.filter(version__in=month_of, measure=measure.code).exclude(period__contains="/")
    return {
        (month_of[row.version_id], Month.parse(row.period)): value(measure, row.numerator, row.denominator)
        for row in rows.order_by("version__published_at")
    }
