"""A school says that a report is wrong, in a real browser: by the link without scripts, and signed in, with Undo."""

import re

import pytest
from playwright.sync_api import Page, expect

from manage_training.domain.academic_years.years import registration_year
from manage_training.domain.clock import today
from manage_training.domain.partnerships.models import Partnership
from tests.browser.at_work import AtWork
from tests.browser.conftest import Axe
from tests.factories.accounts import a_privacy_notice, a_tutor
from tests.factories.partnerships import a_report, token_of_report
from tests.factories.schools import a_school
from tests.factories.years import an_open_year

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def hugo():
    a_privacy_notice()
    return a_tutor(at=a_school("ACME Primary School"), name="Hugo Furst", email="hugo.furst@acme.example")


@pytest.fixture
def reported(hugo) -> Partnership:
    an_open_year()
    return a_report(hugo.school, year=registration_year(today()).start)


def test_by_the_link_of_the_message_without_scripts(plain_page: Page, page: Page, axe: Axe, picture, reported):
    link = f"/partnerships/{token_of_report(reported)}/"
    page.goto(link)
    axe(page)
    picture(page, "link")
    plain_page.goto(link)
    plain_page.get_by_role("button", name="Tell us that this is wrong").click()
    plain_page.get_by_role("button", name="Continue").click()
    expect(plain_page).to_have_title(re.compile("^Error: "))
    plain_page.get_by_label("We have signed up with another provider").check()
    plain_page.get_by_role("button", name="Continue").click()
    expect(plain_page.get_by_role("heading", level=1)).to_have_text("Check your answers")
    plain_page.get_by_role("button", name="Confirm").click()
    expect(plain_page.get_by_role("heading", level=1)).to_have_text("You have told us that this is wrong")
    page.goto(link)
    axe(page)
    picture(page, "told")
    assert not Partnership.objects.live().exists()


def test_signed_in_and_undone(page: Page, axe: Axe, picture, hugo, reported):
    at_work = AtWork(page, hugo, axe)
    at_work.opens("")
    picture(page, "dashboard")
    at_work.follows("tell us by")
    picture(page, "reason")
    at_work.answers()
    expect(page).to_have_title(re.compile("^Error: "))
    at_work.answers(reason="This looks like a mistake")
    at_work.answers()
    picture(page, "done")
    at_work.follows("Continue to manage your training")
    picture(page, "challenged")
    assert "You have told us that Ambition Institute does not train your school" in at_work.words
    page.get_by_role("button", name="Undo").click()
    at_work.look()
    picture(page, "undo")
    at_work.answers()
    at_work.follows("Continue to manage your training")
    assert "If this is wrong, tell us by" in at_work.words
    at_work.follows("What has happened")
    assert "Hugo Furst took back that Ambition Institute does not train the school" in at_work.words
