"""What the whole authority records: attendances at centres, invitations to conferences, audits of earlier years."""

from collections.abc import Callable
from datetime import date

from .history import History
from .lives import DAY, or_blank
from .order import listed
from .periods import months_after, quarter_start
from .schema_authority import JUDGEMENTS

# The five named centres, well and badly written, a sixth and a seventh, and a name that leaves nothing.
CENTRES = (
    *("McNay Street", "MCNAY  STREET", "mcnay-street.", "Haughton & Redhall", "Haughton and Redhall", "Skerne Park"),
    *("Mount Pleasant", "(Mount Pleasant)", "Dodmire", "St. Mary's, Cockerton", "ST MARY'S COCKERTON", "No 6", "&", ""),
)
AGENCIES = tuple(row["title"].partition(": ")[2] for row in listed() if row["measure"].startswith("ICPC-ATT-"))
BADLY_WRITTEN = (
    "school nurse",
    "School-Nurse",
    "SCHOOL  NURSE.",
    "g.p.",
    "Children 0-5",
    "CHILDREN (6 - 18)",
    "parents",
)
UNKNOWN_AGENCIES = ("Housing", "Nurse", "Parent", "Children", "")


def _day(history: History) -> date:
    """Any day, or the first or last of a month or a quarter, or the day beside it, or beside A."""
    on, kind = history.day(), history.rng.random()
    if kind < 0.35:
        return on
    if kind < 0.5:
        return history.as_at + history.rng.choice((-1, 0, 0, 1)) * DAY
    first = quarter_start(on) if kind < 0.75 else on.replace(day=1)
    return min(first - history.rng.choice((0, 0, 1)) * DAY, history.as_at + 45 * DAY)


def attendances(history: History) -> None:
    """People who come twice in a month, to one centre or several, with a decile that changes, or none."""
    people = [f"F{number}" for number in range(history.rng.choice((2, 6, 12)))]
    for _ in range(history.rng.choice((5, 40, 60))):
        person, centre, on = history.rng.choice(people), history.rng.choice(CENTRES), _day(history)
        for day in (on, *history.rng.sample((on, on, on + DAY, months_after(on, 1)), history.rng.choice((0, 1, 1, 2)))):
            history.add(
                "csc_centre_attendances",
                catt_id=history.new_id(),
                catt_centre=centre if history.chance(0.8) else history.rng.choice(CENTRES),
                catt_person_id=person if history.chance(0.97) else "",
                catt_date=or_blank(history, min(day, history.as_at + 45 * DAY)),
                catt_imd_decile=history.rng.choice(("1", "3", "3", "4", "4", "10", "", "")),
            )


def invitations(history: History) -> None:
    """More came than were invited, none did, nobody was invited, or a number is blank."""
    for _ in range(history.rng.choice((10, 120, 120))):
        names = history.rng.choice((AGENCIES[:3], AGENCIES, BADLY_WRITTEN, BADLY_WRITTEN[:3], UNKNOWN_AGENCIES))
        history.add(
            "csc_conference_invitations",
            conf_id=history.new_id(),
            conf_meeting_id=f"M{history.rng.randrange(9)}",
            conf_kind=history.rng.choice(("ICPC", "ICPC", "RCPC", "RCPC", "RCPC", "", "LAC")),
            conf_date=or_blank(history, _day(history)),
            conf_agency=history.rng.choice(names),
            conf_invited=history.rng.choice(("1", "1", "2", "3", "0", "", "12")),
            conf_attended=history.rng.choice(("0", "1", "1", "2", "", "15")),
            conf_report=history.rng.choice(("on_time", "late", "none", "")),
        )


def audits(history: History) -> None:
    """In some quarters many, in some none; some without a judgement, with an unknown one or without a date."""
    for _ in range(history.rng.choice((1, 12, 12))):
        history.add(
            "csc_audits",
            audi_id=history.new_id(),
            audi_date=or_blank(history, _day(history)),
            audi_category=history.rng.choice(("CIN", "CP", "")),
            audi_judgement=history.rng.choice((*JUDGEMENTS, *JUDGEMENTS, "", "Good", "poor")),
        )


SCENES: tuple[Callable[[History], None], ...] = (attendances, invitations, audits)
