"""Working days of England, months, quarters and reporting years: pure Python, no Django, no clock."""

from workdays.bank_holidays import FIRST_KNOWN_DAY, LAST_KNOWN_DAY, UnknownYear, bank_holidays
from workdays.days import (
    CalendarDay,
    calendar,
    is_working_day,
    within_working_days,
    working_day_after,
    working_days_between,
)
from workdays.periods import MONTHS_IN_YEAR, Month, Quarter, ReportingYear, add_months, add_years

__all__ = [
    "FIRST_KNOWN_DAY",
    "LAST_KNOWN_DAY",
    "MONTHS_IN_YEAR",
    "CalendarDay",
    "Month",
    "Quarter",
    "ReportingYear",
    "UnknownYear",
    "add_months",
    "add_years",
    "bank_holidays",
    "calendar",
    "is_working_day",
    "within_working_days",
    "working_day_after",
    "working_days_between",
]
