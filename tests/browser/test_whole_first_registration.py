"""The guide's chapter "First time registration" in one go: from the start page to the school's dashboard."""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page

from manage_training.domain.accounts.models import Membership
from manage_training.domain.messages.models import Message
from manage_training.domain.messages.write import write
from tests.browser.test_first_registration_invitation import press, says
from tests.factories.accounts import a_privacy_notice
from tests.factories.organisations import an_agreement, an_appropriate_body
from tests.factories.schools import a_school
from tests.factories.years import every_year

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _on_20_june_2022(time_machine):
    time_machine.move_to("2022-06-20T10:00:00+01:00")
    every_year()
    an_agreement("Ambition Institute", "Kings College London")
    an_appropriate_body()
    a_privacy_notice()
    a_school("Oakfield Primary School", contact="office@oakfield.example")


def newest_link(kind: str) -> str:
    """The address in the newest message of a kind, without the service's own host, which is another in a test."""
    address = urlsplit(write(Message.objects.filter(kind=kind).latest("pk")).link)
    return f"{address.path}?{address.query}"


def registers(page: Page) -> None:
    page.goto("/")
    page.get_by_role("link", name="Register your school for the first time").click()
    page.get_by_label("Search for your school").fill("oakfield prim")
    press(page, "Search")
    page.get_by_label("Oakfield Primary School").check()
    press(page, "Continue")
    says(page, "Check your email")

    page.goto(newest_link("invitation_to_nominate"))
    says(page, "Do you expect any early career teachers to join your school this academic year?")
    page.get_by_label("Yes", exact=True).check()
    press(page, "Continue")
    press(page, "Continue")
    page.get_by_label("Full name").fill("Zoë O'Brien-Żółć")
    press(page, "Continue")
    page.get_by_role("textbox").fill(" zoe@oakfield.example ")
    press(page, "Continue")
    press(page, "Confirm")
    says(page, "You have nominated an induction tutor")

    page.goto(newest_link("you_are_induction_tutor"))
    assert page.get_by_label("Email address").input_value() == "zoe@oakfield.example"
    press(page, "Continue")
    page.goto(newest_link("sign_in"))
    page.locator("main").get_by_role("button", name="Sign in").click()
    press(page, "Accept and continue")

    says(page, "How do you want to run your training in 2022 to 2023?")
    page.get_by_label("Use a training provider, funded by the DfE").check()
    press(page, "Continue")
    page.get_by_label("A teaching school hub").check()
    press(page, "Continue")
    page.get_by_label("Ashcombe Teaching School Hub").check()
    press(page, "Continue")
    press(page, "Confirm")
    says(page, "You've submitted your training information")
    page.get_by_role("link", name="Continue to manage your training").click()
    says(page, "Manage your training")
    assert "Zoë O'Brien-Żółć" in page.locator("main").inner_text()
    assert Membership.objects.get().user.email == "zoe@oakfield.example"


def test_a_school_that_was_never_here_is_registered(page):
    registers(page)


def test_a_school_that_was_never_here_is_registered_without_javascript(plain_page):
    registers(plain_page)
