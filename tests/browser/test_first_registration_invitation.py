"""From the start page to a nominated induction tutor, in a real browser: the guide's steps 1 to 5."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import pytest
import time_machine
from playwright.sync_api import Page, expect

from manage_training.domain.accounts.memberships import tutors_of
from manage_training.domain.messages.models import Message
from manage_training.domain.messages.write import write
from tests.browser.conftest import Axe
from tests.factories.accounts import a_tutor
from tests.factories.invitations import a_nomination, an_invitation, token_for
from tests.factories.schools import a_closed_school, a_school, a_school_that_is_not_eligible
from tests.factories.years import an_open_year

pytestmark = pytest.mark.django_db(transaction=True)
Picture = Callable[[Page, str], None]


@pytest.fixture(autouse=True)
def _schools():
    an_open_year()
    an_invitation_to_others = a_school("Oakfield Junior School", town="Nearby", postcode="NB1 1AA")
    a_tutor(at=an_invitation_to_others, name="Una Other")


@pytest.fixture
def oakfield():
    return a_school("Oakfield Primary School", contact="office@oakfield.example")


def says(page: Page, words: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(words)


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def look(page: Page, axe: Axe, picture: Picture, name: str) -> None:
    axe(page)
    picture(page, name)


def newest_link(kind: str) -> str:
    return urlsplit(write(Message.objects.filter(kind=kind).latest("pk")).link).path


def without_axe(page: Page) -> None:
    """Axe is a script, and there are none on this page."""


def search(page: Page, words: str) -> None:
    page.goto("/find-your-school/")
    page.get_by_label("Search for your school").fill(words)
    press(page, "Search")


def choose(page: Page, name: str) -> None:
    search(page, name)
    page.get_by_label(name).check()
    press(page, "Continue")


def find_school_and_ask(page: Page, axe: Axe, picture: Picture) -> None:
    page.goto("/")
    page.get_by_role("link", name="Register your school for the first time").click()
    says(page, "Find your school")
    look(page, axe, picture, "find-school")
    press(page, "Search")
    expect(page).to_have_title("Error: Find your school - Manage training for early career teachers")
    look(page, axe, picture, "find-school-error")
    page.get_by_label("Search for your school").fill("no such place")
    press(page, "Search")
    expect(page.get_by_text("No school found for “no such place”")).to_be_visible()
    look(page, axe, picture, "find-school-none")
    page.get_by_label("Search for your school").fill("oakfield")
    press(page, "Search")
    look(page, axe, picture, "find-school-results")
    press(page, "Continue")
    expect(page.get_by_role("link", name="Select your school")).to_be_visible()
    look(page, axe, picture, "find-school-select-error")
    page.get_by_label("Oakfield Primary School").check()
    press(page, "Continue")
    says(page, "Check your email")
    expect(page.get_by_text("o•••••@o•••••.example")).to_be_visible()
    look(page, axe, picture, "check-your-email")
    press(page, "Send the email again")
    says(page, "We have already sent an email")
    look(page, axe, picture, "invited-often")


def say_yes_and_read_about_tutors(page: Page, axe: Axe, picture: Picture) -> None:
    page.goto(newest_link("invitation_to_nominate"))
    says(page, "Do you expect any early career teachers to join your school this academic year?")
    look(page, axe, picture, "question")
    press(page, "Continue")
    expect(page).to_have_title(
        "Error: Do you expect any early career teachers to join your school this academic year? - "
        "Manage training for early career teachers"
    )
    look(page, axe, picture, "question-error")
    page.get_by_label("Yes").check()
    press(page, "Continue")
    says(page, "Nominate an induction tutor")
    look(page, axe, picture, "induction-tutor")
    press(page, "Continue")


def type_name(page: Page, axe: Axe, picture: Picture, name: str) -> None:
    look(page, axe, picture, "full-name")
    press(page, "Continue")
    expect(page.get_by_role("link", name="Enter the full name of the induction tutor")).to_be_visible()
    look(page, axe, picture, "full-name-error")
    page.get_by_label("Full name").fill(name)
    press(page, "Continue")


def type_address(page: Page, axe: Axe, picture: Picture, email: str) -> None:
    look(page, axe, picture, "email")
    page.get_by_label("Email address").fill("olive")
    press(page, "Continue")
    expect(page).to_have_title(
        "Error: What is Olive Field's email address? - Manage training for early career teachers"
    )
    look(page, axe, picture, "email-error")
    page.get_by_label("Email address").fill(email)
    press(page, "Continue")


def register_for_the_first_time(page: Page, axe: Axe, picture: Picture, oakfield) -> None:
    find_school_and_ask(page, axe, picture)
    say_yes_and_read_about_tutors(page, axe, picture)
    type_name(page, axe, picture, "Olive Field")
    type_address(page, axe, picture, "olive.field@oakfield.example")
    says(page, "Check your answers")
    look(page, axe, picture, "check")
    press(page, "Confirm")
    says(page, "You have nominated an induction tutor")
    expect(page.get_by_role("heading", name="What happens next")).to_be_visible()
    look(page, axe, picture, "nominated")
    assert tutors_of(oakfield).get().user.name == "Olive Field"


def test_a_school_finds_itself_and_nominates_its_tutor(page: Page, axe: Axe, picture: Picture, oakfield):
    register_for_the_first_time(page, axe, picture, oakfield)
    page.goto(newest_link("invitation_to_nominate"))
    says(page, "Somebody is already registered for this school")
    look(page, axe, picture, "second-nomination")
    expect(page.get_by_text("Olive")).to_have_count(0)
    page.get_by_role("button", name="Sign in").click()
    says(page, "Sign in")


def test_on_a_narrow_screen(phone: Page, axe: Axe, picture: Picture, oakfield):
    register_for_the_first_time(phone, axe, lambda page, name: picture(page, f"{name}-narrow"), oakfield)


def test_without_javascript(plain_page: Page, oakfield):
    register_for_the_first_time(plain_page, without_axe, lambda page, name: None, oakfield)


@pytest.mark.parametrize("answer", ["No", "We do not know yet"])
def test_no_and_not_known_are_saved_and_can_be_changed(page: Page, axe: Axe, picture: Picture, oakfield, answer):
    an_invitation(to=oakfield)
    page.goto(newest_link("invitation_to_nominate"))
    page.get_by_label(answer, exact=True).check()
    press(page, "Continue")
    says(page, "Your answer is saved")
    look(page, axe, picture, f"saved-{answer.lower().replace(' ', '-')}")
    page.goto(newest_link("invitation_to_nominate"))
    says(page, "You have already answered")
    look(page, axe, picture, "already-answered")
    page.get_by_role("button", name="Change your answer").click()
    expect(page.get_by_label(answer, exact=True)).to_be_checked()
    look(page, axe, picture, "question-again")
    page.get_by_label("Yes").check()
    press(page, "Continue")
    says(page, "Nominate an induction tutor")


def wait_for_the_contact(page: Page, axe: Axe, picture: Picture, oakfield) -> None:
    an_invitation(to=oakfield)
    say_yes_and_read_about_tutors(page, axe, picture)
    page.get_by_label("Full name").fill("Olive Field")
    press(page, "Continue")
    page.get_by_label("Email address").fill("olive.field@elsewhere.example")
    press(page, "Continue")
    press(page, "Confirm")
    expect(page.get_by_text("asked them to confirm it")).to_be_visible()
    look(page, axe, picture, "nominated-waits")
    page.goto(newest_link("invitation_to_nominate"))
    says(page, "Your nomination is waiting to be confirmed")
    look(page, axe, picture, "invitation-waits")
    page.goto(newest_link("confirm_nomination"))
    says(page, "Is this your induction tutor?")
    look(page, axe, picture, "nomination")


def test_the_contact_confirms_somebody_from_elsewhere(page: Page, axe: Axe, picture: Picture, oakfield):
    wait_for_the_contact(page, axe, picture, oakfield)
    press(page, "Confirm")
    says(page, "You have confirmed your induction tutor")
    look(page, axe, picture, "nomination-confirmed")
    assert tutors_of(oakfield).get().user.name == "Olive Field"


def test_the_contact_declines_somebody_without_javascript(plain_page: Page, oakfield):
    wait_for_the_contact(plain_page, without_axe, lambda page, name: None, oakfield)
    press(plain_page, "This is not right")
    says(plain_page, "This person was not confirmed")
    assert not tutors_of(oakfield).exists()


def test_an_address_known_by_another_name_is_asked_about(page: Page, axe: Axe, picture: Picture, oakfield):
    a_tutor(at=a_school(), name="Oliver Field", email="o.field@oakfield.example")
    an_invitation(to=oakfield)
    say_yes_and_read_about_tutors(page, axe, picture)
    page.get_by_label("Full name").fill("Olive Field")
    press(page, "Continue")
    page.get_by_label("Email address").fill("o.field@oakfield.example")
    press(page, "Continue")
    says(page, "Is o.field@oakfield.example the email address of Olive Field?")
    look(page, axe, picture, "same-person")
    press(page, "Continue")
    look(page, axe, picture, "same-person-error")
    page.get_by_label("No").check()
    press(page, "Continue")
    says(page, "Enter another email address")
    look(page, axe, picture, "another-address")
    page.get_by_role("button", name="Change the email address").click()
    page.get_by_label("Email address").fill("olive.field@oakfield.example")
    press(page, "Continue")
    says(page, "Check your answers")


def test_links_that_answer_no_more_lead_on(page: Page, axe: Axe, picture: Picture, oakfield):
    page.goto("/invitations/unknown/")
    says(page, "We do not know this link")
    look(page, axe, picture, "invitation-unknown")
    with time_machine.travel(datetime.now(UTC) - timedelta(days=22)):
        an_open_year()
        old = an_invitation(to=oakfield)
    page.goto(f"/invitations/{token_for(old)}/")
    says(page, "This link has expired")
    look(page, axe, picture, "invitation-expired")
    press(page, "Send a new link")
    says(page, "Check your email")
    nomination = a_nomination(oakfield.invitations.latest("pk"))
    page.goto("/nominations/unknown/")
    look(page, axe, picture, "nomination-unknown")
    link = f"/nominations/{token_for(nomination)}/"
    a_nomination(nomination.invitation, email="newer@elsewhere.example")
    page.goto(link)
    says(page, "There is a newer nomination")
    look(page, axe, picture, "nomination-replaced")


def test_a_contact_who_says_no_is_told_what_next(page: Page, axe: Axe, picture: Picture, oakfield):
    page.goto(f"/nominations/{token_for(a_nomination(an_invitation(to=oakfield)))}/")
    press(page, "This is not right")
    says(page, "This person was not confirmed")
    look(page, axe, picture, "nomination-declined")


def test_a_nomination_that_nobody_confirmed_leads_on(page: Page, axe: Axe, picture: Picture, oakfield):
    with time_machine.travel(datetime.now(UTC) - timedelta(days=22)):
        an_open_year()
        nomination = a_nomination(an_invitation(to=oakfield))
    page.goto(f"/nominations/{token_for(nomination)}/")
    says(page, "This link has expired")
    look(page, axe, picture, "nomination-expired")


def test_schools_that_cannot_be_invited_are_explained(page: Page, axe: Axe, picture: Picture):
    a_closed_school("Old Mill School", successor=a_school("New Mill School", contact="office@newmill.example"))
    a_closed_school("Lost Mill School")
    a_school_that_is_not_eligible("Thornwick University")
    a_tutor(at=a_school("Beacon Academy"), name="Tess Taylor")
    choose(page, "Old Mill School")
    says(page, "This school is closed")
    look(page, axe, picture, "school-closed")
    press(page, "Continue with New Mill School")
    says(page, "Check your email")
    choose(page, "Lost Mill School")
    look(page, axe, picture, "school-closed-for-good")
    choose(page, "Thornwick University")
    says(page, "This school cannot use the service")
    look(page, axe, picture, "school-not-eligible")
    choose(page, "Beacon Academy")
    says(page, "Somebody is already registered for this school")
    expect(page.get_by_text("Tess")).to_have_count(0)
    look(page, axe, picture, "school-has-tutor")


def write_to_us(page: Page, axe: Axe, picture: Picture) -> None:
    a_school("Hilltop School")
    choose(page, "Hilltop School")
    says(page, "We have no email address for this school")
    look(page, axe, picture, "school-no-contact")
    page.get_by_role("button", name="Tell us how to reach your school").click()
    look(page, axe, picture, "other-contact")
    press(page, "Send")
    expect(page.get_by_role("link", name="Enter your message")).to_be_visible()
    look(page, axe, picture, "other-contact-error")
    page.get_by_label("Your full name").fill("Hilary Top")
    page.get_by_label("Your email address").fill("hilary@hilltop.example")
    page.get_by_label("Your message").fill("Our address is office@hilltop.example")
    press(page, "Send")
    says(page, "We have your message")
    look(page, axe, picture, "request-received")


def test_a_school_without_a_contact_writes_to_us(page: Page, axe: Axe, picture: Picture):
    write_to_us(page, axe, picture)


def test_a_school_without_a_contact_writes_to_us_without_javascript(plain_page: Page):
    write_to_us(plain_page, without_axe, lambda page, name: None)
