"""The child: no episode, but corrected like one."""

from tracking.episodes.kind import Ask, Kind
from tracking.models import Child

CHILD = Kind(
    code="child",
    name="child’s details",
    model=Child,
    day="born_on",
    order=(("born_on", "died_on"),),
    of_child=lambda child: child.pk,
    asks=(
        Ask("forename", "First name"),
        Ask("surname", "Last name"),
        Ask("born_on", "Date of birth"),
        Ask("expected_on", "Expected date of birth", may_be_ahead=True),
        Ask("sex", "Sex", codes="sex"),
        Ask("ethnicity", "Ethnicity", codes="ethnicity"),
        Ask("has_send", "Has the child special educational needs or a disability (SEND)?"),
        Ask("died_on", "Date of death"),
    ),
)
