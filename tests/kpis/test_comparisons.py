"""What figures are held against: targets, benchmarks, earlier years, the projection; and who may set them."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.roles import Role
from kpis.actions.comparisons import enter_earlier_figure, set_benchmark
from kpis.models import Benchmark, Build, EarlierFigure, Target
from tests.extracts import build_chapters, load_whole
from tests.kpis.test_pages import section, signed_in
from tests.kpis.test_rules_referrals_and_assessments import referral

pytestmark = pytest.mark.django_db
AS_AT = date(2017, 12, 31)
CHAPTER = "Contacts and referrals"


@pytest.fixture
def figures(tmp_path: Path) -> Build:
    """Nine referrals in 2017/18, two in 2016/17."""
    rows = [referral(f"R{n}", f"P{n}", f"2017-{n + 3:02}-10", f"2017-{n + 3:02}-10") for n in range(1, 10)]
    rows += [referral(f"X{n}", f"P{n}", "2016-09-10", "2016-09-10") for n in (1, 2)]
    population = [{"popu_year": "2017/18", "popu_under_18": "20000"}]
    load_whole(tmp_path, AS_AT, ssd_cin_episodes=rows, csc_population=population)
    return build_chapters("2017/18", AS_AT, CHAPTER)


def page(client: Client) -> object:
    return client.get(section("referrals")).context["page"]


def cells(row: object) -> list[tuple[str, str]]:
    return [(cell.text, cell.remark) for cell in row.cells]  # type: ignore[attr-defined]


def test_a_year_to_date_is_projected_to_the_years_end(figures: Build) -> None:
    """Nine in nine months are 12 in a year; the rate 4.5 per 10,000 becomes 6.0; a month is not projected."""
    shown = page(signed_in(Role.DIRECTOR))
    assert cells(shown.projection) == [("", ""), ("12", ""), ("6.0", ""), ("", "")]  # type: ignore[attr-defined]


def test_an_earlier_year_is_shown_as_entered_until_it_is_computed_from_records(figures: Build) -> None:
    client = signed_in(Role.DIRECTOR)
    enter_earlier_figure(measure="CSC 012", year="2015/16", value=Decimal("900"), source="Report", by=None)
    enter_earlier_figure(measure="CSC 012", year="2016/17", value=Decimal("777"), source="Report", by=None)
    first, second = page(client).earlier  # type: ignore[attr-defined]
    assert (first.label, cells(first)[1]) == ("2015/16", ("900", "entered"))
    assert cells(second)[1] == ("777", "entered")
    build_chapters("2016/17", AS_AT, CHAPTER)
    assert [cells(row)[1] for row in page(client).earlier] == [("900", "entered"), ("2", "")]  # type: ignore[attr-defined]


def test_a_team_has_no_entered_years(figures: Build) -> None:
    enter_earlier_figure(measure="CSC 012", year="2015/16", value=Decimal("900"), source="Report", by=None)
    shown = signed_in(Role.DIRECTOR).get(section("referrals", scope="team:T1")).context["page"]
    assert shown.earlier == ()


def test_benchmarks_stand_in_the_order_of_the_report_with_their_period(figures: Build) -> None:
    for comparator, value in (("Core cities", "1"), ("national", "548.2"), ("regional", "600"), ("statistical", "5")):
        set_benchmark(
            measure="CSC 014", comparator=comparator, period="2016/17", value=Decimal(value), source="DfE", by=None
        )
    shown = page(signed_in(Role.DIRECTOR)).comparisons  # type: ignore[attr-defined]
    assert [each.name for each in shown] == ["Statistical neighbours", "Region", "England", "Core cities"]
    assert cells(shown[2])[2] == ("548.2", "2016/17")


@pytest.mark.parametrize("role", [Role.DIRECTOR, Role.TEAM_MANAGER])
def test_only_an_analyst_sets_what_figures_are_held_against(figures: Build, role: Role) -> None:
    answer = signed_in(role, "T1").post(reverse("set_comparison", args=["csc-012", "target"]), {"value": "5"})
    assert answer.status_code == 403 and not Target.objects.exists()


def analyst() -> Client:
    return signed_in(Role.ANALYST)


def test_an_analyst_sets_a_target_from_a_day_on() -> None:
    day = {"starts_on_0": "1", "starts_on_1": "4", "starts_on_2": "2018"}
    analyst().post(reverse("set_comparison", args=["csc-022", "target"]), {"value": "92.5", **day})
    target = Target.objects.get()
    assert (target.measure, target.value, target.starts_on) == ("CSC 022", Decimal("92.5"), date(2018, 4, 1))
    assert target.set_by == User.objects.get()


def test_an_analyst_adds_a_benchmark_and_the_figure_of_an_earlier_year() -> None:
    client = analyst()
    given = {"value": "18.5", "source": "Table B1", "comparator": "", "other": "Core cities", "period": "2016/17"}
    client.post(reverse("set_comparison", args=["csc-032", "benchmark"]), given)
    assert (Benchmark.objects.get().name, Benchmark.objects.get().value) == ("Core cities", Decimal("18.5"))
    given = {"value": "17", "source": "Report", "year": "2015/16"}
    client.post(reverse("set_comparison", args=["csc-032", "earlier-year"]), given)
    assert EarlierFigure.objects.get().year == "2015/16"
    shown = client.get(reverse("measure", args=["csc-032"])).content.decode()
    assert "Core cities" in shown and "18.5" in shown and "2015/16" in shown


@pytest.mark.parametrize(
    ("kind", "given", "words"),
    [
        ("target", {"value": "-1"}, "greater than or equal to 0"),
        ("benchmark", {"value": "1", "source": "x", "period": "2016"}, "Enter a reporting year"),
        ("benchmark", {"value": "1", "source": "x", "period": "2016/17", "comparator": ""}, "Say whose figure it is"),
        ("earlier-year", {"value": "1", "source": "x", "year": "2016/18"}, "Enter a reporting year"),
    ],
)
def test_what_cannot_be_is_refused_in_words(kind: str, given: dict[str, str], words: str) -> None:
    answer = analyst().post(reverse("set_comparison", args=["csc-032", kind]), given)
    assert answer.status_code == 400 and words in answer.content.decode()


def test_the_catalogue_finds_a_measure_by_its_words() -> None:
    found = analyst().get(reverse("measures"), {"q": "re-referral"}).context["sections"]
    assert [measure.code for _, own in found for measure, *_ in own] == ["CSC 034", "CSC 032", "CSC 032-MONTH"]


def test_a_page_tells_all_of_a_measure() -> None:
    shown = analyst().get(reverse("measure", args=["csc-252"])).content.decode()
    assert "Children, by what happened since 1 April" in shown and "ssd_cp_visits.cppv_cp_visit_seen" in shown
