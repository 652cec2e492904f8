"""The audit programmes of the demonstration authority: the published quarters, and what is under way at their end.

Plans, samples, replacements and allocations are made by the product's own actions, from the children as known then; the
judgements are written as the actions of auditors and moderators write them, with the counts that the report prints.
"""

from datetime import date, timedelta
from random import Random

from django.db import transaction

from accounts.models import Team, User
from accounts.roles import Right, Role
from audits.actions.allocating import allocate_cases
from audits.actions.programmes import Plan, draw_sample, plan_programme
from audits.actions.sample import audit_again, replace_case
from audits.actions.tools import begin_version, write_section
from audits.models import (
    Audit,
    Category,
    HowChosen,
    Judgement,
    ModeratedBecause,
    Programme,
    SampledCase,
    State,
    ToolVersion,
)
from csc_tracker.demo.audits_followed import actions_after
from csc_tracker.demo.audits_held import (
    COLLEAGUES,
    NAMED,
    PROGRAMMES,
    SHARE,
    TOOLS_SINCE,
    WEIGHTS,
    WORKING_DAYS,
    Colleague,
    Held,
)
from csc_tracker.demo.audits_judged import Judged
from csc_tracker.demo.audits_written import Writer, moment
from csc_tracker.demo.published import Published
from csc_tracker.demo.targets import AS_AT
from workdays import Quarter, is_working_day, working_day_after

MEASURES = {judgement: f"AUDIT-{judgement.upper().replace('_', '-')}" for judgement in Judgement}
# Calendar days: the first audit ends so long after the draw, and none waits longer from its submission to its end.
UNTIL_THE_FIRST, WAITS = timedelta(days=14), timedelta(days=5)
FAMILY_SUPPORT = (
    "Does the family worker’s plan serve the child’s plan?",
    "Are sessions with the family recorded?",
)


@transaction.atomic
def hold_audits() -> None:
    """Make the tools, the programmes and their audits, unless there are programmes."""
    if Programme.objects.exists():
        return
    for colleague in COLLEAGUES:
        _take_on(colleague)
    _make_tools(User.objects.filter(roles=[Role.ADMINISTRATOR]).earliest("pk"))
    rng = Random("audits")  # noqa: S311 - made-up audits are no secret
    for held in PROGRAMMES:
        Round(held, rng).hold()


def _take_on(colleague: Colleague) -> None:
    email = f"{colleague.name.lower().replace(' ', '.')}@council.example"
    user = User.objects.create_user(email, name=colleague.name, roles=list(colleague.roles))
    user.teams.set(Team.objects.filter(name=colleague.team) if colleague.team else [])


def _make_tools(by: User) -> None:
    """A published tool for each category, and a draft of one with the section that the report announces."""
    for category in Category:
        version = begin_version(by=by, category=category)
        at = moment(TOOLS_SINCE)
        ToolVersion.objects.filter(pk=version.pk).update(made_at=at, published_at=at, published_by=by)
    draft = begin_version(by=by, category=Category.CHILD_IN_NEED)
    guidance = "Good: the family can say what they practised, and what changed at home."
    write_section(
        by=by, version=draft, section=None, title="Family support", guidance=guidance, questions=FAMILY_SUPPORT
    )


class Round:
    """One programme, from its plan to where it stands at the end."""

    def __init__(self, held: Held, rng: Random) -> None:
        self.held, self.rng, self.writer = held, rng, Writer()
        self.titles: dict[int, dict[int, str]] = {}
        self.moderators = list(User.objects.filter(roles=[Role.MODERATOR]).order_by("pk"))
        self.moderator = self.moderators[0]
        self.owners = [user for user in User.objects.order_by("pk") if user.may(Right.RECORD)]

    def hold(self) -> None:
        """Plan, draw, allocate, judge."""
        finals = self._finals()
        count = len(finals) + len(self.held.under_way)
        audits = self._allocate(self._draw(count + self.held.unallocated))
        for number, (audit, (day, overall)) in enumerate(zip(audits, finals, strict=False)):
            self._end(audit, overall, day, number)
        for audit, (state, overall) in zip(audits[len(finals) :], self.held.under_way, strict=True):
            self._begin(audit, state, overall)
        self.writer.write()

    def _finals(self) -> list[tuple[date, str]]:
        """The day and the judgement of every audit that the report counts; Good ones come a little later."""
        cells, judgements = Published.read().cells, []
        for judgement, measure in MEASURES.items():
            if cell := cells.get((measure, self.held.quarter)):
                judgements += [str(judgement)] * int(cell.text.partition("/")[0])
        judgements.sort(key=lambda judgement: (judgement == Judgement.GOOD) + 1.5 * self.rng.random())
        last = min(Quarter.parse(self.held.quarter).last, AS_AT)
        days = sorted(self._day(self.held.drawn_on + UNTIL_THE_FIRST, last) for _ in judgements)
        return list(zip(days, judgements, strict=True))

    def _day(self, first: date, last: date) -> date:
        """A working day from first to last; the last where there is none."""
        days = (first + timedelta(days=n) for n in range((last - first).days + 1))
        return self.rng.choice([day for day in days if is_working_day(day)] or [last])

    def _draw(self, count: int) -> Programme:
        """The sample; some cases of Inadequate audits are audited again, and one case is replaced."""
        again = self._to_audit_again()
        auditors = [user for user in User.objects.order_by("pk") if user.may(Right.AUDIT)]
        plan = Plan(self.held.quarter, _spread(count - len(again)), auditors, SHARE, WORKING_DAYS)
        programme = draw_sample(
            by=self.moderator,
            programme=plan_programme(by=self.moderator, plan=plan),
            seed=f"demonstration {self.held.quarter}",
            as_at=self.held.drawn_on,
        )
        for audit in again:
            audit_again(by=self.moderator, audit=audit, programme=programme)
        self._replace(programme, 1, "The record is with the court for the final hearing.")
        return programme

    def _to_audit_again(self) -> list[Audit]:
        poor = Audit.objects.filter(counted_as__judgement=Judgement.INADEQUATE)
        return list(poor.select_related("case__child", "case__stratum").order_by("final_on", "pk")[: self.held.again])

    def _replace(self, programme: Programme, count: int, because: str) -> None:
        cases = SampledCase.objects.filter(stratum__programme=programme, left_out_at=None, how=HowChosen.DRAWN)
        for case in list(cases.order_by("-place", "pk")[:count]):
            replace_case(by=self.moderator, case=case, because=because)

    def _allocate(self, programme: Programme) -> list[Audit]:
        """The audits in the order in which they end, those that do not last; all dated to the day of the draw."""
        allocate_cases(by=self.moderator, programme=programme)
        self._replace(programme, self.held.unallocated, "The family has moved to another authority.")
        at, due_on = moment(self.held.drawn_on), working_day_after(self.held.drawn_on, WORKING_DAYS)
        Programme.objects.filter(pk=programme.pk).update(planned_at=at, drawn_at=at)
        cases = SampledCase.objects.filter(stratum__programme=programme)
        cases.exclude(left_out_at=None).update(left_out_at=at)
        audits = Audit.objects.filter(case__in=cases)
        audits.update(allocated_at=at, due_on=due_on)
        there = audits.exclude(state=State.WITHDRAWN).select_related("auditor", "case__stratum", "tool")
        found, late = list(there.order_by("pk")), User.objects.filter(roles=[Role.AUDITOR]).earliest("pk")
        self.rng.shuffle(found)
        return sorted(found, key=lambda audit: self.held.is_late and audit.auditor_id == late.pk)

    def _end(self, audit: Audit, overall: str, day: date, number: int) -> None:
        """It is submitted, moderated if it is to be, and final on the day."""
        if number % NAMED == NAMED - 1:
            self.writer.have_moderated(audit, ModeratedBecause.NAMED)
        judged = self._judge(audit, overall, self._day(max(self.held.drawn_on, day - WAITS), day))
        moderator = self.moderators[number % len(self.moderators)]
        if judged.second:
            self.writer.moderate(audit, judged.second, moderator, day)
        self.writer.finish(audit, judged.final, moderator, day)

    def _begin(self, audit: Audit, state: State, overall: str) -> None:
        """It is as far as the state."""
        day = self._day(self.held.drawn_on + WAITS, AS_AT)
        if state == State.DRAFT:
            self.writer.draft(audit, self._judged(audit, overall).first, day)
        elif state == State.SUBMITTED:
            self._judge(audit, overall, day)
        elif state == State.MODERATED:
            self.writer.have_moderated(audit, ModeratedBecause.NAMED)
            judged = self._judge(audit, overall, day)
            if judged.second:
                self.writer.moderate(audit, judged.second, self.moderator, AS_AT)

    def _judge(self, audit: Audit, overall: str, day: date) -> Judged:
        """It is submitted on the day, with what must be done."""
        if overall == Judgement.INADEQUATE and not audit.is_for_moderation:
            self.writer.have_moderated(audit, ModeratedBecause.INADEQUATE)
        judged = self._judged(audit, overall)
        self.writer.submit(audit, judged.first, day)
        titles = self._titles(audit)
        self.writer.actions += actions_after(self.rng, audit, judged.first, titles, day, self.owners)
        return judged

    def _judged(self, audit: Audit, overall: str) -> Judged:
        first = overall if audit.moderated_because == ModeratedBecause.INADEQUATE else ""
        differ = self.held.differ if audit.is_for_moderation else None
        return Judged.make(self.rng, self._titles(audit), overall, differ=differ, first=first)

    def _titles(self, audit: Audit) -> dict[int, str]:
        if audit.tool_id not in self.titles:
            self.titles[audit.tool_id] = dict(audit.tool.sections.values_list("pk", "title"))
        return self.titles[audit.tool_id]


def _spread(count: int) -> dict[str, int]:
    """So many audits over the categories, by weight; what rounding leaves goes to the first."""
    whole = sum(WEIGHTS.values())
    wanted = {str(category): count * weight // whole for category, weight in WEIGHTS.items()}
    wanted[Category.ASSESSMENT] += count - sum(wanted.values())
    return wanted
