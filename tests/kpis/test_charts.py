"""Charts: what is drawn where, and that an unknown month is a gap, not a nought."""

from fractions import Fraction
from xml.etree import ElementTree

import pytest

from kpis.charts import HEIGHT, TOP, Point, columns, line


def points(*figures: float | None) -> list[Point]:
    return [Point(f"Month {n}", None if figure is None else Fraction(figure)) for n, figure in enumerate(figures)]


def drawn(svg: str, tag: str) -> list[ElementTree.Element]:
    return ElementTree.fromstring(svg).findall(tag)  # noqa: S314 - our own drawing


def test_a_column_for_each_month_that_has_a_figure() -> None:
    bars = drawn(columns("Contacts", points(2, None, 0, 4)), "rect")
    assert len(bars) == 3
    assert float(bars[2].get("height")) == 2 * float(bars[0].get("height")) and float(bars[1].get("height")) == 0


def test_a_line_is_broken_where_a_month_is_unknown() -> None:
    svg = line("Share", points(10, 20, None, 30, 40))
    assert len(drawn(svg, "polyline")) == 2 and len(drawn(svg, "circle")) == 4


def test_the_target_is_drawn_and_named() -> None:
    svg = line("Share", points(96, 94), Fraction(95), ceiling=100)
    assert [text.text for text in drawn(svg, "text")][-1] == "target"


def test_a_percentage_is_never_drawn_over_100() -> None:
    labels = [text.text for text in drawn(line("Share", points(99.8, 95), Fraction(95), ceiling=100), "text")]
    assert "100" in labels and "102" not in labels


@pytest.mark.parametrize("figures", [(0,), (0, 0), (1,), (99999,), (0.04, 0.03), (None, 5)])
def test_every_mark_lies_on_the_drawing(figures: tuple[float | None, ...]) -> None:
    for svg in (columns("x", points(*figures)), line("x", points(*figures), Fraction(5))):
        for mark in drawn(svg, "circle"):
            assert TOP <= float(mark.get("cy")) <= HEIGHT


def test_a_title_cannot_break_out_of_the_drawing() -> None:
    assert "<script>" not in columns("<script>alert(1)</script>", points(1))
