"""What the service needs from whatever carries its e-mail. Adapters are in integrations/email; settings choose one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol, runtime_checkable


@dataclass(frozen=True)
class Email:
    """One e-mail, written out, to one address. Each attempt to send it brings the very same one."""

    message: int  # the id of its row
    reference: str  # its dedupe key: unique, and no personal data in it
    created_at: datetime
    to: str
    subject: str
    body: str  # plain text
    link: str  # the address that the body asks to follow; empty where it asks for nothing
    kind: str
    values: Mapping[str, str | list[str]]  # what people typed, a list being shown as bullet points


class Because(StrEnum):
    """Why an e-mail did not arrive, which decides who can do something about it."""

    ADDRESS = "address"  # nobody has this address: somebody has to correct it
    MAILBOX = "mailbox"  # full, or its filter kept us out: the address may well be right
    OURS = "ours"  # between us and the carrier


class PermanentFailure(Exception):
    """This e-mail cannot be delivered, however often it is tried. `words` tell a tutor what is so and what to do."""

    def __init__(self, words: str, because: Because = Because.OURS) -> None:
        super().__init__(words)
        self.words, self.because = words, because


class TemporaryFailure(Exception):
    """It could not be handed over this time; before `wait` is over it is no use to try again.

    The text is for operators; it names no person and no address.
    """

    def __init__(self, text: str, wait: timedelta | None = None) -> None:
        super().__init__(text)
        self.wait = wait


class EmailSender(Protocol):
    """Hands e-mails over to whoever carries them."""

    per_second: int | None  # how many e-mails that nobody waits for the carrier bears; None where it does not mind

    def send(self, email: Email, *, again: bool) -> str:
        """Hand one e-mail over and return the carrier's id of it.

        `again` says that an earlier attempt may have got through without our knowing: a carrier that can be asked
        for a reference is asked first. Takes less than `deliver.CLAIM`.
        Raises `PermanentFailure` or `TemporaryFailure`.
        """


class Outcome(StrEnum):
    """What became of an e-mail after the carrier had taken it, for good."""

    DELIVERED = "delivered"
    NO_SUCH_ADDRESS = "no such address"
    NOT_TAKEN = "not taken"  # by the mailbox, for as long as the carrier tried
    LOST = "lost"  # between the carrier and the world: it goes again


@dataclass(frozen=True)
class Receipt:
    """A carrier's word about one e-mail. `outcome` is None while there is none, or in words that we do not know."""

    reference: str  # ours
    provider_id: str
    outcome: Outcome | None


@runtime_checkable
class SaysWhatBecame(Protocol):
    """A carrier that tells what became of an e-mail, by calling us and when asked. Rule M11."""

    def read_receipt(self, body: bytes) -> Receipt:
        """What a call of the carrier says. Raises `ValueError` where it is not what we agreed on."""

    def ask(self, provider_id: str) -> Receipt | None:
        """What became of an e-mail, or None where the carrier has forgotten it. Raises `TemporaryFailure`."""
