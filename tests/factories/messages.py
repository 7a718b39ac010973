"""Messages for tests, and carriers of e-mail that behave as told."""

from itertools import count

from django.db import connection

from manage_training.domain.messages.deliver import deliver
from manage_training.domain.messages.models import Message, State
from manage_training.domain.messages.port import Email
from manage_training.domain.messages.send import send
from manage_training.domain.secrets import new_seed
from manage_training.integrations.email.mailbox import from_settings

number = count(1)


def a_sign_in_message(to: str = "hugo.furst@acme.example", *, key: str = "") -> Message:
    return send("sign_in", to=to, key=key or f"sign-in {next(number)}", seed=new_seed())


def a_message(to: str = "hugo.furst@acme.example", *, key: str = "", **values: str) -> Message:
    """A message to a tutor: by default that he is not one any more."""
    names = {"school_name": "ACME Primary School", "tutor_name": "Hugo Furst"} | values
    return send("you_are_no_longer_induction_tutor", to=to, key=key or f"over {next(number)}", school=7, **names)


def deliver_all() -> None:
    """Do at once what the worker does: every message that waits is in the demo's mailbox after this."""
    for message in Message.objects.filter(state=State.QUEUED).order_by("pk"):
        deliver(message.pk, by=from_settings())


class Carrier:
    """Takes every e-mail, or answers with the failures it was given, one after the other."""

    per_second = None

    def __init__(self, *failures: Exception) -> None:
        self.failures = list(failures)
        self.taken: list[Email] = []
        self.asked_again: list[bool] = []
        self.in_a_transaction: list[bool] = []

    def send(self, email: Email, *, again: bool) -> str:
        self.asked_again.append(again)
        self.in_a_transaction.append(connection.in_atomic_block)
        if self.failures:
            raise self.failures.pop(0)
        self.taken.append(email)
        return f"carried-{email.message}"
