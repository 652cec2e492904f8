"""A contact about a child who is not known yet makes the child, and gives it to the team that takes the contact."""

from datetime import date

import pytest
from django.test import Client

from accounts.roles import Role
from tests.tracking.caseload import user
from tests.tracking.recording_scene import DAY, Scene, scene
from tracking.models import Child, Contact, Involvement

pytestmark = pytest.mark.django_db
ANSWERS = {
    "forename": "Zoe",
    "surname": "Testmoor",
    "born_on_0": "5",
    "born_on_1": "5",
    "born_on_2": "2012",
    "sex": "F",
    "received_on": DAY,
    "outcome": "refer_to_social_care",
}


@pytest.fixture
def here() -> Scene:
    return scene()


def test_a_manager_records_a_new_child_and_goes_on_to_the_referral(here: Scene, client: Client) -> None:
    client.force_login(here.manager)
    assert client.get("/children/new/").status_code == 200
    posted = client.post("/children/new/", ANSWERS | {"team": here.team.pk})
    zoe = Child.objects.get(forename="Zoe")
    assert (zoe.surname, zoe.born_on, zoe.sex, zoe.source_id) == ("Testmoor", date(2012, 5, 5), "F", None)
    contact = Contact.objects.get(child=zoe)
    assert posted["Location"] == f"/children/{zoe.pk}/record/referral/?after=contact:{contact.pk}"
    allocated = Involvement.objects.get(child=zoe)
    assert (allocated.team, allocated.worker, allocated.is_allocated, allocated.started_on) == (
        here.team,
        None,
        True,
        DAY,
    )
    again = client.post("/children/new/", ANSWERS | {"team": here.team.pk})
    assert f"known already: {zoe.reference}" in again.content.decode()


def test_a_worker_is_allocated_the_child_that_they_record(here: Scene, client: Client) -> None:
    ann = user("ann", Role.SOCIAL_WORKER, team="T1", worker="W1")
    client.force_login(ann)
    client.post("/children/new/", ANSWERS | {"team": here.team.pk})
    assert Involvement.objects.get(child__forename="Zoe").worker == here.worker


def test_what_cannot_be_leaves_no_child_behind(here: Scene, client: Client) -> None:
    client.force_login(here.manager)
    early = client.post("/children/new/", ANSWERS | {"team": here.team.pk, "received_on": "2012-05-04"})
    assert "on or after 5 May 2012" in early.content.decode()
    later = client.post("/children/new/", ANSWERS | {"team": here.team.pk, "born_on_2": "2018"})
    assert "on or before 30 March 2018" in later.content.decode()
    assert not Child.objects.filter(forename="Zoe").exists()
