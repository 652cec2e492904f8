"""Who is allocated to whom: a worker for every open referral, every new contact and the council's own early help.

A contact has no team of its own; it counts in the team of the worker allocated to the child on its date. So whoever
screens a contact is allocated for as long as that takes.
"""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from csc_tracker.demo import people, words
from csc_tracker.demo.days import ONE_DAY, known, working_days_later
from csc_tracker.demo.records import (
    LASTING_COURSES,
    Contact,
    Council,
    EarlyHelp,
    Involvement,
    Referral,
    Row,
    Table,
    Worker,
    text,
)

ALLOCATED = "Allocated worker"
SCREENING = "Allocated worker (contact screening)"
FAMILY_WORKER = "Allocated worker (early help)"

# Days until a case that goes on gets another worker.
SHORTEST_SPELL, LONGEST_SPELL = 200, 600
# Contacts of which nobody recorded who screened them.
UNRECORDED_SHARE = 0.04


def allocate_referrals(council: Council) -> None:
    """Allocate a worker to every referral for as long as it is open.

    The worker who assesses keeps a case that closes then; one that goes on passes to another team.
    """
    for referral in council.referrals:
        spells = list(_spells(council, referral))
        ends = [start for start, _ in spells[1:]] + [referral.closed]
        for (start, worker), end in zip(spells, ends, strict=True):
            spell = Involvement(council.new_id("I"), worker, referral.child, ALLOCATED, start, end, referral)
            referral.allocated.append(spell)
        council.involvements.extend(referral.allocated)


def _spells(council: Council, referral: Referral) -> Iterator[tuple[date, Worker]]:
    """Who is allocated, and from which day on."""
    yield referral.received, referral.worker
    if referral.course not in LASTING_COURSES:
        return
    assessed = referral.assessments[0].authorised or referral.received
    start = known(working_days_later(council.rng, assessed, 0, 5))
    while start and not referral.is_closed_by(start):
        yield start, council.social_worker(_team_after_assessment(referral))
        start = known(start + timedelta(days=council.rng.randint(SHORTEST_SPELL, LONGEST_SPELL)))


def _team_after_assessment(referral: Referral) -> str:
    if referral.primary_need == words.CHILDS_DISABILITY:
        return people.DISABLED_CHILDREN
    return people.SAFEGUARDING_EAST if referral.child.family.is_east else people.SAFEGUARDING_WEST


def allocate_contacts(council: Council, contacts: Iterable[Contact]) -> None:
    """Allocate someone of the access point to the children of new contacts, until the day after the decision.

    A child whose case is open already has a worker, who keeps it.
    """
    for contact in contacts:
        if not contact.is_new or council.rng.random() < UNRECORDED_SHARE:
            continue
        officer = council.any_worker(people.ACCESS)
        until = known(contact.decided + ONE_DAY) if contact.decided else None
        for child in contact.children:
            council.involvements.append(
                Involvement(council.new_id("I"), officer, child, SCREENING, contact.received, until)
            )


def allocate_early_help(council: Council, episodes: Iterable[EarlyHelp]) -> None:
    """Allocate the family worker to the child for as long as the council's own early help lasts."""
    for episode in episodes:
        if episode.worker:
            council.involvements.append(
                Involvement(
                    council.new_id("I"), episode.worker, episode.child, FAMILY_WORKER, episode.started, episode.ended
                )
            )


def _rows(council: Council) -> Iterator[Row]:
    for involvement in council.involvements:
        yield (
            involvement.id,
            involvement.worker.id,
            involvement.role,
            involvement.worker.team.id,
            text(involvement.started),
            text(involvement.ended),
            involvement.child.id,
            involvement.referral.id if involvement.referral else "",
        )


TABLES = (
    Table(
        "ssd_involvements",
        (
            "invo_involvements_id",
            "invo_professional_id",
            "invo_professional_role_id",
            "invo_professional_team",
            "invo_involvement_start_date",
            "invo_involvement_end_date",
            "invo_person_id",
            "invo_referral_id",
        ),
        _rows,
    ),
)
