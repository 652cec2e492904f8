"""Placements: what they are, who provides them, how far they are from home, and when a child is away for a time."""

from collections.abc import Iterable
from datetime import date, timedelta
from random import Random

from csc_tracker.demo import words
from csc_tracker.demo.care_days import any_day
from csc_tracker.demo.care_moves import CannotPlan
from csc_tracker.demo.care_records import Away, Period, Stay
from csc_tracker.demo.care_roster import ADOPTED
from csc_tracker.demo.care_targets import MONTHS, care_targets
from csc_tracker.demo.days import ONE_DAY
from csc_tracker.demo.targets import AS_AT

FAR_FROM, NOT_KNOWN = 20, "999.9"
# Placement types, out of a hundred, by who lives there.
LASTING = {"U4": 50, "U1": 22, "P1": 14, "K2": 8, "S1": 2, "R1": 2}
DISTANT = {"K2": 45, "U4": 18, "U6": 17, "U1": 12, "S1": 5, "K1": 3}
YOUNG = {"U6": 62, "U3": 14, "P1": 12, "U5": 7, "R3": 5}
ANY = {"U6": 48, "U3": 18, "P1": 13, "K2": 15, "U1": 6}
ALMOST_ADULT = {"U6": 34, "H5": 26, "K2": 20, "U3": 8, "P2": 6, "P1": 6}
ADOPTIVE = {"A6": 85, "A5": 15}
WITHOUT_URN = frozenset({"P1", "P2", "H5"})
YOUNG_AGE, ADULT_AGE = 4, 16

PROVIDERS = {
    "P1": {"PR0": 1},
    "P2": {"PR1": 1},
    "H5": {"PR4": 3, "PR5": 1},
    "K2": {"PR4": 6, "PR1": 3, "PR5": 1},
    "U4": {"PR1": 6, "PR4": 4},
    "U6": {"PR1": 6, "PR4": 4},
}
OWN = {"PR1": 1}
CHANGE_REASONS = {"CARPL": 48, "CREQB": 18, "CREQO": 12, "CHILD": 8, "LAREQ": 6, "STAND": 3, "ALLEG": 3, "OTHER": 2}

AWAY_SHARE = 0.16
AWAY_DAYS = {"T1": (2, 9), "T2": (5, 13), "T3": (5, 13), "T4": (2, 6)}
AWAY_AT_THE_END = date(2017, 12, 27)


def furnish(rng: Random, periods: list[Period]) -> None:
    """Say of every placement what it is, and how far from home, so that the report's share are 20 miles away."""
    stays = [(period, stay) for period in periods for stay in period.stays]
    unknown = _choose(rng, [stay for _, stay in stays], [target.unknown for target in care_targets()], set())
    far = _choose(rng, [stay for _, stay in stays], [target.far for target in care_targets()], unknown)
    for period, stay in stays:
        stay.is_far = stay in far
        _describe(rng, period, stay)
        stay.distance = _distance(rng, stay, is_unknown=stay in unknown)
    _leave_for_a_time(rng, [stay for _, stay in stays])


def _choose(rng: Random, stays: list[Stay], wanted: list[int], taken: set[Stay]) -> set[Stay]:
    """Placements of which so many are open at the end of each month."""
    spans = {stay: span for stay in stays if stay not in taken and (span := _months_open(stay))}
    ending = [max(0, earlier - later) for earlier, later in zip(wanted, wanted[1:], strict=False)]
    chosen: set[Stay] = set()
    last = len(wanted) - 1
    for place, count in enumerate(ending):
        chosen.update(_some(rng, spans, (0, place), count))
    chosen.update(_some(rng, spans, (0, last), wanted[0] - len(chosen)))
    for place in range(1, len(wanted)):
        chosen.update(_some(rng, spans, (place, last), max(0, wanted[place] - wanted[place - 1])))
    return chosen


def _months_open(stay: Stay) -> tuple[int, int] | None:
    """The first and the last month at whose end the placement is open."""
    places = [place for place, month in enumerate(MONTHS) if stay.is_open_on(month.last)]
    return (places[0], places[-1]) if places else None


def _some(rng: Random, spans: dict[Stay, tuple[int, int]], span: tuple[int, int], count: int) -> list[Stay]:
    found = [stay for stay, months in spans.items() if months == span]
    if len(found) < count:
        raise CannotPlan(f"{count} placements are needed in the months {span} and {len(found)} are there")
    chosen = rng.sample(found, count)
    for stay in chosen:
        del spans[stay]
    return chosen


def _describe(rng: Random, period: Period, stay: Stay) -> None:
    stay.kind = words.pick(rng, _kinds(period, stay))
    stay.provider = words.pick(rng, PROVIDERS.get(stay.kind, OWN))
    stay.urn = "" if stay.kind in WITHOUT_URN else f"SC4{rng.randrange(100_000):05}"
    stay.postcode = f"ZZ{rng.randint(1, 9)} {rng.randint(1, 9)}{rng.choice('ABDEFGHJLN')}{rng.choice('PQRSTUWXYZ')}"
    if stay.ended and stay.ended != period.ceased:
        stay.change_reason = words.pick(rng, CHANGE_REASONS)


def _kinds(period: Period, stay: Stay) -> dict[str, int]:
    age = period.child.age_on(stay.started)
    is_last = stay is period.stays[-1]
    if is_last and (period.reason == ADOPTED or (period.permanence and period.permanence.placed)):
        return ADOPTIVE
    if stay.is_far:
        return DISTANT
    if stay.is_until_18:
        return LASTING
    if age < YOUNG_AGE:
        return YOUNG
    return ALMOST_ADULT if age >= ADULT_AGE else ANY


def _distance(rng: Random, stay: Stay, *, is_unknown: bool) -> str:
    if is_unknown:
        return rng.choice(("", NOT_KNOWN))
    if stay.is_far:
        return f"{rng.uniform(FAR_FROM, 120):.1f}"
    return f"{min(rng.expovariate(0.2), FAR_FROM - 0.6):.1f}"


def _leave_for_a_time(rng: Random, stays: Iterable[Stay]) -> None:
    """Some children are away for a time and come back; one is away on the date of the extract."""
    open_now = []
    for stay in stays:
        if not stay.urn or (stay.ended or AS_AT) - stay.started < timedelta(days=60):
            continue
        kind = rng.choice(list(AWAY_DAYS))
        days = timedelta(days=rng.randint(*AWAY_DAYS[kind]))
        if rng.random() < AWAY_SHARE:
            started = any_day(rng, stay.started + 10 * ONE_DAY, (stay.ended or AS_AT) - days - 10 * ONE_DAY)
            stay.away = Away(kind, started, started + days)
        elif stay.ended is None and not stay.is_far:
            open_now.append(stay)
    rng.choice(open_now).away = Away("T2", AWAY_AT_THE_END, None)
