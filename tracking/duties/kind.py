"""A kind of duty: its rule, its limits and their sources, and the words that a tracker shows."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from tracking.duties.due import Due
from tracking.duties.facts import Journey
from tracking.duties.limits import Limit, Limits

Rule = Callable[[Journey, Limits], Iterator[Due]]


class Term(NamedTuple):
    """One time limit of a kind: when it applies, in words, and what it is unless an administrator sets another."""

    when: str
    limit: Limit


@dataclass(frozen=True, kw_only=True)
class Kind:
    """One kind of duty.

    `code` names it in addresses and exports. `rule` gives the duties of a child. `terms` are its limits by part,
    `source` is the law, guidance or local standard they come from. `starts` and `met_by` are the catalogue's words.
    `actions` say what must happen, by the place in the chain (the last one for all later places too). `needs` are the
    columns of an extract without which nothing is recorded. `records` names the form by which the duty is met here
    ("" = only in the case system), `can_be_refused` whether a refusal may be recorded.
    `starts_when_done` says that the first of a chain starts when the same thing was last done.
    """

    code: str
    title: str
    group: str
    actions: tuple[str, ...]
    starts: str
    met_by: str
    source: str
    rule: Rule
    needs: tuple[str, ...]
    terms: Mapping[str, Term] = field(default_factory=dict)
    records: str = ""
    can_be_refused: bool = False
    starts_when_done: bool = False

    def action(self, number: int) -> str:
        """What must happen, for the n-th duty of a chain."""
        return self.actions[min(number, len(self.actions)) - 1]

    def was_done_before(self, number: int) -> bool:
        """Whether the n-th duty of a chain starts on the day on which the same thing was last done."""
        return self.starts_when_done or number > 1
