"""What process control and targets say of a figure, in words and with a sign: never by colour alone."""

from dataclasses import dataclass
from fractions import Fraction

from kpis import spc
from kpis.figures import rounded
from kpis.measure import Better
from kpis.series import Series
from kpis.spc import Assurance, Side, Variation

ADDS_UP = "Not asked: the figure adds up over the period, so each month has the one before in it."


@dataclass(frozen=True)
class Verdict:
    """An answer: its kind (for its look), its sign, one or two words for a table, and a sentence."""

    kind: str
    sign: str
    short: str
    words: str


UNASKED = Verdict("none", "", "", ADDS_UP)
_ASSURANCE = {
    Assurance.MEETS: Verdict("good", "✓", "always meets", "Yes, every month, unless something changes."),
    Assurance.FAILS: Verdict("bad", "✗", "never meets", "No, in no month, unless something changes."),
    Assurance.HIT_OR_MISS: Verdict(
        "unsure", "?", "hit or miss", "Hit or miss: the target lies within the usual ups and downs."
    ),
    Assurance.NO_TARGET: Verdict("none", "", "", "It has no target."),
}


def is_it_changing(series: Series) -> Verdict:
    """Is it changing? By the newest month and the usual ups and downs of all months."""
    control = series.control
    if control is None:
        return UNASKED
    variation, place = control.variation, control.newest
    if variation is Variation.TOO_FEW or place is None:
        return _too_few(control)
    if variation is Variation.COMMON_CAUSE:
        words = "No: it moves within its usual ups and downs."
        return Verdict("same", "≈", "no change", words + _provisional(control))
    because = " and ".join(signal.words for signal in control.signals[place])
    sign = "▲" if control.side is Side.HIGH else "▼"
    kind, short = {
        Variation.IMPROVING: ("good", "improving"),
        Variation.CONCERNING: ("bad", "getting worse"),
        Variation.CHANGING: ("other", "higher" if control.side is Side.HIGH else "lower"),
    }[variation]
    return Verdict(kind, sign, short, f"Yes, {short}: {because}." + _provisional(control))


def will_it_meet(series: Series, target: Fraction | None) -> Verdict:
    """Will it meet the target, as long as nothing changes?"""
    control = series.control
    if target is None or series.measure.better is Better.NEITHER:
        return _ASSURANCE[Assurance.NO_TARGET]
    if control is None:
        return UNASKED
    said = control.assurance(target)
    if said is Assurance.TOO_FEW:
        return _too_few(control)
    found = _ASSURANCE[said]
    return Verdict(found.kind, found.sign, found.short, found.words + _provisional(control))


def change(number: Fraction | None) -> str:
    """A difference with its sign: `+3.2`, `−0.4`, `0`; nothing where there is none."""
    if number is None:
        return ""
    size = f"{float(rounded(abs(number))):,g}"
    return size if size == "0" else f"{'+' if number > 0 else '−'}{size}"


def _too_few(control: spc.Chart) -> Verdict:
    return Verdict("none", "", "too few months", f"Too few months to say: {control.count} of {spc.FEWEST} needed.")


def _provisional(control: spc.Chart) -> str:
    return f" Provisional, from {control.count} months." if control.is_provisional else ""
