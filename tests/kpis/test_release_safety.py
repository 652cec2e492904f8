"""Nothing is published while a hidden number can be worked out from it."""

from pathlib import Path

import pytest

from accounts.roles import Role
from kpis.actions.releases import CannotRelease, approve, checklist_of, submit
from kpis.book import newest_build
from kpis.models import Figure, StatementKind, Version
from kpis.releases.content import Content
from tests.kpis.narrative_scene import JULY, person
from tests.kpis.release_scene import drafted, keep_records_of_few, say, sign

pytestmark = pytest.mark.django_db
# April's row of the published report: 52 reviews, and of the numbers that it hides 1 can be worked out.
APRIL = {"PN0": 18, "PN1": 20, "PN2": 0, "PN3": 0, "PN4": 0, "PN5": 1, "PN6": 8, "PN7": 5}


@pytest.fixture
def version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Version:
    """A draft in which the participation of April is recorded."""
    keep_records_of_few(monkeypatch)
    version = drafted(tmp_path)
    build = newest_build(JULY.reporting_year)
    assert build
    for code, count in APRIL.items():
        for period in ("2017-04", "2017/18 YTD"):
            of = {"build": build, "period": period, "scope": "authority", "is_recorded": True, "numerator": count}
            Figure.objects.create(measure=code, unit="count", **of)
            Figure.objects.create(measure=f"{code}-PCT", unit="percent", denominator=52, **of)
    return version


def shown(version: Version, code: str) -> str:
    """What April's cell of the version's own table says."""
    section = Content.from_json(version.content or {}).section("looked-after-participation")
    assert section
    place = [measure.code for measure in section.measures].index(code)
    return next(line for line in section.lines if line.label == "Apr 2017").cells[place].text


def test_a_second_number_is_withheld_beside_one_that_is_small(version: Version) -> None:
    frozen = submit(pk=version.pk, by=person(Role.ANALYST))
    assert (shown(frozen, "PN5"), shown(frozen, "PN5-PCT"), shown(frozen, "PN2")) == ("<5", "", "0")
    withheld = [code for code in APRIL if shown(frozen, code) == "c"]
    assert withheld and all(shown(frozen, f"{code}-PCT") == "" for code in withheld)


def test_the_true_number_is_nowhere_in_what_is_read(version: Version) -> None:
    frozen = submit(pk=version.pk, by=person(Role.ANALYST))
    section = Content.from_json(frozen.content or {}).section("looked-after-participation")
    assert section and section.withheld and section.charts == ()
    place = [measure.code for measure in section.measures].index("PN5")
    assert {line.cells[place].text for line in section.lines} <= {"<5", ""}


def test_a_version_whose_pattern_gives_a_number_away_is_not_approved(version: Version) -> None:
    frozen = submit(pk=version.pk, by=person(Role.ANALYST))
    frozen.pattern["withheld"] = []
    frozen.save()
    assert any("PN5" in finding.words and finding.is_error for finding in checklist_of(frozen))
    with pytest.raises(CannotRelease, match="can be worked out from what is published"):
        approve(pk=version.pk, by=person(Role.DIRECTOR))


def test_a_text_that_quotes_what_the_tables_hide_blocks(version: Version) -> None:
    build = newest_build(JULY.reporting_year)
    assert build
    sign(say(build, "In {1.9% = PN5-PCT 2017-04} an advocate spoke.", StatementKind.ANALYSIS))
    with pytest.raises(CannotRelease, match="quotes PN5-PCT 2017-04, which is hidden"):
        submit(pk=version.pk, by=person(Role.ANALYST))
