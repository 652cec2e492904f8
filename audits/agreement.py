"""How far auditors and moderators agree: the share of equal judgements, and Cohen's kappa weighted by distance."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

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


def agreement(pairs: Iterable[tuple[str, str]]) -> Agreement:
    """The agreement of pairs of judgements, the auditor's and the moderator's.

    Linear weights: Good for Outstanding is a third as far off as Inadequate for Outstanding.
    """
    both = list(pairs)
    equal = sum(first == second for first, second in both)
    return Agreement(len(both), equal, _kappa(both))


def _kappa(both: list[tuple[str, str]]) -> float | None:
    if len({judgement for pair in both for judgement in pair}) < 2:  # noqa: PLR2004 - nothing to tell apart
        return None
    from sklearn.metrics import cohen_kappa_score  # a second to import, and asked for by one page only

    first, second = zip(*both, strict=True)
    return float(cohen_kappa_score(first, second, labels=list(SCALE), weights="linear"))
