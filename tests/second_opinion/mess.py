"""Bad rows, each scene at most once in an extract and with children of its own (contract, "Three grades").

What a scene sets aside is never more than two rows a table, so all of them together stay under the 20 that refuse
an import. Some rows beside the bad ones are good on purpose, one day from being bad.
"""

from collections.abc import Callable
from datetime import date, timedelta

from .history import History
from .periods import months_after

_DAY = timedelta(days=1)


def _on(history: History) -> date:
    """A day that has come: in the year before A."""
    return history.as_at - history.rng.randrange(60) * _DAY


def _again(history: History, table: str, **changed: str) -> None:
    """The row added last once more, changed or the same."""
    history.rows[table].append({**history.rows[table][-1], **changed})


def equal_rows(history: History) -> None:
    """Equal rows of one key count once."""
    child, on = history.child(), _on(history)
    history.contact(child, on, csc_contact_decision_date=on)
    _again(history, "ssd_contacts")
    history.referral(child, on)
    _again(history, "ssd_cin_episodes")
    history.involvement(child, on)
    _again(history, "ssd_involvements")


def differing_contacts(history: History) -> None:
    history.contact(history.child(), _on(history))
    _again(history, "ssd_contacts", csc_contact_outcome="refer_to_early_help")


def differing_referrals_and_what_names_them(history: History) -> None:
    """A reference to a row that was itself set aside is a reference to nothing."""
    child, on = history.child(), _on(history)
    referral = history.referral(child, on)
    _again(history, "ssd_cin_episodes", cine_close_reason="RC1")
    history.assessment(child, on, on, referral)
    history.assessment(child, on, on)


def differing_involvements(history: History) -> None:
    child, on = history.child(), _on(history)
    history.involvement(child, on - _DAY)
    history.involvement(child, on)
    _again(history, "ssd_involvements", invo_worker_change_reason="MANAGE")
    history.contact(child, on)


def differing_teams(history: History) -> None:
    """A chain: the team, then the referral that names it, then the assessment that names the referral."""
    history.add("ssd_department", dept_team_id="twice", dept_team_name="One")
    _again(history, "ssd_department", dept_team_name="Other")
    child, on = history.child(), _on(history)
    referral = history.referral(child, on, cine_referral_team="twice")
    history.assessment(child, on, on, referral)


def differing_children(history: History) -> None:
    child, on = history.child(), _on(history)
    _again(history, "ssd_person", pers_forename="Another")
    history.assessment(child, on, on, history.referral(child, on))


def differing_populations(history: History) -> None:
    """Both rows of the year are set aside, and its rates are "not recorded"."""
    history.add("csc_population", popu_year="2017/18", popu_under_18="22700")
    _again(history, "csc_population", popu_under_18="22701")


def team_of_no_parent(history: History) -> None:
    history.add("ssd_department", dept_team_id="orphan", dept_team_parent_id="nowhere")
    history.assessment(history.child(), _on(history), _on(history))


def unreadable_dates(history: History) -> None:
    child, on = history.child(), _on(history)
    unread = history.rng.choice(("31/02/2017", "2017-13-01", "n/k", "1st May"))
    history.contact(child, None, cont_contact_date=unread)
    history.contact(child, on, csc_contact_decision_date=unread)
    history.referral(child, on, cine_close_date=unread)
    history.referral(child, on, csc_referral_decision_date=unread)
    history.involvement(child, on, invo_involvement_end_date=unread)
    history.contact(child, on)


def unreadable_birth(history: History) -> None:
    child, on = history.child(pers_dob="00/00/0000"), _on(history)
    history.contact(child, on)
    history.assessment(child, on, on, history.referral(child, on))


def unreadable_json(history: History) -> None:
    child, on = history.child(), _on(history)
    history.contact(child, on, cont_contact_outcome_json="{NEW_REFERRAL_FLAG: Y")
    history.contact(child, on, cont_contact_outcome_json="[]")


def unreadable_population(history: History) -> None:
    history.rows["csc_population"] = [
        {**row, "popu_under_18": "many"} if row["popu_year"] == "2016/17" else row
        for row in history.rows["csc_population"]
    ]


def nobody(history: History) -> None:
    """A blank or dangling child."""
    on = _on(history)
    history.contact("", on)
    history.contact("C0", on)
    history.referral("", on)
    history.involvement("C0", on)
    history.assessment("C0", on, on)


def references_to_nothing(history: History) -> None:
    child, on = history.child(), _on(history)
    history.referral(child, on, cine_referral_team="T0")
    history.referral(child, on, cine_referral_worker_id="P99")
    history.assessment(child, on, on, "R0")
    history.involvement(child, on, invo_professional_id="P99")
    history.involvement(child, on, invo_professional_team="T0")
    history.contact(child, on)


def before_birth(history: History) -> None:
    """A year before birth to the day is kept, a day more is not."""
    born = _on(history)
    child = history.child(pers_dob=born)
    for day in (months_after(born, -12), months_after(born, -12) - _DAY):
        history.contact(child, day)
        history.referral(child, day)
    history.contact(child, born)


def after_as_at(history: History) -> None:
    """Later than A by a year is not there yet, by a day more it is set aside, and so is what names it."""
    child, year = history.child(), months_after(history.as_at, 12)
    for day in (year, year + _DAY):
        history.contact(child, day)
        history.assessment(child, _on(history), history.as_at, history.referral(child, day))


def ends_before_starts(history: History) -> None:
    """The end is blank for every figure: a referral is open, and so is an involvement."""
    child, on = history.child(), _on(history)
    history.referral(child, on - 3 * _DAY, cine_close_date=on - 5 * _DAY)
    history.involvement(child, on - 2 * _DAY, on - 4 * _DAY)
    history.contact(child, on)


def unknown_outcomes(history: History) -> None:
    """An unknown code counts as blank, and the JSON is looked at."""
    child, on = history.child(), _on(history)
    history.contact(child, on, csc_contact_outcome="misc", cont_contact_outcome_json='{"NFA_FLAG": "Y"}')
    history.contact(child, on, csc_contact_outcome="misc")


SCENES: tuple[Callable[[History], None], ...] = (
    equal_rows,
    differing_contacts,
    differing_referrals_and_what_names_them,
    differing_involvements,
    differing_teams,
    differing_children,
    differing_populations,
    team_of_no_parent,
    unreadable_dates,
    unreadable_birth,
    unreadable_json,
    unreadable_population,
    nobody,
    references_to_nothing,
    before_birth,
    after_as_at,
    ends_before_starts,
    unknown_outcomes,
)
