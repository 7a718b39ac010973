"""Signing in, in a real browser: its rules about origins, referrers and cookies are part of what protects it."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Axe
from tests.factories.accounts import a_privacy_notice, a_tutor
from tests.factories.schools import a_school
from tests.web.signing_in import newest_code, newest_link

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def mo():
    a_privacy_notice()
    mo = a_tutor(at=a_school("Riverbank Infant School"), name="Mo Adeyemi", email="mo@riverbank.example")
    a_tutor(mo.user, at=a_school("Riverbank Junior School"))
    return mo


def ask(page: Page, email: str = "mo@riverbank.example") -> None:
    page.goto("/sign-in/")
    page.get_by_label("Email address").fill(email)
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Check your email")


def sign_in_by_link(page: Page, axe: Axe, picture) -> None:
    page.goto("/")
    page.get_by_role("link", name="Sign in", exact=True).first.click()
    axe(page)
    picture(page, "sign-in")
    ask(page)
    axe(page)
    picture(page, "check-your-email")
    page.goto(newest_link())
    axe(page)
    picture(page, "sign-in-link")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Privacy notice")
    axe(page)
    picture(page, "privacy-notice")
    page.get_by_role("button", name="Accept and continue").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Choose a school")
    axe(page)
    picture(page, "choose-school")


def test_somebody_signs_in_by_the_link_accepts_and_chooses_a_school(page: Page, axe: Axe, picture):
    sign_in_by_link(page, axe, picture)
    page.get_by_role("button", name="Sign out").click()
    page.goto("/schools/")
    expect(page.get_by_label("Email address")).to_be_visible()


def test_on_a_narrow_screen(phone: Page, axe: Axe, picture):
    sign_in_by_link(phone, axe, lambda page, name: picture(page, f"{name}-narrow"))


def test_without_javascript(plain_page: Page, picture):
    sign_in_by_link(plain_page, lambda page: None, lambda page, name: None)


def test_somebody_signs_in_by_the_code(page: Page, axe: Axe, picture):
    ask(page)
    page.get_by_label("6 digit code").fill("12345")
    page.get_by_role("button", name="Sign in").click()
    expect(page).to_have_title("Error: Check your email - Manage training for early career teachers")
    axe(page)
    picture(page, "code-error")
    page.get_by_label("6 digit code").fill(newest_code())
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Privacy notice")


def test_a_link_that_works_no_more_leads_to_a_new_one(page: Page, axe: Axe, picture):
    page.goto("/sign-in/nosuchlink/")
    axe(page)
    picture(page, "link-refused")
    page.get_by_role("button", name="Ask for a new link").click()
    expect(page.get_by_label("Email address")).to_be_visible()


def test_an_address_that_cannot_be_one_is_explained_at_its_field(page: Page, axe: Axe, picture):
    page.goto("/sign-in/")
    page.get_by_label("Email address").fill("mo")
    page.get_by_role("button", name="Continue").click()
    axe(page)
    picture(page, "sign-in-error")
    expect(page.get_by_role("link", name="Enter an email address in the correct format")).to_be_visible()
