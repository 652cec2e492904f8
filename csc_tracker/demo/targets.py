"""How much of everything happens in each month of the demonstration authority.

From April 2017 the months are those of the published report, count by count. The three years before are there so that
children have a past: their yearly totals, spread over the months. They are not meant to reproduce what was published
for those years. Contacts are kept from April 2016 only, as if an older system had not recorded them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from csc_tracker.demo.published import Published
from workdays import Month, ReportingYear

AS_AT = date(2017, 12, 31)
YEAR = ReportingYear(2017)
FIRST_MONTH = Month(2014, 4)
LAST_MONTH = Month.of(AS_AT)

# What came of a contact: the value of csc_contact_outcome, and how the report's measures name it.
OUTCOMES = {
    "advice_information": "CONTACT-OUTCOME-ADVICE-INFORMATION",
    "refer_to_early_help": "CONTACT-OUTCOME-REFER-TO-EARLY-HELP",
    "refer_to_social_care": "CONTACT-OUTCOME-REFER-TO-SOCIAL-CARE",
    "link_to_existing_early_help": "CONTACT-OUTCOME-LINK-TO-EXISTING-EARLY-HELP",
    "refer_to_school_attendance_support": "CONTACT-OUTCOME-REFER-TO-SCHOOL-ATTENDANCE-SUPPORT",
}
NOT_RECORDED = ""

# Working days from start to authorisation: the report's limits of 10, 15, 25 and 45 divide assessments into these.
BANDS = ((1, 10), (11, 15), (16, 25), (26, 45), (46, 75))
LIMIT_MEASURES = ("CSC 100", "CSC 080", "CSC 060", "CSC 040")

# Early help assessments by other agencies, April to December 2017: 21% of quarter 3 (82 of 392), and in December for
# the first time about as many as the council's own teams, as the report says.
EXTERNAL_EARLY_HELP = (15, 16, 18, 20, 21, 22, 31, 22, 29)


@dataclass(frozen=True)
class ContactTarget:
    """The contacts of a month: contacts, children in contacts (rows), distinct children, outcomes, timeliness."""

    groups: int
    rows: int
    children: int
    outcomes: dict[str, int]
    decided_within_1_day: int
    decided_after_3_days: int


@dataclass(frozen=True)
class MonthTarget:
    """What happens in a month, in children; assessments are those authorised, by band of working days taken."""

    month: Month
    referrals: int
    re_referrals: int
    decided_within_1_day: int
    decided_after_3_days: int
    assessments: tuple[int, ...]
    early_help: int
    early_help_external: int
    contacts: ContactTarget | None


@dataclass(frozen=True)
class PastYear:
    """Totals of a year before the report's own, in children; assessments by band."""

    referrals: int
    re_referrals: int
    decided_within_1_day: int
    decided_after_3_days: int
    assessments: tuple[int, ...]
    early_help: int
    contacts: ContactTarget | None = None


# The counts and shares are those of the report's annual trend where it has them (in 2014/15 a rate), else believable.
PAST_YEARS = {
    ReportingYear(2014): PastYear(
        referrals=1503,
        re_referrals=248,
        decided_within_1_day=1270,
        decided_after_3_days=90,
        assessments=(270, 75, 205, 430, 290),
        early_help=317,
    ),
    ReportingYear(2015): PastYear(
        referrals=1398,
        re_referrals=353,
        decided_within_1_day=1191,
        decided_after_3_days=80,
        assessments=(270, 77, 205, 436, 296),
        early_help=608,
    ),
    ReportingYear(2016): PastYear(
        referrals=1472,
        re_referrals=314,
        decided_within_1_day=1295,
        decided_after_3_days=71,
        assessments=(433, 92, 236, 459, 92),
        early_help=871,
        contacts=ContactTarget(
            groups=4690,
            rows=8100,
            children=6700,
            outcomes={
                "advice_information": 4480,
                "refer_to_early_help": 1080,
                "refer_to_social_care": 1560,
                "link_to_existing_early_help": 210,
                "refer_to_school_attendance_support": 770,
            },
            decided_within_1_day=4530,
            decided_after_3_days=66,
        ),
    ),
}
# April to March: fewer in August and December, more in the autumn.
SEASON = (8, 9, 9, 9, 6, 9, 10, 10, 7, 8, 8, 9)
# Nobody can be referred again before the first referrals have been closed.
RE_REFERRALS_OF_THE_FIRST_YEAR = (0, 0, 1, 2, 3, 4, 5, 6, 5, 7, 8, 9)


def month_targets() -> list[MonthTarget]:
    """The targets of every month from April 2014 to December 2017, in order."""
    past = [
        _past_month(totals, month, place)
        for year, totals in PAST_YEARS.items()
        for place, month in enumerate(year.months)
    ]
    published = Published.read()
    months = [month for month in YEAR.months if month <= LAST_MONTH]
    return past + [_published_month(published, month, place) for place, month in enumerate(months)]


def _published_month(published: Published, month: Month, place: int) -> MonthTarget:
    referrals = published.count("CSC 013", str(month))
    return MonthTarget(
        month=month,
        referrals=referrals,
        re_referrals=published.count("CSC 034", str(month)),
        decided_within_1_day=published.numerator("CSC 022", str(month), referrals),
        decided_after_3_days=published.numerator("CSC 026", str(month), referrals),
        assessments=_published_bands(published, str(month)),
        early_help=published.count("CSC 002", str(month)),
        early_help_external=EXTERNAL_EARLY_HELP[place],
        contacts=_published_contacts(published, str(month)),
    )


def _published_bands(published: Published, period: str) -> tuple[int, ...]:
    """Assessments by band: the report gives the share within each limit, that is, of all bands up to it."""
    completed = published.count("CSC 037", period)
    within = [published.numerator(measure, period, completed) for measure in LIMIT_MEASURES]
    return tuple(later - earlier for earlier, later in pairwise([0, *within, completed]))


def _published_contacts(published: Published, period: str) -> ContactTarget:
    groups = published.count("CSC 004", period)
    outcomes = {outcome: published.count(measure, period) for outcome, measure in OUTCOMES.items()}
    return ContactTarget(
        groups=groups,
        # In October the outcomes printed add up to one child more than the children printed. The outcomes are kept:
        # that leaves the fewest cells unmet.
        rows=max(published.count("CSC 004i", period), sum(outcomes.values())),
        children=published.count("CSC 004k", period),
        outcomes=outcomes,
        decided_within_1_day=published.numerator("CSC 006", period, groups),
        decided_after_3_days=published.numerator("CSC 009", period, groups),
    )


def _past_month(totals: PastYear, month: Month, place: int) -> MonthTarget:
    again = RE_REFERRALS_OF_THE_FIRST_YEAR if month.reporting_year == FIRST_MONTH.reporting_year else SEASON
    early_help = share(totals.early_help, place)
    return MonthTarget(
        month=month,
        referrals=share(totals.referrals, place),
        re_referrals=share(totals.re_referrals, place, again),
        decided_within_1_day=share(totals.decided_within_1_day, place),
        decided_after_3_days=share(totals.decided_after_3_days, place),
        assessments=tuple(share(band, place) for band in totals.assessments),
        early_help=early_help,
        early_help_external=early_help // 10,
        contacts=_past_contacts(totals.contacts, place) if totals.contacts else None,
    )


def _past_contacts(totals: ContactTarget, place: int) -> ContactTarget:
    outcomes = {outcome: share(rows, place) for outcome, rows in totals.outcomes.items()}
    return ContactTarget(
        groups=share(totals.groups, place),
        rows=sum(outcomes.values()),
        children=share(totals.children, place),
        outcomes=outcomes,
        decided_within_1_day=share(totals.decided_within_1_day, place),
        decided_after_3_days=share(totals.decided_after_3_days, place),
    )


def share(total: int, place: int, weights: Sequence[int] = SEASON) -> int:
    """The part of a whole that falls to one place (from 0) when it is spread by weight; all parts add up to it."""
    before, after = sum(weights[:place]), sum(weights[: place + 1])
    return round(total * after / sum(weights)) - round(total * before / sum(weights))
