"""Recording in a real browser: a worker takes a contact to a referral to an assessment."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from accounts.models import User
from accounts.roles import Role
from tests.accessibility import violations
from tests.tracking.caseload import user
from tests.tracking.recording_scene import scene
from tracking.models import Assessment, Contact, Referral

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_worker_takes_a_contact_to_a_referral_to_an_assessment(page_as: Callable[[User], Page]) -> None:
    here = scene()
    page = page_as(user("ann", Role.SOCIAL_WORKER, worker="W1"))
    page.goto(f"/children/{here.amy.pk}/record/contact/")
    assert violations(page) == []
    page.get_by_label("Received on").fill("2018-03-26")
    page.get_by_label("Who made the contact").select_option("2A")
    page.get_by_label("Decided on").fill("2018-03-25")
    page.get_by_label("Outcome").select_option("refer_to_social_care")
    page.get_by_role("button", name="Save").click()
    assert page.get_by_role("link", name="The day must be on or after 26 March 2018 (received on).").is_visible()
    assert violations(page) == []
    page.get_by_label("Decided on").fill("2018-03-26")
    page.get_by_role("button", name="Save").click()

    assert page.locator("h1").inner_text() == "Record: referral"
    assert page.get_by_label("Received on").input_value() == "2018-03-26"
    assert page.get_by_label("Who referred", exact=True).input_value() == "2A"
    page.get_by_label("Decided on").fill("2018-03-27")
    page.get_by_role("group", name="No further action?").get_by_label("No", exact=True).check()
    page.get_by_role("button", name="Save").click()

    assert page.locator("h1").inner_text() == "Record: assessment"
    assert page.get_by_label("Started on").input_value() == "2018-03-27"
    page.get_by_role("button", name="Save").click()
    assert page.locator("h1").inner_text() == "Assessment"
    assert page.get_by_text("ann recorded it").is_visible()
    assert violations(page) == []
    contact, referral, assessment = Contact.objects.get(), Referral.objects.get(), Assessment.objects.get()
    assert (contact.received_on, referral.received_on) == (contact.decided_on, contact.decided_on)
    assert assessment.referral == referral
