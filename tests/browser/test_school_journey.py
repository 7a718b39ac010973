"""A tutor says how the school runs its training, reads the dashboard and changes it later, in a real browser."""

import re

import pytest
from playwright.sync_api import Page, expect

from manage_training.domain.academic_years.models import Programme
from tests.browser.conftest import Axe
from tests.browser.test_demo_pages import sign_in_here
from tests.factories.accounts import a_tutor
from tests.factories.organisations import an_appropriate_body, some_materials
from tests.factories.programmes import a_school_year
from tests.factories.schools import a_school
from tests.factories.training import a_partnership
from tests.factories.years import an_open_year

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def hugo():
    an_open_year()
    an_appropriate_body()
    some_materials("Teach First")
    some_materials("UCL Institute of Education")
    return a_tutor(at=a_school("ACME Primary School"), name="Hugo Furst", email="hugo.furst@acme.example")


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def choose(page: Page, answer: str) -> None:
    page.get_by_label(answer, exact=True).check()
    press(page, "Continue")


def change(page: Page, what: str) -> None:
    page.get_by_role("link", name=re.compile(f"Change\\s+{what}")).click()


def says(page: Page, words: str | re.Pattern[str]) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(words)


def say_and_change(page: Page, look: Axe, hugo) -> None:
    sign_in_here(page, hugo)
    page.goto(f"/schools/{hugo.school.urn}/")
    look(page)
    press(page, "Continue")
    expect(page).to_have_title(re.compile("^Error: How do you want to run your training"))
    look(page)
    choose(page, "Deliver your own programme using DfE accredited materials")
    look(page)
    choose(page, "Teach First")
    look(page)
    choose(page, "We have not appointed one yet")
    look(page)
    press(page, "Confirm")
    says(page, "You've submitted your training information")
    look(page)
    page.get_by_role("link", name="Continue to manage your training").click()
    says(page, "Manage your training")
    look(page)
    dashboard = page.url
    change(page, "accredited materials")
    choose(page, "UCL Institute of Education")
    press(page, "Confirm")
    says(page, re.compile("You have changed your accredited materials"))
    look(page)
    page.goto(dashboard)
    change(page, "appropriate body")
    choose(page, "A teaching school hub")
    choose(page, "Ashcombe Teaching School Hub")
    press(page, "Confirm")
    look(page)
    page.goto(dashboard)
    change(page, "programme")
    choose(page, "Design and deliver your own programme based on the Early Career Framework (ECF)")
    says(page, "What will change")
    look(page)
    press(page, "Continue")
    press(page, "Confirm")
    look(page)
    page.goto(dashboard)
    change(page, "induction tutor")
    page.get_by_label("Somebody else is the induction tutor now").check()
    press(page, "Continue")
    look(page)
    page.get_by_label("What is the full name of the induction tutor?").fill("Nia New")
    press(page, "Continue")
    look(page)
    page.get_by_role("textbox").fill("nia.new@acme.example")
    press(page, "Continue")
    press(page, "Confirm")
    says(page, "The induction tutor has been changed")
    look(page)


def test_on_a_computer(page: Page, axe: Axe, hugo):
    say_and_change(page, axe, hugo)


def test_on_a_narrow_screen(phone: Page, axe: Axe, hugo):
    say_and_change(phone, axe, hugo)


def test_without_javascript(plain_page: Page, hugo):
    say_and_change(plain_page, lambda page: None, hugo)


def test_a_programme_that_a_provider_confirmed_is_explained(page: Page, axe: Axe, hugo):
    year = an_open_year().start
    a_school_year(hugo.school, year=year, programme=Programme.FULL_INDUCTION)
    a_partnership(hugo.school, year=year)
    sign_in_here(page, hugo)
    page.goto(f"/schools/{hugo.school.urn}/")
    change(page, "programme")
    says(page, "You cannot change your programme here yet")
    axe(page)
