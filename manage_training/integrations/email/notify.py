"""GOV.UK Notify, through its official client. One template serves every message: subject ((subject)), text ((body)).

Notify sends what it is asked twice, twice. So whoever is not sure whether an earlier attempt got through asks for our
reference first; what remains is the moment in which that attempt is still on its way (rule M5).
"""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any

from django.conf import settings
from notifications_python_client import NotificationsAPIClient
from notifications_python_client.errors import APIError, HTTPError
from requests import RequestException

from manage_training.domain.clock import now
from manage_training.domain.messages.port import (
    Because,
    Email,
    Outcome,
    PermanentFailure,
    Receipt,
    TemporaryFailure,
)
from manage_training.integrations.email.markdown import in_markdown

SECONDS = 10.0  # for each answer: a look-up and a sending take less than a claim
A_MINUTE = timedelta(minutes=1)
OUR_FAULT = "We could not send this email. That is a fault of ours, and the address can be right."
NOT_AN_ADDRESS = "Nobody can be written to at this email address. Check it for mistakes and correct it."
# Any other word of theirs, known or not, says that there is nothing to say yet.
OUTCOMES = {
    "delivered": Outcome.DELIVERED,
    "permanent-failure": Outcome.NO_SUCH_ADDRESS,
    "temporary-failure": Outcome.NOT_TAKEN,
    "technical-failure": Outcome.LOST,
}


class OurFault(PermanentFailure):
    """They refuse what we ask as such; `codes` are theirs, for operators."""

    def __init__(self, codes: str) -> None:
        super().__init__(OUR_FAULT, Because.OURS)
        self.codes = codes

    def __str__(self) -> str:
        return f"GOV.UK Notify refuses our request ({self.codes})"


@dataclass(frozen=True)
class Notify:
    """The service of `api_key` at `url`, and its `template`. `per_second` leaves room below their 3,000 a minute."""

    api_key: str = field(repr=False)
    template: str
    reply_to: str = ""
    url: str = "https://api.notifications.service.gov.uk"
    seconds: float = SECONDS
    per_second: int | None = 40

    def send(self, email: Email, *, again: bool) -> str:
        with in_our_words():
            if again and (known := self.id_of(email.reference)):
                return known
            answer = self.client().send_email_notification(
                email.to,
                self.template,
                personalisation={"subject": email.subject, "body": body_of(email)},
                reference=email.reference,
                email_reply_to_id=self.reply_to or None,
            )
            return str(answer["id"])

    def id_of(self, reference: str) -> str:
        """Their id of the newest e-mail with our reference that they have not lost; empty where there is none."""
        found = self.client().get_all_notifications(template_type="email", reference=reference)["notifications"]
        there = [each for each in found if OUTCOMES.get(each["status"]) != Outcome.LOST]
        return str(there[0]["id"]) if there else ""

    def read_receipt(self, body: bytes) -> Receipt:
        try:
            return receipt_of(json.loads(body))
        except (KeyError, TypeError, AttributeError, RecursionError) as fault:
            raise ValueError("not a receipt") from fault

    def ask(self, provider_id: str) -> Receipt | None:
        try:
            with in_our_words():
                return receipt_of(self.client().get_notification_by_id(provider_id))
        except OurFault:
            return None  # they keep a week, and do not know what they have forgotten

    def placeholders(self) -> set[str]:
        """What the template leaves places for. Raises what `send` does."""
        with in_our_words():
            return set(self.client().get_template(self.template)["personalisation"])

    def client(self) -> NotificationsAPIClient:
        """One for each task, as it cannot be shared between threads."""
        client = NotificationsAPIClient(self.api_key, base_url=self.url, timeout=self.seconds)
        client.request_session.max_redirects = 0  # their API does not redirect: whoever does is somebody else
        return client


def body_of(email: Email) -> str:
    bullets = {item for value in email.values.values() if isinstance(value, list) for item in value}
    return in_markdown(email.body, link=email.link, bullets=bullets)


def receipt_of(notification: Mapping[str, Any]) -> Receipt:
    reference, provider_id = str(notification["reference"] or ""), str(notification["id"])
    if not (reference.isprintable() and provider_id.isprintable()):
        raise ValueError("ids hold characters that no database takes")
    return Receipt(reference, provider_id, OUTCOMES.get(notification["status"]))


@contextmanager
def in_our_words() -> Iterator[None]:
    """Whatever goes wrong, as a failure of our port. Their words may name the person, so only codes go on."""
    try:
        yield
    except HTTPError as fault:
        raise failure_of(fault) from None
    except (APIError, RequestException, KeyError, TypeError, ValueError) as fault:
        raise TemporaryFailure(f"GOV.UK Notify cannot be used ({type(fault).__name__})") from None


def failure_of(fault: HTTPError) -> PermanentFailure | TemporaryFailure:
    """What an answer other than 2xx means for the message."""
    if fault.response is None:
        return TemporaryFailure("GOV.UK Notify does not answer")
    status, errors = fault.status_code, errors_of(fault)
    codes = " ".join([str(status), *sorted({code for code, _ in errors})])
    if status == 400 and any(code == "ValidationError" and "email_address" in words for code, words in errors):
        return PermanentFailure(NOT_AN_ADDRESS, Because.ADDRESS)
    if status in (400, 404):
        return OurFault(codes)
    if status == 403:
        return TemporaryFailure(f"GOV.UK Notify refuses our key, or our clock is wrong ({codes})", A_MINUTE)
    if status == 429:
        return TemporaryFailure(f"GOV.UK Notify has had enough ({codes})", until_they_take_more(codes))
    return TemporaryFailure(f"GOV.UK Notify answered {codes}")


def errors_of(fault: HTTPError) -> list[tuple[str, str]]:
    """Code and words of each error that they name; none where the answer is not theirs."""
    try:
        return [(str(each["error"]), str(each["message"])) for each in fault.response.json()["errors"]]
    except (ValueError, KeyError, TypeError):
        return []


def until_they_take_more(codes: str) -> timedelta:
    """A minute for what is counted by the minute; to midnight UTC for what is counted by the day."""
    if "TooManyRequestsError" not in codes:
        return A_MINUTE
    moment = now()
    return datetime.combine(moment.date() + timedelta(days=1), time(), moment.tzinfo) - moment


def from_settings() -> Notify:
    return Notify(
        api_key=settings.NOTIFY_API_KEY,
        template=settings.NOTIFY_TEMPLATE_ID,
        reply_to=settings.NOTIFY_REPLY_TO_ID,
        url=settings.NOTIFY_URL,
    )
