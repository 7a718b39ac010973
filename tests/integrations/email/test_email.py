"""What every carrier of e-mail must do, once with each adapter; and what only a mail server can do to us."""

import json
import re
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller

from manage_training.domain.messages.port import Email, EmailSender, PermanentFailure, TemporaryFailure
from manage_training.integrations.email import mailbox, smtp
from manage_training.integrations.email.mailbox import Mailbox
from manage_training.integrations.email.smtp import Smtp

AN_EMAIL = Email(
    message=12,
    reference="membership 3",
    created_at=datetime(2022, 6, 20, 9, 30, tzinfo=UTC),
    to="hugo.furst@acme.example",
    subject="You are the induction tutor for St Mary\u2019s, Żory",
    body="Dear Zoë O'Brien-Żółć\n\nSign in here:\n\nhttps://service.example/sign-in/?" + "x" * 900 + "\n\n.\n",
    link="https://service.example/sign-in/?" + "x" * 900,
    kind="you_are_induction_tutor",
    values={},
)
OURS = "Manage training <no-reply@service.example>"


class Server:
    """A real mail server on this machine, which keeps what it takes and answers as told."""

    def __init__(self) -> None:
        self.took: list[EmailMessage] = []
        self.answers: dict[str, str] = {}

    async def handle_MAIL(self, server, session, envelope, address, options):
        envelope.mail_from = address
        return self.answers.get("MAIL", "250 OK")

    async def handle_RCPT(self, server, session, envelope, address, options):
        envelope.rcpt_tos.append(address)
        return self.answers.get("RCPT", "250 OK")

    async def handle_DATA(self, server, session, envelope):
        if answer := self.answers.get("DATA"):
            return answer
        self.took.append(message_from_bytes(envelope.content, policy=default))
        return "250 OK"

    async def handle_QUIT(self, server, session, envelope):
        return self.answers.get("QUIT", "221 Bye")


@pytest.fixture
def server() -> Iterator[Server]:
    handler = Server()
    controller = Controller(handler, hostname="127.0.0.1", port=0)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        controller.port = free.getsockname()[1]
    controller.start()
    handler.port = controller.port
    yield handler
    controller.stop()


@pytest.fixture
def to_server(server: Server) -> Smtp:
    return Smtp(host="127.0.0.1", port=server.port, sender=OURS, wait=5)


class Inbox:
    """An adapter together with what arrived through it, as the person sees it."""

    def __init__(self, sender: EmailSender, arrived) -> None:
        self.sender, self.arrived = sender, arrived


@pytest.fixture(params=["mailbox", "smtp"])
def inbox(request, tmp_path: Path) -> Inbox:
    if request.param == "mailbox":
        box = Mailbox(tmp_path / "mailbox")
        return Inbox(box, lambda: [(each.to, each.subject, each.body) for each in box.newest_first(10)])
    server = request.getfixturevalue("server")
    return Inbox(
        request.getfixturevalue("to_server"),
        lambda: [(each["To"], each["Subject"], each.get_content().replace("\r\n", "\n")) for each in server.took],
    )


def test_an_email_arrives_as_it_was_written(inbox: Inbox):
    inbox.sender.send(AN_EMAIL, again=False)
    assert inbox.arrived() == [(AN_EMAIL.to, AN_EMAIL.subject, AN_EMAIL.body)]


def test_the_carrier_names_it_and_names_it_the_same_when_asked_again(inbox: Inbox):
    first = inbox.sender.send(AN_EMAIL, again=False)
    assert first
    assert inbox.sender.send(AN_EMAIL, again=True) == first


def test_another_email_is_another(inbox: Inbox):
    first = inbox.sender.send(AN_EMAIL, again=False)
    assert inbox.sender.send(replace(AN_EMAIL, message=13), again=False) != first
    assert len(inbox.arrived()) == 2


@pytest.mark.parametrize(
    "address", ["a.@b.sch.uk", ".a@b.sch.uk", "o'brien+ect@xn--bcher-kva.example", "a!#$%&*/=?^_`{|}~-@b.uk"]
)
def test_every_address_that_we_take_can_be_written_to(inbox: Inbox, address: str):
    inbox.sender.send(replace(AN_EMAIL, to=address), again=False)
    assert [to for to, _, _ in inbox.arrived()] == [address]


def test_the_mailbox_shows_an_email_once_however_often_it_is_handed_over(tmp_path: Path):
    box = Mailbox(tmp_path)
    box.send(AN_EMAIL, again=False)
    box.send(AN_EMAIL, again=True)
    assert len(box.newest_first(10)) == 1


def test_the_mailbox_holds_nothing_half_written(tmp_path: Path):
    box = Mailbox(tmp_path)
    name = box.send(AN_EMAIL, again=False)
    (tmp_path / f".{name}.123").write_text('{"to": "hu')  # what a killed worker leaves
    assert [letter.name for letter in box.newest_first(10)] == [name]
    assert [path.name for path in tmp_path.iterdir() if not path.name.startswith(".")] == [f"{name}.json"]


def test_a_mailbox_that_cannot_be_written_is_tried_again_later(tmp_path: Path):
    (tmp_path / "mailbox").write_text("a file where the folder should be")
    with pytest.raises(TemporaryFailure, match="the mailbox cannot be written"):
        Mailbox(tmp_path / "mailbox").send(AN_EMAIL, again=False)


@pytest.mark.parametrize("name", ["../secrets", "/etc/passwd", "", "20220620093000000000-99", "a/b", ".hidden"])
def test_the_mailbox_opens_its_own_letters_only(tmp_path: Path, name: str):
    (tmp_path / "secrets.json").write_text(json.dumps({}))
    box = Mailbox(tmp_path / "mailbox")
    box.send(AN_EMAIL, again=False)
    with pytest.raises(FileNotFoundError):
        box.read(name)


@pytest.mark.parametrize(
    ("when", "answer", "failure"),
    [
        ("RCPT", "550 5.1.1 No such user hugo.furst@acme.example", PermanentFailure),
        ("RCPT", "451 4.7.1 Greylisted, hugo.furst@acme.example", TemporaryFailure),
        ("DATA", "554 5.7.1 Not accepted", PermanentFailure),
        ("DATA", "452 4.2.2 Mailbox of hugo.furst@acme.example full", TemporaryFailure),
        ("MAIL", "550 5.7.1 Sender not allowed", TemporaryFailure),  # ours to mend: nobody's address is wrong
        ("MAIL", "421 4.3.2 Closing", TemporaryFailure),
    ],
)
def test_what_a_mail_server_answers_decides_whether_to_try_again(server, to_server, when, answer, failure):
    server.answers[when] = answer
    with pytest.raises(failure) as error:
        to_server.send(AN_EMAIL, again=False)
    assert "hugo" not in str(error.value)
    assert error.value.__cause__ is None
    assert not server.took


def test_what_was_to_travel_encrypted_does_not_travel_in_the_clear(server, to_server):
    """A server, or somebody in between, that does not offer it gets neither the message nor the password."""
    encrypted = replace(to_server, starttls=True, user="us", password="secret")
    with pytest.raises(TemporaryFailure, match="SMTPNotSupportedError"):
        encrypted.send(AN_EMAIL, again=False)
    assert not server.took


def test_a_server_that_says_good_bye_badly_has_the_email_all_the_same(server, to_server):
    server.answers["QUIT"] = "500 What?"
    assert to_server.send(AN_EMAIL, again=False)
    assert len(server.took) == 1


@pytest.mark.parametrize("field", ["subject", "to"])
def test_i6_no_line_end_becomes_a_header(server, to_server, field):
    with pytest.raises(PermanentFailure):
        to_server.send(replace(AN_EMAIL, **{field: "x@acme.example\r\nBcc: all@evil.example"}), again=False)
    assert not server.took


def test_the_letter_is_plain_text_and_says_that_a_machine_wrote_it(server, to_server):
    to_server.send(AN_EMAIL, again=False)
    (letter,) = server.took
    assert letter.get_content_type() == "text/plain"
    assert letter["From"] == OURS
    assert letter["Auto-Submitted"] == "auto-generated"
    assert re.fullmatch(r"<12\.\d+@service\.example>", letter["Message-ID"])


@contextmanager
def a_server_that(act) -> Iterator[int]:
    """A port on which `act` is done with each connection."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        done = threading.Event()

        def serve() -> None:
            try:
                connection, _ = listening.accept()
            except OSError:
                return
            with connection:
                act(connection, done)

        thread = threading.Thread(target=serve)
        thread.start()
        yield listening.getsockname()[1]
        done.set()
        thread.join()


def say_nothing(connection: socket.socket, done: threading.Event) -> None:
    done.wait()


def drip(connection: socket.socket, done: threading.Event) -> None:
    """Greet, then answer a byte at a time: each read is quick, all of them never end."""
    connection.sendall(b"220 here\r\n250-")
    while not done.wait(0.05):
        try:
            connection.sendall(b"x")
        except OSError:
            return


def hang_up(connection: socket.socket, done: threading.Event) -> None:
    connection.sendall(b"220 here\r\n")


@pytest.mark.parametrize("act", [say_nothing, drip, hang_up])
def test_a_server_that_does_not_answer_in_time_is_tried_again_later(act):
    with a_server_that(act) as port:
        server = Smtp(host="127.0.0.1", port=port, sender=OURS, wait=0.3, deadline=0.6)
        with pytest.raises(TemporaryFailure, match="the mail server cannot be used"):
            server.send(AN_EMAIL, again=False)


def test_a_server_that_is_not_there_is_tried_again_later():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(TemporaryFailure, match="ConnectionRefusedError"):
        Smtp(host="127.0.0.1", port=port, sender=OURS).send(AN_EMAIL, again=False)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("smtp://mail.example", {"host": "mail.example", "port": 587, "tls": False, "starttls": False}),
        ("smtp://mail.example:2525/?starttls=true", {"port": 2525, "starttls": True}),
        ("smtps://us%40er:pa%3Ass@mail.example", {"port": 465, "tls": True, "user": "us@er", "password": "pa:ss"}),
    ],
)
def test_the_mail_server_is_set_by_one_address(settings, url, expected):
    settings.EMAIL_URL = url
    server = smtp.from_settings()
    assert {name: getattr(server, name) for name in expected} == expected


def test_the_demo_keeps_its_mailbox_in_its_own_folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    assert mailbox.from_settings().folder == tmp_path / "mailbox"
