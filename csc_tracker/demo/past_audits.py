"""Audits of casework that were finished before the council audited here: their judgements by quarter."""

from random import Random

from csc_tracker.demo.care_days import any_day
from csc_tracker.demo.care_tables import kept
from csc_tracker.demo.records import Council, text
from workdays import Quarter

# How many came to each judgement. The report prints none of these quarters.
QUARTERS = {
    "2016/17 Q1": {"good": 3, "requires_improvement": 8, "inadequate": 3},
    "2016/17 Q2": {"good": 4, "requires_improvement": 9, "inadequate": 3},
    "2016/17 Q3": {"good": 6, "requires_improvement": 11, "inadequate": 3},
}
# Only these were audited until October 2016, and most of the audits after; with how often each is drawn.
CATEGORIES = {"Assessments": 5, "Children with disabilities": 1}


def audit(council: Council, rng: Random) -> None:
    """Write the quarters' audits."""
    for name, counts in QUARTERS.items():
        quarter = Quarter.parse(name)
        judged = [(any_day(rng, quarter.first, quarter.last), each) for each, n in counts.items() for _ in range(n)]
        for day, judgement in sorted(judged):
            (category,) = rng.choices(list(CATEGORIES), list(CATEGORIES.values()))
            council.rows["csc_audits"].append((council.new_id("Q"), text(day), category, judgement))


TABLES = (kept("csc_audits", "audi_id audi_date audi_category audi_judgement"),)
