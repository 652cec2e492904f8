"""What the database keeps of its promises about records: dates in order, nothing twice, and every change remembered."""

from datetime import date

import pghistory
import pytest
from django.apps import apps
from django.db import IntegrityError, connection, models, transaction
from django.db.utils import ProgrammingError

from tracking.models import CareEpisode, Child, ChildProtectionPlan, CinPlan, Placement, Referral
from tracking.models.base import Record

pytestmark = pytest.mark.django_db
APRIL, MAY, JUNE = date(2017, 4, 3), date(2017, 5, 3), date(2017, 6, 3)
RECORDS = [model for model in apps.get_app_config("tracking").get_models() if issubclass(model, Record)]


@pytest.fixture
def amy() -> Child:
    return Child.objects.create(forename="Amy", surname="Testbrook")


def events(model: type[models.Model]) -> list[tuple[str, str]]:
    event = apps.get_model("tracking", f"{model.__name__}Event")
    return list(event.objects.order_by("pgh_id").values_list("pgh_label", "surname"))


@pytest.mark.parametrize("model", [CinPlan, ChildProtectionPlan, CareEpisode, Referral])
def test_an_end_before_its_start_is_refused(amy: Child, model: type[models.Model]) -> None:
    start, end = ("received_on", "closed_on") if model is Referral else ("started_on", "ended_on")
    end = "ceased_on" if model is CareEpisode else end
    with pytest.raises(IntegrityError, match="not_before"):
        model.objects.create(child=amy, **{start: MAY, end: APRIL})


@pytest.mark.parametrize("model", [CinPlan, ChildProtectionPlan, CareEpisode])
def test_a_child_has_no_second_open_one_among_what_people_record(amy: Child, model: type[models.Model]) -> None:
    model.objects.create(child=amy, started_on=APRIL)
    model.objects.create(child=amy, started_on=APRIL, source_id="imported")
    with pytest.raises(IntegrityError, match="one_open"):
        model.objects.create(child=amy, started_on=MAY)


@pytest.mark.parametrize(
    ("first", "second", "overlap"),
    [
        ((APRIL, MAY), (MAY, JUNE), False),  # moved on the day
        ((APRIL, JUNE), (MAY, None), True),
        ((APRIL, None), (JUNE, None), True),
    ],
)
def test_placements_that_people_record_do_not_overlap(
    amy: Child, first: tuple[date, date | None], second: tuple[date, date | None], overlap: bool
) -> None:
    Placement.objects.create(child=amy, started_on=first[0], ended_on=first[1])
    other = Child.objects.create()
    Placement.objects.create(child=other, started_on=first[0], ended_on=first[1])

    def add() -> None:
        with transaction.atomic():
            Placement.objects.create(child=amy, started_on=second[0], ended_on=second[1])

    if overlap:
        with pytest.raises(IntegrityError, match="no_overlapping_placements"):
            add()
    else:
        add()


def test_what_a_person_records_has_a_date_and_what_is_imported_may_lack_it(amy: Child) -> None:
    Referral.objects.create(child=amy, source_id="R1")
    with pytest.raises(IntegrityError, match="has_received_on"):
        Referral.objects.create(child=amy)


def test_every_kind_of_change_is_remembered_with_the_row_before_it(amy: Child) -> None:
    amy.surname = "Testmoor"
    amy.save()
    Child.objects.filter(pk=amy.pk).update(surname="Testford")
    Child.objects.bulk_update([Child(pk=amy.pk, surname="Testhill")], ["surname"])
    with connection.cursor() as cursor:
        cursor.execute("UPDATE tracking_child SET surname = 'Testlake' WHERE id = %s", [amy.pk])
        cursor.execute("DELETE FROM tracking_child WHERE id = %s", [amy.pk])
    before = ["Testbrook", "Testmoor", "Testford", "Testhill"]
    expected = [("recorded", "Testbrook"), *(("changed", name) for name in before), ("withdrawn", "Testlake")]
    assert events(Child) == expected


def test_an_imported_row_names_its_import_instead_of_an_event() -> None:
    Child.objects.create(source_id="P1", surname="Testbrook", added_in_import=1)
    assert events(Child) == []


def test_an_update_that_changes_nothing_is_no_event(amy: Child) -> None:
    amy.save()
    assert [label for label, _ in events(Child)] == ["recorded"]


def test_a_change_names_who_made_it(amy: Child) -> None:
    with pghistory.context(user=7, reason="misspelt"):
        Child.objects.update(surname="Testmoor")
    event = apps.get_model("tracking", "ChildEvent").objects.get(pgh_label="changed")
    assert event.pgh_context.metadata == {"user": 7, "reason": "misspelt"}


def test_history_cannot_be_changed_or_removed(amy: Child) -> None:
    for sql in ("UPDATE tracking_childevent SET surname = 'x'", "DELETE FROM tracking_childevent"):
        with pytest.raises(ProgrammingError, match="Cannot"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)


@pytest.mark.parametrize("model", RECORDS, ids=lambda model: model.__name__)
def test_every_record_has_a_history_of_all_its_fields(model: type[models.Model]) -> None:
    event = apps.get_model("tracking", f"{model.__name__}Event")
    stored = {field.name for field in model._meta.concrete_fields if not field.generated}
    assert stored <= {field.name for field in event._meta.concrete_fields}
