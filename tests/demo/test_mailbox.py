"""The demo's mailbox: what the browser tests and people read their messages in."""

import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from django.test import Client

from manage_training.domain.messages.deliver import deliver
from manage_training.domain.messages.port import Email
from manage_training.integrations.email.mailbox import Mailbox, from_settings
from tests.factories.messages import a_message, a_sign_in_message
from tests.factories.years import an_open_year

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def mailbox(settings, tmp_path) -> Mailbox:
    settings.DATA_DIR = tmp_path
    settings.SERVICE_URL = "http://localhost:8000"
    return from_settings()


AN_EMAIL = Email(
    message=12,
    reference="membership 3",
    created_at=datetime(2022, 6, 20, 9, 30, tzinfo=UTC),
    to="hugo.furst@acme.example",
    subject="You are the induction tutor",
    body="Dear http://localhost:8000/evil/\n\nSign in here:\n\nhttp://localhost:8000/sign-in/?way_in=1\n\nhttp://evil.example\n",
    link="http://localhost:8000/sign-in/?way_in=1",
    kind="you_are_induction_tutor",
    values={},
)


def links(page: str) -> list[str]:
    """Where the links in the text of a letter lead."""
    (article,) = re.findall(r"<article>.*</article>", page, re.DOTALL)
    return re.findall(r'href="([^"]*)"', article)


def test_each_message_is_one_item_newest_first_with_address_and_subject(client: Client, mailbox):
    mailbox.send(AN_EMAIL, again=False)
    mailbox.send(replace(AN_EMAIL, message=13, to="tess.tutor@beacon.example", subject="Another"), again=False)
    (main,) = re.findall(r"<main.*</main>", client.get("/demo/mailbox/").text, re.DOTALL)
    rows = re.findall(r"<li.*?</li>", main, re.DOTALL)
    assert len(rows) == 2
    assert "tess.tutor@beacon.example" in rows[0]
    assert ">Another</a>" in rows[0]
    assert "hugo.furst@acme.example" in rows[1]


def test_an_item_leads_to_the_message_where_its_link_works(client: Client, mailbox):
    mailbox.send(AN_EMAIL, again=False)
    (letter,) = re.findall(r'href="(/demo/mailbox/[^"]+)"', client.get("/demo/mailbox/").text)
    page = client.get(letter)
    assert "You are the induction tutor" in page.text
    assert links(page.text) == ["/sign-in/?way_in=1"]


def test_x3_an_address_that_somebody_typed_does_not_become_a_link(client: Client, mailbox):
    name = mailbox.send(AN_EMAIL, again=False)
    page = client.get(f"/demo/mailbox/{name}/")
    assert "http://evil.example" in page.text
    assert links(page.text) == ["/sign-in/?way_in=1"]


def test_x1_markup_that_somebody_typed_is_shown_literally(client: Client, mailbox):
    name = mailbox.send(replace(AN_EMAIL, subject="<script>", body="<script>alert(1)</script>"), again=False)
    for page in ("/demo/mailbox/", f"/demo/mailbox/{name}/"):
        assert "<script>alert" not in client.get(page).text
        assert "&lt;script&gt;" in client.get(page).text


def test_a_person_signs_in_by_what_stands_in_the_mailbox(client: Client, mailbox):
    message = a_sign_in_message()
    deliver(message.pk, by=mailbox)
    (letter,) = mailbox.newest_first(1)
    page = client.get(f"/demo/mailbox/{letter.name}/").text
    (link,) = links(page)
    assert re.fullmatch(r"/sign-in/[a-z2-9]{40}/", link)
    assert re.search(r"<p[^>]*>\s*\d{6}\s*</p>", page)


@pytest.mark.parametrize("address", ["/demo/mailbox", "/demo/people"])
def test_both_pages_open_without_the_slash_at_the_end_too(client: Client, address):
    an_open_year()
    answer = client.get(address, follow=True)
    assert answer.status_code == 200
    assert answer.request["PATH_INFO"] == f"{address}/"


def test_a_letter_that_is_not_there_is_not_found(client: Client):
    assert client.get("/demo/mailbox/20220620093000000000-99/").status_code == 404


def test_an_empty_mailbox_says_how_to_get_a_message(client: Client):
    assert "There are no emails yet" in client.get("/demo/mailbox/").text


def test_a_message_that_waits_is_not_shown(client: Client):
    a_message()
    assert "There are no emails yet" in client.get("/demo/mailbox/").text
