"""What measures should reach, and how a figure stands against it."""

from collections.abc import Iterable
from datetime import date
from fractions import Fraction

from kpis.measure import Better, Measure
from kpis.models import Target


class Targets:
    """The targets of some measures, each in force from its date until the next."""

    def __init__(self, measures: Iterable[Measure]) -> None:
        self._targets = list(Target.objects.filter(measure__in=[m.code for m in measures]).order_by("starts_on"))

    def on(self, measure: Measure, day: date) -> Fraction | None:
        """The target in force on `day`."""
        values = [t.value for t in self._targets if t.measure == measure.code and t.starts_on <= day]
        return Fraction(values[-1]) if values else None

    def text(self, measure: Measure, day: date) -> str:
        """The target in words: `at least 95%`."""
        target = self.on(measure, day)
        return "" if target is None else in_words(measure, target)


def in_words(measure: Measure, target: Fraction) -> str:
    """A target in words: `at least 95%`."""
    bound = {Better.HIGH: "at least ", Better.LOW: "at most ", Better.NEITHER: ""}[measure.better]
    return f"{bound}{float(target):g}{'%' if measure.is_share else ''}"


def standing(measure: Measure, number: Fraction | None, target: Fraction | None) -> str:
    """`met` or `missed`, by the unrounded figure; nothing without a figure, a target or a direction."""
    if number is None or target is None or measure.better is Better.NEITHER:
        return ""
    return "met" if (number >= target if measure.better is Better.HIGH else number <= target) else "missed"
