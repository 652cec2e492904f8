"""The audits of the demonstration authority are audits made here: sampled, judged, moderated, counted."""

from collections import Counter
from datetime import date

import pytest
from django.db.models import Count, F, Q

from accounts.models import User
from accounts.roles import Role
from audits.actions.programmes import draw_again
from audits.conflicts import may_audit
from audits.front import tiles
from audits.lists import to_accept, to_moderate
from audits.models import Audit, AuditAction, Given, Grading, Programme, SampledCase, State
from csc_tracker.demo.audits import hold_audits
from csc_tracker.demo.audits_held import PROGRAMMES
from tests.extracts import counts
from tracking.models import PastAudit
from tracking.recorded import latest_as_at

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
PUBLISHED = {
    "2016/17 Q4": {"good": 7, "requires_improvement": 13, "inadequate": 2},
    "2017/18 Q1": {"good": 7, "requires_improvement": 12, "inadequate": 8},
    "2017/18 Q2": {"good": 18, "requires_improvement": 23, "inadequate": 3},
    "2017/18 Q3": {"good": 21, "requires_improvement": 21, "inadequate": 2},
}


def sign_in(role: Role) -> User:
    return User.objects.filter(roles=[role]).earliest("pk")


def test_the_published_table_is_that_of_final_audits(demonstration: None) -> None:
    """By their final judgements, and by the records that the figures count; none of those was imported."""
    for name, published in PUBLISHED.items():
        final = Grading.objects.filter(given=Given.FINAL, audit__case__stratum__programme__quarter=name)
        assert Counter(final.values_list("overall", flat=True)) == published
        quarter = Programme.objects.get(quarter=name).period
        counted = PastAudit.objects.filter(audited_on__range=(quarter.first, quarter.last))
        assert Counter(counted.values_list("judgement", flat=True)) == published
        assert not counted.exclude(source_id=None).exists()
    assert Grading.objects.filter(given=Given.FINAL).exclude(overall=F("audit__counted_as__judgement")).count() == 0


def test_every_final_audit_went_the_way_of_the_rules(demonstration: None) -> None:
    final = Audit.objects.filter(state=State.FINAL).annotate(
        moderated=Count("gradings", filter=Q(gradings__given=Given.MODERATOR))
    )
    assert not final.filter(moderated_because="", moderated__gt=0).exists()
    assert not final.exclude(moderated_because="").exclude(moderated=1).exists()
    judged_poor = final.filter(gradings__given=Given.AUDITOR, gradings__overall="inadequate")
    assert judged_poor.exists() and not judged_poor.filter(moderated_because="").exists()
    for grading in Grading.objects.prefetch_related("grades", "audit__tool__sections"):
        assert {one.section_id for one in grading.grades.all()} == {s.pk for s in grading.audit.tool.sections.all()}


def test_every_sample_can_be_drawn_again_and_nobody_has_a_case_of_their_team(demonstration: None) -> None:
    programmes = Programme.objects.all()
    assert {each.quarter for each in programmes} == {held.quarter for held in PROGRAMMES}
    for programme in programmes:
        assert {
            (one.same_sample, one.same_frame) for one in draw_again(by=sign_in(Role.MODERATOR), programme=programme)
        } == {(True, True)}
    children = SampledCase.objects.filter(re_audit_of=None).values_list("child", flat=True)
    assert len(children) == len(set(children))
    day = latest_as_at()
    assert day == date(2017, 12, 31)
    under_way = Audit.objects.filter(state=State.ALLOCATED).select_related("case", "auditor")
    assert all(may_audit(audit.auditor, audit.case, day) for audit in under_way)


def test_there_is_work_for_the_auditor_the_moderator_and_the_owners_of_actions(demonstration: None) -> None:
    by_label = {tile.label: tile.count for role in (Role.AUDITOR, Role.MODERATOR) for tile in tiles(sign_in(role))}
    assert by_label["Your audits overdue"] == 2
    moderator = sign_in(Role.MODERATOR)
    assert to_moderate(moderator).filter(state=State.SUBMITTED).count() >= 3
    assert to_moderate(moderator).filter(state=State.MODERATED).exists() and to_accept(moderator).exists()
    waiting = SampledCase.objects.filter(left_out_at=None, audit=None)
    assert waiting.count() == 2
    assert AuditAction.objects.filter(done_at=None, due_on__lt=date(2017, 12, 31)).exists()
    assert AuditAction.objects.exclude(done_at=None).exists()


def test_the_figures_are_built_from_them(demonstration: None) -> None:
    assert counts("AUDIT-GOOD", "2017/18 Q3")[0] == 21


def test_holding_them_again_adds_nothing(demonstration: None) -> None:
    before = Audit.objects.count()
    hold_audits()
    assert Audit.objects.count() == before
