"""Contacts: each month's contacts, by family, so that contacts, children and outcomes are as many as the report has.

A referral comes from a contact a day or so before it. All other contacts are about children without an open case, some
of whom are heard of again in the same month. Contacts about children whose case is open come on top and are no new
contacts.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from operator import attrgetter
from random import Random

from csc_tracker.demo import people, words
from csc_tracker.demo.days import ONE_DAY, known, last_day, some_day, working_days_later
from csc_tracker.demo.records import Child, Contact, Council, Family, Referral, Row, Table, text
from csc_tracker.demo.referrals import IN_TIME, LATE, VERY_LATE, Plan
from csc_tracker.demo.targets import AS_AT, NOT_RECORDED, ContactTarget
from workdays import Month, working_day_after

ADVICE, EARLY_HELP, SOCIAL_CARE = "advice_information", "refer_to_early_help", "refer_to_social_care"
LINK, ATTENDANCE = "link_to_existing_early_help", "refer_to_school_attendance_support"
OTHER = "other"

OUTCOME_FLAGS = {
    ADVICE: '{"ADVICE_FLAG": "Y"}',
    EARLY_HELP: '{"OTHER_OUTCOMES_EXIST_FLAG": "Y"}',
    SOCIAL_CARE: '{"NEW_REFERRAL_FLAG": "Y"}',
    LINK: '{"OTHER_OUTCOMES_EXIST_FLAG": "Y"}',
    ATTENDANCE: '{"OTHER_OUTCOMES_EXIST_FLAG": "Y"}',
    OTHER: '{"EXISTING_REFERRAL_FLAG": "Y"}',
    NOT_RECORDED: "",
}

# Nobody is referred to early help twice in a month; anything else that is no referral can come again.
CAN_COME_AGAIN = (ADVICE, LINK, ATTENDANCE)
# How readily contacts with an outcome are about several children, about how many at the most, and how often one more
# joins those who are.
SIBLINGS_TOGETHER = {ADVICE: 1.0, EARLY_HELP: 1.2, LINK: 0.6, ATTENDANCE: 0.25}
MOST_CHILDREN = {ADVICE: 6, EARLY_HELP: 5, LINK: 3, ATTENDANCE: 2}
ONE_MORE_SHARE = 0.4

# Families known from before among those contacted, and how long one is looked for before it is a new one.
KNOWN_SHARE = 0.6
TRIES = 40
SCHOOL_AGES = (5.0, 15.5)

# A contact without an outcome that was received so lately is not decided yet.
NOT_DECIDED_FOR = timedelta(days=61)

# Contacts about children whose case is open, as a share of new ones; most of the last days' are not decided yet.
OPEN_CASE_SHARE = 0.12
UNDECIDED_SINCE = date(2017, 12, 28)
UNDECIDED_SHARE = 0.7


def make_contacts(council: Council, month: Month, target: ContactTarget, plans: list[Plan]) -> list[Contact]:
    """The month's contacts, as many as the target says; the plans are the month's referrals.

    Raises ValueError where the target cannot be met.
    """
    maker = _ContactMaker(council, month)
    maker.from_referrals(plans)
    maker.second_contacts(plans, target.outcomes[SOCIAL_CARE] - maker.rows)
    maker.other_contacts(target)
    maker.decide(target)
    maker.about_open_cases(round(target.rows * OPEN_CASE_SHARE))
    return maker.in_order()


class _ContactMaker:
    """Makes one month's contacts; a child in `seen` has a new one already."""

    def __init__(self, council: Council, month: Month) -> None:
        self.council = council
        self.rng = council.rng
        self.first, self.last = month.first, last_day(month)
        self.contacts: list[Contact] = []
        self.seen: set[Child] = set()
        self.early_help = [one for one in council.early_help if one.ended is None or one.ended > self.first]

    @property
    def rows(self) -> int:
        """The children in all contacts so far, each as often as they are heard of."""
        return sum(len(contact.children) for contact in self.contacts)

    def from_referrals(self, plans: list[Plan]) -> None:
        """The contact that each referral came from, decided when the referral was received."""
        for plan in plans:
            self._add(plan.children, plan.contacted, SOCIAL_CARE, plan.referrals[0].source).decided = plan.received

    def second_contacts(self, plans: list[Plan], rows: int) -> None:
        """Contacts from somebody else about children who are being referred, before the referral is received."""
        while rows:
            plan = self.rng.choice(plans)
            children = self.rng.sample(plan.children, min(rows, plan.size))
            day = some_day(self.rng, plan.contacted, plan.received)
            self._add(children, day, SOCIAL_CARE, words.pick(self.rng, words.SOURCE_WEIGHTS)).decided = plan.received
            rows -= len(children)

    def other_contacts(self, target: ContactTarget) -> None:
        """All contacts that lead to no referral, some about children heard of before in the month."""
        heard_again = (target.rows - target.children) - (self.rows - len(self.seen))
        # Those that the fewest children can have come first.
        rows = {outcome: target.outcomes[outcome] for outcome in (LINK, EARLY_HELP, ATTENDANCE, ADVICE)}
        if unrecorded := target.rows - sum(target.outcomes.values()):
            self._first_contact(NOT_RECORDED, unrecorded)
        sizes = group_sizes(self.rng, rows, target.groups - len(self.contacts))
        again = take_groups(self.rng, sizes, heard_again)
        for outcome, first_sizes in sizes.items():
            earlier = [self._first_contact(outcome, size) for size in first_sizes]
            for size in again.get(outcome, ()):
                self._contact_again(earlier, size)

    def _first_contact(self, outcome: str, size: int) -> Contact:
        day = some_day(self.rng, self.first, self.last)
        children = self._children_for(outcome, size, day)
        return self._add(children, day, outcome, words.pick(self.rng, words.SOURCES_BY_OUTCOME[outcome]))

    def _contact_again(self, earlier: list[Contact], size: int) -> None:
        before = self.rng.choice([contact for contact in earlier if len(contact.children) >= size])
        day = some_day(self.rng, before.received, self.last)
        source = words.pick(self.rng, words.SOURCES_BY_OUTCOME[before.outcome])
        self._add(self.rng.sample(before.children, size), day, before.outcome, source)

    def _add(self, children: list[Child], day: date, outcome: str, source: str) -> Contact:
        contact = Contact(children, day, outcome, source)
        self.contacts.append(contact)
        self.seen.update(children)
        return contact

    def _children_for(self, outcome: str, size: int, day: date) -> list[Child]:
        """Brothers and sisters for a new contact: of a family known before, else of a new one."""
        for family in self._known_families(outcome):
            children = [child for child in family.children if self._can_be_new(child, outcome, day)]
            # Who has early help comes first: a contact is linked to the early help of one child at least.
            children.sort(key=lambda child: not child.has_early_help_on(day))
            if len(children) >= size and (outcome != LINK or children[0].has_early_help_on(day)):
                return children[:size]
        ages = SCHOOL_AGES if outcome == ATTENDANCE else (people.YOUNGEST, people.OLDEST)
        return self.rng.sample(people.make_family(self.council, size, day, ages).children, size)

    def _known_families(self, outcome: str) -> Iterator[Family]:
        if outcome == LINK:
            yield from (episode.child.family for episode in self.rng.sample(self.early_help, len(self.early_help)))
        elif self.rng.random() < KNOWN_SHARE:
            yield from (self.rng.choice(self.council.families) for _ in range(TRIES))

    def _can_be_new(self, child: Child, outcome: str, day: date) -> bool:
        """Whether the child can have a new contact on the day, the first of the month, with the outcome."""
        is_child = child.is_child_on(day) and child.is_child_on(self.last)
        if not is_child or child in self.seen or child.is_open_on(day):
            return False
        if outcome == ATTENDANCE:
            return SCHOOL_AGES[0] <= child.age_on(day) <= SCHOOL_AGES[1]
        return outcome != EARLY_HELP or not child.has_early_help_on(day)

    def decide(self, target: ContactTarget) -> None:
        """Decide what is not decided yet, late for as many contacts as the target says."""
        very_late = target.decided_after_3_days
        late = target.groups - target.decided_within_1_day - very_late
        pending = [contact for contact in self.contacts if contact.decided is None]
        if undecided := [contact for contact in pending if _is_left_undecided(contact)]:
            pending.remove(undecided[0])
            very_late -= 1
        can_be_late = [contact for contact in pending if working_day_after(contact.received, VERY_LATE[1]) <= AS_AT]
        chosen = self.rng.sample(can_be_late, late + very_late)
        limits = dict(zip(chosen, [LATE] * late + [VERY_LATE] * very_late, strict=True))
        for contact in pending:
            self._decide(contact, limits.get(contact, IN_TIME))

    def _decide(self, contact: Contact, limit: tuple[int, int]) -> None:
        contact.decided = known(working_days_later(self.rng, contact.received, *limit)) or contact.received

    def about_open_cases(self, rows: int) -> None:
        """Contacts about children whose case is open: so many rows, or one or two more."""
        spells = [(referral, *self._days_open(referral)) for referral in self.council.referrals]
        spells = [(referral, first, last) for referral, first, last in spells if first <= last]
        while rows > 0:
            referral, first, last = self.rng.choice(spells)
            contact = self._about_an_open_case(referral.child.family, some_day(self.rng, first, last))
            self.contacts.append(contact)
            rows -= len(contact.children)

    def _days_open(self, referral: Referral) -> tuple[date, date]:
        """The month's first and last day between the referral's receipt and its closing, in order if there is one."""
        last = referral.closed - ONE_DAY if referral.closed else AS_AT
        return max(self.first, referral.received + ONE_DAY), min(self.last, last)

    def _about_an_open_case(self, family: Family, day: date) -> Contact:
        children = [child for child in family.children if child.is_open_on(day)]
        chosen = self.rng.sample(children, self.rng.randint(1, len(children)))
        contact = Contact(chosen, day, OTHER, words.pick(self.rng, words.SOURCE_WEIGHTS), is_new=False)
        if day >= UNDECIDED_SINCE and self.rng.random() < UNDECIDED_SHARE:
            contact.outcome = NOT_RECORDED
        else:
            self._decide(contact, IN_TIME)
        return contact

    def in_order(self) -> list[Contact]:
        """The contacts by date, with their ids."""
        self.contacts.sort(key=attrgetter("received"))
        for contact in self.contacts:
            contact.id = self.council.new_id("K")
        return self.contacts


def _is_left_undecided(contact: Contact) -> bool:
    return contact.outcome == NOT_RECORDED and contact.received > AS_AT - NOT_DECIDED_FOR


def group_sizes(rng: Random, rows: dict[str, int], groups: int) -> dict[str, list[int]]:
    """Sizes of so many contacts, by outcome, that make up the rows of every outcome.

    Every row begins as a contact of its own; then brothers and sisters are put together until the number is right.
    """
    singles, larger = dict(rows), {outcome: list[int]() for outcome in rows}
    for _ in range(sum(rows.values()) - groups):
        outcomes = [outcome for outcome in rows if singles[outcome] >= 2]
        weights = [SIBLINGS_TOGETHER[outcome] * singles[outcome] for outcome in outcomes]
        outcome = rng.choices(outcomes, weights)[0]
        can_grow = [place for place, size in enumerate(larger[outcome]) if size < MOST_CHILDREN[outcome]]
        if can_grow and rng.random() < ONE_MORE_SHARE:
            larger[outcome][rng.choice(can_grow)] += 1
            singles[outcome] -= 1
        else:
            larger[outcome].append(2)
            singles[outcome] -= 2
    return {outcome: larger[outcome] + [1] * singles[outcome] for outcome in rows}


def take_groups(rng: Random, sizes: dict[str, list[int]], rows: int) -> dict[str, list[int]]:
    """Take contacts that make up so many rows out of the sizes: these are about children heard of before.

    The largest contact of each outcome stays, so that there is one for each to come after. Raises ValueError where
    that leaves too few.
    """
    taken: dict[str, list[int]] = {outcome: [] for outcome in CAN_COME_AGAIN}
    pool = [(outcome, size) for outcome in CAN_COME_AGAIN for size in sorted(sizes[outcome])[:-1]]
    rng.shuffle(pool)
    for outcome, size in pool:
        if size <= rows:
            sizes[outcome].remove(size)
            taken[outcome].append(size)
            rows -= size
    if rows:
        raise ValueError(f"{rows} more children would have to be heard of twice than there are contacts for")
    return taken


def _rows(council: Council) -> Iterator[Row]:
    for contact in council.contacts:
        # One child's contact is its own group, as where the source system has no groups.
        group = contact.id if len(contact.children) > 1 else ""
        for place, child in enumerate(contact.children, start=1):
            yield (
                f"{contact.id}-{place}",
                child.id,
                text(contact.received),
                contact.source,
                words.SOURCES[contact.source][0],
                OUTCOME_FLAGS[contact.outcome],
                group,
                text(contact.decided),
                contact.outcome,
            )


TABLES = (
    Table(
        "ssd_contacts",
        (
            "cont_contact_id",
            "cont_person_id",
            "cont_contact_date",
            "cont_contact_source_code",
            "cont_contact_source_desc",
            "cont_contact_outcome_json",
            "csc_contact_group_id",
            "csc_contact_decision_date",
            "csc_contact_outcome",
        ),
        _rows,
    ),
)
