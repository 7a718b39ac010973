"""Signing in, as somebody does it. Rules A1 to A7 and A10."""

import pytest
import time_machine
from django.test import Client

from manage_training.domain.accounts.memberships import end_membership
from manage_training.domain.accounts.way_in import way_in
from manage_training.domain.events.models import Event
from manage_training.domain.messages.models import Message
from tests.factories.accounts import a_tutor, a_user, actor, sign_in
from tests.factories.schools import a_school
from tests.web.signing_in import ask, newest_code, newest_link, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def hugo():
    return a_tutor(at=a_school("ACME Primary School"), name="Hugo Furst", email="hugo@acme.example")


def test_somebody_signs_in_by_the_link(client: Client, hugo):
    """Rule A1."""
    page = ask(client, "hugo@acme.example")
    assert "Check your email" in page.text
    assert "hugo@acme.example" in page.text
    assert '<button type="submit"' in client.get(newest_link()).text
    answer = client.post(newest_link())
    assert (answer.status_code, answer["Location"]) == (303, "/schools/")
    assert signed_in(client) == hugo.user_id
    assert Event.objects.get(kind="signed_in").actor_id == hugo.user_id


def test_the_link_works_on_another_device(client: Client, hugo):
    """Rule A3."""
    ask(client, "hugo@acme.example")
    telephone = Client()
    telephone.post(newest_link())
    assert signed_in(telephone) == hugo.user_id
    assert signed_in(client) is None


def test_somebody_signs_in_by_the_code_however_it_is_spaced(client: Client, hugo):
    """Rule A4."""
    ask(client, "hugo@acme.example")
    code = newest_code()
    client.post("/sign-in/code/", {"code": f" {code[:3]} {code[3:]}"})
    assert signed_in(client) == hugo.user_id


def test_a_code_works_once(client: Client, hugo):
    """Rule A4."""
    ask(client, "hugo@acme.example")
    client.post(newest_link())
    client.post("/sign-out/")
    page = client.post("/sign-in/code/", {"code": newest_code()})
    assert signed_in(client) is None
    assert page.status_code in (302, 303, 422)


def test_a_code_lives_ten_minutes(client: Client, hugo):
    """Rule A4."""
    with time_machine.travel("2022-06-20T09:00:00Z", tick=False) as clock:
        ask(client, "hugo@acme.example")
        clock.move_to("2022-06-20T09:10:01Z")
        page = client.post("/sign-in/code/", {"code": newest_code()})
        assert page.status_code == 422
        assert "older than 10 minutes" in page.text
        clock.move_to("2022-06-20T09:10:00Z")
        client.post("/sign-in/code/", {"code": newest_code()})
        assert signed_in(client) == hugo.user_id


def test_after_twenty_codes_in_a_day_only_the_link_is_left(client: Client, hugo):
    """Rule A4."""
    with time_machine.travel("2022-06-20T09:00:00Z", tick=False) as clock:
        for _ in range(4):
            ask(client, "hugo@acme.example")
            for _ in range(5):
                client.post("/sign-in/code/", {"code": wrong(newest_code())})
            clock.shift(600)
        ask(client, "hugo@acme.example")
        page = client.post("/sign-in/code/", {"code": newest_code()})
        assert page.status_code == 429
        assert "Use the link in the email instead" in page.text
        client.post(newest_link())
        assert signed_in(client) == hugo.user_id


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06d}"


def test_an_unknown_address_is_told_how_to_get_in_three_times_a_day_at_most(client: Client):
    """Rule A2."""
    with time_machine.travel("2022-06-20T09:00:00Z", tick=False) as clock:
        for _ in range(6):
            assert "Check your email" in ask(client, "nobody@acme.example").text
            clock.shift(60 * 60)
        assert Message.objects.filter(kind="how_to_get_in", to="nobody@acme.example").count() == 3
        assert not Message.objects.filter(kind="sign_in").exists()


def test_somebody_who_acts_for_nobody_is_told_how_to_get_in(client: Client):
    a_user(email="former@acme.example")
    ask(client, "former@acme.example")
    assert Message.objects.get().kind == "how_to_get_in"


def test_asking_too_often_is_said_with_the_time_to_wait(client: Client):
    """Rule A11."""
    with time_machine.travel("2022-06-20T09:00:00Z", tick=False):
        for _ in range(3):
            ask(client, "nobody@acme.example")
        page = client.post("/sign-in/", {"email": "nobody@acme.example"})
    assert page.status_code == 429
    assert page["Retry-After"] == "600"
    assert "ask for another in 10 minutes" in page.text


def test_a_training_room_can_sign_in_at_once_but_not_a_whole_town(client: Client):
    """Rule A11."""
    with time_machine.travel("2022-06-20T09:00:00Z", tick=False):
        for number in range(30):
            assert ask(Client(), f"tutor.{number}@acme.example").status_code == 200
        assert ask(Client(), "tutor.30@acme.example").status_code == 429


def test_an_address_that_cannot_be_one_is_explained(client: Client):
    page = client.post("/sign-in/", {"email": "hugo"})
    assert page.status_code == 422
    assert "<title>Error: Sign in" in page.text
    assert "in the correct format" in page.text


def test_a_link_in_a_message_fills_in_the_address_and_leads_on_after_signing_in(client: Client, hugo):
    """Rule A7."""
    path = way_in(hugo.user, "/cookies/")
    assert 'value="hugo@acme.example"' in client.get(path).text
    assert signed_in(client) is None
    client.post(path, {"email": "hugo@acme.example"})
    assert client.post(newest_link())["Location"] == "/cookies/"


def test_a_link_in_a_message_to_an_old_address_does_not_tell_the_new_one(client: Client, hugo):
    """Rule A7."""
    path = way_in(hugo.user)
    hugo.user.email = "hugo.new@acme.example"
    hugo.user.save()
    assert "hugo.new@" not in client.get(path).text


def test_a_link_in_a_message_that_somebody_altered_is_an_empty_sign_in_page(client: Client, hugo):
    page = client.get(way_in(hugo.user)[:-3] + "abc")
    assert page.status_code == 200
    assert "hugo@" not in page.text


def test_who_is_signed_in_already_goes_straight_on(client: Client, hugo):
    sign_in(client, hugo)
    assert client.get(way_in(hugo.user, "/cookies/"))["Location"] == "/cookies/"


def test_the_code_page_without_having_asked_leads_to_sign_in(client: Client):
    assert client.get("/sign-in/code/")["Location"] == "/sign-in/"


def test_somebody_whose_only_membership_ends_meanwhile_is_not_signed_in(client: Client, hugo):
    ask(client, "hugo@acme.example")
    a_tutor(at=hugo.school)
    end_membership(hugo, actor(hugo))
    page = client.post(newest_link())
    assert page.status_code == 410
    assert signed_in(client) is None
