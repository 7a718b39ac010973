"""What became of messages after the carrier had taken them. Rules M7 and M11."""

import logging
from datetime import timedelta

from django.db import transaction
from django.db.models import Q

from manage_training.domain.clock import now
from manage_training.domain.messages.deliver import NO_SUCH_ADDRESS, TOO_LATE, finish, longest_wait
from manage_training.domain.messages.models import Message, State
from manage_training.domain.messages.port import Because, Outcome, Receipt, SaysWhatBecame, TemporaryFailure
from manage_training.domain.messages.send import defer
from manage_training.domain.messages.wording import WORDING, Lane

NOT_TAKEN = (
    "The mailbox did not take it for three days. It may be full, or its filter may keep us out. The address can be "
    "right: ask the person to look, and tell them yourself what cannot wait."
)
A_DAY = timedelta(hours=24)
KNOWN_FOR = timedelta(days=7)  # then the carrier has forgotten it
AT_ONCE = 200  # questions of one run
A_WHILE = timedelta(minutes=5)

log = logging.getLogger(__name__)


@transaction.atomic
def take(receipt: Receipt) -> bool:
    """Write down what a carrier says became of a message; False where no message has the reference.

    The same receipt twice, an older one after a newer one and one that comes before the carrier's own answer to us all
    leave what is true.
    """
    message = Message.objects.select_for_update().filter(dedupe_key=receipt.reference).first()
    if message is None:
        return False
    if receipt.outcome == Outcome.DELIVERED:
        arrived(message, receipt)
    elif is_about_the_last_attempt(message, receipt):
        if receipt.outcome == Outcome.NO_SUCH_ADDRESS:
            failed(message, receipt, NO_SUCH_ADDRESS, Because.ADDRESS)
        elif receipt.outcome == Outcome.NOT_TAKEN:
            failed(message, receipt, NOT_TAKEN, Because.MAILBOX)
        elif receipt.outcome == Outcome.LOST and message.state == State.SENT:
            lost(message, receipt)
    return True


def is_about_the_last_attempt(message: Message, receipt: Receipt) -> bool:
    return message.state in (State.QUEUED, State.SENT) and message.provider_id in ("", receipt.provider_id)


def arrived(message: Message, receipt: Receipt) -> None:
    """It is there, whatever was thought before: that we gave up, or that another attempt was lost."""
    if message.state == State.DELIVERED or message.failed_because in (Because.ADDRESS, Because.MAILBOX):
        return
    moment = now()
    finish(
        message,
        state=State.DELIVERED,
        sent_at=message.sent_at or moment,
        delivered_at=moment,
        provider_id=receipt.provider_id[:100],
        failure="",
        failed_because="",
    )


def failed(message: Message, receipt: Receipt, words: str, because: Because) -> None:
    log.warning("Message %s (%s) did not arrive: %s", message.pk, message.kind, because)
    finish(
        message,
        state=State.FAILED,
        failure=words,
        failed_because=because,
        provider_id=receipt.provider_id[:100],
    )


def lost(message: Message, receipt: Receipt) -> None:
    """Send it once more, unless its link is forgotten or it is no use any more."""
    wording = WORDING.get(message.kind)
    if wording is None or wording.has_secret or now() - message.created_at > longest_wait(message):
        failed(message, receipt, TOO_LATE, Because.OURS)
        return
    Message.objects.filter(pk=message.pk).update(state=State.QUEUED, provider_id="", claimed_until=None)
    defer(message, Lane.SOON, after=A_WHILE)


def ask_for_receipts(carrier: SaysWhatBecame) -> int:
    """Ask what became of messages that nobody told us about for a day, each once a day; how many got an answer.

    A carrier calls a few times only, and we may have been away then.
    """
    moment = now()
    told_nothing = Message.objects.filter(state=State.SENT, sent_at__lte=moment - A_DAY, sent_at__gt=moment - KNOWN_FOR)
    due = told_nothing.filter(Q(asked_at=None) | Q(asked_at__lte=moment - A_DAY)).exclude(provider_id="")
    answered = 0
    for pk, reference, provider_id in due.order_by("sent_at").values_list("pk", "dedupe_key", "provider_id")[:AT_ONCE]:
        try:
            receipt = carrier.ask(provider_id)
        except TemporaryFailure as failure:
            log.warning("The carrier does not say what became of messages: %s", failure)
            break
        Message.objects.filter(pk=pk).update(asked_at=moment)
        if receipt and receipt.outcome:
            answered += take(Receipt(reference, receipt.provider_id, receipt.outcome))
    return answered
