"""Whether a child has a qualified social worker (catalogue, "The edges: Teams"; contract, last lines of "Input")."""

from collections import defaultdict
from datetime import date

from .extract import Row
from .known import Known, is_allocated, is_open_involvement
from .measure import all_of, needs

# The tables and columns that the rule names: who is allocated, from when to when, and who is qualified.
ALLOCATION_RECORDED = all_of(
    needs(
        "ssd_involvements",
        "invo_professional_id",
        "invo_professional_role_id",
        "invo_involvement_start_date",
        "invo_involvement_end_date",
    ),
    needs("ssd_professionals", "prof_social_worker_registration_no"),
)


def has_qualified_worker(known: Known, child_id: str, on: date) -> bool:
    """Any allocated worker whose involvement is open on the day is qualified, whether or not it names a team."""
    return any(is_open_involvement(row, on) for row in known.once(_allocated_and_qualified)[child_id])


def _allocated_and_qualified(known: Known) -> dict[str, list[Row]]:
    """By child: allocated workers who are qualified, that is with prof_social_worker_registration_no present."""
    qualified = {
        row["prof_professional_id"]
        for row in known.rows("ssd_professionals")
        if row.get("prof_social_worker_registration_no")
    }
    found: dict[str, list[Row]] = defaultdict(list)
    for row in known.rows("ssd_involvements"):
        if is_allocated(row) and row.get("invo_professional_id") in qualified:
            found[row["invo_person_id"]].append(row)
    return found
