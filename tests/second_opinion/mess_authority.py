"""Bad rows of what the whole authority records, in the manner of `mess.py`."""

from collections.abc import Callable
from datetime import date, timedelta

from .history import History
from .periods import months_after

_DAY = timedelta(days=1)


def _attendance(history: History, on: date | str, **values: str) -> None:
    row: dict[str, date | str | None] = {
        "catt_id": history.new_id(),
        "catt_centre": "Dodmire",
        "catt_person_id": f"F{history.new_id()}",
        "catt_date": on,
        "catt_imd_decile": "2",
    }
    history.add("csc_centre_attendances", **{**row, **values})


def _invitation(history: History, on: date | str, **values: str) -> None:
    row: dict[str, date | str | None] = {
        "conf_id": history.new_id(),
        "conf_kind": "ICPC",
        "conf_date": on,
        "conf_agency": "Police",
        "conf_invited": "2",
        "conf_attended": "1",
    }
    history.add("csc_conference_invitations", **{**row, **values})


def _audit(history: History, on: date | str) -> None:
    history.add("csc_audits", audi_id=history.new_id(), audi_date=on, audi_judgement="good")


def differing_rows(history: History) -> None:
    """Both are set aside; equal ones count once."""
    on = history.as_at - 9 * _DAY
    for work, table, column in (
        (_attendance, "csc_centre_attendances", "catt_imd_decile"),
        (_invitation, "csc_conference_invitations", "conf_attended"),
        (_audit, "csc_audits", "audi_judgement"),
    ):
        work(history, on)
        history.rows[table].append({**history.rows[table][-1], column: "7"})
        work(history, on)
        history.rows[table].append(dict(history.rows[table][-1]))


def unreadable_rows(history: History) -> None:
    on = history.as_at - 3 * _DAY
    _attendance(history, on, catt_imd_decile="low")
    _attendance(history, "31/02/2017")
    _invitation(history, on, conf_invited="two")
    _invitation(history, on, conf_attended="n/k")
    _audit(history, "soon")


def rows_after_as_at(history: History) -> None:
    """Later than A by a year is not there yet, by a day more it is set aside."""
    for on in (months_after(history.as_at, 12), months_after(history.as_at, 12) + _DAY):
        _attendance(history, on, catt_centre="The centre to come")
        _invitation(history, on)
        _audit(history, on)


SCENES: tuple[Callable[[History], None], ...] = (differing_rows, unreadable_rows, rows_after_as_at)
