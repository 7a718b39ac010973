"""What the service needs from whatever carries its e-mail. Adapters are in integrations/email; settings choose one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


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
    values: Mapping[
        str, str
    ]  # what people typed, for a carrier that has templates of its own and must make them harmless


class PermanentFailure(Exception):
    """This e-mail cannot be delivered, however often it is tried. `words` tell a tutor what is so and what to do."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words = words


class TemporaryFailure(Exception):
    """It could not be handed over this time. The text is for operators; it names no person and no address."""


class EmailSender(Protocol):
    """Hands e-mails over to whoever carries them."""

    def send(self, email: Email, *, again: bool) -> str:
        """Hand one e-mail over and return the carrier's id of it.

        `again` says that an earlier attempt may have got through without our knowing: a carrier that can be asked
        for a reference is asked first. Takes less than `deliver.CLAIM`.
        Raises `PermanentFailure` or `TemporaryFailure`.
        """
