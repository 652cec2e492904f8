"""How the text of a value is read, by the kind of its column, and written as COPY takes it."""

import json
import re
from collections.abc import Callable
from datetime import date, time
from decimal import ROUND_DOWN, Decimal
from math import isfinite
from typing import NoReturn

from django.db import connection, models

from tracking.imports.column import Column, Kind
from tracking.imports.layout.words import FALSE_WORDS, TRUE_WORDS

NULL = r"\N"
LONGEST_KEY = 200

_DAY = r"(?:(\d{4})-(\d\d)-(\d\d)|(\d\d)/(\d\d)/(\d{4}))"
_TIME = r"(?:[ T](\d\d):(\d\d)(?::(\d\d)(?:\.\d+)?)?)?"
_MOMENT = re.compile(_DAY + _TIME, re.ASCII)
_WHOLE = re.compile(r"(\+?\d+)(?:\.0+)?", re.ASCII)
_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)", re.ASCII)
_SPECIAL = str.maketrans({"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"})

Read = tuple[str, str]  # the value as COPY takes it, and what is wrong with it or ''


def reader_of(column: Column, field: models.Field | None) -> Callable[[str], Read]:
    """What reads the values of `column`, trimmed and not empty, into `field`."""
    if column.kind in (Kind.INTEGER, Kind.NUMBER) and field is not None:
        return _numbers(column.kind, field)
    longest = (field.max_length if field is not None else None) or LONGEST_KEY
    if column.needed and column.kind in (Kind.TEXT, Kind.REFERENCE):
        return lambda text: _key(text, longest, column.reserved)
    return _BY_KIND.get(column.kind) or (lambda text: _words(text, longest))


def blank_of(column: Column, field: models.Field | None) -> str:
    """What COPY takes for a value that is empty or cannot be read: text fields hold '', others null."""
    if column.kind is Kind.MOMENT:
        return f"{NULL}\t{NULL}"
    is_words = column.kind is Kind.TEXT and not column.is_key
    return "" if is_words and (field is None or not field.null) else NULL


def escaped(text: str) -> str:
    """Text as COPY takes it."""
    return text.translate(_SPECIAL)


def _moment(text: str) -> tuple[date, time]:
    """Raises ValueError where the text is no date of the contract's forms, or one that does not exist."""
    found = _MOMENT.fullmatch(text)
    if found is None:
        raise ValueError(text)
    year, month, day, british_day, british_month, british_year, hour, minute, second = found.groups()
    on = date(int(year or british_year), int(month or british_month), int(day or british_day))
    return on, time(int(hour or 0), int(minute or 0), int(second or 0))


def _read_day(text: str) -> Read:
    try:
        return _moment(text)[0].isoformat(), ""
    except ValueError:
        return NULL, "is not a date (YYYY-MM-DD or DD/MM/YYYY)"


def _read_moment(text: str) -> Read:
    """The date and the time of day; midnight means that only the date is known (catalogue, "Dates")."""
    try:
        on, at = _moment(text)
    except ValueError:
        return f"{NULL}\t{NULL}", "is not a date or a date and time (YYYY-MM-DD HH:MM:SS)"
    return f"{on.isoformat()}\t{NULL if at == time.min else at.isoformat()}", ""


def _read_flag(text: str) -> Read:
    word = text.lower()
    if word in TRUE_WORDS:
        return "t", ""
    return ("f", "") if word in FALSE_WORDS else (NULL, "is neither yes nor no (Y or N)")


def _numbers(kind: Kind, field: models.Field) -> Callable[[str], Read]:
    if kind is Kind.INTEGER:
        least, most = connection.ops.integer_field_range(field.get_internal_type())
        return lambda text: _read_whole(text, least, most)
    return _decimals(field) if isinstance(field, models.DecimalField) else _read_float


def _read_whole(text: str, least: int, most: int) -> Read:
    found = _WHOLE.fullmatch(text)
    if found is None or len(text) > LONGEST_KEY or not least <= int(found[1]) <= most:
        return NULL, "is not a whole number of 0 or more" if found is None else "is too large a number"
    return found[1], ""


def _decimals(field: models.DecimalField) -> Callable[[str], Read]:
    """Digits that the field has no room for are dropped, not rounded: 19.996 miles must not become 20."""
    step = Decimal(1).scaleb(-field.decimal_places)
    most = Decimal(10) ** (field.max_digits - field.decimal_places)

    def read(text: str) -> Read:
        if not _NUMBER.fullmatch(text):
            return NULL, "is not a number"
        number = Decimal(text)
        if abs(number) >= most:
            return NULL, "is too large a number"
        return str(number.quantize(step, ROUND_DOWN)), ""

    return read


def _read_float(text: str) -> Read:
    if _NUMBER.fullmatch(text) and isfinite(float(text)):
        return text, ""
    return NULL, "is not a number"


def _read_json(text: str) -> Read:
    """JSON that PostgreSQL takes too: no NaN, no infinity, no NUL and no half of a surrogate pair in a string."""
    try:
        written = json.dumps(_json.decode(text), ensure_ascii=False)
        written.encode()
    except (ValueError, RecursionError):
        return NULL, "is not JSON"
    return (NULL, "is not JSON without NUL characters") if r"\u0000" in written else (escaped(written), "")


def _refuse(constant: str) -> NoReturn:
    raise ValueError(constant)


def _finite(text: str) -> float:
    number = float(text)
    return number if isfinite(number) else _refuse(text)


_json = json.JSONDecoder(parse_constant=_refuse, parse_float=_finite)


def _key(text: str, longest: int, reserved: str) -> Read:
    """Text that others must find: one that is cut would be another."""
    if "\0" in text:
        return NULL, "holds a NUL character"
    if len(text) > longest:
        return NULL, f"is longer than {longest} characters"
    if reserved and text == reserved:
        return NULL, "has a meaning of its own in exports and cannot be an id"
    return escaped(text), ""


def _words(text: str, longest: int) -> Read:
    if "\0" in text:
        return "", "holds a NUL character: left empty"
    if len(text) > longest:
        return escaped(text[:longest]), f"is longer than {longest} characters: cut"
    return escaped(text), ""


_BY_KIND: dict[Kind, Callable[[str], Read]] = {
    Kind.DAY: _read_day,
    Kind.MOMENT: _read_moment,
    Kind.FLAG: _read_flag,
    Kind.JSON: _read_json,
    Kind.REFERENCE: lambda text: _key(text, LONGEST_KEY, reserved=""),
}
