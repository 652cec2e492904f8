"""Children's centres: who came in each month, and how many of them live in the most deprived areas."""

from collections.abc import Iterator
from random import Random

from csc_tracker.demo.care_days import any_day
from csc_tracker.demo.care_tables import kept
from csc_tracker.demo.care_targets import MONTHS
from csc_tracker.demo.published import Published
from csc_tracker.demo.records import Council, Row, text
from csc_tracker.demo.targets import AS_AT

CENTRES = {
    "McNay Street": "MCNAY-STREET",
    "Haughton & Redhall": "HAUGHTON-REDHALL",
    "Mount Pleasant": "MOUNT-PLEASANT",
    "Skerne Park": "SKERNE-PARK",
    "Dodmire": "DODMIRE",
}
# Of ten equal parts of England's areas, the three most deprived, and the others.
DEPRIVED, OTHER = (1, 1, 2, 2, 3), (4, 5, 5, 6, 7, 8, 9, 10)
# 62.8% of Skerne Park's 38 attendees of December come to no count; 24 (63.2%) come nearest.
NEAREST = {("SKERNE-PARK", "2017-12"): 24}
# Families who know a centre: so many times those who come in a month. A few come twice.
KNOWN, AGAIN_SHARE = 2, 0.12


def attend(council: Council, rng: Random) -> None:
    """Write the attendances of the months that the report has."""
    published = Published.read()
    for centre, code in CENTRES.items():
        counts = [_counts(published, code, str(month)) for month in MONTHS]
        deprived = _people(council, rng, DEPRIVED, KNOWN * max(count for count, _ in counts))
        others = _people(council, rng, OTHER, KNOWN * max(count for _, count in counts))
        for place, (from_deprived, from_others) in enumerate(counts):
            came = rng.sample(deprived, from_deprived) + rng.sample(others, from_others)
            council.rows["csc_centre_attendances"].extend(_rows(council, rng, centre, came, place))


def _counts(published: Published, code: str, period: str) -> tuple[int, int]:
    """Who came in the month: from the most deprived areas, and from others."""
    count = published.count(f"CENTRE-ATTENDEES-{code}", period)
    deprived = NEAREST.get((code, period)) or published.numerator(f"CENTRE-DEPRIVED-{code}", period, count)
    return deprived, count - deprived


def _people(council: Council, rng: Random, deciles: tuple[int, ...], count: int) -> list[tuple[str, str]]:
    """People who know a centre, and the decile of where they live."""
    return [(council.new_id("Y"), str(rng.choice(deciles))) for _ in range(count)]


def _rows(council: Council, rng: Random, centre: str, came: list[tuple[str, str]], place: int) -> Iterator[Row]:
    month = MONTHS[place]
    for person, decile in came:
        for _ in range(2 if rng.random() < AGAIN_SHARE else 1):
            day = any_day(rng, month.first, min(month.last, AS_AT))
            yield council.new_id("YA"), centre, person, text(day), decile


TABLES = (kept("csc_centre_attendances", "catt_id catt_centre catt_person_id catt_date catt_imd_decile"),)
