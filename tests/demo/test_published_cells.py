"""The demonstration authority, imported and aggregated the ordinary way, gives the published report, cell by cell."""

import io
import re
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

import pytest
from django.core.management import call_command

from accounts.models import User
from accounts.roles import Role
from csc_tracker.demo.load import REPORT, NotADemonstration, load
from csc_tracker.demo.published import HIDDEN, Cell, Published
from csc_tracker.demo.sign_ins import SIGN_INS
from csc_tracker.demo.targets import AS_AT
from csc_tracker.demo.unmet import UNMET
from kpis.disclosure import WITHHELD, as_it_is, suppressed
from kpis.figures import value
from kpis.measure import Section
from kpis.measures import SECTIONS, measure_named
from kpis.models import EarlierFigure, Figure
from kpis.scopes import WHOLE_AUTHORITY
from kpis.trend import ENTERED, earlier_years
from tests.demo.printed import Counted
from tests.demo.test_unmet_cells import in_document
from tests.extracts import counts
from tracking.models import Assessment, Child, Contact, Import, ImportState, Referral
from workdays import ReportingYear

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

Key = tuple[str, str]
YEAR = ReportingYear.parse("2017/18")
CELLS = Published.read().cells
IN_EARLIER_YEARS = {key: cell for key, cell in CELLS.items() if re.fullmatch(r"\d{4}/\d\d", key[1])}
COMPUTED = {key: cell for key, cell in CELLS.items() if key not in IN_EARLIER_YEARS}


def figures_built() -> dict[Key, Figure]:
    """The authority's figures of both years by measure and period; the year before is known to its end."""
    call_command("build_kpis", "--year", "2016/17", stdout=io.StringIO())
    return {(each.measure, each.period): each for each in Figure.objects.filter(scope=WHOLE_AUTHORITY.key)}


def comes_to(figure: Figure, cell: Cell) -> bool:
    """Whether the figure is what was printed. It is None only where it is not recorded or has no denominator."""
    number = value(measure_named(figure.measure), figure.numerator, figure.denominator)
    if number is None or figure.numerator is None:
        return False
    return Counted(number, figure.numerator, figure.denominator, figure.children).comes_to(cell)


def sections() -> Iterator[Section]:
    """The sections that print something; a chapter may have several."""
    printed = {measure for measure, _ in CELLS}
    return (section for section in SECTIONS if printed & {measure.code for measure in section.all_measures})


def by_chapter(met: set[Key]) -> list[str]:
    """How many of a chapter's cells are met, a line for each."""
    chapter = {measure.code: section.chapter for section in sections() for measure in section.all_measures}
    of, there = Counter(chapter[key[0]] for key in met), Counter(chapter[key[0]] for key in COMPUTED)
    return [f"{of[name]:6} of {there[name]:5} {name}" for name in dict.fromkeys(chapter.values())]


def test_every_cell_that_can_follow_is_met(demonstration: None, capsys: pytest.CaptureFixture[str]) -> None:
    built = figures_built()
    met = {key for key, cell in COMPUTED.items() if comes_to(built[key], cell)}
    with capsys.disabled():
        print(*("", *by_chapter(met), f"{len(met):6} of {len(COMPUTED):5} in all"), sep="\n")
    assert COMPUTED.keys() - met == UNMET
    assert (len(met), len(COMPUTED)) == (1167, 1206)
    monthly = [key for key in COMPUTED if re.fullmatch(r"2017-\d\d", key[1])]
    assert (len(met.intersection(monthly)), len(monthly)) == (1015, 1038)


def test_the_document_says_what_follows_where_a_cell_cannot_be_met(demonstration: None) -> None:
    built = figures_built()
    shown = {key: as_it_is(built[key], measure_named(key[0])).shown for key in UNMET}
    assert shown == {key: follows for key, (_, follows) in in_document().items()}


def test_a_count_printed_as_below_5_is_hidden_and_its_percentage_blank(demonstration: None) -> None:
    figures = list(Figure.objects.filter(build__year=str(YEAR), scope=WHOLE_AUTHORITY.key))
    public = {(figure.measure, figure.period): found for figure, found in suppressed(figures)}
    shares = {(f"{measure}-PCT", period): (measure, period) for measure, period in COMPUTED}
    hidden = {share: count for share, count in shares.items() if CELLS[count].text == HIDDEN and share in public}
    assert len(hidden) == 23
    assert not hidden.keys() & COMPUTED.keys()
    for share, count in hidden.items():
        assert public[count].shown in (HIDDEN, WITHHELD)
        assert public[share].shown == ""


def test_figures_of_earlier_years_are_stored_as_they_were_entered(demonstration: None) -> None:
    entered = {(row.measure, row.year): row for row in EarlierFigure.objects.all()}
    assert len(entered) == len(IN_EARLIER_YEARS) == 206
    for key, cell in IN_EARLIER_YEARS.items():
        row = entered[key]
        assert (row.value, row.source, row.note) == (Decimal(cell.text.rstrip("%")), REPORT, cell.note)


def test_figures_of_earlier_years_are_shown_as_printed_and_marked_as_entered(demonstration: None) -> None:
    shown = {
        (measure.code, row.label): cell
        for section in sections()
        for row in earlier_years(section.all_measures, YEAR, WHOLE_AUTHORITY)
        for measure, cell in zip(section.all_measures, row.cells, strict=True)
        if cell.text
    }
    assert shown.keys() == IN_EARLIER_YEARS.keys()
    assert {cell.remark for cell in shown.values()} == {ENTERED}
    for key, cell in IN_EARLIER_YEARS.items():
        assert Decimal(shown[key].text) == cell.value


def test_deleting_one_record_changes_the_figure(demonstration: None) -> None:
    before = counts("CSC 013", "2017-12")[0]
    Referral.objects.filter(received_on__year=2017, received_on__month=12).first().delete()
    Contact.objects.filter(received_on__year=2017, received_on__month=12).delete()
    Assessment.objects.filter(authorised_on__year=2017, authorised_on__month=12).first().delete()
    call_command("build_kpis", stdout=io.StringIO())
    assert counts("CSC 013", "2017-12")[0] == before - 1 == 51
    assert counts("CSC 004", "2017-12")[0] == 0
    assert counts("CSC 037", "2017-12")[0] == 54


def test_loading_again_changes_nothing(demonstration: None) -> None:
    again = load(scale=1)
    tables = again.tables.all()
    assert sum(table.added + table.changed + table.withdrawn for table in tables) == 0
    assert {table.refused + table.questioned for table in tables} == {0}


def test_a_sign_in_for_every_role_and_their_targets(demonstration: None) -> None:
    users = User.objects.filter(email__in=[each.email for each in SIGN_INS])
    assert sorted(role for user in users for role in user.roles) == sorted(Role)
    manager = User.objects.get(roles=[Role.TEAM_MANAGER])
    assert manager.teams.get().name == "Safeguarding Team East"
    assert User.objects.get(roles=[Role.SOCIAL_WORKER]).professional_id


def test_it_is_refused_beside_an_extract_of_another_source(demonstration: None) -> None:
    other = Import.objects.create(source="council", as_at=AS_AT, state=ImportState.FINISHED)
    with pytest.raises(NotADemonstration, match="did not make"):
        load(scale=1)
    other.delete()


def test_it_is_refused_beside_a_child_that_a_person_recorded(demonstration: None) -> None:
    Child.objects.create(forename="A", surname="Person")
    with pytest.raises(NotADemonstration, match="did not make"):
        load(scale=1)
