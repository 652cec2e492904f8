"""The narrative pages of the published report, as the demonstration authority has them."""

import pytest

from accounts.models import User
from accounts.roles import Role
from csc_tracker.demo.narrative import write_narrative
from csc_tracker.demo.targets import LAST_MONTH
from kpis.book import newest_build
from kpis.models import Statement, StatementKind
from kpis.narrative.known import Known
from kpis.narrative.reading import all_contradictions, statements_of

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
KINDS = (
    StatementKind.PERFORMING_WELL,
    StatementKind.NEEDS_TO_IMPROVE,
    StatementKind.PRIORITY,
    StatementKind.UPDATE,
)


def test_it_is_there_as_drafts_by_the_analyst(demonstration: None) -> None:
    found = Statement.objects.filter(month=str(LAST_MONTH), written_by=User.objects.get(roles=[Role.ANALYST]))
    assert [found.filter(kind=kind, signed_by=None).count() for kind in KINDS] == [8, 3, 5, 5]


def test_what_the_report_does_not_say_is_drafted_from_the_figures(demonstration: None) -> None:
    drafts = Statement.objects.filter(month=str(LAST_MONTH), written_by=None)
    assert drafts.filter(kind=StatementKind.CHANGED).exists()
    told = set(Statement.objects.exclude(written_by=None).values_list("kind", "section"))
    assert not told & set(drafts.values_list("kind", "section"))


def test_its_numbers_hold_but_for_those_that_the_report_itself_contradicts(demonstration: None) -> None:
    """Text against tables: 754 of 798 assessments, the benchmark, the target, 90 of 151 children."""
    build = newest_build(LAST_MONTH.reporting_year)
    assert build is not None
    assert [each.words for _, each in all_contradictions(Known(build), statements_of(LAST_MONTH))] == [
        "It says 95%; CSC 038 2017-12 is now 94.5%.",
        "It says 89%; CSC 038 2016/17 statistical is now 86%.",
        "It says 30%; CSC 294 2017-12 target is now 33%.",
        "It says 59%; CSC 250 2017-12 is now 59.6%.",
    ]


def test_loading_it_again_adds_nothing(demonstration: None) -> None:
    before = Statement.objects.count()
    write_narrative()
    assert Statement.objects.count() == before
