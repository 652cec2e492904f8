"""The audits of a child, on the child's page."""

from accounts.models import User
from accounts.roles import Right
from audits.sight import audits_seen_by
from tracking.children.sections import Section
from tracking.models import Child

READERS = (Right.AUDIT, Right.MODERATE, Right.RUN_AUDITS)  # of an audit's page


def audits_of_child(user: User, child: Child) -> Section | None:
    """The child's audits that the user sees, the newest first; None where there is none, or the user sees no audit."""
    if not any(user.may(right) for right in READERS):
        return None
    audits = list(audits_seen_by(user).filter(case__child=child).order_by("-case__stratum__programme__quarter", "-pk"))
    return Section("Audits", "audits/on_child.html", {"audits": audits}) if audits else None
