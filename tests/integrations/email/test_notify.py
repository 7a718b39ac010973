"""The Notify adapter against a server that keeps Notify's contract. Rules M5, M7 and M11."""

import json
import re
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from manage_training.domain.messages.deliver import CLAIM
from manage_training.domain.messages.models import Message
from manage_training.domain.messages.port import (
    Because,
    Email,
    Outcome,
    PermanentFailure,
    Receipt,
    SaysWhatBecame,
    TemporaryFailure,
)
from manage_training.domain.messages.wording import WORDING
from manage_training.domain.messages.write import write
from manage_training.integrations.email.mailbox import Mailbox
from manage_training.integrations.email.markdown import JOINER, in_markdown
from manage_training.integrations.email.notify import Notify, body_of
from tests.integrations.email.notify_server import KEY, TEMPLATE, NotifyServer, a_receipt, as_a_person_sees

LINK = "https://service.example/sign-in/?way_in=WzE_x-y:1_z"
AN_EMAIL = Email(
    message=12,
    reference="membership 3",
    created_at=datetime(2022, 6, 20, 9, 30, tzinfo=UTC),
    to="hugo.furst@acme.example",
    subject="You are the induction tutor for St Mary\u2019s, Żory",
    body=f"Dear Zoë O'Brien-Żółć\n\nSign in here:\n\n{LINK}\n\nWhat to do:\n\n- Choose_a programme\n- Add *people*",
    link=LINK,
    kind="you_are_induction_tutor",
    values={"next_steps": ["Choose_a programme", "Add *people*"]},
)


@pytest.fixture
def server() -> Iterator[NotifyServer]:
    with NotifyServer() as server:
        yield server


@pytest.fixture
def notify(server: NotifyServer) -> Notify:
    return Notify(KEY, TEMPLATE, url=server.url, seconds=0.5)


def to(local_part: str) -> Email:
    return replace(AN_EMAIL, to=f"{local_part}@acme.example")


def test_an_email_is_taken_under_our_reference(server, notify):
    provider_id = notify.send(AN_EMAIL, again=False)
    (taken,) = server.stored
    assert (taken["id"], taken["reference"], taken["email_address"]) == (provider_id, "membership 3", AN_EMAIL.to)
    assert server.asked[0]["personalisation"]["subject"] == AN_EMAIL.subject
    assert server.looked_up == []


def test_a_person_reads_what_was_written_with_one_link_and_bullet_points(server, notify):
    notify.send(AN_EMAIL, again=False)
    seen = as_a_person_sees(server.asked[0]["personalisation"]["body"])
    assert re.findall('href="([^"]*)"', seen) == [LINK]
    assert re.findall("<li> ?(.*?)</li>", seen) == ["Choose_a programme", "Add *people*"]
    assert "Dear Zoë O'Brien-Żółć" in seen


@pytest.mark.parametrize(
    ("local_part", "failure"),
    [
        ("stranger", r"400 BadRequestError"),
        ("broken", r"GOV.UK Notify answered 500 Exception"),
        ("gateway", r"GOV.UK Notify answered 502"),
        ("moved", r"GOV.UK Notify answered 302"),
        ("no-json", r"cannot be used \(InvalidResponse\)"),
        ("slow", r"does not answer"),
        ("lost", r"does not answer"),
    ],
)
def test_p1_what_goes_wrong_is_said_without_the_person(notify, local_part, failure):
    """Their words may hold the address."""
    with pytest.raises((TemporaryFailure, PermanentFailure), match=failure) as error:
        notify.send(to(local_part), again=False)
    assert "@" not in str(error.value)
    assert isinstance(error.value, PermanentFailure) == (local_part == "stranger")


def test_an_address_that_they_refuse_is_somebody_elses_to_mend(notify):
    with pytest.raises(PermanentFailure) as error:
        notify.send(replace(AN_EMAIL, to="nobody"), again=False)
    assert error.value.because == Because.ADDRESS


@pytest.mark.parametrize("wrong", [{"template": "5f6a2c1e-0000-4000-8000-000000000009"}, {"template": "x"}])
def test_a_template_that_they_do_not_know_is_ours_to_mend(notify, wrong):
    with pytest.raises(PermanentFailure) as error:
        replace(notify, **wrong).send(AN_EMAIL, again=False)
    assert error.value.because == Because.OURS
    assert "Error" in str(error.value)
    assert "Error" not in error.value.words


def test_a_key_that_they_do_not_know_keeps_the_message_waiting(server, notify):
    with pytest.raises(TemporaryFailure, match=r"refuses our key, or our clock is wrong \(403 AuthError\)") as error:
        replace(notify, api_key=KEY[:-1] + "c").send(AN_EMAIL, again=False)
    assert error.value.wait == timedelta(minutes=1)
    assert KEY[-36:] not in repr(notify)


def test_who_asked_too_much_in_a_minute_comes_back_after_a_minute(notify):
    for _ in range(2):
        with pytest.raises(TemporaryFailure, match="429 RateLimitError") as error:
            notify.send(to("rate"), again=False)
        assert error.value.wait == timedelta(minutes=1)
    assert notify.send(to("rate"), again=True)


def test_who_asked_too_much_in_a_day_comes_back_after_midnight_utc(notify, settings, monkeypatch):
    moment = datetime(2022, 6, 20, 22, 30, tzinfo=UTC)
    monkeypatch.setattr("manage_training.integrations.email.notify.now", lambda: moment)
    with pytest.raises(TemporaryFailure, match="429 TooManyRequestsError") as error:
        notify.send(to("daily"), again=False)
    assert error.value.wait == timedelta(hours=1, minutes=30)


@pytest.mark.parametrize("local_part", ["slow", "lost"])
def test_f12_an_email_that_they_took_without_our_hearing_of_it_is_not_sent_again(server, notify, local_part):
    with pytest.raises(TemporaryFailure):
        notify.send(to(local_part), again=False)
    assert notify.send(to(local_part), again=True) == server.stored[0]["id"]
    assert len(server.stored) == 1


def test_an_email_that_never_got_there_is_sent_after_the_look_up(server, notify):
    assert notify.send(AN_EMAIL, again=True) == server.stored[0]["id"]
    assert server.looked_up == ["/v2/notifications"]


def test_while_nobody_can_say_whether_it_is_there_it_is_not_sent(server, notify):
    server.look_up_is_down = True
    with pytest.raises(TemporaryFailure):
        notify.send(AN_EMAIL, again=True)
    assert server.stored == []


def test_an_email_that_they_lost_themselves_is_sent_again(server, notify):
    lost = notify.send(to("tech-fail"), again=False)
    assert notify.send(to("tech-fail"), again=True) != lost
    assert len(server.stored) == 2


def test_two_questions_take_less_than_a_claim():
    assert timedelta(seconds=2 * 2 * Notify(KEY, TEMPLATE).seconds) < CLAIM


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        ("delivered", Outcome.DELIVERED),
        ("permanent-failure", Outcome.NO_SUCH_ADDRESS),
        ("temporary-failure", Outcome.NOT_TAKEN),
        ("technical-failure", Outcome.LOST),
        ("sending", None),
        ("created", None),
        ("pending-virus-check", None),
    ],
)
def test_a_receipt_is_understood(notify, status, outcome):
    assert notify.read_receipt(a_receipt("an-id", "membership 3", status)) == Receipt("membership 3", "an-id", outcome)


@pytest.mark.parametrize("body", [b"", b"{}", b"[]", b"null", b"{", b"\xff", b'"x"', b"[" * 9999, b'{"id": 1}'])
def test_what_is_no_receipt_is_none(notify, body):
    with pytest.raises(ValueError, match=r"not a receipt|Expecting|decode"):
        notify.read_receipt(body)


def test_they_can_be_asked_what_became_of_an_email(server, notify):
    told = threading.Event()
    server.on_receipt = lambda receipt: told.set()
    provider_id = notify.send(to("perm-fail"), again=False)
    assert told.wait(5)
    assert notify.ask(provider_id) == Receipt("membership 3", provider_id, Outcome.NO_SUCH_ADDRESS)
    assert notify.ask("00000000-0000-4000-8000-000000000000") is None


def test_the_template_says_what_it_needs(notify):
    assert notify.placeholders() == {"subject", "body"}


def test_only_a_carrier_that_can_says_what_became_of_an_email(notify, tmp_path):
    assert isinstance(notify, SaysWhatBecame)
    assert not isinstance(Mailbox(tmp_path), SaysWhatBecame)


# What somebody could type as a name to make it more than a name
TYPED = [
    "[click](https://evil.example)",
    "http://evil.example",
    "1http://evil.example",
    "www.evil.example/x",
    "<http://evil.example>",
    "![i](http://evil.example/p.png)",
    "[x]: http://evil.example",
    "# heading",
    "===",
    "---",
    "* x",
    "- x",
    "• x",
    "1. x",
    "^ x",
    "> x",
    "```",
    "| a | b |",
    "<b>x</b>",
    "<script>x</script>",
    "&lt;b&gt;",
    "&nbsp;x",
    "((body))",
    "\\*x\\*",
    "O'Brien-Żółć",
    "St. Mary’s R.C. (Aided)",
    "hugo.furst@acme.example",
]


def shown(typed: str) -> tuple[str, str]:
    """The HTML and the words that a person gets of an e-mail with something typed in every kind of place."""
    body = f"Dear {typed}\n\n{typed}\n\n{LINK}\n\nName:\n{typed}\n\n- {typed}\n- fine"
    html = as_a_person_sees(in_markdown(body, link=LINK, bullets={typed, "fine"}))
    return html, unescape(re.sub(r"<[^>]*>", "", html)).replace(JOINER, "")


def is_only_words(typed: str) -> bool:
    html, words = shown(typed)
    squeezed, name = "".join(words.split()), "".join(typed.split())
    return (
        re.findall('href="([^"]*)"', html) == [LINK]
        and set(re.findall(r"<(\w+)", html)) == {"p", "a", "br", "ul", "li"}
        and html.count("<li>") == 2
        and squeezed.count(name) >= 4
    )


@pytest.mark.parametrize("typed", TYPED)
def test_x3_what_people_typed_is_shown_literally_and_never_becomes_a_link(typed):
    """Rule M2."""
    assert is_only_words(typed)


@given(st.lists(st.sampled_from([*"[]()<>*_-+.#!`~|\\^=&; :/x1a•@\"'", *TYPED]), min_size=1, max_size=9))
def test_x3_whatever_people_typed(parts):
    typed = " ".join("".join(parts).split())
    assert not typed or is_only_words(typed)


def test_x3_without_our_care_it_would_be_a_link():
    assert 'href="https://evil.example"' in as_a_person_sees("Dear [click](https://evil.example)")


@pytest.mark.parametrize("kind", WORDING)
def test_every_message_of_ours_is_shown_as_it_was_written(kind):
    """Markdown reads nothing into our own words either."""
    wording = WORDING[kind]
    values = {name: "a name" for name in wording.values} | {
        "way_in": "/sign-in/?way_in=a_b-c:d",
        "page": "/find-your-school/123456/",
        "urn": "123456",
        "next_steps": ["a", "b"],
        "schools": ["a", "b"],
    }
    email = write(
        Message(
            kind=kind,
            to="a@b.example",
            values={name: value for name, value in values.items() if name in wording.values},
            seed="a seed" if wording.has_secret else "",
            created_at=AN_EMAIL.created_at,
        )
    )
    html = as_a_person_sees(body_of(email))
    assert re.findall('href="([^"]*)"', html) == ([email.link] if email.link else [])
    assert set(re.findall(r"<(\w+)", html)) <= {"p", "a", "br", "ul", "li"}
    words = unescape(re.sub(r"<[^>]*>", "", html)).replace(JOINER, "")
    assert "".join(words.split()) == "".join(email.body.replace("\n- ", "\n").split())


def test_the_service_and_the_template_are_set_by_their_names(settings):
    from manage_training.integrations.email import notify

    settings.NOTIFY_API_KEY, settings.NOTIFY_TEMPLATE_ID = KEY, TEMPLATE
    settings.NOTIFY_REPLY_TO_ID, settings.NOTIFY_URL = "", "https://notify.example"
    assert notify.from_settings() == Notify(KEY, TEMPLATE, url="https://notify.example")
    assert json.loads(a_receipt("a", "b", "delivered"))["status"] == "delivered"
