"""The pages on which analysts import: upload, watch, read the report, export it, undo."""

import io
import zipfile
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from celery import current_app, shared_task
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from accounts.models import AccessLog, User
from accounts.roles import Role
from tests.accessibility import violations
from tests.tracking.importing import CONTACTS, PEOPLE, A, everything, load, nothing
from tracking import tasks
from tracking.actions.imports import ImportRefused, receive_upload
from tracking.models import Child, Import, ImportState

pytestmark = pytest.mark.django_db
followed: list[str] = []


@shared_task(name="tests.follow")
def follow() -> None:
    """Stands for what another part of the product does after an import."""
    followed.append("followed")


@pytest.fixture(autouse=True)
def _folders_and_tasks(tmp_path: Path, settings: Settings) -> Iterator[None]:
    """Uploads lie in a folder of the test; tasks run here and now."""
    settings.UPLOAD_FOLDER = tmp_path / "uploads"
    settings.AFTER_IMPORT_TASKS = ["tests.follow"]
    followed.clear()
    current_app.conf.task_always_eager = True
    yield
    current_app.conf.task_always_eager = False


@pytest.fixture
def ana() -> User:
    return User.objects.create_user("ana@council.example", name="Ana", roles=[Role.ANALYST])


@pytest.fixture
def as_ana(client: Client, ana: User) -> Client:
    client.force_login(ana, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def zipped(**files: str) -> SimpleUploadedFile:
    """A .zip as a browser sends it."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, text in files.items():
            archive.writestr(f"{name}.csv", text)
    return SimpleUploadedFile("march.zip", content.getvalue())


def text_of(client: Client, name: str, **parameters: object) -> str:
    return client.get(reverse(name, kwargs=parameters)).content.decode()


def test_an_upload_is_loaded_its_file_deleted_and_what_follows_is_sent(
    as_ana: Client, ana: User, settings: Settings, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        answer = as_ana.post(reverse("new_import"), {"file": zipped(ssd_person=PEOPLE), "as_at": "2018-03-31"})
        batch = Import.objects.get()
        assert answer["Location"] == reverse("import", kwargs={"pk": batch.pk})
        assert len(list(settings.UPLOAD_FOLDER.iterdir())) == 1
    batch.refresh_from_db()
    assert (batch.state, batch.source, batch.by, batch.as_at) == (ImportState.FINISHED, "march.zip", ana, A)
    assert list(settings.UPLOAD_FOLDER.iterdir()) == []
    assert Child.objects.count() == 2
    assert followed == ["followed"]
    assert "march.zip" in text_of(as_ana, "imports")


def test_an_upload_that_is_refused_says_why_and_its_file_is_deleted(
    as_ana: Client, settings: Settings, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    contacts = f"{CONTACTS}\n1,<b>zoe</b>,2017-05-01"
    sent = {"file": zipped(ssd_person=PEOPLE, ssd_contacts=contacts), "as_at": "2018-03-31", "strict": "on"}
    with django_capture_on_commit_callbacks(execute=True):
        as_ana.post(reverse("new_import"), sent)
    said = text_of(as_ana, "import", pk=Import.objects.get().pk)
    assert "a strict import allows none" in said
    assert "&lt;b&gt;zoe" in said
    assert "<b>zoe" not in said
    assert list(settings.UPLOAD_FOLDER.iterdir()) == []
    assert followed == []
    assert everything() == nothing()


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"file": SimpleUploadedFile("a.zip", b"no zip")}, "Choose a .zip file"),
        ({"file": ""}, "Extract"),
        ({"as_at": "31 March"}, "Extracted on"),
        ({"as_at": str(timezone.localdate() + timedelta(days=2))}, "must be today or earlier"),
    ],
)
def test_a_form_that_is_wrong_is_shown_again(as_ana: Client, changed: dict[str, object], said: str) -> None:
    answer = as_ana.post(reverse("new_import"), {"file": zipped(ssd_person=PEOPLE), "as_at": "2018-03-31"} | changed)
    assert (answer.status_code, said in answer.content.decode()) == (400, True)
    assert not Import.objects.exists()


def test_names_of_uploads_are_never_used_for_files(ana: User, settings: Settings) -> None:
    batch = receive_upload(file=io.BytesIO(b""), name="../../" + "x" * 600 + ".zip", as_at=A, by=ana)
    kept = next(settings.UPLOAD_FOLDER.iterdir())
    assert (kept.name, len(batch.source), oct(kept.stat().st_mode)[-3:]) == (batch.upload, 500, "600")
    assert "x" not in kept.stem


def test_an_upload_that_breaks_off_leaves_no_file(ana: User, settings: Settings) -> None:
    class Broken(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            raise OSError("the line broke")

    with pytest.raises(OSError, match="the line broke"):
        receive_upload(file=Broken(), name="march.zip", as_at=A, by=ana)
    assert list(settings.UPLOAD_FOLDER.iterdir()) == []


def test_a_task_that_comes_again_does_nothing(ana: User, tmp_path: Path) -> None:
    batch = receive_upload(file=zipped(ssd_person=PEOPLE), name="march.zip", as_at=A, by=ana)
    assert tasks.run_upload(batch.pk) == ImportState.FINISHED
    assert tasks.run_upload(batch.pk) == "nothing to do"
    assert Import.objects.get().tables.get().added == 2


def test_a_task_whose_upload_is_gone_refuses_it(ana: User, settings: Settings) -> None:
    batch = receive_upload(file=zipped(ssd_person=PEOPLE), name="march.zip", as_at=A, by=ana)
    next(settings.UPLOAD_FOLDER.iterdir()).unlink()
    assert tasks.run_upload(batch.pk) == ImportState.REFUSED


def test_an_import_under_way_shows_how_far_it_is_and_then_its_report(as_ana: Client, tmp_path: Path) -> None:
    batch = load(tmp_path, ssd_person=PEOPLE)
    page = {"pk": batch.pk}
    assert as_ana.get(reverse("import_progress", kwargs=page))["HX-Refresh"] == "true"
    Import.objects.update(state=ImportState.WAITING, progress="", percent=0)
    assert "Waiting for a worker" in text_of(as_ana, "import", **page)
    Import.objects.update(state=ImportState.RUNNING, progress="Reading ssd_person", percent=40)
    assert "Reading ssd_person: 40%" in text_of(as_ana, "import", **page)
    piece = text_of(as_ana, "import_progress", **page)
    assert "<html" not in piece
    assert 'hx-trigger="every 2s"' in piece
    assert f'href="{reverse("import", kwargs=page)}"' in piece


def test_findings_can_be_narrowed_and_exported(as_ana: Client, tmp_path: Path) -> None:
    people = "pers_person_id,pers_sex,pers_ethnicity\nann,X,\nbob,=Y,Q"
    batch = load(tmp_path, ssd_person=people, ssd_contacts=f"{CONTACTS}\n1,zoe,2017-05-01")
    url = reverse("import", kwargs={"pk": batch.pk})
    assert "4 findings" in as_ana.get(url).content.decode()
    assert "1 finding<" in as_ana.get(url, {"grade": "set_aside"}).content.decode()
    assert "3 findings" in as_ana.get(url, {"table": "ssd_person"}).content.decode()
    assert "2 findings" in as_ana.get(url, {"key": "bob"}).content.decode()
    assert "1 finding<" in as_ana.get(url, {"column": "pers_ethnicity"}).content.decode()
    answer = as_ana.get(reverse("export_findings", kwargs={"pk": batch.pk}))
    lines = b"".join(answer.streaming_content).decode().splitlines()
    assert len(lines) == 5
    assert "ssd_person,3,pers_sex,'=Y,is no code of its list,Questioned,bob" in lines
    assert AccessLog.objects.first().action == "Exported the findings of an import"


def test_the_last_import_is_undone_after_a_question(
    as_ana: Client, tmp_path: Path, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    first, last = load(tmp_path, ssd_person=PEOPLE), load(tmp_path, ssd_person="pers_person_id\nzoe")
    undo = reverse("undo_import", kwargs={"pk": last.pk})
    assert undo in text_of(as_ana, "import", pk=last.pk)
    assert reverse("undo_import", kwargs={"pk": first.pk}) not in text_of(as_ana, "import", pk=first.pk)
    assert "Only the last finished import" in text_of(as_ana, "undo_import", pk=first.pk)
    assert Child.objects.get().source_id == "zoe"
    as_ana.get(undo)
    assert Child.objects.get().source_id == "zoe", "looking at the question changes nothing"
    with django_capture_on_commit_callbacks(execute=True):
        answer = as_ana.post(undo, follow=True)
    assert "as they were before this import" in answer.content.decode()
    assert "Undone" in answer.content.decode()
    assert Child.objects.count() == 2
    assert followed == ["followed"]


def test_a_second_click_does_not_undo_the_import_before(as_ana: Client, tmp_path: Path) -> None:
    load(tmp_path, ssd_person=PEOPLE)
    last = load(tmp_path, ssd_person="pers_person_id\nzoe")
    for _ in range(2):
        answer = as_ana.post(reverse("undo_import", kwargs={"pk": last.pk}), follow=True)
    assert "only that one can be undone" in answer.content.decode()
    assert Child.objects.count() == 2


def test_a_refusal_of_an_upload_by_a_worker_leaves_no_error_behind(ana: User) -> None:
    batch = receive_upload(file=zipped(local="a"), name="march.zip", as_at=A, by=ana)
    try:
        assert tasks.run_upload(batch.pk) == ImportState.REFUSED
    except ImportRefused:
        pytest.fail("A refusal is an answer, not an error of the task.")


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_in_a_browser_the_page_of_an_import_follows_it_and_is_free_of_barriers(
    ana: User, page_as: Callable[[User], Page], tmp_path: Path
) -> None:
    contacts = f"{CONTACTS}\n1,zoe,2017-05-01"
    batch = load(tmp_path, ssd_person=PEOPLE, ssd_contacts=contacts)
    Import.objects.update(state=ImportState.RUNNING, progress="Reading ssd_person", percent=40)
    page = page_as(ana)
    page.goto(reverse("import", kwargs={"pk": batch.pk}))
    assert page.get_by_text("Reading ssd_person: 40%").is_visible()
    found = violations(page)
    Import.objects.update(percent=60)
    page.get_by_text("Reading ssd_person: 60%").wait_for()
    Import.objects.update(state=ImportState.FINISHED)
    page.get_by_role("link", name="Undo this import").wait_for()
    found += violations(page)
    for url in (reverse("imports"), reverse("new_import"), reverse("undo_import", kwargs={"pk": batch.pk})):
        page.goto(url)
        found += violations(page)
    assert found == []
    page.get_by_role("button", name="Undo this import").click()
    page.get_by_text("as they were before this import").wait_for()
    assert not Child.objects.exists()
