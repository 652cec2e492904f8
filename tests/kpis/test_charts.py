"""Charts: what is drawn where, that an unknown month is a gap, and that every mark lies on the drawing."""

from fractions import Fraction
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpis.charts import HEIGHT, SPARK_HEIGHT, SPARK_WIDTH, WIDTH, Lines, Point, bars, line, spark
from kpis.spc import Variation

figures = st.none() | st.fractions(min_value=0, max_value=10**6, max_denominator=1000)


def points(*given: float | None, special: Variation | None = None) -> list[Point]:
    return [
        Point(f"Apr {2000 + n}", None if figure is None else Fraction(figure), special=special)
        for n, figure in enumerate(given)
    ]


def drawn(svg: str, tag: str) -> list[ElementTree.Element]:
    return ElementTree.fromstring(svg).findall(tag)  # noqa: S314 - our own drawing


def words(svg: str) -> list[str]:
    return [text.text or "" for text in drawn(svg, "text")]


def test_a_line_is_broken_where_a_month_is_unknown() -> None:
    svg = line("c", "Share", points(10, 20, None, 30, 40))
    assert len(drawn(svg, "polyline")) == 2 and len(drawn(svg, "path")) == 4


def test_target_mean_and_usual_range_are_drawn_and_named() -> None:
    lines = Lines(Fraction(95), Fraction(90), Fraction(104))
    svg = line("c", "Share", points(96, 94), target=Fraction(95), lines=lines, ceiling=100)
    assert {"target 95", "mean 95", "usual range 90 to 100"} <= set(words(svg))


def test_a_special_cause_has_a_shape_of_its_own_and_is_named() -> None:
    plain, better = line("c", "x", points(1, 2)), line("c", "x", points(1, 2, special=Variation.IMPROVING))
    assert "improving" in words(better) and "improving" not in words(plain)
    assert {mark.get("d")[-4:] for mark in drawn(plain, "path")}.isdisjoint(
        mark.get("d")[-4:] for mark in drawn(better, "path")[:2]
    )


def test_the_story_is_the_text_of_the_drawing() -> None:
    svg = line("chart-x", "The story.", points(1))
    root = ElementTree.fromstring(svg)  # noqa: S314 - our own drawing
    assert root.get("aria-labelledby") == "chart-x" and root.find("title").text == "The story."


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", "a & b"])
def test_words_cannot_break_out_of_the_drawing(name: str) -> None:
    for svg in (line("c", name, points(1)), bars("b", name, [(name, Fraction(1), name)])):
        assert "<script>" not in svg and drawn(svg, "title")[0].text == name


@given(st.lists(figures, min_size=1, max_size=12), figures)
def test_every_mark_lies_on_the_drawing(given_figures: list[Fraction | None], target: Fraction | None) -> None:
    svg = line("c", "x", [Point("Apr 2017", each, each) for each in given_figures], target=target)
    assert "nan" not in svg.lower() and "inf" not in svg.lower()
    for path in drawn(svg, "polyline"):
        for pair in path.get("points").split():
            x, y = (float(number) for number in pair.split(","))
            assert 0 <= x <= WIDTH and 0 <= y <= HEIGHT


@given(st.lists(figures, max_size=24))
def test_a_spark_lies_in_its_frame_and_needs_two_figures(given_figures: list[Fraction | None]) -> None:
    svg = spark(given_figures)
    assert bool(svg) == (sum(each is not None for each in given_figures) > 1)
    for pair in drawn(svg, "polyline")[0].get("points").split() if svg else ():
        x, y = (float(number) for number in pair.split(","))
        assert 0 <= x <= SPARK_WIDTH and 0 <= y <= SPARK_HEIGHT


def test_bars_are_as_long_as_their_figures() -> None:
    svg = bars("b", "x", [("East", Fraction(50), "50.0"), ("West", Fraction(100), "100.0"), ("None", Fraction(0), "0")])
    first, second, third = (float(bar.get("width")) for bar in drawn(svg, "rect"))
    assert abs(second - 2 * first) < 0.2 and third == 0
