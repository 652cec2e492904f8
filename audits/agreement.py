"""How far auditors and moderators agree: the share of equal judgements, and Cohen's kappa weighted by distance."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from math import floor

SCALE = ("outstanding", "good", "requires_improvement", "inadequate")


@dataclass(frozen=True)
class Agreement:
    """Of `pairs` of judgements so many were `equal`; `kappa` is empty where both always gave one and the same
    judgement (then chance alone agrees) and where there is no pair."""

    pairs: int
    equal: int
    kappa: float | None

    @property
    def share(self) -> Fraction | None:
        """The percentage agreed, 0 to 100; none where there is no pair."""
        return Fraction(100 * self.equal, self.pairs) if self.pairs else None

    @property
    def text(self) -> str:
        """The share as a page shows it: `66.7% (4/6)`, – where there is none."""
        if self.share is None:
            return "–"
        return f"{floor(self.share * 10 + Fraction(1, 2)) / 10:.1f}% ({self.equal}/{self.pairs})"


def agreement(pairs: Iterable[tuple[str, str]]) -> Agreement:
    """The agreement of pairs of judgements, the auditor's and the moderator's.

    Linear weights: Good for Outstanding is a third as far off as Inadequate for Outstanding.
    """
    both = list(pairs)
    equal = sum(first == second for first, second in both)
    return Agreement(len(both), equal, _kappa(both))


def _kappa(both: list[tuple[str, str]]) -> float | None:
    if len({judgement for pair in both for judgement in pair}) < 2:
        return None
    from sklearn.metrics import cohen_kappa_score  # a second to import, and asked for by one page only

    first, second = zip(*both, strict=True)
    return float(cohen_kappa_score(first, second, labels=list(SCALE), weights="linear"))
