"""Charts drawn on the server as SVG, the same in page and document. The table beside a chart is its text."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import floor, log10

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

WIDTH, HEIGHT = 340, 170
LEFT, RIGHT, TOP, BOTTOM = 38, 8, 12, 24
STEPS = (1, 2, 2.5, 5, 10, 20)
LINES = 4


@dataclass(frozen=True)
class Point:
    """One month: its label and its figure, or none."""

    label: str
    figure: Fraction | None


@dataclass(frozen=True)
class _Scale:
    """Where a figure lies on the drawing, from 0 (or the lowest line) at the bottom to `top`."""

    bottom: float
    top: float

    def y(self, figure: float) -> float:
        """Pixels from the upper edge."""
        share = (figure - self.bottom) / (self.top - self.bottom)
        return round(TOP + (HEIGHT - TOP - BOTTOM) * (1 - share), 1)


def columns(title: str, points: Sequence[Point]) -> SafeString:
    """A column for each month, from 0."""
    scale = _scale(points, target=None)
    slot = (WIDTH - LEFT - RIGHT) / len(points)
    bars = [
        {
            "x": round(LEFT + place * slot + slot * 0.18, 1),
            "y": scale.y(float(point.figure)),
            "width": round(slot * 0.64, 1),
            "height": round(scale.y(0) - scale.y(float(point.figure)), 1),
            "label": f"{point.label}: {_number(point.figure)}",
        }
        for place, point in enumerate(points)
        if point.figure is not None
    ]
    return _draw(title, points, scale, {"bars": bars})


def line(
    title: str, points: Sequence[Point], target: Fraction | None = None, *, ceiling: float | None = None
) -> SafeString:
    """A line through the months, broken where a month has no figure, and the target as a dashed line.

    `ceiling` is the highest figure there can be: 100 for a percentage.
    """
    scale = _scale(points, target, ceiling)
    dots = [
        {"x": _x(place, points), "y": scale.y(float(point.figure)), "label": f"{point.label}: {_number(point.figure)}"}
        for place, point in enumerate(points)
        if point.figure is not None
    ]
    target_y = None if target is None else scale.y(float(target))
    return _draw(title, points, scale, {"dots": dots, "paths": _paths(points, scale), "target_y": target_y})


def _paths(points: Sequence[Point], scale: _Scale) -> list[str]:
    paths: list[list[str]] = [[]]
    for place, point in enumerate(points):
        if point.figure is None:
            paths.append([])
        else:
            paths[-1].append(f"{_x(place, points)},{scale.y(float(point.figure))}")
    return [" ".join(path) for path in paths if len(path) > 1]


def _draw(title: str, points: Sequence[Point], scale: _Scale, marks: dict[str, object]) -> SafeString:
    step = (scale.top - scale.bottom) / LINES
    grid = [
        {"y": scale.y(scale.bottom + step * line), "label": _number(scale.bottom + step * line)}
        for line in range(LINES + 1)
    ]
    months = [{"x": _x(place, points), "label": point.label[:1]} for place, point in enumerate(points)]
    context = {"title": title, "width": WIDTH, "height": HEIGHT, "left": LEFT, "right": WIDTH - RIGHT}
    return SafeString(
        render_to_string("kpis/chart.svg", {**context, "grid": grid, "months": months, "month_y": HEIGHT - 6, **marks})
    )


def _scale(points: Sequence[Point], target: Fraction | None, ceiling: float | None = None) -> _Scale:
    """From 0; but where every figure is high and held against a target, only the part in which they move."""
    figures = [float(point.figure) for point in points if point.figure is not None]
    aims = [] if target is None else [float(target)]
    highest, lowest = max([*figures, *aims, 1.0]), min([*figures, *aims], default=0.0)
    if ceiling is not None and lowest > ceiling / 2:
        step = _step((ceiling - lowest) / LINES)
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
    return f"{round(float(figure), 1):,g}"
