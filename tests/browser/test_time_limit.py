"""Before a session ends its page says so, and one button keeps it (rule A18, WCAG 2.2.1). Hours pass in the browser."""

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from playwright.sync_api import Page, expect

from manage_training.web import sessions
from tests.browser.at_work import AtWork
from tests.browser.conftest import Axe
from tests.factories.accounts import a_privacy_notice, a_tutor
from tests.factories.schools import a_school
from tests.factories.training import an_ect
from tests.factories.years import every_year

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def mo():
    every_year()
    a_privacy_notice()
    return a_tutor(at=a_school("Riverbank Infant School"), name="Mo Adeyemi", email="mo@riverbank.example")


def test_who_is_about_to_be_signed_out_is_asked_and_can_stay(page: Page, axe: Axe, picture, mo):
    leah = an_ect(at=mo.school)
    page.clock.install()
    AtWork(page, mo, axe).opens(f"people/{leah.pk}/name/")
    page.locator("[name=new_name]").fill("Lea Morris")
    dialog, staying = page.get_by_role("dialog"), page.get_by_role("button", name="Stay signed in")
    page.clock.fast_forward("01:54:00")
    expect(dialog).to_be_hidden()
    page.clock.fast_forward("02:00")
    expect(page.get_by_role("dialog", name="You will be signed out soon")).to_be_visible()
    expect(dialog).to_contain_text("You have 4 minutes left.")
    expect(staying).to_be_focused()
    axe(page)
    for width, name in ((1280, "computer"), (375, "phone")):
        page.set_viewport_size({"width": width, "height": 800})
        picture(page, f"time-limit-{name}")
    page.clock.fast_forward("03:15")
    expect(dialog).to_contain_text("You have 1 minute left.")

    page.route("**/stay-signed-in/", lambda route: route.abort())
    staying.click()
    expect(page.get_by_text("We could not reach the service.")).to_be_visible()
    page.unroute("**/stay-signed-in/")
    with page.expect_response("**/stay-signed-in/"):
        page.keyboard.press("Escape")  # means going on, as the button does
    expect(dialog).to_be_hidden()

    page.clock.fast_forward("02:00:00")
    expect(page.get_by_role("dialog", name="You have been signed out")).to_be_visible()
    axe(page)
    picture(page, "time-limit-over")
    page.get_by_role("button", name="Close this message").click()
    expect(dialog).to_be_hidden()
    page.clock.fast_forward("00:10")
    expect(dialog).to_be_hidden()
    expect(page.locator("[name=new_name]")).to_have_value("Lea Morris")


def test_a_second_window_that_is_used_keeps_the_first_quiet(page: Page, mo):
    at_work = AtWork(page, mo, None)
    page.clock.install()
    at_work.opens("people/")
    page.clock.fast_forward("01:50:00")
    page.evaluate("new BroadcastChannel('time limit').postMessage([Date.now() + 7_200_000, true])")
    page.clock.fast_forward("00:10:01")
    expect(page.get_by_role("dialog")).to_be_hidden()


def test_twelve_hours_after_signing_in_no_button_promises_more(page: Page, axe: Axe, picture, mo):
    page.clock.install()
    at_work = AtWork(page, mo, axe)
    (session,) = [SessionStore(row.session_key) for row in Session.objects.all()]
    session[sessions.SIGNED_IN_AT] -= (sessions.LONGEST - sessions.IDLE).total_seconds()
    session.save()
    at_work.opens("people/")
    page.clock.fast_forward("01:56:00")
    expect(page.get_by_role("dialog", name="You will have to sign in again soon")).to_be_visible()
    axe(page)
    picture(page, "time-limit-last")
    page.get_by_role("button", name="Go back to the page").click()
    expect(page.get_by_role("dialog")).to_be_hidden()
