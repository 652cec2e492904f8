"""Contacts, their outcomes and their timeliness (catalogue, "Contacts" and "The edges: Contacts and referrals")."""

import json
from collections import defaultdict
from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from .extract import Row, day
from .known import Known
from .measure import Measure, Observation, events, needs, only_met, within
from .schema import CONTACT_OUTCOMES

MEASURED_OUTCOMES = (
    "advice_information",
    "refer_to_early_help",
    "refer_to_social_care",
    "link_to_existing_early_help",
    "refer_to_school_attendance_support",
)
JSON_CAN_TELL = ("advice_information", "refer_to_social_care")


class NewRow(NamedTuple):
    """A child in a contact, with no referral open just before it."""

    row: Row
    contact_date: date
    team: str

    @property
    def contact_id(self) -> str:
        return self.row["cont_contact_id"]

    @property
    def group_id(self) -> str:
        """Rows with the same group are one contact; the default is the row's own id (contract)."""
        return self.row.get("csc_contact_group_id") or self.contact_id

    def observed(self, on: date, met: bool, counts_as: str) -> Observation:
        return Observation(self.row["cont_person_id"], self.contact_id, self.team, on, met, counts_as)


def new_rows(known: Known) -> list[NewRow]:
    """Only new rows count; a row's team is that of the child's allocated worker on the row's own date."""
    found = []
    for row in known.rows("ssd_contacts"):
        child, on = row["cont_person_id"], day(row, "cont_contact_date")
        if on and not any(_open_just_before(referral, on) for referral in known.once(_referrals)[child]):
            found.append(NewRow(row, on, known.team(None, child, on)))
    return found


def _referrals(known: Known) -> dict[str, list[Row]]:
    """By child; without the table none is known, and every row is new (contract, "Output")."""
    found: dict[str, list[Row]] = defaultdict(list)
    for row in known.rows("ssd_cin_episodes"):
        found[row["cine_person_id"]].append(row)
    return found


def _open_just_before(referral: Row, contact_date: date) -> bool:
    """Referral date < contact date and (no close date or close date > contact date)."""
    start, close = day(referral, "cine_referral_date"), day(referral, "cine_close_date")
    return start is not None and start < contact_date and (close is None or close > contact_date)


def _groups(known: Known) -> list[list[NewRow]]:
    groups: dict[str, list[NewRow]] = defaultdict(list)
    for new in known.once(new_rows):
        groups[new.group_id].append(new)
    return list(groups.values())


def _group_date(group: list[NewRow]) -> date:
    """That of its earliest new row, for teams as well."""
    return min(new.contact_date for new in group)


def _decided(group: list[NewRow]) -> date | None:
    """A group is decided when the last of its new rows is; while one is not, it is not."""
    decisions = [day(new.row, "csc_contact_decision_date") for new in group]
    known = [decision for decision in decisions if decision]
    return max(known) if len(known) == len(decisions) else None


def contacts(known: Known) -> list[Observation]:
    """CSC 004: groups with a new row, once in the authority and once in every team that a new row belongs to."""
    return [new.observed(_group_date(group), True, new.group_id) for group in known.once(_groups) for new in group]


def children_in_contacts(known: Known) -> list[Observation]:
    """CSC 004i: every new row."""
    return [new.observed(new.contact_date, True, new.contact_id) for new in known.once(new_rows)]


def children(known: Known) -> list[Observation]:
    """CSC 004k: distinct children among the new rows of the month."""
    return [new.observed(new.contact_date, True, new.row["cont_person_id"]) for new in known.once(new_rows)]


def outcome(row: Row) -> str:
    """csc_contact_outcome where the row has one, else the JSON's where a flag is set, else none is recorded.

    NEW_REFERRAL_FLAG -> social care; ADVICE_FLAG or NFA_FLAG -> advice; otherwise other (contract, "Input").
    """
    if code := row.get("csc_contact_outcome", ""):
        return code if code in CONTACT_OUTCOMES else ""
    flags = flags_set(row.get("cont_contact_outcome_json", ""))
    if not flags:
        return ""
    if "NEW_REFERRAL_FLAG" in flags:
        return "refer_to_social_care"
    return "advice_information" if flags & {"ADVICE_FLAG", "NFA_FLAG"} else "other"


def flags_set(text: str) -> frozenset[str]:
    """The keys that end in _FLAG and are set: Y, Yes, 1 or true, in any case."""
    found = json.loads(text) if text else {}
    pairs = found.items() if isinstance(found, dict) else ()
    names = {flag for flag, value in pairs if str(value).lower() in {"y", "yes", "1", "true"}}
    return frozenset(name for name in names if name.endswith("_FLAG"))


def _with_outcome(wanted: str) -> Callable[[Known], list[Observation]]:
    """New rows with an outcome recorded; met = it is the wanted one. `other` counts in the denominator."""

    def work(known: Known) -> list[Observation]:
        found = [(new, outcome(new.row)) for new in known.once(new_rows)]
        return [new.observed(new.contact_date, has == wanted, new.contact_id) for new, has in found if has]

    return work


def _outcome_recorded(wanted: str) -> Callable[[Known], bool]:
    """By the csc_ column; without it by the JSON, which cannot tell three of the outcomes."""

    def recorded(known: Known) -> bool:
        by_column = known.has("ssd_contacts", "cont_contact_date", "csc_contact_outcome")
        by_json = known.has("ssd_contacts", "cont_contact_date", "cont_contact_outcome_json")
        return by_column or (by_json and wanted in JSON_CAN_TELL)

    return recorded


def _timeliness(days: int, met_when: bool) -> Callable[[Known], list[Observation]]:
    """Groups received and determined, in the month of receipt; met = decided within n working days, or not."""

    def work(known: Known) -> list[Observation]:
        found = []
        for group in known.once(_groups):
            on_time = within(_group_date(group), _decided(group), days, known.as_at)
            if on_time is not None:
                met = on_time is met_when
                found += [new.observed(_group_date(group), met, new.group_id) for new in group]
        return found

    return work


def _outcome_measures(wanted: str) -> list[Measure]:
    code = f"CONTACT-OUTCOME-{wanted.upper().replace('_', '-')}"
    recorded, observe = _outcome_recorded(wanted), events(_with_outcome(wanted))
    return [
        Measure(code, "month", "count", recorded, only_met(observe)),
        Measure(f"{code}-PCT", "month", "percent", recorded, observe),
    ]


_RECEIVED = needs("ssd_contacts", "cont_contact_date")
_DECIDED = needs("ssd_contacts", "cont_contact_date", "csc_contact_decision_date")

MEASURES = [
    Measure("CSC 004", "month", "count", _RECEIVED, events(contacts)),
    Measure("CSC 004i", "month", "count", _RECEIVED, events(children_in_contacts)),
    Measure("CSC 004k", "month", "count", _RECEIVED, events(children), has_year_row=False),
    *[measure for wanted in MEASURED_OUTCOMES for measure in _outcome_measures(wanted)],
    Measure("CSC 006", "month", "percent", _DECIDED, events(_timeliness(1, met_when=True))),
    Measure("CSC 009", "month", "percent", _DECIDED, events(_timeliness(3, met_when=False))),
]
