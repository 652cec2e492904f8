"""Children who went missing: the episodes that the report counts, interviews on their return, and action plans."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from csc_tracker.demo.care_children import Children, is_of_care
from csc_tracker.demo.care_records import Period
from csc_tracker.demo.care_tables import kept
from csc_tracker.demo.care_targets import FIRST_DAY, HIDDEN, MONTHS
from csc_tracker.demo.days import ONE_DAY
from csc_tracker.demo.published import Published, percentage
from csc_tracker.demo.records import Child, Council
from csc_tracker.demo.targets import AS_AT
from workdays import Month

# What the report hides (1 to 4): episodes and children of other authorities, and of children with nothing open, from
# June, and in the months below. They add up to the year's 67 and 38, and the episodes ended to the interviews' totals.
OTHER_AUTHORITIES = {6: (4, 2), 7: (4, 1), 8: (3, 2), 9: (4, 4), 10: (3, 2)}
NOT_OPEN = {4: (4, 3), 5: (4, 4), 7: (4, 3), 8: (3, 2), 10: (3, 3), 11: (4, 4), 12: (3, 3)}
FAR = {6: 2, 7: 2, 8: 2, 9: 2, 10: 2, 11: 1, 12: 2}
# Interviews held at any time, where the report has no such column yet: all but so many.
NOT_INTERVIEWED = {4: 2, 5: 1, 6: 1}
# Missing over the end of a month; on 31 March it was one child.
MISSING_AT_START = 1
EPISODES_OF_MARCH, CHILDREN_OF_MARCH = 22, 8
# Action plans that are not done yet: of the third quarter, one in so many.
PLANS_OPEN = 14

YOUNGEST, OLDEST = 12.0, 17.8
AUTHORITIES = ("Heronshire County Council", "Larkford Borough Council", "Otterdale Council")
STRANGER_AGES = (13.0, 16.5)
KINDS = {"M": 70, "A": 30}
# In hours: how long a child is missing, and until an interview in time.
OVERNIGHT_HOURS, MISSING_HOURS, LONG_HOURS = (2, 8), (2, 20), (21, 44)
LONG_GAP, LONG_SHARE = 4, 0.3
IN_TIME_HOURS, LATE_HOURS = (4, 68), (75, 200)
# What begins later than this in December cannot be interviewed late by the end of the year.
LAST_OF_DECEMBER, LAST_LATE = date(2017, 12, 26), datetime(2017, 12, 22)
STILL_MISSING = datetime(2017, 12, 30, 20, 15)


@dataclass(eq=False)
class Episode:
    """One child missing, from and to; not ended while the child is missing."""

    child: Child
    started: datetime
    ended: datetime | None
    authority: str = ""
    interviewed: datetime | None = None
    is_refused: bool = False
    plan: date | None = None


def go_missing(council: Council, rng: Random, periods: list[Period], children: Children) -> None:
    """Write the missing episodes."""
    room = _Room(council, rng, periods, children)
    episodes = room.episodes()
    for episode in sorted(episodes, key=lambda one: one.started):
        council.rows["ssd_missing"].append(
            (
                council.new_id("MI"),
                episode.child.id,
                str(episode.started),
                rng.choices(list(KINDS), list(KINDS.values()))[0],
                str(episode.ended or ""),
                "Y" if episode.ended and not episode.authority else "",
                "Y" if episode.interviewed else "N" if episode.is_refused else "",
                episode.authority,
                str(episode.interviewed or ""),
                str(episode.plan or ""),
            )
        )


class _Room:
    def __init__(self, council: Council, rng: Random, periods: list[Period], children: Children) -> None:
        self.council = council
        self.rng = rng
        self.published = Published.read()
        self.periods = periods
        self.looked_after = {period.child for period in periods}
        self.strangers = [children.stranger(AS_AT, STRANGER_AGES) for _ in range(10)]
        self.known = sorted(
            {child for contact in council.contacts for child in contact.children if self._is_candidate(child)},
            key=lambda child: child.id,
        )
        self.often: list[Child] = []

    def _is_candidate(self, child: Child) -> bool:
        return is_of_care(child) and child not in self.looked_after and YOUNGEST < child.age_on(AS_AT) < OLDEST

    def episodes(self) -> list[Episode]:
        """All episodes, with their interviews and plans."""
        started = self._spread(self._runners(MONTHS[0] - 1), EPISODES_OF_MARCH, CHILDREN_OF_MARCH, MONTHS[0] - 1)
        self._go_over_the_end(started, MISSING_AT_START, MONTHS[0] - 1)
        for one in started:
            if one.ended and one.ended.date() < FIRST_DAY:
                one.interviewed = one.ended + self._span(IN_TIME_HOURS)
        episodes, missing = started, MISSING_AT_START
        for month in MONTHS:
            started = self._month(month)
            ours = [episode for episode in started if not episode.authority]
            ended = self._fraction(month)[1]
            missing += len(ours) - ended
            self._go_over_the_end(ours, missing, month)
            episodes = episodes + started
        for month in MONTHS:
            self._interview(month, [one for one in episodes if not one.authority and _ended_in(one, month)])
        self._plan_actions([one for one in episodes if one.ended])
        return episodes

    def _counts(self, measure: str, month: Month) -> tuple[int, int]:
        """Episodes and children as printed: 72 (25)."""
        text = self.published.cells[measure, str(month)].text
        episodes, _, children = text.partition(" (")
        return int(episodes), int(children.rstrip(")"))

    def _hidden(self, measure: str, month: Month, hidden: dict[int, tuple[int, int]]) -> tuple[int, int]:
        is_hidden = self.published.cells[measure, str(month)].text == HIDDEN
        return hidden[month.month] if is_hidden else self._counts(measure, month)

    def _fraction(self, month: Month) -> tuple[int, int]:
        """Interviews within 72 hours, and episodes ended: 86.8% (46/53)."""
        text = self.published.cells["RHI-72H", str(month)].text
        in_time, _, ended = text.partition("(")[2].rstrip(")").partition("/")
        return int(in_time), int(ended)

    def _month(self, month: Month) -> list[Episode]:
        """The episodes begun in a month, of each group of children as the report counts them."""
        everyone = self._counts("MISSING-ALL", month)
        care = self._counts("MISSING-CLA", month)
        others = self._hidden("MISSING-OLA", month, OTHER_AUTHORITIES)
        nothing = self._hidden("MISSING-NOT-OPEN", month, NOT_OPEN)
        rest = [whole - sum(parts) for whole, *parts in zip(everyone, care, others, nothing, strict=True)]
        far = FAR.get(month.month, 0)
        found = self._of_care(month, care, far)
        found += self._spread(self.known, *nothing, month, lambda child: _has_nothing_open(child, month))
        found += self._spread(self.known, rest[0], rest[1], month, lambda child: _is_open(child, month))
        for number, episode in enumerate(strangers := self._spread(self.strangers, *others, month)):
            episode.authority = AUTHORITIES[self.strangers.index(strangers[number].child) % len(AUTHORITIES)]
        return found + strangers

    def _of_care(self, month: Month, counts: tuple[int, int], far: int) -> list[Episode]:
        episodes, children = counts
        distant = [child for child in self._runners(month, is_far=True)]
        found = self._spread(distant[:1], far, 1 if far else 0, month)
        near = self._runners(month)
        return found + self._spread(near, episodes - far, children - bool(far), month)

    def _runners(self, month: Month, *, is_far: bool = False) -> list[Child]:
        """Children looked after all month, near home or far from it; the older first, and who ran away before."""
        found = []
        for period in self.periods:
            stays = [one for one in period.stays if one.started <= month.last and (one.ended or AS_AT) >= month.first]
            is_there = period.entered <= month.first and (period.ceased is None or period.ceased > month.last)
            wanted = all(one.is_far for one in stays) if is_far else not any(one.is_far for one in stays)
            if is_there and wanted and (is_far or YOUNGEST < period.child.age_on(month.first) < OLDEST):
                found.append(period.child)
        self.rng.shuffle(found)
        if is_far:
            return sorted(found, key=lambda child: abs(child.age_on(month.first) - 15))
        again = [child for child in self.often if child in found]
        found = again + [child for child in found if child not in again]
        self.often += [child for child in found[:10] if child not in self.often]
        return found

    def _spread(
        self,
        candidates: Iterable[Child],
        episodes: int,
        children: int,
        month: Month,
        is_fit: Callable[[Child], bool] = lambda child: True,
    ) -> list[Episode]:
        """So many episodes of so many children, a few of whom go missing often."""
        pool = [child for child in candidates if is_fit(child)]
        chosen = pool[:children] if candidates is not self.known else self.rng.sample(pool, children)
        counts = [1] * children
        for _ in range(episodes - children):
            place = min(int(self.rng.expovariate(0.5)), children - 1)
            place = place if counts[place] < 10 else counts.index(min(counts))
            counts[place] += 1
        return [
            episode for child, count in zip(chosen, counts, strict=True) for episode in self._of(child, count, month)
        ]

    def _of(self, child: Child, count: int, month: Month) -> list[Episode]:
        """A child's episodes in a month, one after the other, all ended within it."""
        last = min(month.last - 2 * ONE_DAY, LAST_OF_DECEMBER)
        days = sorted(self.rng.sample(range((last - month.first).days - 3), count))
        found = []
        for place, number in enumerate(days):
            day = month.first + timedelta(days=number + 4)
            gap = days[place + 1] - number if place + 1 < len(days) else LONG_GAP
            hours = OVERNIGHT_HOURS if gap == 1 else MISSING_HOURS
            if gap >= LONG_GAP and self.rng.random() < LONG_SHARE:
                hours = LONG_HOURS
            started = datetime.combine(day, time(self.rng.randint(0, 2) * 7 + 3, self.rng.randint(1, 59)))
            found.append(Episode(child, started, started + self._span(hours)))
        return found

    def _span(self, hours: tuple[int, int]) -> timedelta:
        return timedelta(hours=self.rng.randint(*hours), minutes=self.rng.randint(0, 59))

    def _go_over_the_end(self, episodes: list[Episode], count: int, month: Month) -> None:
        """Let so many of the month's episodes end in the next; in December the child is still missing."""
        latest: dict[Child, Episode] = {}
        for episode in sorted(episodes, key=lambda one: one.started):
            latest[episode.child] = episode
        for episode in sorted(latest.values(), key=lambda one: one.started, reverse=True)[:count]:
            episode.started = datetime.combine(month.last, time(self.rng.randint(15, 21), self.rng.randint(1, 59)))
            episode.ended = episode.started + timedelta(hours=self.rng.randint(12, 50))
            if month == MONTHS[-1]:
                episode.started, episode.ended = STILL_MISSING, None

    def _interview(self, month: Month, episodes: list[Episode]) -> None:
        """The interviews of the month's returns, in time, late or not at all."""
        in_time, ended = self._fraction(month)
        done = ended - NOT_INTERVIEWED[month.month] if month.month in NOT_INTERVIEWED else self._done(month, ended)
        early = [one for one in episodes if one.ended and one.ended < LAST_LATE]
        late = self.rng.sample(early, ended - in_time)
        for episode in episodes:
            if episode.ended and episode not in late:
                episode.interviewed = episode.ended + self._span(IN_TIME_HOURS)
        for number, episode in enumerate(late):
            if episode.ended and number < done - in_time:
                episode.interviewed = episode.ended + self._span(LATE_HOURS)
            elif number % 2 == 0:
                episode.is_refused = True

    def _done(self, month: Month, ended: int) -> int:
        cell = self.published.cells["RHI-DONE", str(month)]
        return next(count for count in range(ended + 1) if percentage(count, ended) in cell.accepted)

    def _plan_actions(self, episodes: list[Episode]) -> None:
        """An action plan some days after every return; in the last quarter a few are not done yet."""
        for number, episode in enumerate(episodes):
            returned = (episode.ended or episode.started).date()
            day = returned + timedelta(days=self.rng.randint(1, 18))
            is_open = Month.of(returned).quarter == Month.of(AS_AT).quarter and number % PLANS_OPEN == 0
            episode.plan = None if is_open or day > AS_AT else day


def _ended_in(episode: Episode, month: Month) -> bool:
    return episode.ended is not None and Month.of(episode.ended.date()) == month


def _has_nothing_open(child: Child, month: Month) -> bool:
    return all(
        one.received > month.last or (one.closed is not None and one.closed <= month.first) for one in child.referrals
    )


def _is_open(child: Child, month: Month) -> bool:
    """Whether a referral is open on all days of the month, after the year's first."""
    return any(
        one.received < month.first and (one.closed is None or one.closed > month.last) for one in child.referrals
    )


TABLES = (
    kept(
        "ssd_missing",
        "miss_table_id miss_person_id miss_missing_episode_start_date miss_missing_episode_type "
        "miss_missing_episode_end_date miss_missing_rhi_offered miss_missing_rhi_accepted csc_responsible_authority "
        "csc_rhi_completed_date csc_action_plan_completed_date",
    ),
)
