"""Pages whose address is a secret: it goes nowhere else, and their buttons work all the same."""

import pytest
from django.conf import settings
from playwright.sync_api import expect

from manage_training.domain.accounts import sign_in
from tests.factories.accounts import a_tutor
from tests.factories.schools import a_school
from tests.web.signing_in import newest_link

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def link():
    """The address in a sign-in message that has just been sent to the tutor of two schools."""
    tutor = a_tutor(at=a_school())
    a_tutor(tutor.user, at=a_school())
    sign_in.ask(tutor.user.email, "the browser that asked")
    return newest_link()


def test_the_button_behind_a_link_works_though_the_page_sends_no_referrer(page, link):
    """With `no-referrer` a browser sends "Origin: null" with a form, which Django takes for a foreign page."""
    sent = []
    page.on("request", lambda request: sent.append(request) if request.method == "POST" else None)
    response = page.goto(link)
    assert response.headers["referrer-policy"] == "no-referrer"
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()
    assert sent[0].all_headers()["origin"] == "null"
    assert settings.SESSION_COOKIE_NAME in {cookie["name"] for cookie in page.context.cookies()}


def test_the_next_page_does_not_learn_the_secret(page, link):
    page.goto(link)
    with page.expect_request("**/cookies/") as asked:
        page.get_by_role("link", name="Cookies").click()
    assert "referer" not in asked.value.all_headers()
