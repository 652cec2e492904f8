"""What figures are held against: targets, what others achieve, and what was published for years without records."""

from datetime import date
from decimal import Decimal

from django.db import transaction

from accounts.models import User
from kpis.models import Benchmark, EarlierFigure, Target


@transaction.atomic
def set_target(*, measure: str, starts_on: date, value: Decimal, by: User | None) -> Target:
    """Set what `measure` should reach from `starts_on` on; earlier months keep the target of their time."""
    wanted = {"value": value, "set_by": by}
    target, _ = Target.objects.update_or_create(measure=measure, starts_on=starts_on, defaults=wanted)
    return target


@transaction.atomic
def set_benchmark(
    *, measure: str, comparator: str, period: str, value: Decimal, source: str, note: str = "", by: User | None
) -> Benchmark:
    """Note what `comparator` (statistical neighbours, region, England, any other) achieved in `period`."""
    wanted = {"value": value, "source": source, "note": note, "set_by": by}
    found, _ = Benchmark.objects.update_or_create(
        measure=measure, comparator=comparator, period=period, defaults=wanted
    )
    return found


@transaction.atomic
def enter_earlier_figure(
    *, measure: str, year: str, value: Decimal, source: str, note: str = "", by: User | None
) -> EarlierFigure:
    """Enter the published figure of a reporting year that there are no records of; it is shown as entered."""
    wanted = {"value": value, "source": source, "note": note, "set_by": by}
    found, _ = EarlierFigure.objects.update_or_create(measure=measure, year=year, defaults=wanted)
    return found
