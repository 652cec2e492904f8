"""`import_ssd`: what it prints, how it ends, and the report that it writes."""

import csv
import io
from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from tests.tracking.importing import CONTACTS, PEOPLE, everything, nothing, write
from tracking.models import Import, ImportState
from tracking.recorded import latest_as_at

pytestmark = pytest.mark.django_db
TWO_CONTACTS = f"{CONTACTS},local\n1,ann,2017-05-01,\n2,zoe,2017-05-01,"
HEADER = "table,row number,column,value,what is wrong,grade,key"


class Terminal(io.StringIO):
    """An output that people watch."""

    def isatty(self) -> bool:
        return True


def run(path: Path, *options: str | Path, err: io.StringIO | None = None) -> tuple[int, str, str]:
    """The exit code, and what was said on both outputs."""
    out, err = io.StringIO(), err or io.StringIO()
    try:
        call_command("import_ssd", str(path), *map(str, options), stdout=out, stderr=err)
    except SystemExit as ended:
        return int(ended.code or 0), out.getvalue(), err.getvalue()
    return 0, out.getvalue(), err.getvalue()


def test_it_counts_each_table_and_warns_once_of_an_unknown_column(tmp_path: Path) -> None:
    path = write(tmp_path, ssd_person=PEOPLE, ssd_contacts=TWO_CONTACTS)
    assert run(path, "--as-at", "2018-03-31") == (
        0,
        "ssd_person: 2 read, 2 added, 0 changed, 0 unchanged, 0 refused, 0 withdrawn, 0 questioned\n"
        "ssd_contacts: 2 read, 1 added, 0 changed, 0 unchanged, 1 refused, 0 withdrawn, 0 questioned\n",
        "warning: ssd_contacts: the column local is not known: ignored\n",
    )
    assert latest_as_at() == date(2018, 3, 31)


def test_without_a_date_the_extract_is_of_today(tmp_path: Path) -> None:
    run(write(tmp_path, ssd_person=PEOPLE))
    assert latest_as_at() == timezone.localdate()


def test_a_date_that_is_none_is_refused_before_anything_is_read(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="write it as YYYY-MM-DD"):
        run(write(tmp_path, ssd_person=PEOPLE), "--as-at", "31/03/2018")
    assert not Import.objects.exists()


def test_a_refusal_ends_with_2_and_each_reason_on_a_line(tmp_path: Path) -> None:
    people = 'pers_person_id,pers_forename\n"a\nb","x\ry, ""z"""\n"a\nb",'
    code, out, err = run(write(tmp_path, ssd_person=people, local="a"), "--strict")
    assert (code, out) == (2, "")
    differ = "is the key of another row too, and the rows differ"
    assert list(csv.reader(err.splitlines())) == [
        ["ssd_person", "", "", "", "2 of 2 rows cannot be loaded; a strict import allows none."],
        ["ssd_person", "2", "pers_person_id", "a b", differ],
        ["ssd_person", "3", "pers_person_id", "a b", differ],
    ]
    assert everything() == nothing()


def test_a_folder_that_is_not_there_ends_with_2(tmp_path: Path) -> None:
    code, _, err = run(tmp_path / "nowhere")
    assert (code, err.count("\n")) == (2, 1)
    assert next(csv.reader([err]))[:4] == ["", "", "", ""]


def test_a_dry_run_says_the_same_and_leaves_nothing(tmp_path: Path) -> None:
    path, report = write(tmp_path, ssd_person=PEOPLE, ssd_contacts=TWO_CONTACTS), tmp_path / "report.csv"
    code, tried, _ = run(path, "--dry-run", "--report", report)
    assert (code, everything()) == (0, nothing())
    assert not Import.objects.exists()
    assert len(report.read_text().splitlines()) == 2
    _, loaded, _ = run(path)
    assert tried == loaded + "Tried out: nothing was kept.\n"


def test_a_dry_run_of_what_would_be_refused_leaves_nothing_either(tmp_path: Path) -> None:
    code, _, _ = run(write(tmp_path, ssd_person=""), "--dry-run")
    assert (code, Import.objects.count()) == (2, 0)


def test_the_report_has_everything_found_and_is_safe_in_a_spreadsheet(tmp_path: Path) -> None:
    people = PEOPLE.replace("pers_dob", "pers_dob,pers_sex").replace("28", "28,=1+1").replace("01\n", "01,F\n") + ",-2"
    contacts = f"{CONTACTS}\n@1,ann,+2017\n-2,,2017-05-01"
    report = tmp_path / "report.csv"
    code, _, _ = run(
        write(tmp_path, ssd_person=people, ssd_contacts=contacts), "--as-at", "2018-03-31", "--report", report
    )
    assert code == 0
    lines = report.read_bytes().decode().split("\r\n")
    assert lines == [
        HEADER,
        "ssd_contacts,2,cont_contact_date,'+2017,is not a date (YYYY-MM-DD or DD/MM/YYYY),Set aside,'@1",
        "ssd_contacts,3,cont_person_id,,is missing,Set aside,'-2",
        "ssd_person,2,pers_sex,'=1+1,is no code of its list,Questioned,ann",
        "ssd_person,3,pers_sex,'-2,is no code of its list,Questioned,bob",
        "",
    ]


def test_the_report_of_a_refusal_has_each_reason_once(tmp_path: Path) -> None:
    report = tmp_path / "report.csv"
    path = write(tmp_path, ssd_person=PEOPLE, ssd_contacts=TWO_CONTACTS)
    code, _, err = run(path, "--strict", "--report", report)
    assert (code, err.count("\n")) == (2, 2)
    rows = list(csv.reader(io.StringIO(report.read_text())))
    assert [row[5] for row in rows] == ["grade", "Refused", "Set aside"]
    assert Import.objects.get().state == ImportState.REFUSED
    _, _, err = run(write(tmp_path, ssd_person="a"), "--report", report)
    assert list(csv.reader(io.StringIO(report.read_text())))[1][:5] == next(csv.reader([err]))


def test_a_report_that_cannot_be_written_is_said_before_anything_is_loaded(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="give a file in a folder that exists"):
        run(write(tmp_path, ssd_person=PEOPLE), "--report", tmp_path / "nowhere" / "report.csv")
    assert not Import.objects.exists()


def test_a_bar_is_drawn_for_a_terminal_only(tmp_path: Path) -> None:
    path = write(tmp_path, ssd_person=PEOPLE)
    assert "%" not in run(path)[2]
    watched = run(path, err=Terminal())[2]
    assert "Reading ssd_person" in watched
    assert watched.endswith("\r\033[K")
