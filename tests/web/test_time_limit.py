"""Rule A18, WCAG 2.2.1: nobody loses work because a session ended, and whoever is there can stay. Abuse case E3."""

import json
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from manage_training.web.sessions import IDLE
from tests.factories.accounts import a_privacy_notice, a_tutor, sign_in
from tests.factories.schools import a_school
from tests.factories.training import an_ect
from tests.factories.years import every_year
from tests.journeys.browse import Browser
from tests.web.signing_in import ask, newest_link

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)
WEEKEND = timedelta(days=3)
SEND = "Send what you entered before you were signed out"


@pytest.fixture
def clock():
    with time_machine.travel("2022-06-20T09:00:00Z", tick=False) as clock:
        yield clock


@pytest.fixture
def hugo(clock):
    every_year()
    a_privacy_notice()
    return a_tutor(at=a_school("ACME Primary School"), name="Hugo Furst", email="hugo@acme.example")


@pytest.fixture
def window(hugo):
    """Hugo's, at the question for somebody's name, with the guard against forms from elsewhere."""
    leah = an_ect(at=hugo.school)
    client = sign_in(Client(enforce_csrf_checks=True), hugo)
    window = Browser(f"/schools/{hugo.school.urn}/people/{leah.pk}/name/", client=client)
    window.get(window.start)
    return window


def signs_in(window: Browser, who=None) -> None:
    window.get(window.url)
    window.answer(email=who.user.email if who else "hugo@acme.example")
    window.get(newest_link())
    window.answer()


@pytest.mark.parametrize("away", [IDLE + SECOND, WEEKEND])
def test_e3_what_was_sent_after_the_time_was_over_is_kept_until_one_has_signed_in(window, hugo, clock, away):
    question, carried = window.url, window.carried
    clock.shift(away)
    window.answer(new_name='Leah "Lea" Morris')
    assert "We have kept what you entered on your last page" in window.words
    signs_in(window)
    assert f'<h1 class="govuk-heading-l">{SEND}' in window.page.text
    assert window.action == question
    assert window.carried | {"csrfmiddlewaretoken": ""} == carried | {
        "new_name": 'Leah "Lea" Morris',
        "csrfmiddlewaretoken": "",
    }
    window.answer()
    assert 'value="Leah &#34;Lea&#34; Morris"' in window.get(window.url.replace("other-name", "name")).text
    assert window.get("/sign-in/unsent/").redirect_chain[0][0] == "/schools/"


def test_what_is_not_wanted_any_more_is_left_behind(window, clock):
    question = window.url
    clock.shift(IDLE + SECOND)
    window.answer(new_name="Leah Morris")
    signs_in(window)
    assert f'href="{question}">Go back to the page without it' in window.page.text


def test_another_window_that_asked_first_loses_nothing(window, clock):
    clock.shift(IDLE + SECOND)
    window.client.get("/schools/")  # signs out, in a second window
    window.answer(new_name="Leah Morris")
    signs_in(window)
    assert window.carried["new_name"] == "Leah Morris"


def test_somebody_else_who_signs_in_there_gets_nothing(window, hugo, clock):
    clock.shift(IDLE + SECOND)
    window.answer(new_name="Leah Morris")
    signs_in(window, a_tutor(at=hugo.school, email="tess@acme.example"))
    assert SEND not in window.page.text
    assert "unsent" not in window.client.session


def test_e6_nothing_is_kept_that_did_not_come_from_our_own_page(window, clock):
    clock.shift(IDLE + SECOND)
    foreign = window.client.post(window.url, {"new_name": "Mallory"}, headers={"origin": "https://evil.example"})
    assert foreign.status_code == 403
    assert "unsent" not in window.client.session


def test_nothing_is_kept_of_whom_nobody_knows(hugo):
    stranger = Client()
    answer = stranger.post(f"/schools/{hugo.school.urn}/add-person/", {"role": "ect"})
    assert answer["Location"].startswith("/sign-in/?next=")
    assert not stranger.session.items()


def test_the_sign_in_page_says_why_one_is_there(window, clock, client):
    clock.shift(IDLE + SECOND)
    assert "You have been signed out." in window.client.get("/schools/", follow=True).text
    assert "You have been signed out." not in client.get("/sign-in/").text
    ask(window.client, "hugo@acme.example")
    window.client.post("/sign-out/")
    assert "You have been signed out." not in client.get("/sign-in/").text


def stay(client: Client) -> dict[str, object]:
    return json.loads(client.post("/stay-signed-in/").content)


def test_one_button_keeps_a_session_and_says_for_how_long(client, hugo, clock):
    """Idle time counts from the button; 12 hours after signing in no button helps any more."""
    sign_in(client, hugo)
    whole = IDLE.total_seconds()
    for _ in range(4):
        clock.shift(IDLE)
        assert stay(client) == {"seconds": whole, "more": True}
    clock.shift(IDLE)
    assert stay(client) == {"seconds": whole, "more": False}
    clock.shift(timedelta(minutes=90))
    assert stay(client) == {"seconds": 30 * 60, "more": False}
    clock.shift(timedelta(minutes=30) + SECOND)
    assert stay(client) == {"seconds": 0, "more": False}


def test_pages_say_how_long_one_has_with_and_without_a_script(window, client, clock):
    clock.shift(30)
    page = window.get(window.url).text
    assert f'<dialog class="app-time-limit" data-seconds="{IDLE.total_seconds() - 30:.0f}" data-more="True">' in page
    assert '<noscript><p class="govuk-body-s">If you open no page for 2 hours, we sign you out.' in page
    assert "<dialog" not in client.get("/sign-in/").text
