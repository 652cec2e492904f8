"""Rows of judged audits, as the actions of audits write them, but many at once and on days that have passed."""

from datetime import date, datetime, time
from typing import Any

from django.utils import timezone

from accounts.models import User
from audits.answers import WHOLE, Answers
from audits.models import Audit, AuditAction, DraftJudgement, Given, Grade, Grading, ModeratedBecause, State
from tracking.models import PastAudit

# What judging an audit changes in its row.
CHANGING = (
    *("state", "moderated_because", "overall", "overall_reason", "strengths", "saved_at"),
    *("final_at", "final_by", "final_on", "counted_as"),
)


def moment(day: date, hour: int = 10) -> datetime:
    """An hour of a day, here."""
    return timezone.make_aware(datetime.combine(day, time(hour)))


class Writer:
    """Collects what is judged, and writes it: `write` once, at the end."""

    def __init__(self) -> None:
        self.audits: list[Audit] = []
        self.drafts: list[DraftJudgement] = []
        self.gradings: list[tuple[Grading, Answers]] = []
        self.counted: list[PastAudit] = []
        self.actions: list[AuditAction] = []

    def draft(self, audit: Audit, answers: Answers, day: date) -> None:
        """The auditor has written about half of the sections by the day."""
        self._change(audit, state=State.DRAFT, saved_at=moment(day, 16))
        sections = _sections(answers)
        self._keep_draft(audit, answers, sections[: len(sections) // 2])

    def submit(self, audit: Audit, first: Answers, day: date) -> None:
        """The auditor submits on the day."""
        self._change(audit, state=State.SUBMITTED, saved_at=moment(day, 11), strengths=first.strengths)
        self._change(audit, overall=first.whole.judgement, overall_reason=first.whole.reason)
        self._keep_draft(audit, first, _sections(first))
        self._give(audit, Given.AUDITOR, audit.auditor, first, moment(day, 11))

    def moderate(self, audit: Audit, second: Answers, by: User, day: date) -> None:
        """A moderator judges it blind on the day."""
        self._change(audit, state=State.MODERATED)
        self._give(audit, Given.MODERATOR, by, second, moment(day, 14))

    def finish(self, audit: Audit, final: Answers, by: User, day: date) -> None:
        """It becomes final on the day, and counts."""
        self._give(audit, Given.FINAL, by, final, moment(day, 15))
        overall, category = final.whole.judgement, audit.case.stratum.get_category_display()
        counted = PastAudit(audited_on=day, category=category, judgement=overall)
        self.counted.append(counted)
        self._change(audit, state=State.FINAL, final_at=moment(day, 15), final_by=by, final_on=day, counted_as=counted)

    def have_moderated(self, audit: Audit, because: ModeratedBecause) -> None:
        """It is moderated for a reason, unless it is for another already."""
        self._change(audit, moderated_because=audit.moderated_because or because)

    def write(self) -> None:
        """Write it all: what is judged stays as it is from here on."""
        DraftJudgement.objects.bulk_create(self.drafts)
        Grading.objects.bulk_create([grading for grading, _ in self.gradings])
        Grade.objects.bulk_create(
            Grade(grading=grading, section_id=section, judgement=answer.judgement, reason=answer.reason)
            for grading, answers in self.gradings
            for section, answer in answers.by_section.items()
            if section != WHOLE
        )
        PastAudit.objects.bulk_create(self.counted)
        for audit in self.audits:
            audit.save(update_fields=CHANGING)
        AuditAction.objects.bulk_create(self.actions)

    def _change(self, audit: Audit, **fields: Any) -> None:
        if audit not in self.audits:
            self.audits.append(audit)
        for name, value in fields.items():
            setattr(audit, name, value)

    def _keep_draft(self, audit: Audit, answers: Answers, sections: list[int]) -> None:
        for section in sections:
            said = answers.of(section)
            self.drafts.append(
                DraftJudgement(audit=audit, section_id=section, judgement=said.judgement, reason=said.reason)
            )

    def _give(self, audit: Audit, given: Given, by: User, answers: Answers, at: datetime) -> None:
        grading = Grading(
            audit=audit,
            given=given,
            number=1,
            auditor=audit.auditor,
            by=by,
            at=at,
            overall=answers.whole.judgement,
            overall_reason=answers.whole.reason,
            strengths=answers.strengths if given != Given.MODERATOR else "",
        )
        self.gradings.append((grading, answers))


def _sections(answers: Answers) -> list[int]:
    return [section for section in answers.by_section if section != WHOLE]
