"""Audits of casework that were finished before the council audited here: their judgements by quarter."""

from random import Random

from csc_tracker.demo.care_days import any_day
from csc_tracker.demo.care_tables import kept
from csc_tracker.demo.published import Published
from csc_tracker.demo.records import Council, text
from csc_tracker.demo.targets import AS_AT
from workdays import Month

JUDGEMENTS = {
    "outstanding": "AUDIT-OUTSTANDING",
    "good": "AUDIT-GOOD",
    "requires_improvement": "AUDIT-REQUIRES-IMPROVEMENT",
    "inadequate": "AUDIT-INADEQUATE",
}
# The quarters that the report has, and each one's first month.
QUARTERS = {
    "2016/17 Q4": Month(2017, 1),
    "2017/18 Q1": Month(2017, 4),
    "2017/18 Q2": Month(2017, 7),
    "2017/18 Q3": Month(2017, 10),
}
CATEGORIES = ("Assessment", "Child protection", "Looked after", "Child in need", "Children with disabilities")
WEIGHTS = (5, 4, 4, 3, 1)


def audit(council: Council, rng: Random) -> None:
    """Write the quarters' audits: the report prints how many of how many came to each judgement."""
    published = Published.read()
    for quarter, month in QUARTERS.items():
        first, last = month.first, min(month.quarter.last, AS_AT)
        judged = []
        for judgement, measure in JUDGEMENTS.items():
            count, _, _ = published.cells[measure, quarter].text.partition("/")
            judged += [(any_day(rng, first, last), judgement) for _ in range(int(count))]
        for day, judgement in sorted(judged):
            category = rng.choices(CATEGORIES, WEIGHTS)[0]
            council.rows["csc_audits"].append((council.new_id("Q"), text(day), category, judgement))


TABLES = (kept("csc_audits", "audi_id audi_date audi_category audi_judgement"),)
