"""What the auditors and moderators of the demonstration authority write: sets of judgements with reasons."""

import csv
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random
from typing import Self

from audits.answers import WHOLE, Answer, Answers
from audits.models import Judgement

FILE = Path(__file__).with_name("audit_reasons.csv")
SCALE = tuple(Judgement.values)
# Of ten sections so many are judged as the whole, one step better, one step worse.
SECTIONS_LIKE_THE_WHOLE = {0: 6, -1: 2, 1: 2}
MODERATOR_PREVAILS = 0.8

Sheet = Mapping[int, str]


@cache
def reasons() -> Mapping[tuple[str, str], list[str]]:
    """What is said of a section (or The whole) for a judgement."""
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    with FILE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found[row["section"], row["judgement"]].append(row["reason"])
    return found


@dataclass(frozen=True)
class Judged:
    """The auditor's set, the moderator's where there is one, and what stands in the end."""

    first: Answers
    second: Answers | None
    final: Answers

    @classmethod
    def make(
        cls, rng: Random, titles: Mapping[int, str], overall: str, *, differ: float | None, first: str = ""
    ) -> Self:
        """An audit that comes to `overall`, of a tool whose sections have these titles.

        `differ` is the share of judgements on which auditor and moderator differ, None without a moderator; `first` the
        auditor's judgement of the whole where it must be that one.
        """
        final = {WHOLE: overall} | {section: _step(rng, overall, SECTIONS_LIKE_THE_WHOLE) for section in titles}
        if differ is None:
            answers = _words(rng, titles, final)
            return cls(answers, None, answers)
        one, other = dict(final), dict(final)
        for section in final:
            if rng.random() < differ:
                changed = one if rng.random() < MODERATOR_PREVAILS else other
                changed[section] = _step(rng, final[section], {-1: 1, 1: 1})
        one[WHOLE] = first or one[WHOLE]
        auditors, moderators = _words(rng, titles, one), _words(rng, titles, other)
        return cls(auditors, moderators, _settled(auditors, moderators, final))


def _step(rng: Random, judgement: str, steps: Mapping[int, int]) -> str:
    """The judgement, or one so many steps further on, by weight; none is beyond the ends, or Outstanding by chance."""
    (step,) = rng.choices(list(steps), list(steps.values()))
    return SCALE[min(max(SCALE.index(judgement) + step, 1), len(SCALE) - 1)]


def _words(rng: Random, titles: Mapping[int, str], sheet: Sheet) -> Answers:
    said = {
        section: Answer(judgement, rng.choice(reasons()[titles.get(section, "The whole"), judgement]))
        for section, judgement in sheet.items()
    }
    best = min(titles, key=lambda section: SCALE.index(sheet[section]))
    return Answers(said, f"{titles[best]}: {said[best].reason}")


def _settled(first: Answers, second: Answers, final: Sheet) -> Answers:
    """What both agreed on in the auditor's words, the rest with the reason for which it stands."""
    stands = {}
    for section, answer in first.by_section.items():
        other = second.of(section)
        if answer.judgement != other.judgement:
            kept = answer if answer.judgement == final[section] else other
            answer = Answer(final[section], f"Settled after talking it through. {kept.reason}")
        stands[section] = answer
    return Answers(stands, first.strengths)
