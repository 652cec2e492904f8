"""Charts drawn on the server as SVG, the same in page and document: nothing in them needs a style sheet.

The table beside a chart has every figure; the chart's own text tells its story in a sentence. Special causes are marked
by shape and colour, lines by dash and name.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import floor, log10
from typing import NamedTuple

from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from kpis.spc import Variation

WIDTH, HEIGHT = 480, 290
LEFT, RIGHT, TOP, BOTTOM = 44, 10, 14, 78
STEPS = (1, 2, 2.5, 5, 10, 20)
LINES = 4
LETTER = 6.6  # pixels that a letter of the legend takes
INK, PALE, GREEN, GREY, BLUE, ORANGE, PURPLE = (
    *("#12436d", "#8eb8dc", "#00703c", "#505a5f"),
    *("#1d70b8", "#b8500c", "#54319f"),
)
SHAPES = {
    Variation.IMPROVING: ("square", BLUE, "improving"),
    Variation.CONCERNING: ("triangle", ORANGE, "getting worse"),
    Variation.CHANGING: ("diamond", PURPLE, "special cause"),
}
SPARK_WIDTH, SPARK_HEIGHT, SPARK_EDGE = 120, 28, 4


@dataclass(frozen=True)
class Point:
    """One month (or quarter): its label, its figure or none, the same month a year before, and what is special."""

    label: str
    figure: Fraction | None
    before: Fraction | None = None
    special: Variation | None = None


class Lines(NamedTuple):
    """The mean and the limits of process control."""

    mean: Fraction
    lower: Fraction
    upper: Fraction


@dataclass(frozen=True)
class _Scale:
    """Where a figure lies on the drawing, from the lowest line (0, or higher) to `top`."""

    bottom: float
    top: float

    def y(self, figure: float | Fraction) -> float:
        """Pixels from the upper edge; what lies beyond the drawing is drawn on its edge."""
        inside = min(max(float(figure), self.bottom), self.top)
        share = (inside - self.bottom) / (self.top - self.bottom)
        return round(TOP + (HEIGHT - TOP - BOTTOM) * (1 - share), 1)


def line(
    name: str,
    story: str,
    points: Sequence[Point],
    *,
    target: Fraction | None = None,
    lines: Lines | None = None,
    ceiling: float | None = None,
) -> SafeString:
    """A line through the months, broken where one has no figure, over the pale line of the year before; the target, the
    mean and the limits across them. `name` is unique on a page; `ceiling` is the highest figure there can be (100)."""
    scale = _scale(points, target, lines, ceiling)
    across = list(_across(scale, target, lines))
    marks = [_mark(place, point, points, scale) for place, point in enumerate(points) if point.figure is not None]
    context = {
        "name": name,
        "story": story,
        "width": WIDTH,
        "height": HEIGHT,
        "left": LEFT,
        "right": WIDTH - RIGHT,
        "axis_y": HEIGHT - BOTTOM + 18,
        "year_y": HEIGHT - BOTTOM + 34,
        "grid": _grid(scale),
        "labels": _labels(points),
        "band": _band(scale, lines),
        "across": across,
        "before": _paths(points, [point.before for point in points], scale),
        "now": _paths(points, [point.figure for point in points], scale),
        "marks": marks,
        "legend": _legend(points, across),
    }
    return SafeString(render_to_string("kpis/chart.svg", context).strip())


def spark(figures: Sequence[Fraction | None], special: Variation | None = None) -> SafeString:
    """A small line through the newest months, its last point marked; for the eye only: the words stand beside it."""
    known = [float(figure) for figure in figures if figure is not None]
    if len(known) < 2:
        return SafeString("")
    low, size = min(known), max(known) - min(known) or 1.0
    step = (SPARK_WIDTH - 2 * SPARK_EDGE) / (len(figures) - 1)
    high = SPARK_HEIGHT - 2 * SPARK_EDGE
    at = [
        (round(SPARK_EDGE + place * step, 1), round(SPARK_EDGE + high * (1 - (float(figure) - low) / size), 1))
        for place, figure in enumerate(figures)
        if figure is not None
    ]
    shape, colour, _ = SHAPES.get(special or Variation.COMMON_CAUSE, ("circle", INK, ""))
    return format_html(
        '<svg class="app-spark" viewBox="0 0 {} {}" width="{}" height="{}" aria-hidden="true" focusable="false">'
        '<polyline points="{}" fill="none" stroke="{}" stroke-width="1.5"/><path d="{}" fill="{}"/></svg>',
        *(SPARK_WIDTH, SPARK_HEIGHT, SPARK_WIDTH, SPARK_HEIGHT),
        *(" ".join(f"{x},{y}" for x, y in at), PALE, _path(shape, *at[-1], 3.5), colour),
    )


def bars(
    name: str, story: str, rows: Sequence[tuple[str, Fraction, str]], target: Fraction | None = None
) -> SafeString:
    """A horizontal bar for each row (label, figure, its text), from 0, on one axis; the target as a dashed line."""
    row_height, text, room = 26, 190, 70
    longest = max([*(float(figure) for _, figure, _ in rows), 0.1])
    scale = (WIDTH - text - room) / longest
    height = len(rows) * row_height + 8
    drawn = format_html_join(
        "",
        '<text x="{}" y="{}" text-anchor="end" fill="#0b0c0c">{}</text>'
        '<rect x="{}" y="{}" width="{}" height="16" fill="{}"/><text x="{}" y="{}" fill="#0b0c0c">{}</text>',
        (
            (
                *(text - 8, place * row_height + 20, label, text, place * row_height + 7),
                *(round(float(figure) * scale, 1), INK),
                *(round(text + float(figure) * scale + 6, 1), place * row_height + 20, shown),
            )
            for place, (label, figure, shown) in enumerate(rows)
        ),
    )
    return format_html(
        '<svg viewBox="0 0 {} {}" role="img" aria-labelledby="{}" font-family="Arial, Liberation Sans, sans-serif" '
        'font-size="13"><title id="{}">{}</title>{}</svg>',
        *(WIDTH, height, name, name, story, drawn),
    )


def _mark(place: int, point: Point, points: Sequence[Point], scale: _Scale) -> dict[str, object]:
    shape, colour, words = SHAPES.get(point.special or Variation.COMMON_CAUSE, ("circle", INK, ""))
    figure = point.figure or Fraction(0)
    size = 4.0 if shape == "circle" else 6.0
    return {
        "d": _path(shape, _x(place, points), scale.y(figure), size),
        "fill": colour,
        "label": f"{point.label}: {_number(figure)}{f', {words}' if words else ''}",
    }


def _path(shape: str, x: float, y: float, size: float) -> str:
    """The outline of a mark about a point."""
    if shape == "circle":
        return f"M{x - size:g},{y:g}a{size:g},{size:g} 0 1,0 {2 * size:g},0a{size:g},{size:g} 0 1,0 {-2 * size:g},0z"
    if shape == "triangle":
        return f"M{x:g},{y - size * 1.2:g}l{size * 1.2:g},{size * 2.1:g}h{-size * 2.4:g}z"
    if shape == "diamond":
        half = size * 1.3
        return f"M{x:g},{y - half:g}l{half:g},{half:g}l{-half:g},{half:g}l{-half:g},{-half:g}z"
    return f"M{x - size:g},{y - size:g}h{2 * size:g}v{2 * size:g}h{-2 * size:g}z"


def _across(scale: _Scale, target: Fraction | None, lines: Lines | None) -> "list[dict[str, object]]":
    """The lines across the drawing, each with its name, colour and dash."""
    named: list[tuple[str, Fraction, str, str, str]] = []
    if lines is not None:
        named.append((f"mean {_number(lines.mean)}", lines.mean, GREY, "", "1.5"))
        limits = f"usual range {_number(max(lines.lower, Fraction(0)))} to {_number(_under(lines.upper, scale))}"
        named += [(limits, lines.upper, GREY, "2 4", "1.5"), ("", lines.lower, GREY, "2 4", "1.5")]
    if target is not None:
        named.append((f"target {_number(target)}", target, GREEN, "8 4", "2.5"))
    return [
        {"name": name, "y": scale.y(figure), "stroke": colour, "dash": dash, "size": size}
        for name, figure, colour, dash, size in named
    ]


def _under(figure: Fraction, scale: _Scale) -> Fraction:
    """An upper limit no higher than what can be: the top of a drawing that ends at 100."""
    return min(figure, Fraction(100)) if scale.top == 100 else figure


def _band(scale: _Scale, lines: Lines | None) -> dict[str, object] | None:
    if lines is None:
        return None
    top = scale.y(lines.upper)
    return {"x": LEFT, "y": top, "width": WIDTH - LEFT - RIGHT, "height": round(scale.y(lines.lower) - top, 1)}


def _legend(points: Sequence[Point], across: "list[dict[str, object]]") -> "list[dict[str, object]]":
    """What each line and mark means, in words, in as many rows as it takes."""
    keys: list[dict[str, object]] = [{"name": "this year", "stroke": INK}]
    keys += [{"name": "year before", "stroke": PALE}] if any(point.before is not None for point in points) else []
    keys += [each for each in across if each["name"]]
    special = dict.fromkeys(SHAPES[point.special] for point in points if point.special in SHAPES)
    keys += [{"name": words, "shape": shape, "fill": colour} for shape, colour, words in special]
    found, x, y = [], float(LEFT), HEIGHT - 28
    for key in keys:
        size = 36 + len(str(key["name"])) * LETTER
        if x + size > WIDTH and x > LEFT:
            x, y = float(LEFT), y + 20
        outline = _path(str(key["shape"]), x + 9, y - 4, 5.0) if "shape" in key else ""
        found.append({**key, "x": round(x, 1), "end": round(x + 18, 1), "text": round(x + 24, 1), "y": y, "d": outline})
        x += size
    return found


def _labels(points: Sequence[Point]) -> "list[dict[str, object]]":
    """The months' letters, and the calendar year under the first month of each; a quarter's whole label."""
    found, said = [], ""
    for place, point in enumerate(points):
        month, _, year = point.label.partition(" ")
        is_month = year.isdigit() and len(year) == 4
        found.append(
            {
                "x": _x(place, points),
                "label": month[:1] if is_month else point.label.replace("Quarter ", "Q"),
                "year": year if is_month and year != said else "",
            }
        )
        said = year
    return found


def _paths(points: Sequence[Point], figures: Sequence[Fraction | None], scale: _Scale) -> list[str]:
    paths: list[list[str]] = [[]]
    for place, figure in enumerate(figures):
        if figure is None:
            paths.append([])
        else:
            paths[-1].append(f"{_x(place, points)},{scale.y(figure)}")
    return [" ".join(path) for path in paths if len(path) > 1]


def _grid(scale: _Scale) -> "list[dict[str, object]]":
    step = (scale.top - scale.bottom) / LINES
    return [
        {"y": scale.y(scale.bottom + step * place), "label": _number(scale.bottom + step * place)}
        for place in range(LINES + 1)
    ]


def _scale(
    points: Sequence[Point], target: Fraction | None, lines: Lines | None, ceiling: float | None = None
) -> _Scale:
    """From 0; but of percentages that are all high, only the part in which they move."""
    figures = [float(f) for point in points for f in (point.figure, point.before) if f is not None]
    figures += [] if target is None else [float(target)]
    figures += [] if lines is None else [float(lines.lower), float(lines.upper)]
    highest, lowest = max([*figures, 1.0]), max(min(figures, default=0.0), 0.0)
    if ceiling is not None and lowest > ceiling / 2:
        step = _step((ceiling - min(lowest, ceiling)) / LINES)
        return _Scale(ceiling - LINES * step, ceiling)
    top = LINES * _step(highest / LINES)
    return _Scale(0.0, top if ceiling is None else min(top, ceiling))


def _step(least: float) -> float:
    """The smallest round step that is at least `least`, and no less than a tenth."""
    power = 10.0 ** max(-1, floor(log10(least))) if least > 0 else 0.1
    return next(step * power for step in STEPS if step * power >= least)


def _x(place: int, points: Sequence[Point]) -> float:
    slot = (WIDTH - LEFT - RIGHT) / len(points)
    return round(LEFT + slot * (place + 0.5), 1)


def _number(figure: float | Fraction) -> str:
    return f"{round(float(figure), 1):,}".removesuffix(".0")
