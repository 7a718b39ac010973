"""Any mail server. It is at-least-once: a server that took an e-mail and did not say so in time gets it again.

The second copy carries the same Message-ID, by which many mailboxes show it once.
"""

import smtplib
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP as LINES_OF_SMTP
from email.utils import format_datetime, parseaddr
from threading import Timer
from urllib.parse import parse_qs, unquote, urlsplit

from django.conf import settings

from manage_training.domain.messages.port import Because, Email, PermanentFailure, TemporaryFailure

NOT_ACCEPTED = (
    "The email server of this address did not accept our email. Check the address for mistakes, "
    "or ask the person if their mailbox is full."
)


@dataclass(frozen=True)
class Smtp:
    """The server at `host`. `wait` seconds for each answer, `deadline` for all of them together."""

    host: str
    port: int
    sender: str
    user: str = ""
    password: str = ""
    tls: bool = False
    starttls: bool = False
    wait: float = 10
    deadline: float = 40
    per_second: int | None = None

    def send(self, email: Email, *, again: bool) -> str:
        letter = self.letter(email)
        try:
            with self.server() as server:
                server.send_message(letter, from_addr=parseaddr(self.sender)[1], to_addrs=[email.to])
        except smtplib.SMTPRecipientsRefused as refused:
            code, _ = refused.recipients[email.to]
            raise failure(code, "the recipient") from None  # what the server said names the address
        except smtplib.SMTPDataError as refused:
            raise failure(refused.smtp_code, "the message") from None
        except smtplib.SMTPResponseException as refused:
            # Sender or password refused: that is ours to mend, and no address is wrong because of it.
            raise TemporaryFailure(f"the mail server answered {refused.smtp_code} to us") from None
        except (smtplib.SMTPException, OSError) as fault:
            raise TemporaryFailure(f"the mail server cannot be used ({type(fault).__name__})") from None
        return str(letter["Message-ID"])

    def letter(self, email: Email) -> EmailMessage:
        """The e-mail as it travels: plain text. A line end in a header is refused by Python, and never reaches one."""
        name, address = parseaddr(self.sender)
        letter = EmailMessage(policy=LINES_OF_SMTP)
        try:
            letter["From"] = Address(name, addr_spec=address)
            letter["To"] = email.to
            letter["Subject"] = email.subject
        except ValueError as line_end:
            raise PermanentFailure(NOT_ACCEPTED, Because.ADDRESS) from line_end
        letter["Date"] = format_datetime(email.created_at)
        letter["Message-ID"] = f"<{email.message}.{email.created_at:%Y%m%d%H%M%S%f}@{address.rpartition('@')[2]}>"
        letter["Auto-Submitted"] = "auto-generated"
        letter.set_content(email.body, cte="quoted-printable")
        return letter

    @contextmanager
    def server(self) -> Iterator[smtplib.SMTP]:
        """A connection, cut off at the deadline: a server that drips its answers would otherwise hold us for ever."""
        context = ssl.create_default_context() if self.tls or self.starttls else None
        if self.tls:
            server: smtplib.SMTP = smtplib.SMTP_SSL(self.host, self.port, timeout=self.wait, context=context)
        else:
            server = smtplib.SMTP(self.host, self.port, timeout=self.wait)
        cut_off = Timer(self.deadline, hang_up, [server])
        cut_off.daemon = True
        cut_off.start()
        try:
            if self.starttls:
                server.starttls(context=context)
            if self.user:
                server.login(self.user, self.password)
            yield server
            with suppress(smtplib.SMTPException, OSError):  # it has the e-mail; how it says good-bye changes nothing
                server.quit()
        finally:
            cut_off.cancel()
            server.close()


def hang_up(server: smtplib.SMTP) -> None:
    """End a connection from another thread; closing alone would leave the one that reads from it waiting."""
    with suppress(OSError, AttributeError):
        server.sock.shutdown(socket.SHUT_RDWR)  # type: ignore[union-attr]  # None where it has gone already


def failure(code: int, refused: str) -> PermanentFailure | TemporaryFailure:
    """What an answer of the server to an e-mail means: 5.. for ever, anything else for now."""
    if 500 <= code < 600:
        return PermanentFailure(NOT_ACCEPTED, Because.MAILBOX)  # the code does not tell if the address is wrong
    return TemporaryFailure(f"the mail server answered {code} to {refused}")


def from_settings() -> Smtp:
    """The server of EMAIL_URL: smtp://user:password@host:port/?starttls=true, or smtps:// for TLS from the start."""
    url = urlsplit(settings.EMAIL_URL)
    tls = url.scheme == "smtps"
    return Smtp(
        host=url.hostname or "localhost",
        port=url.port or (465 if tls else 587),
        sender=settings.EMAIL_FROM,
        user=unquote(url.username or ""),
        password=unquote(url.password or ""),
        tls=tls,
        starttls=parse_qs(url.query).get("starttls") == ["true"],
    )
