"""A set of judgements as somebody writes it: of each section and the whole, with reasons; and what is missing."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from audits.models import Judgement

WHOLE = 0


@dataclass(frozen=True)
class Answer:
    """One judgement and the reason for it; either may be empty while it is being written."""

    judgement: str = ""
    reason: str = ""

    @property
    def words(self) -> str:
        """The judgement as people say it."""
        return str(Judgement(self.judgement).label) if self.judgement else "Not judged"


@dataclass(frozen=True)
class Answers:
    """The answers by section (its primary key; WHOLE for the case as a whole), and the strengths seen."""

    by_section: Mapping[int, Answer] = field(default_factory=dict)
    strengths: str = ""

    def of(self, section: int) -> Answer:
        """The answer for a section; an empty one where nothing is written."""
        return self.by_section.get(section, Answer())

    @property
    def whole(self) -> Answer:
        """The answer for the case as a whole."""
        return self.of(WHOLE)

    def missing(self, titles: Mapping[int, str]) -> Iterator[tuple[str, str]]:
        """What stands between these answers and being given, as (field, what to do); `titles` by section."""
        for section, title in {**titles, WHOLE: "the whole"}.items():
            answer = self.of(section)
            if answer.judgement not in Judgement.values:
                yield judgement_field(section), f"Select a judgement of {title}"
            if not answer.reason.strip():
                yield reason_field(section), f"Enter the reason for your judgement of {title}"


def judgement_field(section: int) -> str:
    """What the judgement of a section is called in a form."""
    return f"judgement_{section}"


def reason_field(section: int) -> str:
    """What the reason for the judgement of a section is called in a form."""
    return f"reason_{section}"
