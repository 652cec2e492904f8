"""What the second opinion knows of a table: its keys, dates, references and codes."""

from dataclasses import dataclass, field

Reference = tuple[str, str]

PERSON: Reference = ("ssd_person", "pers_person_id")
TEAM: Reference = ("ssd_department", "dept_team_id")
WORKER: Reference = ("ssd_professionals", "prof_professional_id")
REFERRAL: Reference = ("ssd_cin_episodes", "cine_referral_id")


@dataclass(frozen=True)
class Facts:
    """What is known of one table.

    `dates`, `numbers`, `decimals` and `json` are the columns that a measure or duty needs: a value there that cannot
    be read sets the row aside. `own_date` is the start, receipt or event date; `end_date` is what is blank for every
    figure where it is before `own_date`; a blank or dangling `child` sets the row aside (a blank one does not where
    `may_be_childless`), and so does any other dangling reference.
    """

    key: str
    columns: tuple[str, ...]
    child: str = ""
    may_be_childless: bool = False
    own_date: str = ""
    end_date: str = ""
    dates: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    decimals: tuple[str, ...] = ()
    json: tuple[str, ...] = ()
    references: dict[str, Reference] = field(default_factory=dict)
    codes: dict[str, frozenset[str]] = field(default_factory=dict)


def columns(prefix: str, names: str, *extension: str) -> tuple[str, ...]:
    """Column names without their prefix, and those of the extension as they are."""
    return tuple(prefix + name for name in names.split()) + extension
