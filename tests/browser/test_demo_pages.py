"""The demo's mailbox and list of people, and a school's history, as somebody sees and uses them."""

import pytest
from django.conf import settings as service
from django.test import Client
from playwright.sync_api import Page, expect

from manage_training.domain.accounts.memberships import make_tutor
from manage_training.domain.accounts.models import Membership
from manage_training.domain.messages.models import Message, State
from tests.factories.accounts import a_tutor, actor, sign_in
from tests.factories.messages import deliver_all
from tests.factories.schools import a_school
from tests.factories.years import an_open_year

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def mailbox(settings, tmp_path):
    settings.DATA_DIR = tmp_path


@pytest.fixture
def hugo():
    an_open_year()
    hugo = a_tutor(at=a_school("ACME Primary School"), name="Hugo Furst", email="hugo.furst@acme.example")
    make_tutor(hugo.school, "Tess Taylor", "tess.taylor.long@acme.example", by=actor(hugo))
    deliver_all()
    return hugo


def test_somebody_finds_their_message_and_follows_it(page, axe, picture, hugo):
    page.goto("/demo/people/")
    axe(page)
    picture(page, "demo-people")
    page.get_by_role("link", name="mailbox of the demo").click()
    axe(page)
    picture(page, "demo-mailbox")
    page.get_by_role("link", name="You are the induction tutor for ACME Primary School").click()
    axe(page)
    picture(page, "demo-message")
    page.locator("article").get_by_role("link").click()
    expect(page.get_by_label("Email address")).to_have_value("tess.taylor.long@acme.example")


def test_the_pages_of_the_demo_fit_a_narrow_screen(phone, axe, picture, hugo):
    for address in ("people", "mailbox"):
        phone.goto(f"/demo/{address}/")
        axe(phone)
        picture(phone, f"demo-{address}-narrow")
    phone.get_by_role("link", name="You are the induction tutor").click()
    axe(phone)


def sign_in_here(page: Page, who: Membership) -> None:
    name = service.SESSION_COOKIE_NAME
    session = sign_in(Client(), who).cookies[name].value
    page.goto("/")
    page.context.add_cookies([{"name": name, "value": session, "url": page.url}])


def test_a_tutor_reads_what_has_happened(page, phone, axe, picture, hugo):
    Message.objects.update(state=State.FAILED, failure="The address was not accepted. Check it for mistakes.")
    for each, name in ((page, "history"), (phone, "history-narrow")):
        sign_in_here(each, hugo)
        each.goto(f"/schools/{hugo.school.urn}/history/")
        expect(each.get_by_role("heading", level=1)).to_have_text("What has happened")
        expect(each.get_by_text("Tess Taylor became induction tutor.")).to_be_visible()
        axe(each)
        picture(each, name)
