"""The conversion flow drawn as bands: how many went on from each step to the next, and how many stopped there.

Bands are as wide as their numbers at one scale for all steps from the referral on. New contacts are many times as many,
and are children where the steps are referrals: their bar has a scale of its own, and what leads from it to the
referrals widens and is paler.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from textwrap import wrap

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from kpis.flow import Step

WIDTH, HEIGHT = 1080, 370
TOP, LEFT, RIGHT = 84, 8, 150
NODE = 14  # width of the upright bar of a step
TALLEST = 200  # of the contacts, and of the referrals
DROP = 46  # how far what stops falls below the bar
THINNEST = 1.0  # a number above 0 is always to be seen
LINE = 22  # characters of a title over a bar


class BandKind(StrEnum):
    """Where a band leads: to the next step, to the next step at another scale, or to its end."""

    ON = "on"
    RESCALED = "rescaled"
    STOPPED = "stopped"


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
    kind: BandKind
    label: str
    label_x: float
    label_y: float


def sankey(name: str, story: str, contacts: Step, steps: Sequence[Step], outcome: str) -> SafeString:
    """The drawing of the contacts, the steps and, at its end, the outcome; `story` is told to whoever does not see
    it."""
    nodes, bands = layout(contacts, steps, outcome)
    context = {"name": name, "story": story, "nodes": nodes, "bands": bands, "width": WIDTH, "height": HEIGHT}
    return SafeString(render_to_string("kpis/sankey.svg", context | {"node": NODE}))


def layout(contacts: Step, steps: Sequence[Step], outcome: str) -> tuple[list[Node], list[Band]]:
    """Where everything lies. What goes on leaves a bar at its top, what stops at its foot."""
    gap = (WIDTH - LEFT - RIGHT - NODE) / (len(steps) + 1)
    most = steps[0].reached
    counts = [*((step.title, step.reached) for step in steps), (outcome, steps[-1].went_on)]
    sizes = [(contacts.title, contacts.reached, _size(contacts.reached, contacts.reached))]
    sizes += [(title, count, _size(count, most)) for title, count in counts]
    nodes = [
        Node(round(LEFT + place * gap, 1), TOP, height, title, count)
        for place, (title, count, height) in enumerate(sizes)
    ]
    bands = []
    for place, (step, here, there) in enumerate(zip([contacts, *steps], nodes, nodes[1:], strict=False)):
        on = _size(step.went_on, most if place else contacts.reached)
        if step.went_on:
            bands.append(_on(here, there, on, step) if place else _rescaled(here, there, on, step))
        if step.stopped:
            bands.append(_off(here, here.height - on, gap, step))
    return nodes, bands


def _on(here: Node, there: Node, size: float, step: Step) -> Band:
    start, end = here.x + NODE, there.x
    outline = f"M{start:.1f} {TOP}H{end:.1f}V{TOP + size:.1f}H{start:.1f}Z"
    return Band(outline, BandKind.ON, step.share, round((start + end) / 2, 1), TOP - 8.0)


def _rescaled(here: Node, there: Node, size: float, step: Step) -> Band:
    """A band that widens from the contacts' scale to that of the steps."""
    start, end = here.x + NODE, there.x
    level = start + (end - start) * 0.5
    bend, foot, size = (level + end) / 2, TOP + there.height, TOP + size
    outline = (
        f"M{start:.1f} {TOP}H{end:.1f}V{foot:.1f}C{bend:.1f} {foot:.1f} {bend:.1f} {size:.1f} {level:.1f} {size:.1f}"
    )
    return Band(f"{outline}H{start:.1f}Z", BandKind.RESCALED, step.share, round((start + end) / 2, 1), TOP - 8.0)


def _off(here: Node, size: float, gap: float, step: Step) -> Band:
    """A band that bends down from the foot of the bar and ends."""
    top, foot = here.y + here.height - size, here.y + here.height
    start, end = here.x + NODE, here.x + NODE + gap * 0.45
    bend = (start + end) / 2
    outline = (
        f"M{start:.1f} {top:.1f}C{bend:.1f} {top:.1f} {bend:.1f} {top + DROP:.1f} {end:.1f} {top + DROP:.1f}"
        f"V{foot + DROP:.1f}C{bend:.1f} {foot + DROP:.1f} {bend:.1f} {foot:.1f} {start:.1f} {foot:.1f}Z"
    )
    return Band(outline, BandKind.STOPPED, f"{step.stopped:,} stopped", round(start, 1), round(foot + DROP + 18, 1))


def _size(count: int, most: int) -> float:
    """Pixels for a number at the scale of a bar of the tallest size."""
    return max(round(TALLEST * count / most, 1), THINNEST) if count and most else 0.0
