"""Tables of the whole authority: invitations to conferences, attendances at centres, audits, population."""

from .facts import Facts, columns

JUDGEMENTS = ("outstanding", "good", "requires_improvement", "inadequate")

AUTHORITY: dict[str, Facts] = {
    "csc_conference_invitations": Facts(
        key="conf_id",
        columns=columns("conf_", "id meeting_id kind date agency invited attended report"),
        own_date="conf_date",
        dates=("conf_date",),
        numbers=("conf_invited", "conf_attended"),
        codes={"conf_kind": frozenset(("ICPC", "RCPC"))},
    ),
    # catt_person_id is any stable reference, not one to ssd_person.
    "csc_centre_attendances": Facts(
        key="catt_id",
        columns=columns("catt_", "id centre person_id date imd_decile"),
        own_date="catt_date",
        dates=("catt_date",),
        numbers=("catt_imd_decile",),
    ),
    "csc_audits": Facts(
        key="audi_id",
        columns=columns("audi_", "id date category judgement"),
        own_date="audi_date",
        dates=("audi_date",),
        codes={"audi_judgement": frozenset(JUDGEMENTS)},
    ),
    "csc_population": Facts(key="popu_year", columns=("popu_year", "popu_under_18"), numbers=("popu_under_18",)),
}
