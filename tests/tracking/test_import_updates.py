"""A newer extract over an older one: what changes, what is withdrawn, what the history keeps, and taking it back."""

import threading
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, models

from accounts.models import Team, User
from accounts.roles import Role
from tests.second_opinion import histories
from tests.second_opinion.schema import FACTS
from tests.tracking.importing import (
    CONTACTS,
    PEOPLE,
    A,
    counts,
    everything,
    findings,
    load,
    load_path,
    nothing,
    refusal,
    write,
)
from tracking.actions.imports import LOCK, ImportRefused, run_import, start_import, undo_last_import
from tracking.imports.layout import BY_NAME
from tracking.models import Child, Contact, Import, ImportState, Involvement, Placement, Referral, Worker
from tracking.recorded import latest_as_at, recorded_columns

pytestmark = pytest.mark.django_db

REFERRALS = "cine_referral_id,cine_person_id,cine_referral_date,cine_referral_worker_id"


def extract(folder: Path, seed: int, mess: float = 0.0) -> Path:
    """A random extract of 30 children."""
    path = write(folder)
    histories.write(path, histories.random_extract(seed, size=30, mess=mess))
    return path


def done(batch: Import) -> dict[str, int]:
    """What an import did altogether."""
    totals = models.Sum("added"), models.Sum("changed"), models.Sum("withdrawn")
    return batch.tables.aggregate(added=totals[0], changed=totals[1], withdrawn=totals[2])


def content(table: str) -> list[tuple[object, ...]]:
    """The imported rows of a table with what they refer to by key, and without what differs from load to load."""
    model = BY_NAME[table].model_class
    fields = [field for field in model._meta.concrete_fields if field.name not in ("id", "added_in_import")]
    names = [f"{field.name}__source_id" if field.is_relation else field.name for field in fields]
    return list(model._base_manager.order_by("source_id").values_list(*names))


# The same again, and a newer one


@pytest.mark.parametrize(("seed", "mess"), [(1, 0.0), (2, 1.0), (3, 1.0)])
def test_loading_the_same_extract_twice_changes_nothing(tmp_path: Path, seed: int, mess: float) -> None:
    path, as_at = extract(tmp_path, seed, mess), histories.as_at(seed)
    first, before = load_path(path, as_at=as_at), everything()
    again = load_path(path, as_at=as_at)
    assert everything() == before
    assert done(again) == {"added": 0, "changed": 0, "withdrawn": 0}
    assert [(f.table, f.row_number) for f in again.findings.all()] == [
        (f.table, f.row_number) for f in first.findings.all()
    ]


@pytest.mark.parametrize("seeds", [(5, 12), (12, 15), (15, 5)])
def test_a_newer_extract_leaves_what_it_would_leave_in_an_empty_database(
    tmp_path: Path, seeds: tuple[int, int]
) -> None:
    """What an older one left behind does not show: not in rows set aside, not in columns that are gone."""
    as_at = histories.as_at(seeds[1])
    older, newer = (extract(tmp_path, seed, mess=1.0) for seed in seeds)
    tables = {path.stem for path in newer.iterdir()}
    load_path(newer, as_at=as_at)
    alone = {table: content(table) for table in tables}
    undo_last_import(by=None)
    for path in older.iterdir():
        if path.stem not in tables:
            path.unlink()
    load_path(older, as_at=as_at)
    load_path(newer, as_at=as_at)
    assert {table: content(table) for table in tables} == alone
    assert any(alone.values())


def test_a_newer_extract_updates_adds_and_withdraws(tmp_path: Path) -> None:
    load(tmp_path, ssd_person=PEOPLE, ssd_contacts=f"{CONTACTS}\n1,ann,2017-05-01\n2,ann,2017-05-02\n3,ann,2017-05-03")
    ids = dict(Contact.objects.values_list("source_id", "id"))
    batch = load(tmp_path, ssd_contacts=f"{CONTACTS}\n1,ann,2017-05-01\n2,bob,2017-06-02\n4,bob,2017-05-04")
    assert counts(batch, "ssd_contacts") == {"read": 3, "added": 1, "changed": 1, "unchanged": 1, "withdrawn": 1}
    now = {contact.source_id: contact for contact in Contact.objects.all()}
    assert (now["1"].pk, now["2"].pk) == (ids["1"], ids["2"])
    assert (now["2"].child.source_id, str(now["2"].received_on)) == ("bob", "2017-06-02")
    assert now["2"].added_in_import == batch.pk - 1
    assert now["4"].added_in_import == batch.pk
    assert set(now) == {"1", "2", "4"}


def test_a_column_that_the_newer_file_lacks_is_emptied(tmp_path: Path) -> None:
    contacts = f"{CONTACTS},csc_contact_group_id,csc_contact_outcome\n1,ann,2017-05-01,g,other"
    load(tmp_path, ssd_person=PEOPLE, ssd_contacts=contacts)
    batch = load(tmp_path, ssd_contacts="cont_contact_id,cont_person_id\n1,ann")
    assert counts(batch, "ssd_contacts")["changed"] == 1
    contact = Contact.objects.get()
    assert (contact.received_on, contact.group, contact.outcome) == (None, "", "")


def test_a_table_without_a_file_stays_as_it_is(tmp_path: Path) -> None:
    load(tmp_path, ssd_person=PEOPLE, ssd_contacts=f"{CONTACTS}\n1,ann,2017-05-01")
    batch = load(tmp_path, ssd_person=PEOPLE)
    assert list(batch.tables.values_list("table", flat=True)) == ["ssd_person"]
    assert Contact.objects.count() == 1


def test_a_table_that_stays_is_named(tmp_path: Path) -> None:
    load(tmp_path, ssd_person=PEOPLE, ssd_contacts=f"{CONTACTS}\nc1,ann,2018-01-02")
    batch = load(tmp_path, ssd_person=PEOPLE)
    assert "Not in this extract, so left as an earlier import brought them: ssd_contacts" in batch.warnings


def test_a_row_that_is_now_set_aside_is_withdrawn_until_it_is_mended(tmp_path: Path) -> None:
    load(tmp_path, ssd_person=PEOPLE, ssd_contacts=f"{CONTACTS}\n1,ann,2017-05-01")
    assert counts(load(tmp_path, ssd_contacts=f"{CONTACTS}\n1,ann,n/k"), "ssd_contacts")["withdrawn"] == 1
    assert not Contact.objects.exists()
    load(tmp_path, ssd_contacts=f"{CONTACTS}\n1,ann,2017-05-02")
    assert str(Contact.objects.get().received_on) == "2017-05-02"


def test_a_team_is_closed_not_removed_and_opened_when_it_comes_back(tmp_path: Path) -> None:
    teams = "dept_team_id,dept_team_name,dept_team_parent_id"
    load(tmp_path, ssd_department=f"{teams}\nB,Below,A\nA,Above,")
    assert Team.objects.get(source_id="B").parent.name == "Above"
    closing = load(tmp_path, ssd_department=f"{teams}\nA,Above,\nC,New,A")
    assert counts(closing, "ssd_department") == {"read": 2, "added": 1, "unchanged": 1, "withdrawn": 1}
    closed = Team.objects.get(source_id="B")
    assert not closed.is_current
    assert (
        counts(load(tmp_path, ssd_department=f"{teams}\nA,Above,\nC,New,A"), "ssd_department").get("withdrawn") is None
    )
    opening = load(tmp_path, ssd_department=f"{teams}\nA,Above,C\nB,Below,A\nC,New,")
    assert counts(opening, "ssd_department") == {"read": 3, "changed": 3}
    assert Team.objects.get(source_id="B").pk == closed.pk
    assert Team.objects.filter(is_current=True).count() == 3


@pytest.mark.parametrize(("had", "left", "warned"), [(43, 21, True), (42, 21, False), (21, 1, False), (22, 1, True)])
def test_a_file_that_lost_most_of_many_rows_is_warned_of(tmp_path: Path, had: int, left: int, warned: bool) -> None:
    load(tmp_path, ssd_person="\n".join(["pers_person_id", *(f"p{n}" for n in range(had))]))
    batch = load(tmp_path, ssd_person="\n".join(["pers_person_id", *(f"p{n}" for n in range(left))]))
    said = f"ssd_person: {had - left} of {had} rows were withdrawn. Is the file whole? If not, undo this import."
    assert batch.warnings == [said] * warned


def test_an_extract_that_is_older_than_what_is_loaded_is_warned_of(tmp_path: Path) -> None:
    assert load(tmp_path, ssd_person=PEOPLE).warnings == []
    assert load(tmp_path, ssd_person=PEOPLE).warnings == []
    older = load(tmp_path, as_at=date(2018, 3, 30), ssd_person=PEOPLE)
    assert older.warnings == ["The extract is of 2018-03-30, older than what was loaded before, of 2018-03-31"]


def test_a_child_who_is_withdrawn_takes_all_imported_rows_along(tmp_path: Path) -> None:
    load(
        tmp_path,
        ssd_person=PEOPLE,
        ssd_contacts=f"{CONTACTS}\n1,ann,\n2,bob,",
        ssd_cin_episodes=f"{REFERRALS}\n1,ann,,\n2,bob,,",
    )
    batch = load(
        tmp_path,
        ssd_person="pers_person_id\nbob",
        ssd_contacts=f"{CONTACTS}\n2,bob,",
        ssd_cin_episodes=f"{REFERRALS}\n2,bob,,",
    )
    assert done(batch) == {"added": 0, "changed": 1, "withdrawn": 3}
    assert findings(batch) == []


# What people recorded here


def test_what_was_recorded_here_is_never_touched(tmp_path: Path) -> None:
    load(tmp_path, ssd_person=PEOPLE, ssd_contacts=f"{CONTACTS}\n1,ann,2017-05-01")
    ann = Child.objects.get(source_id="ann")
    recorded = Contact.objects.create(child=ann, received_on=A)
    batch = load(tmp_path, ssd_contacts=CONTACTS)
    assert counts(batch, "ssd_contacts") == {"withdrawn": 1}
    assert list(Contact.objects.values_list("pk", flat=True)) == [recorded.pk]


def test_a_row_that_something_recorded_here_names_stays_with_a_question(tmp_path: Path) -> None:
    """Nor does the child of that referral go, though nothing names it but the referral that stays."""
    load(
        tmp_path,
        ssd_person=PEOPLE,
        ssd_professionals="prof_professional_id\nwendy\nwill",
        ssd_cin_episodes=f"{REFERRALS}\n1,ann,2017-05-01,wendy\n2,bob,2017-05-01,will",
    )
    recorded = Involvement.objects.create(
        referral=Referral.objects.get(source_id="1"), role="Reviewer", started_on=date(2017, 4, 3)
    )
    batch = load(
        tmp_path, ssd_person="pers_person_id", ssd_professionals="prof_professional_id", ssd_cin_episodes=REFERRALS
    )
    assert done(batch) == {"added": 0, "changed": 0, "withdrawn": 3}
    assert set(findings(batch)) == {
        ("questioned", "ssd_cin_episodes", 0, "cine_referral_id", "1"),
        ("questioned", "ssd_person", 0, "pers_person_id", "ann"),
        ("questioned", "ssd_professionals", 0, "prof_professional_id", "wendy"),
    }
    recorded.refresh_from_db()
    assert recorded.referral.child.source_id == "ann"
    assert Worker.objects.get().source_id == "wendy"


def test_a_row_that_a_table_without_a_file_names_stays_with_a_question(tmp_path: Path) -> None:
    load(tmp_path, ssd_person=PEOPLE, ssd_contacts=f"{CONTACTS}\n1,ann,2017-05-01")
    batch = load(tmp_path, ssd_person="pers_person_id")
    assert counts(batch, "ssd_person") == {"withdrawn": 1, "questioned": 1}
    assert Contact.objects.get().child.source_id == "ann"


# The history


def test_the_history_keeps_the_row_as_it_was_and_names_the_import_and_who(tmp_path: Path) -> None:
    load(tmp_path, ssd_person=PEOPLE, ssd_contacts=f"{CONTACTS}\n1,ann,2017-05-01\n2,ann,2017-05-02")
    user = User.objects.create_user("ana@council.example", name="Ana", roles=[Role.ANALYST])
    path = write(tmp_path, ssd_contacts=f"{CONTACTS}\n1,ann,2017-06-01")
    batch = start_import(path=path, as_at=A, by=user, source="x")
    run_import(batch=batch, path=path)
    events = Contact.pgh_event_model.objects.select_related("pgh_context").order_by("source_id")
    assert [(e.pgh_label, e.source_id, str(e.received_on)) for e in events] == [
        ("changed", "1", "2017-05-01"),
        ("withdrawn", "2", "2017-05-02"),
    ]
    assert [event.pgh_context.metadata for event in events] == [{"import_id": batch.pk, "user": user.pk}] * 2


def test_rows_that_do_not_change_write_no_history(tmp_path: Path) -> None:
    for _ in range(2):
        load(tmp_path, ssd_person=PEOPLE, ssd_contacts=f"{CONTACTS}\n1,ann,2017-05-01")
    assert not Child.pgh_event_model.objects.exists()
    assert not Contact.pgh_event_model.objects.exists()


# Taking it back


@pytest.mark.parametrize("seeds", [(1, 2), (2, 3), (3, 4), (4, 6), (6, 1)])
def test_undoing_puts_back_exactly_what_was_there_import_by_import(tmp_path: Path, seeds: tuple[int, int]) -> None:
    load_path(extract(tmp_path, seeds[0], mess=1.0), as_at=histories.as_at(seeds[0]))
    after_first, columns = everything(), recorded_columns()
    second = load_path(extract(tmp_path, seeds[1], mess=1.0), as_at=histories.as_at(seeds[1]))
    changed = done(second)
    assert changed["changed"] and changed["withdrawn"] and changed["added"], "two extracts that differ in every way"
    assert everything() != after_first
    assert latest_as_at() == histories.as_at(seeds[1])
    assert undo_last_import(by=None) == second
    assert everything() == after_first
    assert (recorded_columns(), latest_as_at()) == (columns, histories.as_at(seeds[0]))
    undo_last_import(by=None)
    assert everything() == nothing()
    assert (recorded_columns(), latest_as_at()) == ({}, None)
    with pytest.raises(ImportRefused):
        undo_last_import(by=None)


def test_an_import_can_be_loaded_again_after_it_was_undone(tmp_path: Path) -> None:
    older, newer = extract(tmp_path, 1), extract(tmp_path, 2)
    load_path(older)
    load_path(newer)
    loaded = {table: content(table) for table in FACTS}
    undo_last_import(by=None)
    load_path(newer)
    assert {table: content(table) for table in FACTS} == loaded


def test_undoing_restores_columns_that_the_database_works_out(tmp_path: Path) -> None:
    head = "invo_involvements_id,invo_person_id,invo_professional_role_id"
    load(tmp_path, ssd_person=PEOPLE, ssd_involvements=f"{head}\n1,ann,Allocated worker\n2,ann,Allocated worker")
    before = everything()
    load(tmp_path, ssd_involvements=f"{head}\n1,ann,Reviewer")
    assert not Involvement.objects.get().is_allocated
    undo_last_import(by=None)
    assert everything() == before


def test_undoing_says_who_and_when(tmp_path: Path) -> None:
    load(tmp_path, ssd_person=PEOPLE)
    user = User.objects.create_user("ana@council.example", name="Ana", roles=[Role.ANALYST])
    batch = undo_last_import(by=user)
    batch.refresh_from_db()
    assert (batch.state, batch.undone_by) == (ImportState.UNDONE, user)
    assert batch.undone_at is not None
    event = Child.pgh_event_model.objects.select_related("pgh_context").first()
    assert event.pgh_context.metadata == {"undone_import": batch.pk, "user": user.pk}


def test_only_the_import_that_one_looked_at_is_undone(tmp_path: Path) -> None:
    first, second = load(tmp_path, ssd_person=PEOPLE), load(tmp_path, ssd_person=PEOPLE)
    with pytest.raises(ImportRefused, match="only that one"):
        undo_last_import(by=None, expected=first)
    assert undo_last_import(by=None, expected=second) == second


def test_rows_that_something_recorded_here_names_keep_an_import_from_being_undone(tmp_path: Path) -> None:
    load(tmp_path, ssd_person=PEOPLE)
    Contact.objects.create(child=Child.objects.get(source_id="ann"), received_on=A)
    before = everything()
    with pytest.raises(ImportRefused, match="1 of the rows that it added are named by contacts"):
        undo_last_import(by=None)
    assert everything() == before
    assert Import.objects.get().state == ImportState.FINISHED


def test_a_team_that_has_users_now_keeps_its_import_from_being_undone(tmp_path: Path) -> None:
    load(tmp_path, ssd_department="dept_team_id\nT1")
    user = User.objects.create_user("wendy@council.example", name="Wendy")
    user.teams.set(Team.objects.all())
    with pytest.raises(ImportRefused):
        undo_last_import(by=None)
    assert user.teams.count() == 1


def test_a_row_edited_since_is_put_back_as_it_was_before_the_import(tmp_path: Path) -> None:
    load(tmp_path, ssd_person="pers_person_id,pers_forename\nann,Ann")
    load(tmp_path, ssd_person="pers_person_id,pers_forename\nann,Anne")
    Child.objects.update(forename="Annie")
    undo_last_import(by=None)
    assert Child.objects.get().forename == "Ann"


# Nothing kept, nothing half done


def test_a_dry_run_does_everything_and_changes_nothing(tmp_path: Path) -> None:
    load(tmp_path, ssd_person=PEOPLE, ssd_contacts=f"{CONTACTS}\n1,ann,2017-05-01\n2,ann,2017-05-01")
    before = everything()
    batch = load(tmp_path, dry_run=True, ssd_person=PEOPLE, ssd_contacts=f"{CONTACTS}\n1,bob,2017-05-01\n3,ann,n/k")
    assert counts(batch, "ssd_contacts") == {"read": 2, "changed": 1, "withdrawn": 1, "refused": 1}
    assert (batch.state, batch.findings.count()) == (ImportState.TRIED, 1)
    assert everything() == before
    assert not Contact.pgh_event_model.objects.exists()
    assert latest_as_at() == A
    assert recorded_columns() == {
        "ssd_person": {"pers_person_id", "pers_dob"},
        "ssd_contacts": set(CONTACTS.split(",")),
    }


def test_a_refused_import_over_a_full_database_leaves_it_as_it_was(tmp_path: Path) -> None:
    load_path(extract(tmp_path, 1), as_at=histories.as_at(1))
    bad = "\n".join([CONTACTS, *(f"{n},ann,n/k" for n in range(21))])
    refusal(tmp_path, ssd_person=PEOPLE, ssd_contacts=bad)  # which looks whether anything changed
    assert latest_as_at() == histories.as_at(1)


def test_an_import_that_breaks_off_leaves_everything_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    load(tmp_path, ssd_person=PEOPLE)
    before = everything()

    def break_off(*arguments: object) -> None:
        raise RuntimeError("the lights went out")

    monkeypatch.setattr("tracking.imports.run.withdraw", break_off)
    with pytest.raises(RuntimeError):
        load(tmp_path, ssd_person="pers_person_id\nzoe")
    assert everything() == before
    batch = Import.objects.first()
    assert batch is not None
    assert batch.state == ImportState.REFUSED
    assert "the lights went out" in batch.problems[0]["reason"]


def test_recorded_columns_are_those_of_the_newest_import_that_had_the_table(tmp_path: Path) -> None:
    load(tmp_path, ssd_person=PEOPLE, ssd_contacts=f"{CONTACTS},local")
    load(tmp_path, as_at=date(2018, 4, 30), ssd_person="pers_person_id,pers_sex")
    refusal(tmp_path, ssd_contacts="")
    assert recorded_columns() == {
        "ssd_person": {"pers_person_id", "pers_sex"},
        "ssd_contacts": set(CONTACTS.split(",")),
    }
    assert latest_as_at() == date(2018, 4, 30)


# One at a time


@pytest.fixture
def another_import_runs() -> Iterator[None]:
    """Some other process has the lock."""
    other = connection.copy()
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        yield
        cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])  # closing alone lets go of it a moment later
    other.close()


def test_a_second_import_at_the_same_time_is_refused(tmp_path: Path, another_import_runs: None) -> None:
    assert [problem.reason for problem in refusal(tmp_path, ssd_person=PEOPLE)] == [
        "Another import is running. Try again when it has ended."
    ]
    assert Import.objects.get().state == ImportState.REFUSED


def test_an_import_that_is_running_is_left_alone_when_its_task_comes_again(
    tmp_path: Path, another_import_runs: None
) -> None:
    batch = start_import(path=tmp_path, as_at=A, by=None, source="x")
    Import.objects.update(state=ImportState.RUNNING)
    assert run_import(batch=batch, path=tmp_path).state == ImportState.RUNNING


def test_an_import_that_has_ended_meanwhile_is_not_run_again(tmp_path: Path) -> None:
    path = write(tmp_path, ssd_person=PEOPLE)
    batch = start_import(path=path, as_at=A, by=None, source="x")
    run_import(batch=Import.objects.get(), path=path)
    assert run_import(batch=batch, path=path).state == ImportState.FINISHED
    assert (batch.tables.get().added, Import.objects.get().problems) == (2, [])


def test_nothing_is_undone_while_an_import_runs(tmp_path: Path, another_import_runs: None) -> None:
    with pytest.raises(ImportRefused, match="wait until it has ended"):
        undo_last_import(by=None)


def test_an_import_whose_process_died_is_ended_by_the_next(tmp_path: Path) -> None:
    dead = start_import(path=tmp_path, as_at=A, by=None, source="x")
    Import.objects.update(state=ImportState.RUNNING)
    load(tmp_path, ssd_person=PEOPLE)
    dead.refresh_from_db()
    assert dead.state == ImportState.REFUSED
    assert "interrupted" in dead.problems[0]["reason"]


@pytest.mark.django_db(transaction=True)
def test_how_far_an_import_is_can_be_seen_while_it_runs(tmp_path: Path) -> None:
    seen: list[tuple[str, int, str]] = []
    path = write(tmp_path, ssd_person=PEOPLE)
    batch = start_import(path=path, as_at=A, by=None, source="x")

    def look(percent: int, words: str) -> None:
        thread = threading.Thread(target=ask)
        thread.start()
        thread.join()

    def ask() -> None:
        found = Import.objects.get(pk=batch.pk)
        seen.append((found.state, found.percent, found.progress))
        connection.close()

    run_import(batch=batch, path=path, on_progress=look)
    assert seen[0] == ("waiting", 0, "")
    assert ("running", 0, "Reading ssd_person") in seen
    assert ("running", 70, "Loading ssd_person") in seen
    batch.refresh_from_db()
    assert (batch.state, batch.percent) == (ImportState.FINISHED, 100)
    assert Placement.objects.count() == 0


# What other parts of the product keep about a child


@pytest.fixture
def another_table() -> Iterator[Callable[[Any], type[models.Model]]]:
    """Makes a model outside the records that names a child, by a rule for when the child goes."""
    names = []

    def make(on_delete: Any) -> type[models.Model]:
        child = models.ForeignKey(Child, on_delete=on_delete, related_name="+")
        model = type("Note", (models.Model,), {"child": child, "__module__": Child.__module__})
        names.append(model._meta.model_name)
        with connection.schema_editor() as editor:
            editor.create_model(model)
        return model

    yield make
    for name in names:
        del apps.all_models["tracking"][name]
    apps.clear_cache()


@pytest.mark.parametrize(("on_delete", "left"), [(models.CASCADE, 0), (models.PROTECT, 1)])
def test_what_follows_from_a_record_goes_with_it_and_what_protects_it_keeps_it(
    tmp_path: Path, another_table: Callable[[Any], Any], on_delete: Any, left: int
) -> None:
    load(tmp_path, ssd_person=PEOPLE)
    notes = another_table(on_delete)
    notes.objects.create(child=Child.objects.get(source_id="ann"))
    batch = load(tmp_path, ssd_person="pers_person_id\nbob")
    assert [notes.objects.count(), Child.objects.filter(source_id="ann").count(), len(findings(batch))] == [left] * 3
