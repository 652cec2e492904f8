"""The sets of judgements of one audit beside each other, section by section."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from audits.models import Given, Grading


class Cell(NamedTuple):
    """What one set says of a section."""

    words: str
    reason: str


@dataclass(frozen=True)
class Row:
    """A section, or the whole, with what each set says of it; whether auditor and moderator differ."""

    title: str
    cells: list[Cell]
    differs: bool


@dataclass(frozen=True)
class Submission:
    """One submission of an audit: the auditor's set, the moderator's and the final one, as far as they are there."""

    number: int
    sets: list[Grading]
    rows: list[Row]

    @property
    def strengths(self) -> str:
        """What the auditor saw done well."""
        return self.sets[0].strengths


def submissions(sets: Sequence[Grading]) -> list[Submission]:
    """The sets by submission, the newest first."""
    ordered = sorted(sets, key=lambda one: (-one.number, one.pk))
    return [_submission(number, list(group)) for number, group in groupby(ordered, key=lambda one: one.number)]


def _submission(number: int, sets: list[Grading]) -> Submission:
    by_section = [{grade.section_id: grade for grade in one.grades.all()} for one in sets]
    first_given = [one for one in range(len(sets)) if sets[one].given != Given.FINAL]
    whole = _row("The whole", [Cell(one.get_overall_display(), one.overall_reason) for one in sets], first_given)
    rows = [
        _row(
            grade.section.title,
            [Cell(each[section].get_judgement_display(), each[section].reason) for each in by_section],
            first_given,
        )
        for section, grade in by_section[0].items()
    ]
    return Submission(number, sets, [whole, *rows])


def _row(title: str, cells: list[Cell], first_given: list[int]) -> Row:
    return Row(title, cells, len({cells[one].words for one in first_given}) > 1)
