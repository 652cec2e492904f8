"""Audits completed in a quarter, by their final judgement (measure catalogue, "Audits")."""

from collections.abc import Iterator

from django.db.models import F, Q, QuerySet

from kpis.days import Days
from kpis.measure import NO_TEAM, Basis, Measure, Section, Unit
from tracking.models import PastAudit
from tracking.rules.known import known

JUDGED = ("csc_audits.audi_date", "csc_audits.audi_judgement")
JUDGEMENTS = {
    "outstanding": "Outstanding",
    "good": "Good",
    "requires_improvement": "Requires Improvement",
    "inadequate": "Inadequate",
}


def by_completion(days: Days) -> "QuerySet[PastAudit]":
    """Audits finished by the as-at date that have a judgement, by their date; they are of the authority, of no team.

    Those of earlier years were imported, those of a programme are here since the day they became final: one row each.
    """
    finished = known(PastAudit, days.as_at, "audited_on").filter(judgement__in=JUDGEMENTS)
    return finished.annotate(observed_on=F("audited_on"), observed_team=NO_TEAM)


def _measures() -> Iterator[Measure]:
    for judgement, words in JUDGEMENTS.items():
        code = f"AUDIT-{judgement.replace('_', '-').upper()}"
        for suffix, title, unit in (
            ("", f"Audits judged {words}", Unit.COUNT_FRACTION),
            ("-PCT", f"% audits judged {words}", Unit.PERCENT),
        ):
            yield Measure(
                code=code + suffix,
                title=title,
                heading=f"% {words}" if suffix else words,
                definition=f"Of the audits completed in the quarter, those whose final judgement, after moderation, "
                f"was {words}.",
                counts=f"audits judged {words}",
                out_of="audits completed that have a judgement",
                basis=Basis.QUARTER,
                unit=unit,
                rows=by_completion,
                met=Q(judgement=judgement),
                for_authority_only=True,
                child="",
                needs=JUDGED,
                owner="Principal Social Worker",
            )


AUDITS = Section(
    slug="audits",
    title="Audits",
    chapter="Audits",
    definition=(
        "Case file audits completed in each quarter by their final judgement. They show how good the work was, where "
        "the other figures show whether it was done and when."
    ),
    measures=tuple(_measures()),
)
