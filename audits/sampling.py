"""Drawing a sample: stratified, by a seed, so that whoever draws again gets the same list. No Django, no chance.

Children stand in the order of the SHA-256 of seed, category and reference: nobody can steer it, and every version of
every language gives the same. What is drawn is the first so many of those who are not left out; a replacement is the
next in the same order.
"""

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

MODERATION = "moderation"


@dataclass(frozen=True)
class Wanted:
    """What is asked of one category: how many, from which children (their references)."""

    category: str
    count: int
    frame: Collection[str]


@dataclass(frozen=True)
class Draw:
    """What was drawn from one category, in order, and who was left out of it and why."""

    category: str
    taken: tuple[str, ...]
    left_out: Mapping[str, str]
    frame_hash: str


def in_order(seed: str, what: str, references: Iterable[str]) -> list[str]:
    """The references, each once, in the order that the seed gives them for `what` (a category)."""
    return sorted(set(references), key=lambda reference: (_digest(f"{seed}:{what}:{reference}"), reference))


def hash_of(frame: Iterable[str]) -> str:
    """The SHA-256 of the references in order, a line each: two frames have the same only if they have the same
    children."""
    return _digest("".join(f"{reference}\n" for reference in sorted(set(frame))))


def draw(seed: str, strata: Sequence[Wanted], left_out: Mapping[str, str], *, elsewhere: str) -> list[Draw]:
    """A sample of each category. `left_out` says who may not be drawn, and why.

    A child is drawn once: in the categories after, they are left out for the reason `elsewhere`. Where a category has
    fewer children than are wanted, all of them are drawn.
    """
    draws: list[Draw] = []
    drawn: set[str] = set()
    for wanted in strata:
        out = {reference: why for reference, why in left_out.items() if reference in wanted.frame}
        out |= {reference: elsewhere for reference in drawn & set(wanted.frame)}
        eligible = [each for each in in_order(seed, wanted.category, wanted.frame) if each not in out]
        taken = tuple(eligible[: wanted.count])
        drawn |= set(taken)
        draws.append(Draw(wanted.category, taken, dict(sorted(out.items())), hash_of(wanted.frame)))
    return draws


def next_in_order(seed: str, category: str, frame: Iterable[str], taken: Collection[str]) -> str | None:
    """The first child of the frame, in the order of the draw, who is not among `taken`; None where all are."""
    return next((each for each in in_order(seed, category, frame) if each not in taken), None)


def for_moderation(seed: str, references: Collection[str], percentage: int) -> set[str]:
    """Which of the drawn are moderated whatever their judgement: that percentage of them, rounded up."""
    count = -(-len(references) * percentage // 100)
    return set(in_order(seed, MODERATION, references)[:count])


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
