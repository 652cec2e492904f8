"""Whether the numbers of a text still are the figures that they claim to be."""

from collections.abc import Iterator
from dataclasses import dataclass

from kpis.models import Statement
from kpis.narrative.known import Known
from kpis.narrative.quotes import Quote, Reference


@dataclass(frozen=True)
class Contradiction:
    """A number of a text and the figure that it claimed to be, as it is today (empty: there is none any more)."""

    says: str
    reference: Reference
    now: str

    @property
    def words(self) -> str:
        """What to tell whoever answers for the text."""
        is_now = f"is now {self.now}" if self.now else "is no longer there"
        return f"It says {self.says}; {self.reference} {is_now}."


def contradictions(known: Known, statement: Statement) -> Iterator[Contradiction]:
    """The numbers of the statement that do not match their figures, each to as many decimals as it was written with."""
    for quote in map(Quote.from_json, statement.quotes):
        number = known.number(quote.reference)
        if number is None:
            yield Contradiction(quote.says, quote.reference, "")
        elif not known.still_says(quote.says, number):
            yield Contradiction(quote.says, quote.reference, known.written(quote.reference, number))
