"""What the demonstration authority aims at: the published report, and what follows from its counts."""

from decimal import Decimal

import pytest

from csc_tracker.demo.published import Cell, Published, percentage
from csc_tracker.demo.targets import BANDS, OUTCOMES, SEASON, YEAR, month_targets, share
from csc_tracker.demo.unmet import UNMET, YEAR_TO_DATE

MONTHS = [str(month) for month in YEAR.months[:9]]
WITHIN = {"CSC 100": 1, "CSC 080": 2, "CSC 060": 3, "CSC 040": 4}


@pytest.fixture(scope="module")
def published() -> Published:
    return Published.read()


@pytest.fixture(scope="module")
def this_year() -> dict[str, object]:
    return {str(target.month): target for target in month_targets() if str(target.month) in MONTHS}


def within(target, bands: int) -> int:
    return sum(target.assessments[:bands])


def test_the_whole_report_is_there(published: Published):
    assert len(published.cells) == 1412


def test_a_percentage_is_rounded_half_up_and_once():
    assert percentage(1, 8) == Decimal("12.5")
    assert percentage(133, 577) == Decimal("23.1")  # 23.0503
    assert percentage(1, 16) == Decimal("6.3")  # 6.25
    assert percentage(4, 104) == Decimal("3.8")  # 3.846: rounded twice it would be 3.9


def test_a_cell_rounded_twice_is_met_by_0_1_less():
    assert Cell("3.9", "rounded twice: 4 of 104").accepted == {Decimal("3.9"), Decimal("3.8")}
    assert Cell("3.9", "").accepted == {Decimal("3.9")}


def test_the_count_behind_a_percentage(published: Published):
    assert published.numerator("CSC 006", "2017-04", 337) == 321
    assert published.numerator("CSC 026", "2017-06", 104) == 4


def test_a_percentage_that_no_count_comes_to_is_refused(published: Published):
    with pytest.raises(ValueError, match="CSC 006 2017-04: no count of 7 comes to 95.3%"):
        published.numerator("CSC 006", "2017-04", 7)


def test_contacts_decided_are_those_that_the_reports_text_counts(this_year):
    """ "3,602 of 3,709" within 1 working day, "21 contacts" in over 3."""
    contacts = [target.contacts for target in this_year.values()]
    assert sum(month.groups for month in contacts) == 3709
    assert sum(month.decided_within_1_day for month in contacts) == 3602
    assert sum(month.decided_after_3_days for month in contacts) == 21


def test_referrals_decided_are_those_that_the_reports_text_counts(this_year):
    """ "775 out of 803" within 24 hours, 12 in over 72."""
    assert sum(target.referrals for target in this_year.values()) == 803
    assert sum(target.decided_within_1_day for target in this_year.values()) == 775
    assert sum(target.decided_after_3_days for target in this_year.values()) == 12


def test_assessments_are_divided_by_the_working_days_they_took(this_year):
    assert this_year["2017-04"].assessments == (60, 10, 36, 15, 9)
    assert len(BANDS) == len(this_year["2017-04"].assessments)


def test_octobers_outcomes_are_one_more_than_its_children(published: Published, this_year):
    counts = [published.count(measure, "2017-10") for measure in OUTCOMES.values()]
    assert sum(counts) == 944
    assert published.count("CSC 004i", "2017-10") == 943
    assert this_year["2017-10"].contacts.rows == 944


def test_septembers_assessments_year_to_date_do_not_follow(published: Published, this_year):
    upto = [this_year[month] for month in MONTHS[:6]]
    followed = percentage(sum(within(target, 4) for target in upto), sum(sum(target.assessments) for target in upto))
    assert (followed, published.cells["CSC 038", "2017-09"].value) == (Decimal("93.6"), Decimal("93.3"))


@pytest.mark.parametrize("measure", ["CSC 040", "CSC 060", "CSC 080"])
def test_assessments_of_the_year_do_not_follow_from_the_months(measure: str, published: Published, this_year):
    followed = percentage(sum(within(target, WITHIN[measure]) for target in this_year.values()), 798)
    assert followed not in published.cells[measure, YEAR_TO_DATE].accepted
    assert (measure, YEAR_TO_DATE) in UNMET


def test_assessments_within_10_days_follow_from_the_months(published: Published, this_year):
    followed = percentage(sum(within(target, 1) for target in this_year.values()), 798)
    assert followed == published.cells["CSC 100", YEAR_TO_DATE].value


def test_a_fifth_of_early_help_in_the_third_quarter_is_external(this_year):
    quarter = [this_year[month] for month in MONTHS[6:]]
    external, started = sum(t.early_help_external for t in quarter), sum(t.early_help for t in quarter)
    assert (external, started, round(100 * external / started)) == (82, 392, 21)


@pytest.mark.parametrize("total", [0, 1, 11, 1472])
def test_shares_add_up_to_the_whole(total: int):
    assert sum(share(total, place) for place in range(len(SEASON))) == total
    assert all(share(total, place) >= 0 for place in range(len(SEASON)))


def test_months_follow_each_other_without_a_gap():
    months = [target.month for target in month_targets()]
    assert (str(months[0]), str(months[-1])) == ("2014-04", "2017-12")
    assert all(later == earlier + 1 for earlier, later in zip(months, months[1:], strict=False))
