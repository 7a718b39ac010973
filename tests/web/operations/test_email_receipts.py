"""Rule M11 and abuse case N1: the carrier tells what became of a message, and nobody else can."""

import threading
from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client

from manage_training.domain.messages.deliver import deliver
from manage_training.domain.messages.models import Message, State
from manage_training.integrations.email.notify import from_settings
from tests.factories.messages import Carrier, a_message
from tests.integrations.email.notify_server import KEY, TEMPLATE, NotifyServer, a_receipt

pytestmark = pytest.mark.django_db
TOKEN, NEXT_TOKEN = "the-token-that-we-gave-to-notify-once", "the-token-that-takes-its-place-tomorrow"
URL = "/email-receipts/"


@pytest.fixture(autouse=True)
def notify_carries(settings) -> None:
    settings.EMAIL_SENDER = "manage_training.integrations.email.notify.from_settings"
    settings.NOTIFY_API_KEY, settings.NOTIFY_TEMPLATE_ID = KEY, TEMPLATE
    settings.NOTIFY_CALLBACK_TOKENS = [NEXT_TOKEN, TOKEN]


def tell(body: bytes, token: str = TOKEN, scheme: str = "Bearer ", **headers: str) -> int:
    given = {"Authorization": scheme + token} | headers if token else headers
    return Client(enforce_csrf_checks=True).post(URL, body, "application/json", headers=given).status_code


@pytest.fixture
def message() -> Message:
    message = a_message()
    deliver(message.pk, by=Carrier())
    return message


def about(message: Message, status: str) -> bytes:
    return a_receipt(f"carried-{message.pk}", message.dedupe_key, status)


def state(message: Message) -> str:
    return Message.objects.values_list("state", flat=True).get(pk=message.pk)


@pytest.mark.parametrize("token", [TOKEN, NEXT_TOKEN])
def test_both_tokens_work_while_one_takes_the_others_place(message, token):
    assert tell(about(message, "delivered"), token) == 204
    assert state(message) == State.DELIVERED


@pytest.mark.parametrize(
    ("token", "scheme"),
    [
        ("", "Bearer "),
        ("x", "Bearer "),
        (TOKEN[:-1], "Bearer "),
        (TOKEN + "x", "Bearer "),
        (TOKEN, ""),
        ("é", "Bearer "),
    ],
)
def test_n1_without_the_token_nothing_is_believed(message, token, scheme, caplog):
    assert tell(about(message, "delivered"), token, scheme) == 401
    assert state(message) == State.SENT
    assert "email receipt refused route=operations:email-receipts" in caplog.text


def test_without_any_token_in_the_settings_nobody_is_believed(message, settings):
    settings.NOTIFY_CALLBACK_TOKENS = []
    assert tell(about(message, "delivered"), "x") == 401


def test_n1_the_same_receipt_twice_and_an_older_one_later_leave_the_final_word(message):
    assert [tell(about(message, word)) for word in ("delivered", "delivered", "sending", "created")] == [204] * 4
    assert state(message) == State.DELIVERED


def test_n1_a_receipt_about_a_message_that_is_not_ours_is_taken_and_forgotten(message, caplog):
    assert tell(a_receipt("an-id", "somebody else's smoke test", "delivered")) == 204
    assert tell(a_receipt("an-id", None, "delivered")) == 204
    assert state(message) == State.SENT
    assert "smoke" not in caplog.text


def test_n1_what_is_too_long_is_not_read(message):
    assert tell(a_receipt("an-id", message.dedupe_key, "delivered", more="x" * 1_000_000)) == 413
    assert state(message) == State.SENT


@pytest.mark.parametrize("body", [b"{}", b"[]", b"\xff\xfe", b"{" * 5000, b"null"])
def test_what_is_no_receipt_is_refused(body):
    assert tell(body) == 400


@pytest.mark.parametrize("reference", ["a\0b", "\ud800"])
def test_a_reference_with_characters_that_no_database_takes_is_refused(reference):
    assert tell(a_receipt("an-id", reference, "delivered")) == 400


def test_a_carrier_that_does_not_call_has_nowhere_to_call(settings):
    settings.EMAIL_SENDER = "manage_training.integrations.email.mailbox.from_settings"
    assert tell(b"{}") == 404


def test_a_whole_campaign_may_be_told_of_from_one_address(settings, message):
    settings.REQUESTS_PER_ADDRESS = 3
    client = Client()
    for _ in range(5):
        answer = client.post(URL, b"{}", "application/json", headers={"Authorization": f"Bearer {TOKEN}"})
        assert answer.status_code == 400


@pytest.fixture
def notify_server(settings) -> Iterator[NotifyServer]:
    with NotifyServer() as server:
        settings.NOTIFY_URL = server.url
        yield server


@pytest.mark.django_db(transaction=True)
def test_notify_and_we_talk_to_each_other(notify_server):
    """Each way that Notify has, from the outbox to the state that a school sees."""
    told = threading.Semaphore(0)

    def call_back(body: bytes) -> None:
        assert tell(body) == 204
        connection.close()  # of this thread
        told.release()

    notify_server.on_receipt = call_back
    expected = {
        "hugo": State.DELIVERED,
        "early": State.DELIVERED,
        "twice": State.DELIVERED,
        "perm-fail": State.FAILED,
        "temp-fail": State.FAILED,
        "tech-fail": State.QUEUED,
        "never": State.SENT,
    }
    messages = {name: a_message(f"{name}@acme.example", key=name) for name in expected}
    for message in messages.values():
        deliver(message.pk, by=from_settings())
    for _ in range(7):
        assert told.acquire(timeout=10)
    assert {name: state(message) for name, message in messages.items()} == expected
