"""Where extracts lie and what can be wrong with whole files: refused, with where and why, and nothing is changed."""

import io
import os
import random
import struct
import zipfile
from pathlib import Path

import pytest
from pytest_django import Settings

from tests.tracking.importing import CONTACTS, PEOPLE, A, counts, load, load_path, refusal, refusal_of, write
from tracking.actions.imports import Problem
from tracking.imports import rows
from tracking.models import Child, Contact, Import, ImportState

pytestmark = pytest.mark.django_db


def zipped(folder: Path, files: dict[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> Path:
    """A .zip with these files in it."""
    path = folder / "extract.zip"
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


def only(problems: list[Problem]) -> Problem:
    assert len(problems) == 1, problems
    return problems[0]


def test_a_zip_is_read_like_a_folder(tmp_path: Path) -> None:
    load_path(zipped(tmp_path, {"ssd_person.csv": PEOPLE}))
    assert Child.objects.count() == 2


@pytest.mark.parametrize("name", ["Extract/ssd_person.csv", "extract\\SSD_PERSON.CSV", "./Ssd_Person.Csv"])
def test_files_may_lie_in_a_folder_inside_the_zip_and_be_written_in_any_case(tmp_path: Path, name: str) -> None:
    load_path(zipped(tmp_path, {name: PEOPLE, "__MACOSX/._ssd_person.csv": b"\0\5", "x/.DS_Store": b"\0"}))
    assert Child.objects.count() == 2


def test_names_in_a_zip_that_lead_outside_write_nothing(tmp_path: Path) -> None:
    load_path(zipped(tmp_path, {"../../ssd_person.csv": PEOPLE}))
    assert Child.objects.count() == 2
    assert [path.name for path in tmp_path.iterdir()] == ["extract.zip"]


def test_a_bom_other_line_ends_quotes_and_spaces_do_no_harm(tmp_path: Path) -> None:
    people = '\ufeff"Pers_Person_ID", pers_dob \r\n ann ,"2010-02-28"\r\n\r\n"bo\r\nb",\r\n,\r\n  \r\n'
    batch = load(tmp_path, ssd_person=people)
    assert list(Child.objects.order_by("id").values_list("source_id", "born_on__year")) == [
        ("ann", 2010),
        ("bo\r\nb", None),
    ]
    assert counts(batch, "ssd_person") == {"read": 2, "added": 2}


def test_old_mac_line_ends(tmp_path: Path) -> None:
    load(tmp_path, ssd_person=PEOPLE.replace("\n", "\r"))
    assert Child.objects.count() == 2


def test_a_file_with_only_a_header_is_an_empty_table(tmp_path: Path) -> None:
    batch = load(tmp_path, ssd_person=PEOPLE, ssd_contacts=CONTACTS)
    assert counts(batch, "ssd_contacts") == {}
    assert batch.tables.get(table="ssd_contacts").columns == CONTACTS.split(",")


def test_unknown_columns_and_files_are_warned_of_once_and_ignored(tmp_path: Path) -> None:
    path = write(tmp_path, ssd_person="pers_person_id,local,,Local 2\nann,1,2,3\nbob,1,2,3", local_table="a,b")
    (path / "readme.txt").write_text("Hello")
    (path / "ssd_address.csv").write_text("addr_table_id")
    batch = load_path(path)
    assert batch.warnings == [
        "ssd_person: the column local is not known: ignored",
        "ssd_person: a column without a name is not known: ignored",
        "ssd_person: the column Local 2 is not known: ignored",
        "local_table.csv is not a file of a known table: ignored",
        "readme.txt is not a file of a known table: ignored",
    ]


def test_a_refused_import_is_kept_with_its_reasons(tmp_path: Path) -> None:
    problems = refusal(tmp_path, ssd_person="")
    batch = Import.objects.get()
    assert batch.state == ImportState.REFUSED
    assert batch.problems == [problem.as_json() for problem in problems]
    assert batch.finished_at is not None


def test_every_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    problems = refusal(tmp_path, ssd_person="", ssd_contacts="a,b\n1,2", ssd_cin_visits="cinv_cin_visit_id\n1")
    assert [(problem.table, problem.row, problem.column) for problem in problems] == [
        ("ssd_person", None, ""),
        ("ssd_contacts", 1, "cont_contact_id"),
    ]


@pytest.mark.parametrize("content", ["", "\n\n", "\ufeff"])
def test_an_empty_file(tmp_path: Path, content: str) -> None:
    assert only(refusal(tmp_path, ssd_person=content)).reason == "The file is empty: it needs a header row."


def test_a_header_without_the_key(tmp_path: Path) -> None:
    problem = only(refusal(tmp_path, ssd_person="pers_dob;pers_person_id\n2010-02-28;ann"))
    assert problem.as_cells()[:4] == ["ssd_person", "1", "pers_person_id", "pers_dob;pers_person_id"]
    assert "separated by commas?" in problem.reason


def test_a_header_that_names_a_column_twice(tmp_path: Path) -> None:
    problem = only(refusal(tmp_path, ssd_person="pers_person_id,pers_dob,PERS_DOB \nann,,"))
    assert (problem.column, problem.row) == ("pers_dob", 1)


def test_two_files_of_one_table(tmp_path: Path) -> None:
    path = zipped(tmp_path, {"a/ssd_person.csv": PEOPLE, "b/SSD_Person.csv": PEOPLE})
    assert "a/ssd_person.csv, b/SSD_Person.csv" in only(refusal_of(path)).reason


def test_text_that_is_not_utf_8_is_shown_where_it_stands(tmp_path: Path) -> None:
    people = "pers_person_id,pers_forename\nann,Ann\nzoe,Zo\xeb".encode("latin-1")
    problem = only(refusal(tmp_path, ssd_person=people))
    assert problem.as_cells()[:4] == ["ssd_person", "3", "pers_forename", "Zo\ufffd"]
    assert "not UTF-8" in problem.reason


def test_text_that_is_not_utf_8_in_a_column_that_is_ignored(tmp_path: Path) -> None:
    problem = only(refusal(tmp_path, ssd_person="pers_person_id,local\nzoe,Zo\xeb".encode("latin-1")))
    assert (problem.row, problem.column) == (2, "local")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-32"])
def test_text_in_another_unicode_encoding(tmp_path: Path, encoding: str) -> None:
    problem = only(refusal(tmp_path, ssd_person=PEOPLE.encode(encoding)))
    assert "UTF-8" in problem.reason


def test_twenty_megabytes_of_random_bytes(tmp_path: Path) -> None:
    garbage = random.Random(1).randbytes(20_000_000)
    assert "UTF-8" in only(refusal(tmp_path, ssd_person=garbage)).reason


def test_twenty_megabytes_of_nothing(tmp_path: Path) -> None:
    assert "no CSV file" in only(refusal(tmp_path, ssd_person=b"\0" * 20_000_000)).reason


def test_a_header_with_nul_characters_is_no_text(tmp_path: Path) -> None:
    assert "not text" in only(refusal(tmp_path, ssd_person="pers_person_id,\0\nann,")).reason


def test_a_folder_without_files_of_known_tables(tmp_path: Path) -> None:
    assert "no file of a known table" in only(refusal(tmp_path)).reason
    assert "no file of a known table" in only(refusal(tmp_path, notes="a")).reason


def test_nothing_at_all(tmp_path: Path) -> None:
    assert "There is no folder or .zip file" in only(refusal_of(tmp_path / "nowhere")).reason


def test_a_file_that_is_no_zip(tmp_path: Path) -> None:
    (tmp_path / "ssd_person.csv").write_text(PEOPLE)
    assert "cannot be read as a .zip" in only(refusal_of(tmp_path / "ssd_person.csv")).reason


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.999])
def test_a_zip_that_was_cut_off(tmp_path: Path, share: float) -> None:
    path = zipped(tmp_path, {"ssd_person.csv": PEOPLE + "\nzoe," * 1000})
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * share)])
    assert "Was it cut off?" in only(refusal_of(path)).reason


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_a_zip_that_is_damaged_inside(tmp_path: Path, method: int) -> None:
    people = PEOPLE + "".join(f"\n{number},2010-02-28" for number in range(20_000))
    path = zipped(tmp_path, {"ssd_person.csv": people}, method)
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 0xFF
    path.write_bytes(content)
    problem = only(refusal_of(path))
    assert problem.table == "ssd_person"
    assert "damaged" in problem.reason or "UTF-8" in problem.reason


def test_a_zip_with_a_password(tmp_path: Path) -> None:
    path = zipped(tmp_path, {"ssd_person.csv": PEOPLE})
    content = path.read_bytes()
    entry = content.index(b"PK\1\2")
    encrypted = content[:entry] + content[entry : entry + 8] + struct.pack("<H", 1) + content[entry + 10 :]
    path.write_bytes(encrypted[:6] + struct.pack("<H", 1) + encrypted[8:])
    assert "encrypted" in only(refusal_of(path)).reason


def test_a_zip_that_unpacks_to_too_much(tmp_path: Path, settings: Settings) -> None:
    settings.IMPORT_ZIP_BYTES = 1_000_000
    path = zipped(tmp_path, {"ssd_person.csv": PEOPLE, "bomb.csv": b"0" * 1_000_001})
    assert path.stat().st_size < 10_000
    assert "unpacks to" in only(refusal_of(path)).reason


def test_a_zip_whose_declared_size_is_a_lie_is_read_no_further_than_that(tmp_path: Path) -> None:
    people = PEOPLE + "\nzoe," * 100_000
    path = zipped(tmp_path, {"ssd_person.csv": people})
    content, size = path.read_bytes(), struct.pack("<I", len(people))
    path.write_bytes(content.replace(size, struct.pack("<I", 100)))
    assert "damaged" in only(refusal_of(path)).reason


def test_a_zip_with_too_many_files(tmp_path: Path) -> None:
    path = zipped(tmp_path, {f"{number}.csv": "" for number in range(201)})
    assert "201 files" in only(refusal_of(path)).reason


def test_a_quote_that_is_never_closed_swallows_nothing_in_silence(tmp_path: Path) -> None:
    people = 'pers_person_id,pers_forename\nann,Ann\nbob,"Bob\n' + "zoe,Zoe\n" * 50
    problem = only(refusal(tmp_path, ssd_person=people))
    assert (problem.table, problem.row) == ("ssd_person", 3)
    assert "not closed" in problem.reason


def test_a_quote_that_is_closed_by_another_far_below_swallows_nothing_in_silence(tmp_path: Path) -> None:
    people = 'pers_person_id,pers_forename\nann,Ann\nbob,"Bob\n' + "zoe,Zoe\n" * 500 + 'eve,"Eve\n'
    problem = only(refusal(tmp_path, ssd_person=people))
    assert (problem.row, "not closed" in problem.reason) == (3, True)


def test_an_unclosed_quote_at_the_end_of_a_piece_of_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rows, "CHUNK", 3)
    assert only(refusal(tmp_path, ssd_person='pers_person_id\nann\n"bob')).row == 3
    load(tmp_path, ssd_person="pers_person_id\nann\nbob")
    load(tmp_path, ssd_person="pers_person_id\nann\nbob\nzoe")
    assert Child.objects.count() == 3


def test_a_field_that_is_too_long_to_be_one(tmp_path: Path) -> None:
    problem = only(refusal(tmp_path, ssd_person=f"pers_person_id\nann\n{'x' * 1_000_001}"))
    assert (problem.row, "cannot be read as CSV" in problem.reason) == (3, True)


def test_a_long_text_is_cut_and_questioned(tmp_path: Path) -> None:
    batch = load(tmp_path, ssd_person=f"pers_person_id,pers_forename\nann,{'é' * 900_000}")
    assert Child.objects.get().forename == "é" * 200
    assert batch.findings.get().value == "é" * 300 + "…"


def test_many_small_pieces_are_as_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rows, "CHUNK", 1)
    people = "\n".join(["pers_person_id,pers_dob", *(f"p{n}," for n in range(9)), "", "too,many,fields", "late,"])
    batch = load(tmp_path, ssd_person=people)
    assert counts(batch, "ssd_person") == {"read": 11, "added": 10, "refused": 1}
    assert batch.findings.get().row_number == 12


def test_a_folder_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "iterdir", refuse)
    assert "Permission denied" in only(refusal_of(tmp_path)).reason


def test_a_file_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, opened = write(tmp_path, ssd_person=PEOPLE), Path.open

    def refuse(path: Path, *args: str, **options: str) -> io.IOBase:
        if path.name == "ssd_person.csv":
            raise PermissionError(13, "Permission denied")
        return opened(path, *args, **options)

    monkeypatch.setattr(Path, "open", refuse)
    assert "cannot be opened" in only(refusal_of(path)).reason


def test_what_is_no_file_is_not_read(tmp_path: Path) -> None:
    path = write(tmp_path, ssd_person=PEOPLE)
    os.mkfifo(path / "ssd_contacts.csv")
    (path / "ssd_cin_visits.csv").mkdir()
    load_path(path, as_at=A)
    assert not Contact.objects.exists()
