"""Months, quarters and reporting years as values, and adding months and years to a date by the calendar.

A reporting year runs from 1 April to 31 March and is written 2017/18; its quarters begin in April, July, October and
January.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import Self

MONTHS_IN_YEAR = 12
MONTHS_IN_QUARTER = 3
QUARTERS_IN_YEAR = 4
FIRST_REPORTING_MONTH = 4


def add_months(day: date, n: int) -> date:
    """The same day of the month n calendar months later (earlier where n is negative), or that month's last day.

    So 31 January + 1 month is 28 or 29 February (catalogue, "n months after a").
    """
    month = Month.of(day) + n
    return day.replace(year=month.year, month=month.month, day=min(day.day, month.last.day))


def add_years(day: date, n: int) -> date:
    """The same day n calendar years later (earlier where n is negative); 29 February may become the 28th."""
    return add_months(day, n * MONTHS_IN_YEAR)


@dataclass(frozen=True, order=True)
class Month:
    """A calendar month, written 2017-12. Raises ValueError for a month outside 1 to 12."""

    year: int
    month: int

    def __post_init__(self) -> None:
        # date() refuses a year or month that does not exist, with a message that names it.
        date(self.year, self.month, 1)

    @classmethod
    def of(cls, day: date) -> Self:
        """The month that the day falls in."""
        return cls(day.year, day.month)

    @classmethod
    def parse(cls, text: str) -> Self:
        """The month written as 2017-12. Raises ValueError for anything else."""
        if not (parts := re.fullmatch(r"(\d{4})-(0[1-9]|1[0-2])", text, re.ASCII)):
            raise ValueError(f"{text!r} is not a month: write it as 2017-12")
        return cls(int(parts[1]), int(parts[2]))

    @property
    def first(self) -> date:
        """The month's first day."""
        return date(self.year, self.month, 1)

    @property
    def last(self) -> date:
        """The month's last day."""
        return date(self.year, self.month, monthrange(self.year, self.month)[1])

    @property
    def reporting_year(self) -> "ReportingYear":
        """The reporting year that the month belongs to: January to March belong to the one begun the year before."""
        return ReportingYear.of(self.first)

    @property
    def quarter(self) -> "Quarter":
        """The quarter of the reporting year that the month belongs to."""
        return Quarter.of(self.first)

    def __add__(self, months: int) -> "Month":
        year, place = divmod(self.year * MONTHS_IN_YEAR + self.month - 1 + months, MONTHS_IN_YEAR)
        return Month(year, place + 1)

    def __sub__(self, months: int) -> "Month":
        return self + -months

    def __str__(self) -> str:
        return f"{self.year:04}-{self.month:02}"


@dataclass(frozen=True, order=True)
class Quarter:
    """A quarter of a reporting year, written 2017/18 Q3 (October to December).

    Raises ValueError for a number outside 1 to 4.
    """

    reporting_year: "ReportingYear"
    number: int

    def __post_init__(self) -> None:
        if not 1 <= self.number <= QUARTERS_IN_YEAR:
            raise ValueError(f"a quarter is 1 to {QUARTERS_IN_YEAR}, not {self.number}")

    @classmethod
    def of(cls, day: date) -> Self:
        """The quarter that the day falls in."""
        months_into_year = (day.month - FIRST_REPORTING_MONTH) % MONTHS_IN_YEAR
        return cls(ReportingYear.of(day), months_into_year // MONTHS_IN_QUARTER + 1)

    @classmethod
    def parse(cls, text: str) -> Self:
        """The quarter written as 2017/18 Q3. Raises ValueError for anything else."""
        if not (parts := re.fullmatch(r"(\S+) Q([1-4])", text, re.ASCII)):
            raise ValueError(f"{text!r} is not a quarter: write it as 2017/18 Q3")
        return cls(ReportingYear.parse(parts[1]), int(parts[2]))

    @property
    def months(self) -> tuple[Month, ...]:
        """The quarter's three months, in order."""
        begin = (self.number - 1) * MONTHS_IN_QUARTER
        return self.reporting_year.months[begin : begin + MONTHS_IN_QUARTER]

    @property
    def first(self) -> date:
        """The quarter's first day."""
        return self.months[0].first

    @property
    def last(self) -> date:
        """The quarter's last day."""
        return self.months[-1].last

    def __str__(self) -> str:
        return f"{self.reporting_year} Q{self.number}"


@dataclass(frozen=True, order=True)
class ReportingYear:
    """A reporting year, 1 April to 31 March, known by the calendar year it begins in.

    Written 2017/18, in a URL 2017-18.
    """

    begins: int

    def __post_init__(self) -> None:
        # date() refuses a year that does not exist, with a message that names it.
        date(self.begins, FIRST_REPORTING_MONTH, 1)

    @classmethod
    def of(cls, day: date) -> Self:
        """The reporting year that the day falls in."""
        return cls(day.year if day.month >= FIRST_REPORTING_MONTH else day.year - 1)

    @classmethod
    def parse(cls, text: str) -> Self:
        """The year written as 2017/18. Raises ValueError for anything else, 2017/19 too."""
        return cls._read(text, "/")

    @classmethod
    def from_slug(cls, text: str) -> Self:
        """The year written as in a URL, 2017-18. Raises ValueError for anything else, 2017-19 too."""
        return cls._read(text, "-")

    @classmethod
    def _read(cls, text: str, separator: str) -> Self:
        if not (parts := re.fullmatch(rf"(\d{{4}}){separator}(\d{{2}})", text, re.ASCII)):
            raise ValueError(f"{text!r} is not a reporting year: write it as 2017{separator}18")
        year = cls(int(parts[1]))
        if year._written(separator) != text:
            following = year._written(separator)[-2:]
            raise ValueError(f"{text!r} is not a reporting year: the year after {parts[1]} is {following}")
        return year

    def _written(self, separator: str) -> str:
        return f"{self.begins:04}{separator}{(self.begins + 1) % 100:02}"

    @property
    def slug(self) -> str:
        """The year as written in a URL: 2017-18."""
        return self._written("-")

    @property
    def first(self) -> date:
        """1 April."""
        return self.months[0].first

    @property
    def last(self) -> date:
        """31 March of the following calendar year."""
        return self.months[-1].last

    @property
    def months(self) -> tuple[Month, ...]:
        """The twelve months, April to March."""
        april = Month(self.begins, FIRST_REPORTING_MONTH)
        return tuple(april + n for n in range(MONTHS_IN_YEAR))

    @property
    def quarters(self) -> tuple[Quarter, ...]:
        """The four quarters, in order."""
        return tuple(Quarter(self, number) for number in range(1, QUARTERS_IN_YEAR + 1))

    def __str__(self) -> str:
        return self._written("/")
