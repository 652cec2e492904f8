"""The drawing of the conversion flow: bands are as wide as their numbers, and nothing lies outside the frame."""

import re

from hypothesis import given
from hypothesis import strategies as st

from kpis.flow import Step
from kpis.sankey import HEIGHT, NODE, TALLEST, TOP, WIDTH, BandKind, layout, sankey


def steps(*reached: int) -> list[Step]:
    """Steps that so many came to, the last number being those who came to the end."""
    titles = (
        "Referral",
        "Assessment",
        "Strategy discussion",
        "Section 47 enquiry",
        "Initial child protection conference",
    )
    return [
        Step(titles[place], here, there) for place, (here, there) in enumerate(zip(reached, reached[1:], strict=False))
    ]


CONTACTS = Step("New contact", 1_000, 250)


def numbers(outline: str) -> list[float]:
    return [float(number) for number in re.findall(r"-?\d+\.?\d*", outline)]


def test_the_first_bar_is_the_tallest_and_the_others_are_in_proportion() -> None:
    nodes, bands = layout(CONTACTS, steps(200, 100, 50), "Plan")
    assert [node.height for node in nodes] == [TALLEST, TALLEST, TALLEST / 2, TALLEST / 4]
    assert [node.count for node in nodes] == [1_000, 200, 100, 50]
    assert [band.label for band in bands] == ["25.0%", "750 stopped", "50.0%", "100 stopped", "50.0%", "50 stopped"]
    first = numbers(bands[2].outline)
    assert (min(first[1], TOP), max(first)) == (TOP, nodes[2].x)
    assert f"V{TOP + TALLEST / 2}" in bands[2].outline


def test_what_leads_from_the_contacts_widens_to_the_scale_of_the_referrals() -> None:
    nodes, bands = layout(CONTACTS, steps(200, 100), "Plan")
    assert (bands[0].kind, bands[1].kind) == (BandKind.RESCALED, BandKind.STOPPED)
    assert f"V{TOP + nodes[1].height}" in bands[0].outline
    assert bands[0].outline.endswith(f" {TOP + TALLEST / 4}H{nodes[0].x + NODE:.1f}Z")


def test_who_did_not_stop_has_no_grey_band_and_nobody_has_no_blue_one() -> None:
    _, bands = layout(CONTACTS, steps(20, 20, 0), "Plan")
    assert [(band.kind, band.label) for band in bands[2:]] == [
        (BandKind.ON, "100.0%"),
        (BandKind.STOPPED, "20 stopped"),
    ]


@given(st.lists(st.integers(0, 5_000), min_size=7, max_size=7))
def test_nothing_lies_outside_the_frame(found: list[int]) -> None:
    most, *reached = sorted(found, reverse=True)
    nodes, bands = layout(
        Step("New contact", most, reached[0]), steps(*reached), "Child protection plan or looked after"
    )
    for node in nodes:
        assert 0 <= node.x <= WIDTH and node.y + node.height <= HEIGHT
        assert len(node.lines) <= 2
    for band in bands:
        assert all(0 <= number <= WIDTH for number in numbers(band.outline))
        assert 0 < band.label_x < WIDTH and 0 < band.label_y < HEIGHT


def test_the_drawing_tells_its_story_to_whoever_does_not_see_it() -> None:
    drawing = sankey("flow", "Of 2 referrals 1 went on", CONTACTS, steps(2, 1), "Plan")
    assert 'role="img" aria-labelledby="flow"' in drawing and "Of 2 referrals 1 went on</title>" in drawing
