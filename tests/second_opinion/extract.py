"""Reading an extract: files, values, and the grades "set aside" and "questioned" as far as they change a figure.

An extract is `dict[table, list[dict[column, str]]]`; an empty string is null. Dates stay text: ISO once graded.
"""

import csv
import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from .facts import Facts
from .periods import months_after
from .schema import FACTS

Row = dict[str, str]
Tables = Mapping[str, list[Row]]

_ISO = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})( [0-9]{2}:[0-9]{2}:[0-9]{2})?")
_BRITISH = re.compile(r"([0-9]{2})/([0-9]{2})/([0-9]{4})")
_WHOLE = re.compile(r"[0-9]+")
_DECIMAL = re.compile(r"[0-9]+([.][0-9]+)?")


class Table(list[Row]):
    """The rows of one file with the columns of its header: a file with only a header has columns and no rows."""

    def __init__(self, rows: Iterable[Row] = (), columns: Iterable[str] = ()) -> None:
        super().__init__(rows)
        self.columns = frozenset(columns)


@dataclass(frozen=True)
class SetAside:
    """A row that counts nowhere, and why (contract, "set aside")."""

    table: str
    key: str
    reason: str


@dataclass(frozen=True)
class Graded:
    kept: dict[str, Table]
    set_aside: list[SetAside]


def read(folder: Path) -> dict[str, Table]:
    """Every CSV file of a folder, by table: UTF-8 with or without a BOM, column order free, empty = null."""
    return {path.stem: _read_file(path) for path in sorted(folder.glob("*.csv"))}


def _read_file(path: Path) -> Table:
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file, restval="")
        rows = [{column: text.strip() for column, text in row.items() if column is not None} for row in reader]
        return Table(rows, reader.fieldnames or ())


def columns_of(rows: list[Row]) -> frozenset[str]:
    """The columns present; a plain list of records has those of its rows."""
    return rows.columns if isinstance(rows, Table) else frozenset(column for row in rows for column in row)


def iso_date(text: str) -> str | None:
    """A date of the contract's three forms as ISO text (with its time where it has one); None = cannot be read."""
    british = _BRITISH.fullmatch(text)
    iso = f"{british[3]}-{british[2]}-{british[1]}" if british else text
    if not _ISO.fullmatch(iso):
        return None
    try:
        datetime.fromisoformat(iso)
    except ValueError:
        return None
    return iso


def day(row: Row, column: str) -> date | None:
    """The date in a graded row, its time of day ignored (catalogue, "Dates"); None = blank or no such column."""
    text = row.get(column, "")
    return date.fromisoformat(text[:10]) if text else None


def graded(tables: Tables, as_at: date) -> Graded:
    """The rows that load and those set aside (contract, "Three grades"); what is questioned is blank in the former.

    A reference to a row that was itself set aside is a reference to nothing, so the last sweep repeats until it
    finds no more. A reference into a table that is not in the extract is not checked.
    """
    kept = {name: _normal(tables[name], facts) for name, facts in FACTS.items() if name in tables}
    aside: list[SetAside] = []
    clashes = {name: _clashing_keys(rows, FACTS[name]) for name, rows in kept.items()}
    _sweep(kept, aside, lambda name, row: _clash_reason(clashes[name], row[FACTS[name].key]))
    kept = {name: Table(_once(rows), rows.columns) for name, rows in kept.items()}
    _sweep(kept, aside, lambda name, row: _own_reason(FACTS[name], row, as_at))
    births = _births(kept, as_at)
    _sweep(kept, aside, lambda name, row: _birth_reason(FACTS[name], row, births))
    while _sweep(kept, aside, _reference_reason(kept)):
        pass
    return Graded({name: _questioned(rows, FACTS[name]) for name, rows in kept.items()}, aside)


def as_known(kept: Mapping[str, Table], as_at: date) -> dict[str, Table]:
    """Nothing after A is known: a row whose own date is after A does not exist yet, other later dates are blank."""
    return {name: _known_rows(rows, FACTS[name], as_at) for name, rows in kept.items()}


def _known_rows(rows: Table, facts: Facts, as_at: date) -> Table:
    def later(row: Row, column: str) -> bool:
        found = day(row, column)
        return found is not None and found > as_at

    existing = (row for row in rows if not later(row, facts.own_date))
    blanked = ({**row, **{column: "" for column in facts.dates if later(row, column)}} for row in existing)
    return Table(blanked, rows.columns)


def _normal(rows: list[Row], facts: Facts) -> Table:
    """The columns that the contract knows (unknown ones are ignored), dates in ISO form where they can be read."""
    columns = columns_of(rows) & frozenset(facts.columns)
    known = ({column: row.get(column, "") for column in columns | {facts.key}} for row in rows)
    dates = columns & frozenset(facts.dates)
    read = ({**row, **{column: iso_date(row[column]) or row[column] for column in dates}} for row in known)
    return Table(read, columns)


def _sweep(kept: dict[str, Table], aside: list[SetAside], reason_of: Callable[[str, Row], str]) -> bool:
    """Move every row that has a reason from `kept` to `aside`; whether there was one."""
    found = [(name, row, reason) for name, rows in kept.items() for row in rows if (reason := reason_of(name, row))]
    aside += [SetAside(name, row[FACTS[name].key], reason) for name, row, reason in found]
    gone = {id(row) for _, row, _ in found}
    for name, rows in kept.items():
        kept[name] = Table((row for row in rows if id(row) not in gone), rows.columns)
    return bool(found)


def _clashing_keys(rows: Table, facts: Facts) -> set[str]:
    """Keys with rows that differ: both are set aside, equal ones count once (contract, "set aside")."""
    first: dict[str, Row] = {}
    return {row[facts.key] for row in rows if first.setdefault(row[facts.key], row) != row}


def _clash_reason(clashes: set[str], key: str) -> str:
    return "two rows of one key differ" if key in clashes else ""


def _once(rows: Table) -> list[Row]:
    return list({tuple(sorted(row.items())): row for row in rows}.values())


def _own_reason(facts: Facts, row: Row, as_at: date) -> str:
    """What can be wrong with a row by itself: no key, no child, an unreadable value, more than a year after A."""
    if not row[facts.key]:
        return "no key"
    if facts.child and not row.get(facts.child) and not facts.may_be_childless:
        return "no child"
    if any(not _can_be_read(facts, column, row.get(column, "")) for column in facts.columns):
        return "cannot be read"
    own = day(row, facts.own_date)
    return "more than a year after the as-at date" if own and own > months_after(as_at, 12) else ""


def _can_be_read(facts: Facts, column: str, text: str) -> bool:
    if not text:
        return True
    if column in facts.dates:
        return iso_date(text) is not None
    if column in facts.numbers + facts.decimals:
        return (_WHOLE if column in facts.numbers else _DECIMAL).fullmatch(text) is not None
    return column not in facts.json or _is_json(text)


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except ValueError:
        return False
    return True


def _births(kept: Mapping[str, Table], as_at: date) -> dict[str, date]:
    """Dates of birth; one after A is blank like any other date after A."""
    found = ((row["pers_person_id"], day(row, "pers_dob")) for row in kept.get("ssd_person", ()))
    return {child: born for child, born in found if born and born <= as_at}


def _birth_reason(facts: Facts, row: Row, births: Mapping[str, date]) -> str:
    """An event before birth by more than a year: the own date + 12 months is still before the date of birth."""
    own, born = day(row, facts.own_date), births.get(row.get(facts.child, ""))
    return "more than a year before birth" if own and born and months_after(own, 12) < born else ""


def _reference_reason(kept: Mapping[str, Table]) -> Callable[[str, Row], str]:
    """A reference to nothing, as the tables stand now; a blank reference is none."""
    targets = {target for facts in FACTS.values() for target in facts.references.values() if target[0] in kept}
    present = {(table, column): {row.get(column, "") for row in kept[table]} for table, column in targets}

    def reason(name: str, row: Row) -> str:
        for column, target in FACTS[name].references.items():
            if target in present and row.get(column) and row[column] not in present[target]:
                return "reference to nothing"
        return ""

    return reason


def _questioned(rows: Table, facts: Facts) -> Table:
    """An end before its start is blank for every figure; an unknown code counts as not recorded (contract)."""

    def mended(row: Row) -> Row:
        start, end = day(row, facts.own_date), day(row, facts.end_date)
        blank = {facts.end_date: ""} if start and end and end < start else {}
        return {**row, **blank, **{c: "" for c, known in facts.codes.items() if row.get(c, "") not in known}}

    return Table(map(mended, rows), rows.columns)
