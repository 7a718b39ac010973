"""From a kind and its values to the text that a person reads."""

import unicodedata
from collections.abc import Mapping

from django.conf import settings

from manage_training.domain.messages.models import Message
from manage_training.domain.messages.port import Email, PermanentFailure
from manage_training.domain.messages.wording import FOOTER, WORDING
from manage_training.domain.secrets import code_of, token_of

Value = str | int | list[str]
CANNOT_BE_WRITTEN = "This email could not be written. Tell us through the contact page of this service."


def write(message: Message) -> Email:
    """The e-mail that a row of the outbox stands for. Rules M1 and M2.

    Raises `PermanentFailure` where the wording has changed since the row was written and asks for more than it holds.
    """
    try:
        wording = WORDING[message.kind]
        values = {name: harmless(value) for name, value in message.values.items()}
        fields = {name: as_text(value) for name, value in values.items()}
        fields |= {"service": settings.SERVICE_NAME, "support": settings.SUPPORT_EMAIL}
        if wording.has_secret:
            fields |= {"token": token_of(message.seed, message.kind), "code": code_of(message.seed, message.kind)}
        link = ""
        if wording.link:
            link = fields["link"] = address_of(wording.link.format_map(fields))
        return Email(
            message=message.pk,
            reference=message.dedupe_key,
            created_at=message.created_at,
            to=message.to,
            subject=wording.subject.format_map(fields),
            body=(wording.body + FOOTER).format_map(fields),
            link=link,
            kind=message.kind,
            values=values,
        )
    except KeyError as missing:
        raise PermanentFailure(CANNOT_BE_WRITTEN) from missing


def harmless(value: Value) -> str | list[str]:
    """A value, or each of a list, as nothing but one line of text."""
    return [literally(item) for item in value] if isinstance(value, list) else literally(value)


def as_text(value: str | list[str]) -> str:
    """A value as it stands in a text; a list as bullet points."""
    return "\n".join(f"- {item}" for item in value) if isinstance(value, list) else value


def literally(value: str | int) -> str:
    """One line of nothing but text, whatever somebody typed.

    Line ends would let a name write paragraphs (or a header) of ours, and invisible characters could turn them around.
    """
    text = " ".join(str(value).split())
    if text.isascii() and text.isprintable():
        return text  # nearly every value; looking at each of its letters would cost more than all else
    text = unicodedata.normalize("NFC", text)
    return "".join(letter for letter in text if unicodedata.category(letter) not in ("Cc", "Cf", "Cs"))


def address_of(path: str) -> str:
    """The whole address of a path, always at the service's own host, whatever host the request came in by (X6)."""
    if not path.startswith("/") or path.startswith("//") or any(letter <= " " for letter in path):
        raise ValueError(f"A message leads to a path of this service, not to {path[:40]!r}.")
    return settings.SERVICE_URL + path


def values_to_keep(values: Mapping[str, Value]) -> dict[str, Value]:
    """Values as the outbox stores them: the database takes neither NUL nor half a character."""
    return {name: harmless(value) for name, value in values.items()}
