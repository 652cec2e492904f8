"""Bad rows of plans, care and absences, in the manner of `mess.py`: never more than two rows a table and scene."""

from collections.abc import Callable
from datetime import date, timedelta

from .history import History
from .periods import months_after

_DAY = timedelta(days=1)


def _on(history: History) -> date:
    return history.as_at - history.rng.randint(20, 120) * _DAY


def _plan(history: History, child: str, start: date, **values: date | str | None) -> str:
    plan = f"L{history.new_id()}"
    row: dict[str, date | str | None] = {
        "cppl_cp_plan_id": plan,
        "cppl_person_id": child,
        "cppl_cp_plan_start_date": start,
    }
    history.add("ssd_cp_plans", **{**row, **values})
    return plan


def _visit(history: History, child: str, on: date | str, **values: str) -> None:
    row: dict[str, date | str | None] = {
        "cppv_cp_visit_id": history.new_id(),
        "cppv_person_id": child,
        "cppv_cp_visit_date": on,
        "cppv_cp_visit_seen": "Y",
    }
    history.add("ssd_cp_visits", **{**row, **values})


def _review(history: History, child: str, on: date, plan: str) -> None:
    history.add(
        "ssd_cp_reviews",
        cppr_cp_review_id=history.new_id(),
        cppr_person_id=child,
        cppr_cp_plan_id=plan,
        cppr_cp_review_date=on,
    )


def _in_care(history: History, child: str, start: date, **values: date | str | None) -> str:
    cla_id = f"Z{history.new_id()}"
    row: dict[str, date | str | None] = {
        "clae_cla_episode_id": history.new_id(),
        "clae_person_id": child,
        "clae_cla_id": cla_id,
        "clae_cla_episode_start_date": start,
    }
    history.add("ssd_cla_episodes", **{**row, **values})
    return cla_id


def _placement(history: History, child: str, start: date, cla_id: str, **values: date | str | None) -> str:
    placement = f"W{history.new_id()}"
    row: dict[str, date | str | None] = {
        "clap_cla_placement_id": placement,
        "clap_person_id": child,
        "clap_cla_placement_start_date": start,
        "clap_cla_placement_type": "U4",
        "clap_cla_id": cla_id,
    }
    history.add("ssd_cla_placement", **{**row, **values})
    return placement


def _again(history: History, table: str, **changed: str) -> None:
    history.rows[table].append({**history.rows[table][-1], **changed})


def differing_plans_and_their_reviews(history: History) -> None:
    """A review that names a plan set aside is set aside; a visit is not, it names its plan freely."""
    child, on = history.child(), _on(history)
    plan = _plan(history, child, on)
    _again(history, "ssd_cp_plans", cppl_cp_plan_latest_category="NEG")
    _review(history, child, on + 9 * _DAY, plan)
    _visit(history, child, on + 9 * _DAY, cppv_cp_plan_id=plan)
    _plan(history, child, on)


def chain_of_references(history: History) -> None:
    """The enquiry, the conference that names it, the plan that names that, and the plan's review."""
    child, on = history.child(), _on(history)
    enquiry, conference = f"S{history.new_id()}", f"I{history.new_id()}"
    history.add("ssd_s47_enquiry", s47e_s47_enquiry_id=enquiry, s47e_person_id=child, s47e_s47_start_date="soon")
    history.add(
        "ssd_initial_cp_conference",
        icpc_icpc_id=conference,
        icpc_person_id=child,
        icpc_s47_enquiry_id=enquiry,
        icpc_icpc_date=on,
    )
    _review(history, child, on, _plan(history, child, on, cppl_icpc_id=conference))


def period_of_no_placement(history: History) -> None:
    """The episode names no known placement; with it go the placement and the review that name its period."""
    child, on = history.child(), _on(history)
    cla_id = _in_care(history, child, on, clae_cla_placement_id="W0")
    _placement(history, child, on, cla_id)
    history.add("ssd_cla_reviews", clar_cla_review_id=history.new_id(), clar_cla_id=cla_id, clar_cla_review_date=on)


def period_of_two_episodes(history: History) -> None:
    """One of them is set aside: the other keeps what names the period."""
    child, on = history.child(), _on(history)
    cla_id = _in_care(history, child, on)
    _in_care(history, child, on - 9 * _DAY, clae_cla_id=cla_id, clae_entered_care_date="n/k")
    _placement(history, child, on, cla_id)


def placement_of_nobody(history: History) -> None:
    """Without a child and a period it loads and counts nowhere; with one that is not known it is set aside."""
    child, on = history.child(), _on(history)
    _in_care(history, child, on)
    _placement(history, "", on, "")
    _placement(history, child, on, "Z0")
    _placement(history, child, on, "", clap_cla_placement_distance="far")


def unreadable_values(history: History) -> None:
    child, on = history.child(), _on(history)
    _visit(history, child, "31/02/2017")
    _plan(history, child, on, cppl_cp_plan_end_date="n/k")
    history.add("ssd_missing", miss_table_id=history.new_id(), miss_person_id=child, csc_rhi_completed_date="later")
    history.add("ssd_s47_enquiry", s47e_s47_enquiry_id="unread", s47e_person_id=child, s47e_s47_outcome_json="{CP")
    history.add(
        "ssd_cla_health", clah_health_check_id="unread", clah_person_id=child, clah_health_check_date="2017-02-30"
    )


def ends_before_starts(history: History) -> None:
    """The end is blank for every figure: plan, placement and period are open."""
    child, on = history.child(pers_dob=date(2008, 2, 29)), _on(history)
    _plan(history, child, on, cppl_cp_plan_end_date=on - _DAY)
    cla_id = _in_care(history, child, on, clae_cla_episode_ceased_date=on - _DAY)
    _placement(history, child, on, cla_id, clap_cla_placement_end_date=on - 2 * _DAY)
    history.add(
        "ssd_missing",
        miss_table_id=history.new_id(),
        miss_person_id=child,
        miss_missing_episode_start_date=on,
        miss_missing_episode_end_date=on - _DAY,
    )


def before_birth(history: History) -> None:
    """A year before birth to the day is kept, a day more is not."""
    born = date(2016, 5, 31)
    child = history.child(pers_dob=born)
    for day in (months_after(born, -12), months_after(born, -12) - _DAY):
        _plan(history, child, day)
        _visit(history, child, day)


def after_as_at(history: History) -> None:
    """Later than A by a year is not there yet, by a day more it is set aside."""
    child, year = history.child(), months_after(history.as_at, 12)
    for day in (year, year + _DAY):
        _visit(history, child, day)
        _in_care(history, child, day)
        history.add(
            "ssd_care_leavers",
            clea_table_id=history.new_id(),
            clea_person_id=child,
            clea_care_leaver_latest_contact=day,
        )


def unknown_codes(history: History) -> None:
    """An unknown type of placement is no temporary one, an unknown legal status no short break."""
    child, on = history.child(pers_dob=date(2009, 9, 9)), _on(history)
    cla_id = _in_care(history, child, on)
    _placement(history, child, on, cla_id, clap_cla_placement_type="T9")
    history.add(
        "ssd_legal_status",
        lega_legal_status_id=history.new_id(),
        lega_person_id=child,
        lega_legal_status="V33",
        lega_legal_status_start_date=on,
    )


def of_nobody(history: History) -> None:
    on = _on(history)
    _visit(history, "C0", on)
    _visit(history, "", on)
    _in_care(history, "C0", on)
    history.add("ssd_sdq_scores", csdq_table_id=history.new_id(), csdq_person_id="", csdq_sdq_completed_date=on)
    history.add("ssd_cla_visits", clav_cla_visit_id=history.new_id(), clav_person_id="C0", clav_cla_visit_date=on)


SCENES: tuple[Callable[[History], None], ...] = (
    differing_plans_and_their_reviews,
    chain_of_references,
    period_of_no_placement,
    period_of_two_episodes,
    placement_of_nobody,
    unreadable_values,
    ends_before_starts,
    before_birth,
    after_as_at,
    unknown_codes,
    of_nobody,
)
