"""One measure at a glance: its chart, whether its target is met, whether it is changing, whether it will meet it."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.utils.safestring import SafeString

from kpis import charts, spc
from kpis.cells import Cell
from kpis.figures import rounded
from kpis.measure import Measure
from kpis.series import Series
from kpis.verdicts import Verdict, is_it_changing, will_it_meet
from workdays import MONTHS_IN_YEAR, Month, Quarter

TOP_OF_A_SHARE = 100


@dataclass(frozen=True)
class Card:
    """A measure's chart, the story that it tells, and what is to be said of it."""

    measure: Measure
    target: str
    month: Cell
    chart: SafeString
    story: str
    changing: Verdict
    assured: Verdict


def card(series: Series, months: Sequence[Month], month: Cell, target: str, aim: Fraction | None) -> Card:
    """The card of a measure with figures by month, drawn over the months of one year up to the newest of its series."""
    changing, assured = is_it_changing(series), will_it_meet(series, aim)
    last = series.months[-1]
    points = [
        charts.Point(
            f"{each.first:%b %Y}",
            series.of(each),
            series.of(each - MONTHS_IN_YEAR),
            series.verdict_of(each) if each <= last else None,
        )
        for each in months
    ]
    story = _story(series.measure, f"{last.first:%B %Y}", series.values[-1], series.control, target, changing)
    drawn = charts.line(
        f"chart-{series.measure.slug}",
        story,
        points,
        target=aim,
        lines=_lines(series.control),
        ceiling=TOP_OF_A_SHARE if series.measure.is_share else None,
    )
    return Card(series.measure, target, month, drawn, story, changing, assured)


def _lines(control: spc.Chart | None) -> charts.Lines | None:
    if control is None or control.mean is None or control.lower is None or control.upper is None:
        return None
    return charts.Lines(control.mean, control.lower, control.upper)


def _story(
    measure: Measure, month: str, newest: Fraction | None, control: spc.Chart | None, target: str, changing: Verdict
) -> str:
    """What the chart shows, in a few sentences, for whoever does not see it."""
    said = [f"{measure.title}: {rounded(newest) if newest is not None else 'no figure'} in {month}."]
    if control is not None and control.mean is not None:
        said.append(f"The mean is {rounded(control.mean)}.")
    if target:
        said.append(f"The target is {target}.")
    if control is not None:
        said.append(f"Is it changing? {changing.words}")
    return " ".join([*said, "Every figure is in the table."])


def label_of(period: Month | Quarter) -> str:
    """How a period is named in a table: `Dec 2017`, `Quarter 3`."""
    return f"{period.first:%b %Y}" if isinstance(period, Month) else f"Quarter {period.number}"
