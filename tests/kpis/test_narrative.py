"""The month in words: what rules draft, what people make of it, who signs, and whether its numbers still hold."""

import re
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from kpis.actions.narrative import (
    ChangedMeanwhile,
    draft_month,
    edit_statement,
    sign_statement,
    withdraw_statement,
    write_statement,
)
from kpis.models import Build, Figure, Statement, StatementKind
from kpis.narrative.checking import contradictions
from kpis.narrative.known import Known
from kpis.narrative.reading import all_contradictions, statements_of
from tests.kpis.narrative_scene import JULY, made, person

pytestmark = pytest.mark.django_db
WORDS = "{96.7% = CSC 022 2017-07} of referrals were decided in time."


@pytest.fixture
def build(tmp_path: Path) -> Build:
    return made(tmp_path)


def drafted(build: Build, code: str = "CSC 022") -> Statement:
    draft_month(build=build, month=JULY, by=person(Role.ANALYST))
    return Statement.objects.get(measure=code)


def written(build: Build, text: str = WORDS) -> Statement:
    return write_statement(
        build=build,
        month=JULY,
        section="referrals-timeliness",
        kind=StatementKind.PERFORMING_WELL,
        text=text,
        by=person(Role.ANALYST),
    )


def wrong(build: Build, statement: Statement) -> list[str]:
    return [each.words for each in contradictions(Known(build), statement)]


def test_a_target_met_for_the_second_month_is_performing_well_and_says_so(build: Build) -> None:
    statement = drafted(build)
    assert (statement.kind, statement.section) == (StatementKind.PERFORMING_WELL, "referrals-timeliness")
    assert statement.text.startswith(
        "96.7% of referrals were completed within 24 hours in July 2017, better than the target of 90% for the second "
        "month in a row."
    )
    assert "better than England (60% in 2016/17)" in statement.text


def test_a_target_missed_needs_to_improve(build: Build) -> None:
    draft_month(build=build, month=JULY - 2, by=person(Role.ANALYST))
    statement = Statement.objects.get(measure="CSC 022")
    assert statement.kind == StatementKind.NEEDS_TO_IMPROVE
    assert "66.7% of referrals" in statement.text and "short of the target of 90%, as in every month" in statement.text


def test_small_numbers_are_never_quoted(build: Build) -> None:
    draft_month(build=build, month=JULY, by=person(Role.ANALYST))
    for statement in Statement.objects.all():
        for count in re.findall(r"\((\d+) of (\d+)\)", statement.text):
            assert not {int(count[0]), int(count[1]), int(count[1]) - int(count[0])} & {1, 2, 3, 4}
        assert wrong(build, statement) == []


def test_drafting_again_leaves_what_people_wrote(build: Build) -> None:
    statement = drafted(build)
    edit_statement(build=build, pk=statement.pk, version=1, text="Nearly all in time.", by=person(Role.ANALYST))
    own = written(build)
    untouched = set(Statement.objects.untouched().values_list("pk", flat=True))
    draft_month(build=build, month=JULY, by=person(Role.ANALYST))
    assert Statement.objects.get(measure="CSC 022").text == "Nearly all in time."
    assert Statement.objects.filter(pk=own.pk).exists()
    assert not Statement.objects.filter(pk__in=untouched).exists()


def test_a_number_that_no_longer_matches_is_said(build: Build) -> None:
    statement = written(build)
    assert statement.text == "96.7% of referrals were decided in time." and wrong(build, statement) == []
    Figure.objects.filter(build=build, measure="CSC 022", period="2017-07", scope="authority").update(numerator=15)
    assert wrong(build, statement) == ["It says 96.7%; CSC 022 2017-07 is now 50.0%."]
    Figure.objects.filter(build=build, measure="CSC 022").delete()
    assert wrong(build, statement) == ["It says 96.7%; CSC 022 2017-07 is no longer there."]


def test_an_edited_number_still_claims_what_it_claimed(build: Build) -> None:
    statement = written(build)
    edited = edit_statement(
        build=build, pk=statement.pk, version=1, text="97.0% of referrals were timely.", by=person(Role.ANALYST)
    )
    assert wrong(build, edited) == ["It says 97.0%; CSC 022 2017-07 is now 96.7%."]


def test_a_mark_writes_the_figure_and_one_that_names_none_is_refused(build: Build) -> None:
    assert written(build, "It was {CSC 022 2017-07}.").text == "It was 96.7%."
    with pytest.raises(ValidationError, match="names no figure|no figure"):
        written(build, "It was {CSC 999 2017-07}.")


def test_editing_takes_the_signature_off(build: Build) -> None:
    statement = written(build)
    signed = sign_statement(pk=statement.pk, version=1, by=person(Role.DIRECTOR))
    assert signed.signed_by == person(Role.DIRECTOR)
    edited = edit_statement(build=build, pk=statement.pk, version=2, text="Well.", by=person(Role.ANALYST))
    assert (edited.signed_by, edited.signed_at, edited.edited_by) == (None, None, person(Role.ANALYST))


def test_whoever_signs_a_signed_statement_again_leaves_the_first_signature(build: Build) -> None:
    statement = written(build)
    sign_statement(pk=statement.pk, version=1, by=person(Role.DIRECTOR))
    other = User.objects.create_user("second.director@council.example", name="Second", roles=[Role.DIRECTOR])
    assert sign_statement(pk=statement.pk, version=2, by=other).signed_by == person(Role.DIRECTOR)


def test_a_priority_is_withdrawn_with_its_updates(build: Build) -> None:
    analyst = person(Role.ANALYST)
    said = {"build": build, "month": JULY, "section": "referrals", "by": analyst}
    priority = write_statement(kind=StatementKind.PRIORITY, text="Fewer re-referrals.", **said)
    update = write_statement(kind=StatementKind.UPDATE, text="Begun.", about=priority, **said)
    withdraw_statement(pk=priority.pk, version=1, reason="Done", by=analyst)
    update.refresh_from_db()
    assert (update.withdrawn_because, update.withdrawn_by) == ("Done", analyst)


def test_a_wrong_number_of_a_sections_analysis_is_told_on_the_front_page_too(build: Build) -> None:
    said = {"build": build, "month": JULY, "section": "referrals", "by": person(Role.ANALYST)}
    write_statement(kind=StatementKind.ANALYSIS, text="{70% = CSC 022 2017-07} were decided in time.", **said)
    assert [each.words for _, each in all_contradictions(Known(build), statements_of(JULY))] == [
        "It says 70%; CSC 022 2017-07 is now 96.7%."
    ]


def test_of_a_section_one_thing_is_said_to_be_well_or_changed(build: Build) -> None:
    draft_month(build=build, month=JULY, by=person(Role.ANALYST))
    brief = Statement.objects.filter(kind__in=(StatementKind.PERFORMING_WELL, StatementKind.CHANGED))
    assert brief.count() == brief.values("kind", "section").distinct().count() > 0


def test_what_a_person_said_of_a_section_is_not_said_again_by_rules(build: Build) -> None:
    kind = drafted(build).kind
    said = {"build": build, "month": JULY, "section": "referrals-timeliness", "by": person(Role.ANALYST)}
    write_statement(kind=kind, text="Nearly all in time.", **said)
    draft_month(build=build, month=JULY, by=person(Role.ANALYST))
    assert not Statement.objects.filter(kind=kind, section="referrals-timeliness", written_by=None).exists()


def test_nobody_changes_or_signs_another_text_than_they_saw(build: Build) -> None:
    statement = written(build)
    edit_statement(build=build, pk=statement.pk, version=1, text="Mine.", by=person(Role.ANALYST))
    for change in (
        lambda: edit_statement(build=build, pk=statement.pk, version=1, text="Yours.", by=person(Role.DIRECTOR)),
        lambda: sign_statement(pk=statement.pk, version=1, by=person(Role.DIRECTOR)),
        lambda: withdraw_statement(pk=statement.pk, version=1, reason="Old", by=person(Role.ANALYST)),
    ):
        with pytest.raises(ChangedMeanwhile):
            change()
    statement.refresh_from_db()
    assert (statement.text, statement.signed_by) == ("Mine.", None)


def test_who_may_not_write_or_sign_is_refused(build: Build) -> None:
    statement = written(build)
    for role in set(Role) - {Role.ANALYST, Role.DIRECTOR}:
        with pytest.raises(PermissionDenied):
            edit_statement(build=build, pk=statement.pk, version=1, text="x", by=person(role))
    with pytest.raises(PermissionDenied):
        sign_statement(pk=statement.pk, version=1, by=person(Role.ANALYST))


def test_an_update_is_about_a_priority(build: Build) -> None:
    with pytest.raises(ValidationError):
        write_statement(
            build=build, month=JULY, section="referrals", kind=StatementKind.UPDATE, text="x", by=person(Role.ANALYST)
        )


def test_the_database_keeps_a_signature_whole(build: Build) -> None:
    statement = written(build)
    with pytest.raises(IntegrityError), transaction.atomic():
        Statement.objects.filter(pk=statement.pk).update(signed_at=timezone.now())


# The pages

MONTH = "/figures/2017-18/month/2017-07/"


def signed_in(role: Role) -> Client:
    client = Client()
    client.force_login(person(role))
    return client


def test_the_front_page_shows_statements_warnings_and_controls_to_those_who_may(build: Build) -> None:
    written(build)
    Figure.objects.filter(build=build, measure="CSC 022", period="2017-07", scope="authority").update(numerator=15)
    for role, may_write, may_sign in ((Role.ANALYST, True, False), (Role.DIRECTOR, True, True)):
        text = signed_in(role).get(MONTH).content.decode()
        assert "96.7% of referrals were decided in time." in text
        assert "It says 96.7%; CSC 022 2017-07 is now 50.0%." in text
        assert ("Draft from the figures" in text) is may_write
        assert (">Sign<" in text) is may_sign
    assert signed_in(Role.TEAM_MANAGER).get(MONTH).status_code == 403


def test_a_month_without_figures_is_not_there(build: Build) -> None:
    assert signed_in(Role.ANALYST).get("/figures/2017-18/month/2017-08/").status_code == 404
    assert signed_in(Role.ANALYST).get("/figures/2017-18/month/?month=2017-05").url == MONTH.replace("07/", "05/")


def test_drafting_writing_editing_signing_and_withdrawing_by_form(build: Build) -> None:
    analyst, director = signed_in(Role.ANALYST), signed_in(Role.DIRECTOR)
    assert analyst.post(f"{MONTH}draft/").url == MONTH
    assert Statement.objects.filter(measure="CSC 022").exists()
    own = {"kind": "analysis", "section": "referrals", "text": "All well.", "about": ""}
    assert analyst.post(f"{MONTH}write/", own).url == MONTH
    statement = Statement.objects.get(kind=StatementKind.ANALYSIS)
    address = f"/figures/statements/{statement.pk}/"
    bad = analyst.post(f"{address}edit/", {"text": "{nothing}", "version": 1})
    assert bad.status_code == 400 and "names no figure" in bad.content.decode()
    assert analyst.post(f"{address}edit/", {"text": "Better.", "version": 1}).url == MONTH
    late = director.post(f"{address}edit/", {"text": "Best.", "version": 1})
    assert late.status_code == 400 and "Somebody else changed this statement" in late.content.decode()
    assert "Better." in late.content.decode() and "Best." in late.content.decode()
    assert director.post(f"{address}edit/", {"text": "Best.", "version": 2}).url == MONTH
    assert director.post(f"{address}sign/", {"version": 3}).url == MONTH
    statement.refresh_from_db()
    assert (statement.text, statement.signed_by) == ("Best.", person(Role.DIRECTOR))
    assert "Best." in director.get("/figures/2017-18/referrals/?month=2017-07").content.decode()
    assert analyst.post(f"{address}withdraw/", {"reason": "Said twice", "version": 4}).url == MONTH
    assert analyst.get(f"{address}edit/").status_code == 404


def test_the_front_page_costs_the_same_queries_however_much_is_said(
    build: Build,
    django_assert_num_queries,  # type: ignore[no-untyped-def]
) -> None:
    client = signed_in(Role.ANALYST)
    for _ in range(2):
        with django_assert_num_queries(13):
            client.get(MONTH)
        draft_month(build=build, month=JULY, by=person(Role.ANALYST))
        written(build)
