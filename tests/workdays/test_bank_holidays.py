"""The bank holidays of England: hand-worked days, every one-off, and a second source for all of them."""

from datetime import date, timedelta

import pytest
from govuk_bank_holidays.bank_holidays import BankHolidays

from workdays import FIRST_KNOWN_DAY, LAST_KNOWN_DAY, UnknownYear, bank_holidays, is_working_day

YEARS = range(FIRST_KNOWN_DAY.year, LAST_KNOWN_DAY.year + 1)


def published_by_govuk() -> set[date]:
    known = BankHolidays(use_cached_holidays=True)
    return {entry["date"] for entry in known.get_holidays(division=BankHolidays.ENGLAND_AND_WALES)}


def test_all_days_are_those_of_gov_uk():
    assert {day for year in YEARS for day in bank_holidays(year)} == published_by_govuk()


def test_every_year_that_gov_uk_has_published_is_known():
    published = published_by_govuk()
    assert (min(published).year, max(published).year) == (FIRST_KNOWN_DAY.year, LAST_KNOWN_DAY.year)


@pytest.mark.parametrize(
    ("good_friday", "easter_monday"),
    [
        (date(2013, 3, 29), date(2013, 4, 1)),
        (date(2016, 3, 25), date(2016, 3, 28)),
        (date(2017, 4, 14), date(2017, 4, 17)),
        (date(2018, 3, 30), date(2018, 4, 2)),
        (date(2019, 4, 19), date(2019, 4, 22)),
        (date(2024, 3, 29), date(2024, 4, 1)),
    ],
)
def test_easter(good_friday: date, easter_monday: date):
    found = bank_holidays(good_friday.year)
    assert good_friday in found
    assert easter_monday in found
    assert is_working_day(easter_monday + timedelta(days=1))


@pytest.mark.parametrize(
    ("year", "december_and_january"),
    [
        (2015, [(1, 1), (12, 25), (12, 28)]),  # Boxing Day on a Saturday
        (2016, [(1, 1), (12, 26), (12, 27)]),  # Christmas Day on a Sunday
        (2017, [(1, 2), (12, 25), (12, 26)]),  # New Year's Day on a Sunday; no substitute at Christmas
        (2020, [(1, 1), (12, 25), (12, 28)]),
        (2021, [(1, 1), (12, 27), (12, 28)]),  # Christmas Day on a Saturday, Boxing Day on a Sunday
        (2022, [(1, 3), (12, 26), (12, 27)]),
        (2023, [(1, 2), (12, 25), (12, 26)]),
    ],
)
def test_a_holiday_at_a_weekend_is_taken_on_its_substitute_day(year: int, december_and_january: list[tuple[int, int]]):
    found = [(day.month, day.day) for day in bank_holidays(year) if day.month in (1, 12)]
    assert found == december_and_january


@pytest.mark.parametrize(
    ("one_off", "name"),
    [
        (date(2012, 6, 5), "Diamond Jubilee"),
        (date(2022, 6, 3), "Platinum Jubilee"),
        (date(2022, 9, 19), "State Funeral"),
        (date(2023, 5, 8), "Coronation"),
    ],
)
def test_one_off_holidays(one_off: date, name: str):
    assert name in bank_holidays(one_off.year)[one_off]
    assert not is_working_day(one_off)
    assert one_off.replace(year=one_off.year + 1) not in bank_holidays(one_off.year + 1)


@pytest.mark.parametrize(
    ("usual", "moved_to"),
    [
        (date(2012, 5, 28), date(2012, 6, 4)),  # spring bank holiday, to meet the Diamond Jubilee
        (date(2020, 5, 4), date(2020, 5, 8)),  # early May bank holiday, to VE day
        (date(2022, 5, 30), date(2022, 6, 2)),  # spring bank holiday, to meet the Platinum Jubilee
    ],
)
def test_holidays_that_were_moved(usual: date, moved_to: date):
    assert is_working_day(usual)
    assert not is_working_day(moved_to)


def test_scottish_and_irish_holidays_are_working_days_in_england():
    assert is_working_day(date(2018, 1, 2))
    assert is_working_day(date(2017, 3, 17))
    assert is_working_day(date(2017, 11, 30))


@pytest.mark.parametrize("year", [2011, LAST_KNOWN_DAY.year + 1, 1066])
def test_an_unknown_year_is_refused_with_the_years_that_are_known(year: int):
    with pytest.raises(UnknownYear, match=f"{year} are not known: the years 2012 to {LAST_KNOWN_DAY.year}") as refused:
        bank_holidays(year)
    assert isinstance(refused.value, ValueError)
    assert refused.value.year == year


def test_a_councils_closure_days_are_added_where_they_would_be_worked():
    friday, saturday, christmas, other_year = (
        date(2017, 12, 29),
        date(2017, 12, 30),
        date(2017, 12, 25),
        date(2018, 12, 28),
    )
    found = bank_holidays(2017, closures=frozenset({friday, saturday, christmas, other_year}))
    assert found[friday] == "Closure day"
    assert found[christmas] == "Christmas Day"
    assert set(found) - set(bank_holidays(2017)) == {friday}
    assert list(found) == sorted(found)


def test_what_a_caller_does_to_the_answer_changes_no_later_answer():
    bank_holidays(2017).clear()
    assert date(2017, 12, 25) in bank_holidays(2017)
