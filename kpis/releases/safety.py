"""What of a release is hidden, so that no child is given away: by the pattern that the attack fails against.

What other versions of the same year published counts too: a pattern must hold beside all of them. Finding a pattern and
attacking it take seconds, so what came of it is kept, by everything that went into it.
"""

import hashlib
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

from django.core.cache import cache

from kpis.aggregate import AUTHORITY
from kpis.disclosure import HIDDEN, WITHHELD, pattern_of, recovered
from kpis.models import Figure, PublishedFigure, Release, Version, VersionState
from kpis.safety.model import Pattern
from kpis.safety.published import Earlier

Hidden = Mapping[tuple[str, str], str]
AnyFigures = Collection[Figure | PublishedFigure]
A_DAY = 24 * 60 * 60  # seconds


def hidden_by(pattern: Pattern) -> Hidden:
    """The cells (measure, period) of the authority that are not shown, with what is shown instead."""
    cells = {(key.measure, key.period): WITHHELD for key in pattern.withheld if key.scope == AUTHORITY}
    return cells | {(key.measure, key.period): HIDDEN for key in pattern.small if key.scope == AUTHORITY}


def pattern_for(release: Release, figures: AnyFigures) -> Pattern:
    """What must be hidden where these figures are published as the report of the release. Raises CannotProtect
    (kpis.safety.model) where hiding does not help."""
    before = _published_before(release)

    def find() -> dict[str, Any]:
        return pattern_of(figures, earlier=_as_earlier(before)).as_data()

    return Pattern.from_data(_kept("pattern", figures, before, "", find))


def worked_out(release: Release, figures: AnyFigures, pattern: Pattern) -> tuple[str, ...]:
    """The hidden figures that can be worked out from all that is published, in words."""
    before = _published_before(release)

    def find() -> tuple[str, ...]:
        return recovered(figures, pattern, earlier=_as_earlier(before))

    return tuple(_kept("attack", figures, before, pattern.as_data(), find))


def _published_before(release: Release) -> list[Version]:
    """Published versions of the same reporting year, earlier ones of the release too."""
    year = release.month.reporting_year
    published = Version.objects.filter(state=VersionState.PUBLISHED).defer("content").select_related("release")
    return [each for each in published.order_by("published_at") if each.release.month.reporting_year == year]


def _as_earlier(versions: Iterable[Version]) -> list[Earlier]:
    return [Earlier(list(each.figures.all()), Pattern.from_data(each.pattern)) for each in versions]


def _kept(what: str, figures: AnyFigures, before: list[Version], more: Any, find: Callable[[], Any]) -> Any:
    numbers = sorted(
        (f.measure, f.period, f.is_recorded, repr((f.numerator, f.denominator, f.children))) for f in figures
    )
    known = repr((what, numbers, [version.content_hash for version in before], more))
    return cache.get_or_set(f"release-{hashlib.sha256(known.encode()).hexdigest()}", find, A_DAY)
