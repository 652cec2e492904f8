"""What stands in the way of a release: each rule by itself, on data of its own."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from kpis.actions.releases import checklist_of
from kpis.book import newest_build
from kpis.measures import MEASURES
from kpis.models import BuildState, BuildStep, StatementKind
from kpis.narrative.checking import Contradiction
from kpis.narrative.quotes import Reference
from kpis.releases.checklist import Known, Said, check, is_blocked
from tests.kpis.narrative_scene import JULY
from tests.kpis.release_scene import drafted, say, sign
from workdays import Month

FINE = Known(
    today=date(2018, 1, 15),
    as_at=date(2017, 12, 31),
    month=Month(2017, 12),
    measures=(MEASURES["CSC 022"],),
    summary=(Said("All is well."),),
)
WRONG = Contradiction("97%", Reference("CSC 022", "2017-12"), "96.1%")


def test_nothing_is_found_where_nothing_is_wrong() -> None:
    assert check(FINE) == ()


@pytest.mark.parametrize(
    ("known", "words"),
    [
        (replace(FINE, as_at=date(2017, 12, 30)), "before December 2017 is over"),
        (replace(FINE, failed=("CSC 022",)), "CSC 022 failed in the last build"),
        (replace(FINE, is_behind=True), "Records changed since"),
        (replace(FINE, summary=()), "The summary is empty"),
        (replace(FINE, others=(Said("97% in time.", (WRONG,)),)), "It says 97%; CSC 022 2017-12 is now 96.1%."),
        (replace(FINE, others=(Said("x", gives_away=("PN5 2017-04",)),)), "quotes PN5 2017-04, which is hidden"),
        (replace(FINE, today=date(2027, 11, 2)), "was due for review by 1 November 2027"),
        (replace(FINE, recovered=("PN5 April 2017",)), "PN5 April 2017 is hidden, and can be worked out"),
    ],
)
def test_an_error_blocks(known: Known, words: str) -> None:
    (finding,) = check(known)
    assert finding.is_error and words in finding.words and is_blocked(check(known))


@pytest.mark.parametrize(
    ("known", "words"),
    [
        (replace(FINE, unsigned=2), "2 statements are not signed"),
        (replace(FINE, others=(Said("3 children.", small=("3",)),)), "says 3."),
        (replace(FINE, unanalysed=("Contacts",)), "Nothing is said in words of: Contacts."),
        (replace(FINE, not_recorded=("SDQ",)), "Not recorded: SDQ."),
        (replace(FINE, moved=1), "1 figure has moved"),
    ],
)
def test_a_warning_does_not_block(known: Known, words: str) -> None:
    (finding,) = check(known)
    assert not finding.is_error and words in finding.words and not is_blocked(check(known))


def test_a_definition_due_today_is_not_overdue() -> None:
    assert check(replace(FINE, today=date(2027, 11, 1))) == ()


@pytest.mark.django_db
def test_the_checklist_of_a_draft_reads_the_book_and_its_narrative(tmp_path: Path) -> None:
    version = drafted(tmp_path)
    assert not is_blocked(checklist_of(version, date(2027, 1, 1)))
    assert is_blocked(checklist_of(version, date(2028, 1, 1)))
    build = newest_build(JULY.reporting_year)
    assert build
    sign(say(build, "Of all these 3 were late.", StatementKind.ANALYSIS))
    assert any("says 3." in each.words for each in checklist_of(version, date(2027, 1, 1)))
    BuildStep.objects.create(build=build, measure="CSC 026", state=BuildState.FAILED)
    (error,) = [each.words for each in checklist_of(version, date(2027, 1, 1)) if each.is_error]
    assert error.startswith("CSC 026 failed")
