"""Abuse cases S1 to S12: sign-in and its links."""

import logging
import re
import statistics
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client

from manage_training.domain.accounts.models import Membership, SignInLink
from manage_training.domain.messages.models import Message
from manage_training.serving.logs import Lines
from tests.factories.accounts import a_tutor
from tests.factories.schools import a_school
from tests.web.signing_in import ask, newest_code, newest_link, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def hugo():
    return a_tutor(at=a_school("ACME Primary School"), name="Hugo Furst", email="hugo@acme.example")


def masked(page, email: str) -> str:
    """A page without what differs for everybody: the address typed and the token of the form."""
    text = re.sub(r'(name="csrfmiddlewaretoken" value=")[^"]*', r"\1", page.text)
    return text.replace(email, "")


def test_s1_known_and_unknown_addresses_get_the_same_answers(client: Client, hugo):
    """Rule A2."""
    pages = {}
    for email in ("hugo@acme.example", "nobody@acme.example"):
        browser = Client()
        answer = browser.post("/sign-in/", {"email": email})
        wrong = browser.post("/sign-in/code/", {"code": "000000"})
        pages[email] = (
            (answer.status_code, answer["Location"], masked(browser.get("/sign-in/code/"), email)),
            (
                wrong.status_code,
                masked(wrong, email),
            ),
        )
    assert pages["hugo@acme.example"] == pages["nobody@acme.example"]


@pytest.mark.once
def test_s1_known_and_unknown_addresses_take_the_same_time():
    """Rule A2. Two hundred of each, in turn, each new, so that no limit is met."""
    school = a_school()
    people = [f"tutor.{number}@acme.example" for number in range(200)]
    for email in people:
        a_tutor(at=school, email=email)
    took: dict[bool, list[float]] = {True: [], False: []}
    for number, email in enumerate(people):
        for known, address in ((True, email), (False, f"nobody.{number}@acme.example")):
            browser = Client(REMOTE_ADDR=f"10.1.{number}.{known:d}")
            began = time.perf_counter()
            browser.post("/sign-in/", {"email": address})
            took[known].append(time.perf_counter() - began)
    assert abs(statistics.median(took[True]) - statistics.median(took[False])) < 0.005


def test_s2_looking_at_the_link_uses_nothing_up(client: Client, hugo):
    """Rule A3."""
    ask(client, "hugo@acme.example")
    link, sessions = newest_link(), Session.objects.count()
    for _ in range(100):
        scanner = Client()
        assert scanner.get(link).status_code == 200
        scanner.head(link)
        scanner.options(link)
    assert Session.objects.count() == sessions
    client.post(link)
    assert signed_in(client) == hugo.user_id


def test_s3_the_link_pressed_twice_signs_in_once_and_offers_a_new_one(client: Client, hugo):
    """Rule A3."""
    ask(client, "hugo@acme.example")
    Client().post(newest_link())
    second = Client()
    page = second.post(newest_link())
    assert page.status_code == 410
    assert "works once, and this one has been used" in page.text
    assert "Ask for a new link" in page.text
    assert signed_in(second) is None


@pytest.mark.django_db(transaction=True)
def test_s3_of_twenty_presses_at_the_same_moment_one_signs_in(client: Client, hugo):
    """Rule A3."""
    ask(client, "hugo@acme.example")
    link = newest_link()

    def press(_: int) -> int:
        try:
            return Client().post(link).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(20) as crowd:
        answers = sorted(crowd.map(press, range(20)))
    assert answers == [303] + [410] * 19


def test_s4_the_link_lives_sixty_minutes(client: Client, hugo):
    """Rule A3."""
    with time_machine.travel("2022-06-20T09:00:00Z", tick=False) as clock:
        ask(client, "hugo@acme.example")
        clock.move_to("2022-06-20T10:00:01Z")
        assert client.post(newest_link()).status_code == 410
        clock.move_to("2022-06-20T09:59:59Z")
        client.post(newest_link())
        assert signed_in(client) == hugo.user_id


def test_s5_only_the_newest_link_works(client: Client, hugo):
    """Rule A5."""
    ask(client, "hugo@acme.example")
    first = newest_link()
    ask(client, "Hugo@acme.example")
    page = client.post(first)
    assert page.status_code == 410
    assert "Use the link in the newest email" in page.text
    client.post(newest_link())
    assert signed_in(client) == hugo.user_id


def test_s6_an_altered_link_is_answered_like_one_that_is_too_old(client: Client, hugo):
    """Rule A3."""
    with time_machine.travel("2022-06-20T09:00:00Z", tick=False) as clock:
        ask(client, "hugo@acme.example")
        link = newest_link()
        token = link.split("/")[2]
        other = "a" if token[5] != "a" else "b"
        altered = [
            token[:5] + other + token[6:],
            token[:-1],
            token.upper(),
            f"{token}.",
            f"{token}%20",
            token * 250,
            "%00",
            "%F0%9F%98%80",
            "%ED%A0%80",
        ]
        for text in altered:
            page = client.get(f"/sign-in/{text}/")
            assert page.status_code == 410, text[:50]
            assert client.post(f"/sign-in/{text}/").status_code == 410
        clock.shift(60 * 60 + 1)
        assert client.get(link).text == page.text


def test_s7_only_keyed_hashes_are_stored_and_nothing_is_logged(client: Client, hugo, caplog):
    """Rule A6."""
    caplog.set_level(logging.DEBUG)
    ask(client, "hugo@acme.example")
    token, code = newest_link().split("/")[2], newest_code()
    stored = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'select t::text from "{table}" t')
            stored += [row[0] for row in cursor.fetchall()]
    assert not any(token in row or f'"{code}"' in row or f",{code}," in row for row in stored)
    assert any("sign_in" in row for row in stored)
    client.get(f"/sign-in/{token}x/")
    client.post("/sign-in/code/", {"code": code})
    lines = [Lines().format(line) for line in caplog.records if line.name != "django.db.backends"]
    assert not any(secret in line for line in lines for secret in (token, code, "hugo@acme.example"))


def test_s8_after_five_wrong_codes_the_right_one_is_refused_and_the_link_still_works(client: Client, hugo):
    """Rule A4."""
    ask(client, "hugo@acme.example")
    wrong = f"{(int(newest_code()) + 1) % 1_000_000:06d}"
    for _ in range(6):
        page = client.post("/sign-in/code/", {"code": wrong})
    assert "You have entered 5 wrong codes" in page.text
    client.post("/sign-in/code/", {"code": newest_code()})
    assert signed_in(client) is None
    client.post(newest_link())
    assert signed_in(client) == hugo.user_id


def test_s9_a_code_works_only_in_the_browser_that_asked(client: Client, hugo):
    """Rule A4."""
    ask(client, "hugo@acme.example")
    code, other = newest_code(), Client()
    assert other.post("/sign-in/code/", {"code": code})["Location"] == "/sign-in/"
    ask(other, "nobody@acme.example")
    assert other.post("/sign-in/code/", {"code": code}).status_code == 422
    assert signed_in(other) is None


@pytest.mark.parametrize("typed", ["HUGO@acme.example", "  hugo@acme.example ", "hugo@ACME.EXAMPLE"])
def test_s10_case_and_spaces_make_no_other_address(client: Client, hugo, typed: str):
    ask(client, typed)
    assert Message.objects.get().to == "hugo@acme.example"


def test_s10_an_address_with_a_plus_is_somebody_else_but_shares_the_limit(client: Client, hugo):
    with time_machine.travel("2022-06-20T09:00:00Z", tick=False):
        for tag in ("a", "b", "c"):
            ask(client, f"hugo+{tag}@acme.example")
        assert not Message.objects.filter(kind="sign_in").exists()
        assert ask(client, "hugo@acme.example").status_code == 429


@pytest.mark.parametrize("lookalike", ["hug\u043e@acme.example", "hugo@\u0430cme.example", "hugo@acm\u00e9.example"])
def test_s10_a_lookalike_is_an_unknown_address(client: Client, hugo, lookalike: str):
    ask(client, lookalike)
    assert not Message.objects.filter(kind="sign_in").exists()


@pytest.mark.parametrize(
    "elsewhere",
    [
        "//evil.example",
        "https:evil",
        "https://evil.example/schools/",
        "/\\evil",
        "javascript:alert(1)",
        "/\t/evil.example",
        "/sign-out/",
        "/no-such-page/",
        "///evil.example/%2e%2e",
    ],
)
def test_s11_nobody_is_sent_to_another_site(client: Client, hugo, elsewhere: str):
    client.post("/sign-in/", {"email": "hugo@acme.example"}, query_params={"next": elsewhere})
    assert client.post(newest_link())["Location"] == "/schools/"


def test_s12_who_may_not_sign_in_any_more_is_refused(client: Client, hugo):
    ask(client, "hugo@acme.example")
    a_tutor(at=hugo.school)
    Membership.objects.filter(pk=hugo.pk).update(ended_at=hugo.since)
    for page in (client.get(newest_link()), client.post(newest_link())):
        assert page.status_code == 410
        assert "ACME" not in page.text
    assert signed_in(client) is None


def test_an_address_that_nobody_has_leaves_no_way_in(client: Client):
    ask(client, "nobody@acme.example")
    assert SignInLink.objects.get().user is None
