"""The day on which audits stand: for due days, and for the quarter in which a final audit counts."""

from datetime import date, timedelta

from django.utils import timezone

from tracking.recorded import latest_as_at

STANDS_STILL_AFTER = timedelta(days=183)


def audit_day() -> date:
    """Today; but where the newest extract is more than half a year old (a demonstration, a copy for training), the day
    of that extract: there time stands still, and a quarter's audits belong beside its other figures."""
    today, extracted_on = timezone.localdate(), latest_as_at()
    if extracted_on and today - extracted_on > STANDS_STILL_AFTER:
        return extracted_on
    return today
