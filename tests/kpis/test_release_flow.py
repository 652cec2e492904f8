"""The conversion flow as it may be published."""

from datetime import date

from kpis.flow import Flow, Step
from kpis.releases.merging import merged
from workdays import Quarter


def flow(*reached: int) -> Flow:
    """A flow in which so many came to each step, and at last to the outcome."""
    steps = tuple(
        Step(f"Step {n}", here, there) for n, (here, there) in enumerate(zip(reached, reached[1:], strict=False))
    )
    return Flow(Quarter(2017, 2), date(2017, 12, 31), Step("Contact", 400, 100), steps, reached[-1])


def test_a_flow_without_small_numbers_stays_as_it_is() -> None:
    whole = flow(100, 80, 40, 20)
    assert merged(whole) == whole


def test_a_step_at_which_few_stopped_goes_with_the_one_before() -> None:
    found = merged(flow(100, 80, 24, 22))
    assert found and [(step.title, step.reached, step.stopped) for step in found.steps] == [
        ("Step 0", 100, 20),
        ("Step 1", 80, 58),
    ]


def test_the_first_step_goes_with_the_one_after() -> None:
    found = merged(flow(100, 98, 40))
    assert found and [(step.title, step.reached, step.stopped) for step in found.steps] == [("Step 0", 100, 60)]


def test_a_flow_that_ends_in_a_small_number_is_not_shown() -> None:
    assert merged(flow(100, 80, 3)) is None
    assert merged(flow(100, 97)) is None
