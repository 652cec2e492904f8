"""Teams, staff and families of a made-up council."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from csc_tracker.demo import words
from csc_tracker.demo.records import DAYS_IN_YEAR, Child, Council, Family, Row, Table, Team, Worker, text

ACCESS = "Children's Access Point"
EARLY_HELP_EAST, EARLY_HELP_WEST = "Early Help Team East", "Early Help Team West"
ASSESSMENT_EAST, ASSESSMENT_WEST = "Assessment Team East", "Assessment Team West"
SAFEGUARDING_EAST, SAFEGUARDING_WEST = "Safeguarding Team East", "Safeguarding Team West"
LOOKED_AFTER, LEAVING_CARE = "Looked After Children Team", "Leaving Care Team"
DISABLED_CHILDREN = "Disabled Children Team"

SERVICES = {
    "Front Door and Early Help": (ACCESS, EARLY_HELP_EAST, EARLY_HELP_WEST),
    "Assessment and Safeguarding": (ASSESSMENT_EAST, ASSESSMENT_WEST, SAFEGUARDING_EAST, SAFEGUARDING_WEST),
    "Children in Care and Disability": (LOOKED_AFTER, LEAVING_CARE, DISABLED_CHILDREN),
}

SOCIAL_WORKER, MANAGER = "Social worker", "Team manager"
# Of each team: how many qualified social workers, how many others, and the others' job title.
STAFF = {
    ACCESS: (3, 6, "Contact officer"),
    EARLY_HELP_EAST: (0, 16, "Family worker"),
    EARLY_HELP_WEST: (0, 14, "Family worker"),
    ASSESSMENT_EAST: (10, 1, "Student social worker"),
    ASSESSMENT_WEST: (10, 1, "Student social worker"),
    SAFEGUARDING_EAST: (15, 2, "Family support worker"),
    SAFEGUARDING_WEST: (14, 2, "Family support worker"),
    LOOKED_AFTER: (11, 2, "Family support worker"),
    LEAVING_CARE: (2, 7, "Personal adviser"),
    DISABLED_CHILDREN: (5, 2, "Family support worker"),
}
AGENCY_SHARE = 0.12
FULL_TIME_EQUIVALENTS = {"1.0": 80, "0.8": 12, "0.6": 8}

FURTHER_SIBLINGS = {"0": 76, "1": 18, "2": 6}
EAST_SHARE = 0.55
TWIN_SHARE = 0.04
# In years. Nobody is so old at their family's first record that what follows from it would reach beyond their 18th
# birthday.
YOUNGEST, OLDEST = 0.05, 17.2


def make_teams(council: Council) -> None:
    """Give the council its services and teams.

    Each council has teams of its own, told apart by name: so a team's pages stay as large as a team's in life, however
    many councils there are.
    """
    district = "" if council.number == 1 else f" (council {council.number:03})"
    for service, names in SERVICES.items():
        parent = council.teams[service] = Team(council.new_id("T"), service + district, None)
        for name in names:
            council.teams[name] = Team(council.new_id("T"), name + district, parent)


def make_staff(council: Council) -> None:
    """Give every team its manager, social workers and other staff."""
    for team, (qualified, others, title) in STAFF.items():
        council.managers.append(_worker(council, team, MANAGER, is_qualified=qualified > 0))
        workers = [_worker(council, team, SOCIAL_WORKER, is_qualified=True) for _ in range(qualified)]
        workers += [_worker(council, team, title, is_qualified=False) for _ in range(others)]
        council.workers[team] = workers


def _worker(council: Council, team: str, job_title: str, *, is_qualified: bool) -> Worker:
    rng, staff_id = council.rng, council.new_id("S")
    return Worker(
        id=staff_id,
        name=f"{rng.choice(words.FORENAMES)} {words.surname(rng)}",
        team=council.teams[team],
        job_title=job_title,
        # Plainly no real registration number.
        registration=f"DEMO-{staff_id}" if is_qualified else "",
        is_agency=rng.random() < AGENCY_SHARE,
        full_time_equivalent=words.pick(rng, FULL_TIME_EQUIVALENTS),
    )


def make_family(council: Council, size: int, day: date, ages: tuple[float, float] = (YOUNGEST, OLDEST)) -> Family:
    """A new family with at least so many children, the youngest and the oldest within the ages in years on the day."""
    rng = council.rng
    family = Family(words.surname(rng), is_east=rng.random() < EAST_SHARE)
    ethnicity = words.pick(rng, words.ETHNICITIES)
    for age in _ages(rng, size + int(words.pick(rng, FURTHER_SIBLINGS)), *ages):
        family.children.append(_child(council, family, day - timedelta(days=int(age * DAYS_IN_YEAR)), ethnicity))
    council.families.append(family)
    return family


def _ages(rng: Random, size: int, youngest: float, oldest: float) -> list[float]:
    """Ages in years a believable time apart, all from youngest to oldest."""
    gaps = [0.0 if rng.random() < TWIN_SHARE else rng.uniform(1.1, 3.4) for _ in range(size - 1)]
    room = oldest - youngest
    squeeze = min(1.0, room / (sum(gaps) or 1.0))
    ages = [youngest + rng.uniform(0, room - sum(gaps) * squeeze)]
    for gap in gaps:
        ages.append(ages[-1] + gap * squeeze)
    return ages


def _child(council: Council, family: Family, born: date, ethnicity: str) -> Child:
    taken = {sibling.forename for sibling in family.children}
    forename = council.rng.choice([name for name in words.FORENAMES if name not in taken])
    gender = words.pick(council.rng, words.GENDERS)
    return Child(council.new_id("P"), family, forename, born, gender, ethnicity)


def _department_rows(council: Council) -> Iterator[Row]:
    for team in council.teams.values():
        parent = team.parent
        yield team.id, team.name, parent.id if parent else "", parent.name if parent else ""


def _professional_rows(council: Council) -> Iterator[Row]:
    caseloads = Counter(involvement.worker for involvement in council.involvements if involvement.ended is None)
    staff = council.managers + [worker for workers in council.workers.values() for worker in workers]
    for worker in staff:
        yield (
            worker.id,
            worker.name,
            worker.registration,
            worker.job_title,
            str(caseloads[worker]),
            worker.team.name,
            worker.full_time_equivalent,
            text(worker.is_agency),
        )


def _person_rows(council: Council) -> Iterator[Row]:
    for family in council.families:
        for child in family.children:
            yield child.id, child.forename, family.surname, child.gender, child.ethnicity, text(child.born)


TABLES = (
    Table(
        "ssd_department",
        ("dept_team_id", "dept_team_name", "dept_team_parent_id", "dept_team_parent_name"),
        _department_rows,
    ),
    Table(
        "ssd_professionals",
        (
            "prof_professional_id",
            "prof_professional_name",
            "prof_social_worker_registration_no",
            "prof_professional_job_title",
            "prof_professional_caseload",
            "prof_professional_department",
            "prof_full_time_equivalency",
            "prof_agency_worker_flag",
        ),
        _professional_rows,
    ),
    Table(
        "ssd_person",
        # pers_sex is left out: its codes came in 2024/25. In 2017/18 gender was recorded.
        ("pers_person_id", "pers_forename", "pers_surname", "pers_gender", "pers_ethnicity", "pers_dob"),
        _person_rows,
    ),
)
