"""Building figures, and the commands around it: exit codes, what is refused, and that nothing stops the rest."""

import csv
import io
from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from kpis import aggregate
from kpis.actions.builds import CannotBuild, aggregate_step, start_build
from kpis.measures import MEASURES
from kpis.models import Build, BuildState, Figure
from kpis.tasks import resume_builds
from tests.extracts import build_everything, counts, load
from tests.kpis.test_rules_referrals_and_assessments import referral
from workdays import ReportingYear

pytestmark = pytest.mark.django_db
AS_AT = date(2017, 12, 31)
YEAR = ReportingYear.parse("2017/18")


FEW = ("CSC 004k", "CSC 013", "CSC 012", "CSC 014", "CSC 022", "CSC 252a", "CSC 201")


@pytest.fixture(autouse=True)
def few_measures(monkeypatch: pytest.MonkeyPatch) -> None:
    """What builds are is the same for six measures as for all of them, and sooner seen."""
    monkeypatch.setattr("kpis.actions.builds.declared", lambda _: dict.fromkeys(FEW))


@pytest.fixture
def extract(tmp_path: Path) -> None:
    load(tmp_path, AS_AT, ssd_cin_episodes=[referral("R1", "P1", "2017-05-10", team="T1")], csc_population=[])


def run(*arguments: str) -> str:
    out = io.StringIO()
    call_command(*arguments, stdout=out)
    return out.getvalue()


def refusal(*arguments: str) -> CommandError:
    with pytest.raises(CommandError) as refused:
        run(*arguments)
    assert refused.value.returncode == 2
    return refused.value


def test_build_kpis_builds_the_year_of_the_newest_import(extract: None) -> None:
    said = run("build_kpis")
    assert f"{len(FEW)} measures of 2017/18 as at 2017-12-31" in said
    assert counts("CSC 013", "2017-05") == (1, None)


def test_build_kpis_with_a_year_and_a_date_of_its_own(extract: None) -> None:
    run("build_kpis", "--year", "2017/18", "--as-at", "2017-05-09")
    assert counts("CSC 013", "2017-05") == (0, None)
    assert not Figure.objects.filter(period="2017-06").exists()


def test_a_year_that_begins_after_the_as_at_date_has_no_figures(extract: None) -> None:
    run("build_kpis", "--year", "2018/19")
    assert run("export_kpis", "--year", "2018/19").splitlines() == [
        "measure,period,basis,scope,numerator,denominator,value,shown"
    ]


def test_building_twice_changes_nothing(extract: None) -> None:
    run("build_kpis")
    before = run("export_kpis", "--year", "2017/18")
    run("build_kpis")
    assert run("export_kpis", "--year", "2017/18") == before


def test_a_later_build_overtakes_one_under_way(extract: None) -> None:
    first = start_build(year=YEAR, as_at=date(2017, 6, 30), by=None)
    second = build_everything("2017/18", AS_AT)
    late = aggregate_step(step_id=first.steps.get(measure="CSC 013").pk)
    assert late.state == BuildState.OVERTAKEN
    assert set(Figure.objects.values_list("build", flat=True)) == {second.pk}


def test_a_step_runs_once_however_often_its_task_does(extract: None) -> None:
    made = build_everything("2017/18", AS_AT)
    step, figures = made.steps.get(measure="CSC 013"), set(Figure.objects.values_list("pk", flat=True))
    aggregate_step(step_id=step.pk)
    assert set(Figure.objects.values_list("pk", flat=True)) == figures


def test_one_measure_failing_stops_no_other_and_keeps_its_last_figures(
    extract: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("build_kpis")
    real = aggregate.tally

    def broken(measure: object, *rest: object) -> aggregate.Tallies:
        if measure is MEASURES["CSC 013"]:
            raise ZeroDivisionError("a broken rule")
        return real(measure, *rest)

    monkeypatch.setattr("kpis.actions.figures.tally", broken)
    with pytest.raises(CommandError) as ended:
        call_command("build_kpis", stdout=io.StringIO(), stderr=(said := io.StringIO()))
    assert ended.value.returncode == 1 and "CSC 013: ZeroDivisionError: a broken rule" in said.getvalue()
    assert Build.objects.first().finished_at
    last = Build.objects.first()
    assert {"CSC 012", "CSC 013"} <= set(last.figures.values_list("measure", flat=True))
    assert not Figure.objects.exclude(build=last).exists()


def test_figures_are_shown_once_the_build_is_whole(extract: None) -> None:
    """A build that was killed half-way leaves the figures of the one before, not a mixture of two days."""
    run("build_kpis")
    before = run("export_kpis", "--year", "2017/18")
    killed = start_build(year=YEAR, as_at=date(2017, 4, 30), by=None)
    for step_id in killed.steps.values_list("pk", flat=True)[:3]:
        aggregate_step(step_id=step_id)
    assert run("export_kpis", "--year", "2017/18") == before
    resume_builds()
    for step_id in killed.steps.values_list("pk", flat=True):
        aggregate_step(step_id=step_id)
    assert "2017-05" not in run("export_kpis", "--year", "2017/18")


def test_the_year_stands_after_its_months(tmp_path: Path) -> None:
    load(tmp_path, date(2018, 3, 31), ssd_cin_episodes=[])
    run("build_kpis")
    rows = csv.DictReader(io.StringIO(run("export_kpis", "--year", "2017/18")))
    periods = list(dict.fromkeys(row["period"] for row in rows if row["measure"] == "CSC 013"))
    assert periods == [*(str(month) for month in YEAR.months), "2017/18 YTD"]


def test_records_of_a_team_that_is_closed_still_count_somewhere(tmp_path: Path) -> None:
    """The team left the extract, whose referrals were not sent again: they still name it."""
    load(tmp_path / "a", AS_AT, ssd_cin_episodes=[referral("R1", "P1", "2017-05-10", team="T1")])
    load(tmp_path / "b", AS_AT, ssd_department=[{"dept_team_id": "T2", "dept_team_name": "West"}])
    build_everything("2017/18", AS_AT)
    assert counts("CSC 013", "2017-05", "team:T1") == counts("CSC 013", "2017-05") == (1, None)


def test_a_team_cannot_be_called_unallocated(tmp_path: Path) -> None:
    batch = load(tmp_path, AS_AT, ssd_department=[{"dept_team_id": "Unallocated"}], ssd_cin_episodes=[])
    assert batch.findings.get().reason == "has a meaning of its own in exports and cannot be an id"
    build_everything("2017/18", AS_AT)
    assert counts("CSC 013", "2017-05", "team:Unallocated") == (0, None)


@pytest.mark.parametrize("year", ["2011/12", "2040/41"])
def test_a_year_whose_working_days_are_not_known_is_refused(year: str) -> None:
    with pytest.raises(CannotBuild, match="working days"):
        start_build(year=ReportingYear.parse(year), as_at=AS_AT, by=None)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("build_kpis",), "Nothing is imported yet"),
        (("build_kpis", "--as-at", "31/12/2017"), "Write it like 2017-12-31"),
        (("build_kpis", "--as-at", "2017-12-31", "--year", "2017"), "Write it like 2017/18"),
        (("export_kpis", "--year", "2017/18"), "No figures of 2017/18 are built yet"),
        (("export_kpis", "--year", "2017-18"), "Write it like 2017/18"),
        (("export_observations", "--measure", "CSC 9", "--month", "2017-05"), "There is no measure 'CSC 9'"),
        (("export_observations", "--measure", "CSC 013", "--month", "May"), "Write it like 2017-12"),
        (("export_observations", "--measure", "CSC 013", "--month", "2017-05"), "No figures of 2017/18"),
    ],
)
def test_what_cannot_be_done_is_refused_with_exit_code_2(arguments: tuple[str, ...], words: str) -> None:
    assert words in str(refusal(*arguments))


def test_records_of_a_month_without_a_figure_or_a_measure_not_recorded_are_refused(extract: None) -> None:
    run("build_kpis")
    assert "begins after" in str(refusal("export_observations", "--measure", "CSC 013", "--month", "2018-01"))
    assert "not recorded" in str(refusal("export_observations", "--measure", "CSC 037", "--month", "2017-05"))


def test_export_observations_names_the_records(extract: None) -> None:
    run("build_kpis")
    said = run("export_observations", "--measure", "CSC 013", "--month", "2017-05")
    assert said.splitlines() == [
        "child_id,episode_table,episode_id,team,observation_date,counted,met",
        "P1,ssd_cin_episodes,R1,T1,2017-05-10,1,1",
    ]
    since_april = run("export_observations", "--measure", "CSC 012", "--month", "2017-12")
    assert since_april == said


def test_export_to_a_file_is_whole_or_not_there(extract: None, tmp_path: Path) -> None:
    run("build_kpis")
    target = tmp_path / "figures.csv"
    run("export_kpis", "--year", "2017/18", "--out", str(target))
    assert target.read_text() == run("export_kpis", "--year", "2017/18")
    assert "cannot be written" in str(refusal("export_kpis", "--year", "2017/18", "--out", "no/such/folder/x.csv"))


def test_a_device_or_link_given_as_file_stays_what_it_is(extract: None, tmp_path: Path) -> None:
    run("build_kpis")
    link, real = tmp_path / "link.csv", tmp_path / "real.csv"
    link.symlink_to(real)
    for path in (link, Path("/dev/null")):
        run("export_kpis", "--year", "2017/18", "--out", str(path))
    assert link.is_symlink() and real.read_text() == run("export_kpis", "--year", "2017/18")
    assert Path("/dev/null").is_char_device()


def test_the_export_is_in_the_form_of_the_contract(extract: None) -> None:
    run("build_kpis")
    rows = list(csv.DictReader(io.StringIO(run("export_kpis", "--year", "2017/18"))))
    of_team = [row for row in rows if row["measure"] == "CSC 013" and row["scope"] == "team:T1"]
    one = next(row for row in of_team if row["numerator"] == "1")
    assert one == {
        "measure": "CSC 013",
        "period": "2017-05",
        "basis": "month",
        "scope": "team:T1",
        "numerator": "1",
        "denominator": "",
        "value": "1",
        "shown": "1",
    }
    assert {row["scope"] for row in rows if row["measure"] == "CSC 014"} == {"authority"}
    assert {row["period"] for row in rows if row["measure"] == "CSC 004k"} == {
        f"2017-{month:02}" for month in range(4, 13)
    }
