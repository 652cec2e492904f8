"""Audits completed by final judgement (catalogue, "Audits"; contract, csc_audits)."""

from collections.abc import Callable

from .extract import day
from .known import UNALLOCATED, Known
from .measure import Measure, Observation, events, needs
from .schema_authority import JUDGEMENTS


def _judged(judgement: str) -> Callable[[Known], list[Observation]]:
    """Audits with a judgement, by their date; one that is unknown is not recorded."""

    def work(known: Known) -> list[Observation]:
        found = []
        for row in known.rows("csc_audits"):
            on, said, audit = day(row, "audi_date"), row.get("audi_judgement", ""), row["audi_id"]
            if on and said in JUDGEMENTS:
                found.append(Observation("", audit, UNALLOCATED, on, said == judgement, audit))
        return found

    return work


_RECORDED = needs("csc_audits", "audi_date", "audi_judgement")


def _measures(judgement: str) -> list[Measure]:
    code, observe = f"AUDIT-{judgement.upper().replace('_', '-')}", events(_judged(judgement))
    return [
        Measure(code, "quarter", "count_fraction", _RECORDED, observe, is_authority_only=True),
        Measure(f"{code}-PCT", "quarter", "percent", _RECORDED, observe, is_authority_only=True),
    ]


MEASURES = [measure for judgement in JUDGEMENTS for measure in _measures(judgement)]
