"""Early help: how many assessments start in a month, for whom, and who gives the help."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from csc_tracker.demo import people, words
from csc_tracker.demo.contacts import EARLY_HELP
from csc_tracker.demo.days import known, last_day, some_day, working_days_later
from csc_tracker.demo.records import Child, Contact, Council, EarlyHelp, Path, Row, Table, text
from csc_tracker.demo.referrals import FAMILY_SIZES, family_sizes
from csc_tracker.demo.targets import MonthTarget

OWN_SERVICE = "Early Help Service"

# Contacts referred to early help, and cases closed to it, of which an early help assessment comes.
BEGUN_SHARE = 0.75
# Families among the others that are known from before.
KNOWN_SHARE = 0.5
TRIES = 40
SHORTEST, LONGEST = 40, 280


def make_early_help(council: Council, target: MonthTarget, contacts: Iterable[Contact]) -> list[EarlyHelp]:
    """The early help assessments that start in the target's month, as many as it says.

    Some follow from the month's contacts, some from cases that close; the rest are begun by agencies that know the
    family, and of these the most are the agencies' own.
    """
    starts = list(_referred(council, contacts, target)) + list(_stepped_down(council, target))
    ...
