"""Early help: how many assessments start in a month, for whom, and who gives the help."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from csc_tracker.demo import people, words
from csc_tracker.demo.contacts import EARLY_HELP
from csc_tracker.demo.days import known, last_day, some_day, working_days_later
from csc_tracker.demo.records import Child, Contact, Council, Course, EarlyHelp, Row, Table, text
from csc_tracker.demo.referrals import FAMILY_SIZES
from csc_tracker.demo.targets import MonthTarget

OWN_SERVICE = "Early Help Service"
STEPPED_UP = "Referred to social care"

# Contacts referred to early help, and cases closed to it, from which an early help assessment comes.
BEGUN_SHARE = 0.75
# The most of a month's assessments that come from those; agencies that know the family begin the others.
LARGEST_SHARE = 0.75
# Families among the others that are known from before, and how long one is looked for.
KNOWN_SHARE = 0.5
TRIES = 20
SHORTEST_DAYS, LONGEST_DAYS = 40, 240


def make_early_help(council: Council, target: MonthTarget, contacts: Iterable[Contact]) -> list[EarlyHelp]:
    """The early help assessments that start in the target's month; the contacts are the month's."""
    starts: dict[Child, date] = {}
    for children, day in [*_after_contacts(council, contacts, target), *_after_cases(council, target)]:
        for child in children:
            if len(starts) < target.early_help * LARGEST_SHARE and _can_start(child, day):
                starts.setdefault(child, day)
    while (left := target.early_help - len(starts)) > 0:
        day = some_day(council.rng, target.month.first, last_day(target.month))
        size = min(left, int(words.pick(council.rng, FAMILY_SIZES)))
        starts |= dict.fromkeys(_known_or_new(council, size, day, starts), day)
    # Those that agencies began come last, so these are the agencies' own first of all.
    own = target.early_help - target.early_help_external
    return [_episode(council, child, day, is_own=place < own) for place, (child, day) in enumerate(starts.items())]


def _after_contacts(
    council: Council, contacts: Iterable[Contact], target: MonthTarget
) -> Iterator[tuple[list[Child], date]]:
    """Children referred to early help, and the day it starts: some days after the decision, in the same month."""
    for contact in contacts:
        if contact.outcome == EARLY_HELP and contact.decided and council.rng.random() < BEGUN_SHARE:
            day = working_days_later(council.rng, contact.decided, 1, 8)
            if day <= last_day(target.month):
                yield contact.children, day


def _after_cases(council: Council, target: MonthTarget) -> Iterator[tuple[list[Child], date]]:
    """Children whose case closes to early help in the month, and the day it starts: the closing day."""
    for referral in council.referrals:
        closed = referral.closed
        if referral.course == Course.EARLY_HELP and closed and target.month.first <= closed <= target.month.last:
            yield [referral.child], closed


def _can_start(child: Child, day: date) -> bool:
    is_referred = any(referral.received <= day and not referral.is_closed_by(day) for referral in child.referrals)
    return child.is_child_on(day) and not is_referred and not child.has_early_help_on(day)


def _known_or_new(council: Council, size: int, day: date, starts: dict[Child, date]) -> list[Child]:
    """Brothers and sisters for early help from the day on: of a family known before, else of a new one."""
    if council.rng.random() < KNOWN_SHARE:
        for _ in range(TRIES):
            family = council.rng.choice(council.families)
            children = [child for child in family.children if child not in starts and _can_start(child, day)]
            if len(children) >= size:
                return council.rng.sample(children, size)
    return council.rng.sample(people.make_family(council, size, day).children, size)


def _episode(council: Council, child: Child, started: date, *, is_own: bool) -> EarlyHelp:
    rng = council.rng
    ends = min(started + timedelta(days=rng.randint(SHORTEST_DAYS, LONGEST_DAYS)), child.adult_on)
    referred = min((referral.received for referral in child.referrals if referral.received > started), default=ends)
    ended = known(min(ends, referred))
    end_reason = STEPPED_UP if referred < ends else words.pick(rng, words.EARLY_HELP_END_REASONS)
    episode = EarlyHelp(
        id=council.new_id("E"),
        child=child,
        started=started,
        ended=ended,
        reason=words.pick(rng, words.EARLY_HELP_REASONS),
        end_reason=end_reason if ended else "",
        organisation=OWN_SERVICE if is_own else words.pick(rng, words.PARTNER_AGENCIES),
        worker=council.any_worker(_team_of(child)) if is_own else None,
    )
    child.early_help.append(episode)
    return episode


def _team_of(child: Child) -> str:
    return people.EARLY_HELP_EAST if child.family.is_east else people.EARLY_HELP_WEST


def _rows(council: Council) -> Iterator[Row]:
    for episode in council.early_help:
        yield (
            episode.id,
            episode.child.id,
            text(episode.started),
            text(episode.ended),
            episode.reason,
            episode.end_reason,
            episode.organisation,
            episode.worker.id if episode.worker else "",
            "internal" if episode.worker else "external",
        )


TABLES = (
    Table(
        "ssd_early_help_episodes",
        (
            "earl_episode_id",
            "earl_person_id",
            "earl_episode_start_date",
            "earl_episode_end_date",
            "earl_episode_reason",
            "earl_episode_end_reason",
            "earl_episode_organisation",
            "earl_episode_worker_id",
            "csc_delivered_by",
        ),
        _rows,
    ),
)
