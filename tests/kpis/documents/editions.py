"""A small edition with one of everything: words, a priority, a flow, a narrow and a wide section, hidden numbers."""

from datetime import datetime
from fractions import Fraction

from kpis import charts
from kpis.documents.edition import Edition
from kpis.flow import OUTCOME, Step
from kpis.releases.content import Cell, Chart, Content, Definition, Flow, FlowStep, Line, Priority, Section
from kpis.sankey import sankey

STORY = "Referrals decided in time: 96.7 in July 2017."


def definition(code: str, title: str, target: str = "") -> Definition:
    """A measure of that code."""
    words = {"definition": f"{title}, defined.", "counts": "referrals", "out_of": "all", "basis": "month"}
    dates = {"reviewed_on": "2026-11-02", "next_review": "2027-11-01"}
    return Definition(code=code, title=title, heading=title, unit="percent", target=target, owner="X", **words, **dates)


def edition() -> Edition:
    """Version 2 of the report of July 2017, a correction."""
    return Edition(content(), 2, "One team was missing.", "ab" * 32, datetime(2017, 8, 14, 9, 30))


def content() -> Content:
    """What it says."""
    return Content(
        council="Testshire",
        title="July 2017",
        period="2017-07",
        month="2017-07",
        as_at="2017-07-31",
        performing_well=("96.7% of referrals were decided in time.",),
        needs_to_improve=('=HYPERLINK("x") is a text, not a formula.',),
        changed=(),
        priorities=(Priority("Decide faster.", ("Done.",)),),
        flow=flow(),
        sections=(timeliness(), participation()),
    )


def flow() -> Flow:
    """Of 30 referrals 20 went on."""
    steps = (FlowStep("Referral", "30", "20", "66.7%", "10"),)
    drawn = str(
        sankey("flow", "Of 30 referrals 20 went on.", Step("New contact", 40, 30), [Step("Referral", 30, 20)], OUTCOME)
    )
    return Flow("Full system conversion flow", "Of 30 referrals 20 went on.", drawn, steps, OUTCOME, "20")


def timeliness() -> Section:
    """A narrow section with a chart."""
    points = [charts.Point(f"{month} 2017", Fraction(number)) for month, number in (("Jun", 93), ("Jul", 97))]
    drawn = str(charts.line("chart-csc-022", STORY, points, ceiling=100))
    return Section(
        slug="referrals-timeliness",
        title="Referrals: timeliness",
        chapter="Contacts and referrals",
        definition="How fast referrals are decided.",
        analysis=("July was good.",),
        measures=(definition("CSC 022", "% decided within 24 hours", "at least 90%"),),
        lines=(
            Line("2016/17", "earlier", (Cell("88.0", remark="entered"),)),
            Line("Jun 2017", "month", (Cell("93.3", "28 of 30", "met"),)),
            Line("Jul 2017", "month", (Cell("96.7", "29 of 30", "met"),)),
            Line("Year to date", "total", (Cell("72.5", "87 of 120", "missed"),)),
        ),
        charts=(Chart("CSC 022 % decided within 24 hours", drawn, STORY, ("Is it changing? No.",)),),
        is_wide=False,
    )


def participation() -> Section:
    """A wide section in which numbers are hidden."""
    codes = [f"PN{number}{suffix}" for number in (1, 5) for suffix in ("", "-PCT")]
    return Section(
        slug="looked-after-participation",
        title="Looked after: participation",
        chapter="Looked after",
        definition="How children took part.",
        analysis=(),
        measures=tuple(definition(code, f"Way {code}") for code in codes),
        lines=(Line("Jul 2017", "month", (Cell("20"), Cell("83.3"), Cell("<5"), Cell(""))),),
        charts=(),
        is_wide=True,
        withheld="<5 is a number from 1 to 4.",
    )
