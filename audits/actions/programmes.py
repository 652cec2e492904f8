"""Planning a quarter's programme, drawing its sample, and drawing it again to see that it is the same."""

import secrets
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.roles import Right
from audits.frames import Frames, left_out
from audits.models import Category, Exclusion, LeftOut, Programme, SampledCase, Stratum
from audits.sampling import Draw, Wanted, draw, for_moderation, hash_of
from tracking.actions.duties import tracked_day
from tracking.models import Child
from workdays import Quarter


@dataclass(frozen=True)
class Plan:
    """What is planned for a quarter: how many cases of each category, and who may audit them."""

    quarter: str
    wanted: Mapping[str, int]
    auditors: Collection[User]
    moderation_share: int = 10
    working_days: int = 20
    with_recent: bool = False


@dataclass(frozen=True)
class Recheck:
    """What drawing again gave for one category, beside what stands."""

    stratum: Stratum
    same_sample: bool
    same_frame: bool


@transaction.atomic
def plan_programme(*, by: User, plan: Plan, programme: Programme | None = None) -> Programme:
    """Plan the audits of a quarter, or (`programme`) change a plan whose sample is not drawn.

    Raises PermissionDenied where `by` may not run audits, ValidationError for a quarter that has a programme, nobody to
    audit, nothing to audit, and a plan that was drawn already.
    """
    _check_may_run(by)
    programme = _locked(programme) if programme else Programme(planned_by=by)
    _check_plan(programme, plan)
    programme.quarter = str(Quarter.parse(plan.quarter))
    programme.moderation_share, programme.working_days = plan.moderation_share, plan.working_days
    programme.with_recent = plan.with_recent
    programme.full_clean()
    programme.save()
    programme.auditors.set(plan.auditors)
    programme.strata.all().delete()
    Stratum.objects.bulk_create(
        Stratum(programme=programme, category=category, wanted=plan.wanted[category])
        for category in Category
        if plan.wanted.get(category)
    )
    return programme


@transaction.atomic
def draw_sample(*, by: User, programme: Programme, seed: str = "", as_at: date | None = None) -> Programme:
    """Draw the programme's sample from the children as known on `as_at`, the tracked day where it is not given.

    The system makes the seed (another can be given to draw a known sample again elsewhere); it is kept, with the frames
    and whom they left out and why.

    Raises PermissionDenied where `by` may not run audits, ValidationError where the sample is drawn.
    """
    _check_may_run(by)
    programme = _locked(programme)
    _check_not_drawn(programme)
    day = as_at or tracked_day()
    programme.seed, programme.frame_day = seed or secrets.token_hex(8), day
    programme.drawn_at, programme.drawn_by = timezone.now(), by
    strata, frames = list(programme.strata.all()), Frames(day)
    for stratum in strata:
        stratum.frame = frames.of(stratum.category)
        stratum.frame_hash = hash_of(stratum.frame)
        stratum.save()
    out = left_out(day, with_recent=programme.with_recent)
    _keep(programme, strata, _draw(programme, strata, out))
    programme.save()
    return programme


def draw_again(*, by: User, programme: Programme) -> list[Recheck]:
    """Draw the sample a second time from the seed and the frames that were kept, and list the frames afresh from the
    records as they are now; nothing is written.

    Raises PermissionDenied where `by` may not run audits, ValidationError where no sample is drawn.
    """
    _check_may_run(by)
    if not programme.is_drawn or programme.frame_day is None:
        raise ValidationError("No sample is drawn yet.")
    strata = list(programme.strata.all())
    kept = {out.reference: out.reason for s in strata for out in s.exclusions.exclude(reason=LeftOut.OTHER_CATEGORY)}
    draws, frames = _draw(programme, strata, kept), Frames(programme.frame_day)
    return [
        Recheck(
            stratum,
            same_sample=list(again.taken) == _references(stratum) and again.frame_hash == stratum.frame_hash,
            same_frame=hash_of(frames.of(stratum.category)) == stratum.frame_hash,
        )
        for stratum, again in zip(strata, draws, strict=True)
    ]


def _draw(programme: Programme, strata: Collection[Stratum], out: Mapping[str, str]) -> list[Draw]:
    wanted = [Wanted(stratum.category, stratum.wanted, set(stratum.frame)) for stratum in strata]
    return draw(programme.seed, wanted, out, elsewhere=LeftOut.OTHER_CATEGORY)


def _keep(programme: Programme, strata: Collection[Stratum], draws: Collection[Draw]) -> None:
    """Write the cases drawn and the children left out."""
    drawn = [reference for each in draws for reference in each.taken]
    children = children_named(drawn)
    share = for_moderation(programme.seed, drawn, programme.moderation_share)
    for stratum, each in zip(strata, draws, strict=True):
        SampledCase.objects.bulk_create(
            SampledCase(stratum=stratum, child=children[name], place=place, in_moderation_share=name in share)
            for place, name in enumerate(each.taken, 1)
        )
        Exclusion.objects.bulk_create(
            Exclusion(stratum=stratum, reference=name, reason=why) for name, why in each.left_out.items()
        )


def children_named(references: Collection[str]) -> dict[str, Child]:
    """The children with these references."""
    own = [int(name[1:]) for name in references if name[:1] == "C" and name[1:].isdigit()]
    imported = Child.objects.filter(source_id__in=references)
    made_here = Child.objects.filter(source_id=None, pk__in=own)
    return {child.reference: child for child in (*made_here, *imported)}


def _references(stratum: Stratum) -> list[str]:
    """The children that were drawn at first, in order."""
    drawn = stratum.cases.filter(how="drawn").select_related("child")
    return [case.child.reference for case in drawn.order_by("place")]


def _locked(programme: Programme) -> Programme:
    return Programme.objects.select_for_update().get(pk=programme.pk)


def _check_may_run(by: User) -> None:
    if not by.may(Right.RUN_AUDITS):
        raise PermissionDenied("Only whoever runs the audit programme may do this.")


def _check_not_drawn(programme: Programme) -> None:
    if programme.is_drawn:
        raise ValidationError("The sample is drawn: the plan stays as it is.")


def _check_plan(programme: Programme, plan: Plan) -> None:
    _check_not_drawn(programme)
    if not any(plan.wanted.get(category) for category in Category):
        raise ValidationError("Say how many cases of at least one category are to be audited.")
    if not plan.auditors:
        raise ValidationError("Name at least one auditor.")
    if without := [str(user) for user in plan.auditors if not user.may(Right.AUDIT)]:
        raise ValidationError(f"May not audit: {', '.join(without)}. An administrator gives the role of auditor.")
