"""Small extracts as text, imported the ordinary way. Ann was born on 28 February 2010, Bob on 1 March 2012."""

import hashlib
import itertools
from datetime import date
from pathlib import Path

from django.db import connection

from tracking.actions.imports import ImportRefused, Problem, run_import, start_import
from tracking.imports.layout import TABLES
from tracking.models import Import

A = date(2018, 3, 31)
PEOPLE = "pers_person_id,pers_dob\nann,2010-02-28\nbob,2012-03-01"
CONTACTS = "cont_contact_id,cont_person_id,cont_contact_date"
_numbers = itertools.count()

Finding = tuple[str, str, int, str, str]


def write(folder: Path, **files: str | bytes) -> Path:
    """A new folder with these files."""
    new = folder / f"extract{next(_numbers)}"
    new.mkdir()
    for name, content in files.items():
        (new / f"{name}.csv").write_bytes(content.encode() if isinstance(content, str) else content)
    return new


def load(folder: Path, *, as_at: date = A, strict: bool = False, dry_run: bool = False, **files: str | bytes) -> Import:
    """Import an extract of these files; raises ImportRefused."""
    return load_path(write(folder, **files), as_at=as_at, strict=strict, dry_run=dry_run)


def load_path(path: Path, *, as_at: date = A, strict: bool = False, dry_run: bool = False) -> Import:
    """Import what lies there; raises ImportRefused."""
    batch = start_import(path=path, as_at=as_at, by=None, source=path.name, strict=strict)
    return run_import(batch=batch, path=path, dry_run=dry_run)


def refusal(folder: Path, *, as_at: date = A, strict: bool = False, **files: str | bytes) -> list[Problem]:
    """Why an extract of these files is refused; fails where it is not."""
    return refusal_of(write(folder, **files), as_at=as_at, strict=strict)


def refusal_of(path: Path, *, as_at: date = A, strict: bool = False) -> list[Problem]:
    """Why what lies there is refused; fails where it is not, and where the database is not as it was."""
    before = everything()
    try:
        load_path(path, as_at=as_at, strict=strict)
    except ImportRefused as refused:
        assert everything() == before
        return refused.problems
    raise AssertionError("The extract was loaded.")


def findings(batch: Import) -> list[Finding]:
    """Grade, table, row, column and value of everything found wrong."""
    return list(
        batch.findings.order_by("row_number", "id").values_list("grade", "table", "row_number", "column", "value")
    )


def counts(batch: Import, table: str) -> dict[str, int]:
    """What the import did to a table, without what it did not do."""
    done = batch.tables.get(table=table)
    names = ("read", "added", "changed", "unchanged", "withdrawn", "refused", "questioned")
    return {name: getattr(done, name) for name in names if getattr(done, name)}


def everything() -> dict[str, str]:
    """The content of every table that imports fill, ids included, as one number for each."""
    found = {}
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"SELECT t::text FROM {table.model_class._meta.db_table} t ORDER BY id")  # noqa: S608
            rows = "\n".join(row for (row,) in cursor.fetchall())
            found[table.name] = hashlib.sha256(rows.encode()).hexdigest() if rows else ""
    return found


def nothing() -> dict[str, str]:
    """What `everything` says of an empty database."""
    return dict.fromkeys((table.name for table in TABLES), "")
