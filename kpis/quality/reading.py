"""The newest check as a page says it: for one scope, the questions by how far they move a measure."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from django.db.models import Count, Q
from django.urls import reverse

from accounts.models import Team
from kpis.figures import NO_DENOMINATOR, rounded
from kpis.measure import Measure
from kpis.measures import declared
from kpis.models import QualityCheck, QualityMove, QualityRow
from kpis.periods import in_words
from kpis.quality.moves import Pair
from kpis.quality.question import Question
from kpis.quality.questions import QUESTIONS
from kpis.scopes import Scope, in_scope, scope_of
from kpis.targets import Targets, standing

ALL_OF_IT = Fraction(100)


@dataclass(frozen=True)
class Effect:
    """How far the answers to a question move one figure, with its target where it has one."""

    measure: Measure
    period: str
    target: str
    now: str
    low: str
    high: str
    size: Fraction
    standings: tuple[str, str, str]

    @property
    def text(self) -> str:
        """`goes from 81.3% to 86.3%`, `goes from 81.3% to between 78.0% and 86.3%`, or that it hardly moves."""
        if self.now == self.low == self.high:
            return f"stays at {self.now}, moved by less than is shown"
        mended = self.low if self.low == self.high else f"between {self.low} and {self.high}"
        return f"goes from {self.now} to {mended}"

    @property
    def decides(self) -> str:
        """What mending decides about the target, where it decides it."""
        now, low, high = self.standings
        if {"met", "missed"} <= {low, high}:
            return "decides whether the target is met"
        if "" not in (now, low) and now != low:
            return "then meets its target" if low == "met" else "then misses its target"
        return ""


@dataclass(frozen=True)
class Asked:
    """One question with how many records it is asked of, by team where those are several, and what the answers move."""

    question: Question
    count: int
    teams: tuple[tuple[Scope, int], ...]
    effects: tuple[Effect, ...]

    @property
    def place(self) -> tuple[bool, Fraction, int]:
        """Where it stands among the others, the highest first: measures with a target come before those without."""
        first = self.effects[0] if self.effects else None
        return bool(first and first.target), first.size if first else Fraction(0), self.count


def newest() -> QualityCheck | None:
    """The check that pages show; None before the first."""
    return QualityCheck.objects.select_related("build").first()


def asked(check: QualityCheck, scope: Scope, seen: Q) -> list[Asked]:
    """The questions asked of records of the scope that the user has `seen`, what moves a measure furthest first."""
    rows = QualityRow.objects.filter(in_scope(scope.key, "team"), seen, run=check)
    effects = _effects(check, scope)
    teams = {team.pk: team for team in Team.objects.all()}
    counts: dict[str, dict[int | None, int]] = {}
    for code, team, count in rows.order_by().values_list("question", "team").annotate(Count("pk")):
        counts.setdefault(code, {})[team] = count
    found = (
        Asked(QUESTIONS[code], sum(by_team.values()), _by_team(by_team, teams), effects.get(code, ()))
        for code, by_team in counts.items()
        if code in QUESTIONS
    )
    return sorted(found, key=lambda each: each.place, reverse=True)


def effects_of(check: QualityCheck, question: Question, scope: Scope) -> tuple[Effect, ...]:
    """What the answers to one question move in the scope, the furthest first."""
    return _effects(check, scope).get(question.code, ())


def where_to_mend(question: Question, row: QualityRow) -> str:
    """The address at which the record is corrected; empty where people record no such thing here, or whose it is is
    not known."""
    if question.kind is None or row.child is None:
        return ""
    return reverse("episode", kwargs={"kind": question.kind.code, "pk": row.record})


def _by_team(counts: dict[int | None, int], teams: dict[int, Team]) -> tuple[tuple[Scope, int], ...]:
    """The most first."""
    found = ((scope_of(teams[pk] if pk else None), count) for pk, count in counts.items())
    return tuple(sorted(found, key=lambda each: (-each[1], each[0].name)))


def _effects(check: QualityCheck, scope: Scope) -> dict[str, tuple[Effect, ...]]:
    moves = list(QualityMove.objects.filter(run=check, scope=scope.key))
    measures = declared(check.build.as_at)
    targets = Targets(measures[code] for code in {move.measure for move in moves} & measures.keys())
    found: dict[str, list[Effect]] = {}
    for move in moves:
        if move.measure in measures:
            effect = _effect(measures[move.measure], move, targets, check)
            found.setdefault(move.question, []).append(effect)
    return {code: tuple(_furthest_first(effects)) for code, effects in found.items()}


def _furthest_first(effects: Iterable[Effect]) -> list[Effect]:
    return sorted(effects, key=lambda effect: (not effect.target, -effect.size, effect.measure.code))


def _effect(measure: Measure, move: QualityMove, targets: Targets, check: QualityCheck) -> Effect:
    pairs = (
        Pair(move.numerator, move.denominator),
        Pair(move.low_numerator, move.low_denominator),
        Pair(move.high_numerator, move.high_denominator),
    )
    now, low, high = (pair.of(measure) for pair in pairs)
    target = targets.on(measure, check.build.as_at)
    return Effect(
        measure,
        in_words(move.period),
        targets.text(measure, check.build.as_at),
        _text(measure, now),
        _text(measure, low),
        _text(measure, high),
        _size(measure, now, low or Fraction(0), high or Fraction(0)),
        (standing(measure, now, target), standing(measure, low, target), standing(measure, high, target)),
    )


def _text(measure: Measure, figure: Fraction | None) -> str:
    if figure is None:
        return NO_DENOMINATOR
    return f"{rounded(figure)}%" if measure.is_share else f"{float(rounded(figure)):g}"


def _size(measure: Measure, now: Fraction | None, low: Fraction, high: Fraction) -> Fraction:
    """How far the figure can move: in percentage points of a share, in per cent of any other figure."""
    if now is None:
        return high - low if measure.is_share else ALL_OF_IT
    furthest = max(abs(low - now), abs(high - now))
    return furthest if measure.is_share else furthest * 100 / (now or 1)
