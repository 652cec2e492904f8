"""Keeping the duties true: after an import all of them, after a record of one child's those of that child."""

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from tracking.duties.refresh import analyze, chunks, current_limits, work_out
from tracking.models import Duty, DutyEdition, PeriodOfCare, Stay
from tracking.recorded import latest_as_at

OnShare = Callable[[int, int], None]


def tracked_day() -> date:
    """The day as at which trackers speak: that of the newest extract, or today (setting TRACKERS_AS_AT).

    Today where nothing was imported: then all is recorded here.
    """
    extracted_on = None if settings.TRACKERS_AS_AT == "today" else latest_as_at()
    return extracted_on or timezone.localdate()


def current_edition() -> DutyEdition | None:
    """The edition that trackers show; None before the first was worked out."""
    return DutyEdition.objects.filter(is_current=True).first()


def shown_day() -> date:
    """The day as at which pages show a child: that of the edition that trackers show, or the tracked day before the
    first."""
    edition = current_edition()
    return edition.as_at if edition else tracked_day()


def records_changed() -> None:
    """Note, in the transaction of the change, that the records changed as a whole: every edition is out of date."""
    DutyEdition.objects.update(changed_at=timezone.now())


def refresh_duties(*, as_at: date | None = None, on_share: OnShare | None = None) -> DutyEdition:
    """Work out the duties of all children as known on `as_at`; on the tracked day where it is not given.

    In shares of the children, each in a transaction of its own, so that recording a visit never waits for long. With
    the last one the edition is complete; that of the tracked day is then the one that trackers show.
    """
    day = as_at or tracked_day()
    began = _begin(day)
    limits = current_limits()
    shares = list(chunks())
    for done, child_ids in enumerate(shares, 1):
        with transaction.atomic():
            work_out(child_ids, day, limits)
        if on_share:
            on_share(done, len(shares))
    with transaction.atomic():
        analyze()
        DutyEdition.objects.filter(as_at=day).update(worked_out_at=began)
        if day == tracked_day():
            _show(day)
    return DutyEdition.objects.get(as_at=day)


def ensure_duties(*, as_at: date) -> None:
    """Work out the duties as known on `as_at` unless they say what the records say already."""
    edition = DutyEdition.objects.filter(as_at=as_at).first()
    if edition is None or not edition.is_fresh:
        refresh_duties(as_at=as_at)


@contextmanager
def duties_as_at(day: date) -> Iterator[None]:
    """The duties as known on `day`, for as long as the block runs where nobody else needs that day."""
    was_there = DutyEdition.objects.filter(as_at=day).exists()
    ensure_duties(as_at=day)
    try:
        yield
    finally:
        if not was_there:
            drop_editions(days=[day])


def refresh_children(*, child_ids: Collection[int]) -> None:
    """Work out the duties of some children in every edition, in the transaction that changes their records."""
    limits = current_limits()
    with transaction.atomic():
        for day in DutyEdition.objects.filter(worked_out_at__isnull=False).values_list("as_at", flat=True):
            work_out(list(child_ids), day, limits)


@transaction.atomic
def drop_editions(*, days: Collection[date]) -> None:
    """Remove the editions of those days; the current one stays."""
    gone = DutyEdition.objects.filter(as_at__in=days, is_current=False)
    for model in (Duty, PeriodOfCare, Stay):
        rows = model._default_manager.filter(as_at__in=gone.values("as_at"))
        rows._raw_delete(rows.db)
    gone.delete()


def _begin(day: date) -> datetime:
    """The moment from which an edition is worked out: after every change of the records that is committed by then."""
    with transaction.atomic():
        DutyEdition.objects.get_or_create(as_at=day, defaults={"changed_at": timezone.now()})
        DutyEdition.objects.select_for_update().get(as_at=day)
        return timezone.now()


def _show(day: date) -> None:
    """Make the edition the one that trackers show; the one before goes."""
    before = list(DutyEdition.objects.filter(is_current=True).exclude(as_at=day).values_list("as_at", flat=True))
    DutyEdition.objects.filter(as_at__in=before).update(is_current=False)
    DutyEdition.objects.filter(as_at=day).update(is_current=True)
    drop_editions(days=before)
