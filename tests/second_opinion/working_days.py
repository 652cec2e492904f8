"""Working days of England, for the second opinion only (catalogue, "Words used below").

"Working day: Monday to Friday, not a bank holiday in England." The list below is written out by hand, with the
one-offs: 4 and 5 June 2012, 8 May 2020, 2 and 3 June 2022, 19 September 2022, 8 May 2023.
"""

from datetime import date, timedelta

FIRST_YEAR, LAST_YEAR = 2012, 2028

_LIST = """
2012 01-02 04-06 04-09 05-07 06-04 06-05 08-27 12-25 12-26
2013 01-01 03-29 04-01 05-06 05-27 08-26 12-25 12-26
2014 01-01 04-18 04-21 05-05 05-26 08-25 12-25 12-26
2015 01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28
2016 01-01 03-25 03-28 05-02 05-30 08-29 12-26 12-27
2017 01-02 04-14 04-17 05-01 05-29 08-28 12-25 12-26
2018 01-01 03-30 04-02 05-07 05-28 08-27 12-25 12-26
2019 01-01 04-19 04-22 05-06 05-27 08-26 12-25 12-26
2020 01-01 04-10 04-13 05-08 05-25 08-31 12-25 12-28
2021 01-01 04-02 04-05 05-03 05-31 08-30 12-27 12-28
2022 01-03 04-15 04-18 05-02 06-02 06-03 08-29 09-19 12-26 12-27
2023 01-02 04-07 04-10 05-01 05-08 05-29 08-28 12-25 12-26
2024 01-01 03-29 04-01 05-06 05-27 08-26 12-25 12-26
2025 01-01 04-18 04-21 05-05 05-26 08-25 12-25 12-26
2026 01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28
2027 01-01 03-26 03-29 05-03 05-31 08-30 12-27 12-28
2028 01-03 04-14 04-17 05-01 05-29 08-28 12-25 12-26
"""

BANK_HOLIDAYS = frozenset(
    date.fromisoformat(f"{line[:4]}-{day}") for line in _LIST.strip().splitlines() for day in line[5:].split()
)


def is_working_day(day: date) -> bool:
    """Monday to Friday, not a bank holiday in England (catalogue, "Working day")."""
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValueError(f"bank holidays are listed for {FIRST_YEAR} to {LAST_YEAR}, not for {day}")
    return day.weekday() < 5 and day not in BANK_HOLIDAYS


def working_day_after(day: date, n: int) -> date:
    """The nth working day after a day (catalogue: "n WD after a")."""
    while n > 0:
        day += timedelta(days=1)
        n -= is_working_day(day)
    return day
