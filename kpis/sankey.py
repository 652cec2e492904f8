"""The conversion flow drawn as bands: how many went on from each step to the next, and how many stopped there.

Bands are as wide as their numbers at one scale for all steps from the referral on. New contacts are many times as many:
they are said in words above, and not drawn.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import wrap

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from kpis.flow import Step

WIDTH, HEIGHT = 960, 370
TOP, LEFT, RIGHT = 84, 8, 150
NODE = 14  # width of the upright bar of a step
TALLEST = 200  # of the first step
DROP = 46  # how far what stops falls below the bar
THINNEST = 1.0  # a number above 0 is always to be seen
LINE = 22  # characters of a title over a bar


@dataclass(frozen=True)
class Node:
    """A step: its upright bar, from `y` down for `height`, and what is written over it."""

    x: float
    y: float
    height: float
    title: str
    count: int

    @property
    def lines(self) -> list[str]:
        """The title in lines that fit between two bars."""
        return wrap(self.title, LINE)


@dataclass(frozen=True)
class Band:
    """What goes from one step to the next, or stops: its outline, and what is said of it beside it."""

    outline: str
    goes_on: bool
    label: str
    label_x: float
    label_y: float


def sankey(name: str, story: str, steps: Sequence[Step], outcome: str) -> SafeString:
    """The drawing of the steps and, at its end, the outcome; `story` is told to whoever does not see it."""
    nodes, bands = layout(steps, outcome)
    context = {"name": name, "story": story, "nodes": nodes, "bands": bands, "width": WIDTH, "height": HEIGHT}
    return SafeString(render_to_string("kpis/sankey.svg", context | {"node": NODE}))


def layout(steps: Sequence[Step], outcome: str) -> tuple[list[Node], list[Band]]:
    """Where everything lies. What goes on leaves a bar at its top, what stops at its foot."""
    most = max((step.reached for step in steps), default=0)
    gap = (WIDTH - LEFT - RIGHT - NODE) / max(len(steps), 1)
    titles = [*((step.title, step.reached) for step in steps), (outcome, steps[-1].went_on if steps else 0)]
    nodes = [
        Node(round(LEFT + place * gap, 1), TOP, _size(count, most), title, count)
        for place, (title, count) in enumerate(titles)
    ]
    bands = []
    for step, here, there in zip(steps, nodes, nodes[1:], strict=False):
        on = _size(step.went_on, most)
        if step.went_on:
            bands.append(_on(here, there, on, step))
        if step.stopped:
            bands.append(_off(here, here.height - on, gap, step))
    return nodes, bands


def _on(here: Node, there: Node, size: float, step: Step) -> Band:
    start, end, middle = here.x + NODE, there.x, (here.x + NODE + there.x) / 2
    outline = f"M{start:.1f} {TOP}H{end:.1f}V{TOP + size:.1f}H{start:.1f}Z"
    return Band(outline, True, step.share, round(middle, 1), TOP - 8.0)


def _off(here: Node, size: float, gap: float, step: Step) -> Band:
    """A band that bends down from the foot of the bar and ends."""
    top, foot = here.y + here.height - size, here.y + here.height
    start, end = here.x + NODE, here.x + NODE + gap * 0.45
    bend = (start + end) / 2
    outline = (
        f"M{start:.1f} {top:.1f}C{bend:.1f} {top:.1f} {bend:.1f} {top + DROP:.1f} {end:.1f} {top + DROP:.1f}"
        f"V{foot + DROP:.1f}C{bend:.1f} {foot + DROP:.1f} {bend:.1f} {foot:.1f} {start:.1f} {foot:.1f}Z"
    )
    return Band(outline, False, f"{step.stopped:,} stopped", round(start, 1), round(foot + DROP + 18, 1))


def _size(count: int, most: int) -> float:
    """Pixels for a number at the scale of the first step."""
    return max(round(TALLEST * count / most, 1), THINNEST) if count and most else 0.0
