"""A programme's sample: drawn by the system, drawn again the same, with what was left out and replaced."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from accounts.models import User
from accounts.roles import Role
from audits.actions.allocating import allocate_cases, reallocate
from audits.actions.moderating import accept
from audits.actions.programmes import Plan, draw_again, draw_sample, plan_programme
from audits.actions.sample import audit_again, replace_case
from audits.models import Audit, Category, Exclusion, HowChosen, LeftOut, SampledCase, State
from audits.sampling import in_order
from tests.audits.scenes import QUARTER, SEED, TEAMS, allocated, drawn, person, submitted
from tracking.models import Assessment, Child, ChildProtectionPlan, CinPlan, Disability

BY_CATEGORY = {Category.CHILD_PROTECTION: 4, Category.LOOKED_AFTER: 2}
EVERYBODY = [f"P{n}" for n in range(1, 10)]


def references(programme_cases: list[SampledCase]) -> list[str]:
    return [case.child.reference for case in programme_cases]


def test_a_sample_is_drawn_by_category_from_the_children_of_the_day(mo: User, alma: User) -> None:
    programme = drawn(mo, [alma], BY_CATEGORY)
    protection, care = programme.strata.all()
    assert programme.frame_day == date(2017, 12, 31) and protection.frame == EVERYBODY
    first = references(list(protection.cases.all()))
    assert first == in_order(SEED, Category.CHILD_PROTECTION, EVERYBODY)[:4]
    assert care.frame == ["P1", "P2", "P3"]
    assert (
        references(list(care.cases.all()))
        == [name for name in in_order(SEED, Category.LOOKED_AFTER, care.frame) if name not in first][:2]
    )
    assert set(care.exclusions.values_list("reference", "reason")) == {
        (name, LeftOut.OTHER_CATEGORY) for name in first if name in care.frame
    }


def test_each_category_has_its_own_children(mo: User, alma: User) -> None:
    one, two, three = (Child.objects.create(source_id=f"N{n}", born_on=date(2010, 1, 1)) for n in (1, 2, 3))
    Assessment.objects.create(child=one, started_on=date(2017, 9, 1), authorised_on=date(2017, 10, 1))
    Assessment.objects.create(child=two, started_on=date(2017, 8, 1), authorised_on=date(2017, 9, 30))
    CinPlan.objects.create(child=two, started_on=date(2017, 10, 1))
    CinPlan.objects.create(child=Child.objects.get(source_id="P4"), started_on=date(2017, 10, 1))
    three.referrals.create(received_on=date(2017, 12, 1))
    for child in (two, three):
        Disability.objects.create(child=child, code="MOB")
    ChildProtectionPlan.objects.filter(child__source_id="P1").update(is_other_authoritys=True)
    ChildProtectionPlan.objects.filter(child__source_id="P2").update(ended_on=date(2017, 12, 31))
    programme = drawn(mo, [alma], dict.fromkeys(Category, 20))
    frames = {stratum.category: stratum.frame for stratum in programme.strata.all()}
    assert frames[Category.ASSESSMENT] == ["N1"]
    assert frames[Category.CHILD_PROTECTION] == EVERYBODY[2:]
    assert frames[Category.CHILD_IN_NEED] == ["N2"], "P4 is on a child protection plan"
    assert frames[Category.DISABILITY] == ["N3"], "nobody has an open case of N2"


def test_who_died_and_who_is_an_adult_is_left_out_with_the_reason(mo: User, alma: User) -> None:
    Child.objects.filter(source_id="P1").update(died_on=date(2017, 12, 1))
    Child.objects.filter(source_id="P2").update(born_on=date(1999, 12, 31))
    programme = drawn(mo, [alma], {Category.CHILD_PROTECTION: 9})
    assert set(Exclusion.objects.values_list("reference", "reason")) == {("P1", "died"), ("P2", "adult")}
    assert sorted(references(list(programme.strata.get().cases.all()))) == EVERYBODY[2:]


def test_drawing_again_gives_the_same_list_even_when_records_have_changed_since(
    mo: User, mia: User, alma: User
) -> None:
    programme = drawn(mo, [alma], BY_CATEGORY)
    assert [(one.same_sample, one.same_frame) for one in draw_again(by=mia, programme=programme)] == [(True, True)] * 2
    ChildProtectionPlan.objects.filter(child__source_id="P5").delete()
    assert [(one.same_sample, one.same_frame) for one in draw_again(by=mia, programme=programme)] == [
        (True, False),
        (True, True),
    ]
    SampledCase.objects.filter(place=1, stratum=programme.strata.first()).update(place=100)
    assert not draw_again(by=mia, programme=programme)[0].same_sample


def test_a_sample_is_drawn_once_and_the_system_makes_the_seed(mo: User, alma: User) -> None:
    plan = Plan(QUARTER, {Category.CHILD_PROTECTION: 2}, [alma])
    programme = draw_sample(by=mo, programme=plan_programme(by=mo, plan=plan))
    assert len(programme.seed) == 16
    for again in (
        lambda: draw_sample(by=mo, programme=programme),
        lambda: plan_programme(by=mo, plan=plan, programme=programme),
    ):
        with pytest.raises(ValidationError, match="drawn"):
            again()


def test_a_child_audited_within_twelve_months_is_left_out_unless_asked_for(mo: User, alma: User) -> None:
    audit = allocated(mo, [alma])
    accept(by=mo, audit=submitted(audit))
    child = audit.case.child.reference
    SampledCase.objects.exclude(pk=audit.case_id).update(
        left_out_at=audit.allocated_at, left_out_by=mo, left_out_because="Not here"
    )
    plans = {
        with_recent: Plan(
            f"2018/19 Q{1 + with_recent}", {Category.CHILD_PROTECTION: 9}, [alma], with_recent=with_recent
        )
        for with_recent in (False, True)
    }
    without = draw_sample(by=mo, programme=plan_programme(by=mo, plan=plans[False]))
    assert list(without.strata.get().exclusions.values_list("reference", "reason")) == [(child, LeftOut.RECENT)]
    SampledCase.objects.filter(stratum__programme=without).update(
        left_out_at=audit.allocated_at, left_out_by=mo, left_out_because="Not here"
    )
    with_it = draw_sample(by=mo, programme=plan_programme(by=mo, plan=plans[True]))
    assert child in references(list(with_it.strata.get().cases.all()))


def test_a_replacement_is_the_next_of_the_draw_and_both_are_kept(mo: User, alma: User) -> None:
    programme = drawn(mo, [alma], moderation_share=100)
    case = programme.strata.get().cases.first()
    assert case is not None
    found = replace_case(by=mo, case=case, because="The record is at court.")
    assert found and found.child.reference == in_order(SEED, Category.CHILD_PROTECTION, EVERYBODY)[3]
    assert (found.how, found.replaces, found.place, found.in_moderation_share) == (HowChosen.REPLACEMENT, case, 4, True)
    case.refresh_from_db()
    assert (case.left_out_by, case.left_out_because) == (mo, "The record is at court.")
    assert all(one.same_sample for one in draw_again(by=mo, programme=programme))


def test_replacing_withdraws_an_audit_that_is_not_submitted_and_refuses_one_that_is(mo: User, alma: User) -> None:
    audit = allocated(mo, [alma])
    replace_case(by=mo, case=audit.case, because="The family moved.")
    audit.refresh_from_db()
    assert audit.state == State.WITHDRAWN
    other = submitted(Audit.objects.exclude(pk=audit.pk)[0])
    with pytest.raises(ValidationError, match="submitted"):
        replace_case(by=mo, case=other.case, because="The family moved.")


def test_where_the_frame_has_no_other_child_nothing_takes_the_place(mo: User, alma: User) -> None:
    programme = drawn(mo, [alma], {Category.CHILD_PROTECTION: 9})
    case = programme.strata.get().cases.first()
    assert case and replace_case(by=mo, case=case, because="Moved.") is None


def test_cases_are_allocated_evenly_with_a_due_day_and_what_is_left_over_is_named(mo: User, alma: User) -> None:
    east = person("Edith", Role.AUDITOR, team="T1")
    west = person("Walter", Role.AUDITOR, team="T2", worker="W1")
    programme = drawn(mo, [east, west], {Category.CHILD_PROTECTION: 9})
    audits, left = allocate_cases(by=mo, programme=programme)
    given = {audit.case.child.reference: audit.auditor for audit in audits}
    assert given == {f"P{n}": east for n in (2, 4, 6, 8)}, "W1 has had the odd ones, and West has the even ones"
    assert sorted(references(left)) == ["P1", "P3", "P5", "P7", "P9"]
    assert {audit.due_on for audit in audits} == {date(2018, 1, 29)}, "20 working days after 31 December"
    programme.auditors.add(alma)
    more, left = allocate_cases(by=mo, programme=programme)
    assert {audit.auditor for audit in more} == {alma} and not left


def test_an_audit_goes_to_another_auditor_but_not_to_one_of_the_childs_team(mo: User, alma: User, ada: User) -> None:
    audit = allocated(mo, [alma])
    with pytest.raises(ValidationError, match="no auditor of this programme"):
        reallocate(by=mo, audit=audit, auditor=ada)
    theirs = person("Theirs", Role.AUDITOR, team=TEAMS[int(audit.case.child.reference[1:]) % 2])
    audit.programme.auditors.add(ada, theirs)
    with pytest.raises(ValidationError, match="may not audit"):
        reallocate(by=mo, audit=audit, auditor=theirs)
    assert reallocate(by=mo, audit=audit, auditor=ada).auditor == ada


def test_a_final_audit_is_done_again_in_a_later_programme(mo: User, alma: User) -> None:
    audit = allocated(mo, [alma])
    with pytest.raises(ValidationError, match="final"):
        audit_again(by=mo, audit=audit, programme=audit.programme)
    audit = accept(by=mo, audit=submitted(audit))
    plan = Plan("2018/19 Q1", {Category.CHILD_PROTECTION: 1}, [alma])
    later = draw_sample(by=mo, programme=plan_programme(by=mo, plan=plan))
    case = audit_again(by=mo, audit=audit, programme=later)
    assert (case.how, case.re_audit_of, case.child) == (HowChosen.RE_AUDIT, audit, audit.case.child)
    with pytest.raises(ValidationError, match="already"):
        audit_again(by=mo, audit=audit, programme=later)


@pytest.mark.parametrize(
    ("plan", "why"),
    [
        ({"wanted": {}}, "how many"),
        ({"auditors": []}, "at least one auditor"),
        ({"auditors": "moderators"}, "May not audit: Mo"),
    ],
)
def test_a_plan_that_makes_no_sense_is_refused(mo: User, alma: User, plan: dict, why: str) -> None:
    given = {"quarter": QUARTER, "wanted": {Category.CHILD_PROTECTION: 1}, "auditors": [alma]} | plan
    given["auditors"] = [mo] if given["auditors"] == "moderators" else given["auditors"]
    with pytest.raises(ValidationError, match=why):
        plan_programme(by=mo, plan=Plan(**given))


def test_only_who_runs_the_programme_plans_draws_allocates_and_replaces(mo: User, alma: User) -> None:
    programme = drawn(mo, [alma])
    case = programme.strata.get().cases.first()
    assert case is not None
    for act in (
        lambda: plan_programme(by=alma, plan=Plan(QUARTER, {Category.CHILD_PROTECTION: 1}, [alma])),
        lambda: draw_sample(by=alma, programme=programme),
        lambda: draw_again(by=alma, programme=programme),
        lambda: allocate_cases(by=alma, programme=programme),
        lambda: replace_case(by=alma, case=case, because="I know them."),
    ):
        with pytest.raises(PermissionDenied):
            act()


def test_exclusions_stay_as_they_are(mo: User, alma: User) -> None:
    Child.objects.filter(source_id="P1").update(died_on=date(2017, 12, 1))
    drawn(mo, [alma])
    with pytest.raises(Exception, match="Cannot update or delete"), transaction.atomic():
        Exclusion.objects.update(reference="P2")
    with pytest.raises(IntegrityError), transaction.atomic():
        SampledCase.objects.update(left_out_because="Half", left_out_at="2018-01-01 00:00+00")
