"""The conversion flow as it may be published: no step at which 1 to 4 stopped is shown by itself."""

from dataclasses import replace

from kpis.disclosure import SMALL
from kpis.flow import Flow, Step


def merged(flow: Flow) -> Flow | None:
    """The flow with such steps taken together with the one before (the first with the one after); None where even then
    a number from 1 to 4 is left."""
    steps = list(flow.steps)
    while len(steps) > 1 and any(step.stopped in SMALL for step in steps):
        place = max(1, next(n for n, step in enumerate(steps) if step.stopped in SMALL))
        steps[place - 1 : place + 1] = [replace(steps[place - 1], went_on=steps[place].went_on)]
    found = replace(flow, steps=tuple(steps))
    return None if any(count in SMALL for count in _counts(found)) else found


def _counts(flow: Flow) -> list[int]:
    steps: list[Step] = [flow.contacts, *flow.steps]
    return [flow.outcome, *(count for step in steps for count in (step.reached, step.went_on, step.stopped))]
