"""Questions about who the children are."""

from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from kpis.quality.question import Question, Window
from tracking.models import Child
from tracking.rules.known import involvements


def born_unknown(window: Window) -> "QuerySet[Any]":
    """Children with an allocated worker whose date of birth is not known, nor when they are expected."""
    allocated: QuerySet[Any] = involvements(window.as_at).filter(is_allocated=True, child=OuterRef("pk"))
    goes_on = Q(ended=None) | Q(ended__gt=window.as_at)
    return Child.objects.filter(Exists(allocated.filter(goes_on)), born_on=None, expected_on=None).annotate(
        child=F("pk")
    )


QUESTIONS = (
    Question(
        code="child-birth",
        title="Children without a date of birth",
        lacks="The date of birth of a child with an allocated worker",
        asked="When was the child born?",
        rows=born_unknown,
        field="born_on",
        on="born_on",
        of_now=True,
    ),
)
