"""Rule A17 and fault F36: the secret key changes, and nobody is signed out and no link is lost."""

import pytest
from django.test import Client

from manage_training.domain.accounts.way_in import read_way_in, way_in
from manage_training.domain.secrets import new_seed, token_of
from tests.factories.accounts import a_privacy_notice, a_tutor
from tests.factories.invitations import an_invitation, token_for
from tests.factories.schools import a_school
from tests.factories.years import an_open_year
from tests.journeys.browse import Browser
from tests.web.signing_in import ask, newest_code, newest_link, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def hugo():
    a_privacy_notice()
    return a_tutor(at=a_school("ACME Primary School"), name="Hugo Furst", email="hugo@acme.example")


@pytest.fixture
def change_key(settings):
    def change(keep: bool = True) -> None:
        retired = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS] if keep else []
        settings.SECRET_KEY = f"the key number {len(retired)} after the one before it was retired"
        settings.SECRET_KEY_FALLBACKS = retired

    return change


def test_who_is_signed_in_stays_it(client: Client, hugo, change_key):
    ask(client, "hugo@acme.example")
    client.post(newest_link())
    for _ in range(2):
        change_key()
        assert client.get("/schools/").status_code != 403
        assert signed_in(client) == hugo.user_id


def test_a_link_on_its_way_works(client: Client, hugo, change_key):
    ask(client, "hugo@acme.example")
    link = newest_link()
    change_key()
    client.post(link)
    assert signed_in(client) == hugo.user_id


def test_a_link_in_a_message_that_still_waits_works(client: Client, hugo, change_key):
    """What it is made from was written down with the old key, and it is written out with the new one."""
    ask(client, "hugo@acme.example")
    change_key()
    client.post(newest_link())
    assert signed_in(client) == hugo.user_id


def test_a_code_works_in_the_browser_that_asked(client: Client, hugo, change_key):
    ask(client, "hugo@acme.example")
    change_key()
    client.post("/sign-in/code/", {"code": newest_code()})
    assert signed_in(client) == hugo.user_id


def test_an_invitation_and_the_draft_begun_with_it_live_on(client: Client, change_key):
    an_open_year()
    school = a_school("Oakfield Primary School", contact="office@oakfield.example")
    link = f"/invitations/{token_for(an_invitation(to=school))}/"
    browser = Browser(f"{link}nominate/", client=client)
    browser.get(link)
    browser.answer(expects="yes")
    browser.answer()
    change_key()
    browser.answer(full_name="Olive Field")
    assert "email address" in browser.words
    assert Browser(link).get(link).status_code == 200


def test_a_way_in_still_fills_in_the_address(hugo, change_key):
    signed = way_in(hugo.user, "/schools/").partition("way_in=")[2]
    change_key()
    assert read_way_in(signed).email == "hugo@acme.example"


def test_with_the_old_key_gone_for_good_nothing_of_it_opens_anything(client: Client, hugo, change_key):
    ask(client, "hugo@acme.example")
    link = newest_link()
    change_key(keep=False)
    client.post(link)
    assert signed_in(client) is None


def test_a_seed_tells_nothing_of_its_key_but_which_it_is(settings):
    seed = new_seed()
    assert len(seed) <= 40
    assert settings.SECRET_KEY not in seed
    assert token_of(seed, "sign_in") != token_of(new_seed(), "sign_in")
    assert len(token_of("a seed of an earlier release", "sign_in")) == 40
