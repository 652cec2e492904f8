"""Working days and months inside the database are those of `workdays`."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.db.models import Value

from tracking.models import CalendarDay
from tracking.rules.calendar import MonthsLater, WorkingDayAfter
from workdays import FIRST_KNOWN_DAY, LAST_KNOWN_DAY, add_months, is_working_day, working_day_after

pytestmark = pytest.mark.django_db
LONGEST = 45


def test_the_calendar_holds_every_known_day() -> None:
    days = dict(CalendarDay.objects.values_list("day", "is_working"))
    assert (min(days), max(days)) == (FIRST_KNOWN_DAY, LAST_KNOWN_DAY)
    assert len(days) == (LAST_KNOWN_DAY - FIRST_KNOWN_DAY).days + 1
    assert all(is_working == is_working_day(day) for day, is_working in days.items())


@pytest.mark.parametrize("n", [1, 3, 10, LONGEST])
def test_the_nth_working_day_after_every_day(n: int) -> None:
    found = dict(CalendarDay.objects.annotate(due=WorkingDayAfter("day", n)).values_list("day", "due"))
    last = LAST_KNOWN_DAY - timedelta(days=3 * LONGEST)
    assert all(found[day] == working_day_after(day, n) for day in found if day <= last)


def test_a_day_that_is_not_known_is_empty_not_guessed() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT working_day_after('2011-12-31', 1), working_day_after(%s, 1)", [LAST_KNOWN_DAY])
        assert cursor.fetchone() == (None, None)


@pytest.mark.parametrize("months", [3, 6, 12, 24])
def test_months_later(months: int) -> None:
    days = [date(2016, 2, 29), date(2017, 1, 31), date(2017, 11, 30), date(2017, 8, 31), date(2016, 12, 31)]
    for day in days:
        later = CalendarDay.objects.annotate(later=MonthsLater(Value(day), months)).values_list("later", flat=True)[0]
        assert later == add_months(day, months)
