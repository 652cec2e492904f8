"""What stands in the way of a release: pure rules over what is known of a version. Errors block, warnings do not."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from kpis.measure import Measure
from kpis.narrative.checking import Contradiction
from workdays import Month


@dataclass(frozen=True)
class Said:
    """A statement that would be printed: its text, what in it does not match its figure, the hidden figures that it
    quotes, and its numbers from 1 to 4 that claim no figure."""

    text: str
    contradictions: tuple[Contradiction, ...] = ()
    gives_away: tuple[str, ...] = ()
    small: tuple[str, ...] = ()


@dataclass(frozen=True)
class Known:
    """What the rules look at.

    `summary` are the signed statements of what is well and what needs to improve, `others` all others that are signed,
    `unsigned` how many are not and will be left out, `unanalysed` the sections of which nothing is said. `recovered`
    are the hidden figures that the attack worked out, `moved` counts those that are others today than when frozen.
    """

    today: date
    as_at: date
    month: Month
    measures: tuple[Measure, ...]
    summary: tuple[Said, ...] = ()
    others: tuple[Said, ...] = ()
    unsigned: int = 0
    unanalysed: tuple[str, ...] = ()
    failed: tuple[str, ...] = ()
    is_behind: bool = False
    not_recorded: tuple[str, ...] = ()
    recovered: tuple[str, ...] = ()
    moved: int = 0


@dataclass(frozen=True)
class Finding:
    """What a rule found: whether it blocks, and in words what is wrong and what to do."""

    is_error: bool
    words: str


def check(known: Known) -> tuple[Finding, ...]:
    """Everything that the rules find, errors first."""
    found = [
        *(Finding(True, words) for rule in ERRORS for words in rule(known)),
        *(Finding(False, words) for rule in WARNINGS for words in rule(known)),
    ]
    return tuple(found)


def is_blocked(findings: tuple[Finding, ...]) -> bool:
    """Whether anything found keeps the version from being approved and published."""
    return any(finding.is_error for finding in findings)


def month_is_over(known: Known) -> Iterator[str]:
    """The records must go to the end of the month."""
    if known.as_at < known.month.last:
        yield (
            f"The extract is of {known.as_at:%-d %B %Y}, before {known.month.first:%B %Y} is over. Import a later one."
        )


def measures_stand(known: Known) -> Iterator[str]:
    """Every measure of the last build was worked out."""
    for code in known.failed:
        yield f"{code} failed in the last build and shows earlier figures. Build the figures again."


def figures_are_of_today(known: Known) -> Iterator[str]:
    """No build is under way, and no records were changed since the figures were worked out."""
    if known.is_behind:
        yield "Records changed since the figures were worked out, or a build is under way. Wait until it has ended."


def narrative_is_there(known: Known) -> Iterator[str]:
    """A report without words is none."""
    if not known.summary:
        yield "The summary is empty: no signed statement says what is performing well or needs to improve."


def narrative_holds(known: Known) -> Iterator[str]:
    """Every number of a text is its figure."""
    for said in (*known.summary, *known.others):
        for wrong in said.contradictions:
            yield f"“{_short(said.text)}”: {wrong.words}"


def narrative_gives_nothing_away(known: Known) -> Iterator[str]:
    """No text quotes what the tables hide."""
    for said in (*known.summary, *known.others):
        for figure in said.gives_away:
            yield f"“{_short(said.text)}” quotes {figure}, which is hidden in the tables. Say it without the number."


def definitions_are_reviewed(known: Known) -> Iterator[str]:
    """No definition is overdue for review."""
    for measure in known.measures:
        if measure.next_review < known.today:
            yield f"The definition of {measure.code} was due for review by {measure.next_review:%-d %B %Y}."


def nobody_is_given_away(known: Known) -> Iterator[str]:
    """The attack works out no hidden number."""
    for figure in known.recovered:
        yield f"{figure} is hidden, and can be worked out from what is published. Nothing may be published so."


def all_is_signed(known: Known) -> Iterator[str]:
    """What nobody signed is not printed."""
    if known.unsigned:
        some = "1 statement is" if known.unsigned == 1 else f"{known.unsigned} statements are"
        yield f"{some} not signed and will be left out."


def sections_are_analysed(known: Known) -> Iterator[str]:
    """Each section says something in words."""
    if known.unanalysed:
        yield f"Nothing is said in words of: {', '.join(known.unanalysed)}."


def small_numbers_are_meant(known: Known) -> Iterator[str]:
    """A number from 1 to 4 may be one of children."""
    for said in (*known.summary, *known.others):
        if said.small:
            yield (
                f"“{_short(said.text)}” says {' and '.join(said.small)}. If that is a number of children, say it "
                "without the number."
            )


def all_is_recorded(known: Known) -> Iterator[str]:
    """Measures that the extract has nothing for are printed as not recorded."""
    if known.not_recorded:
        yield f"Not recorded: {', '.join(known.not_recorded)}."


def figures_have_stayed(known: Known) -> Iterator[str]:
    """Figures that moved since the version was frozen are published as frozen."""
    if known.moved:
        some = "1 figure has" if known.moved == 1 else f"{known.moved} figures have"
        yield f"{some} moved since this version was frozen. Send it back to draft to take them in."


Rule = Callable[[Known], Iterator[str]]
ERRORS: tuple[Rule, ...] = (
    month_is_over,
    measures_stand,
    figures_are_of_today,
    narrative_is_there,
    narrative_holds,
    narrative_gives_nothing_away,
    definitions_are_reviewed,
    nobody_is_given_away,
)
WARNINGS: tuple[Rule, ...] = (
    all_is_signed,
    small_numbers_are_meant,
    sections_are_analysed,
    all_is_recorded,
    figures_have_stayed,
)


def _short(text: str) -> str:
    return text if len(text) <= 80 else f"{text[:80].rsplit(' ', 1)[0]} …"
