import logging
from datetime import timedelta

from django.conf import settings
from django.db.models import F, Q
from django.utils.module_loading import import_string

from manage_training.domain.clock import now
from manage_training.domain.messages.models import Message, State
from manage_training.domain.messages.port import EmailSender, PermanentFailure, TemporaryFailure
from manage_training.domain.messages.wording import LONGEST_WAIT, WORDING
from manage_training.domain.messages.write import write

CLAIM = timedelta(seconds=60)  # longer than any adapter takes; a worker that is gone for longer has died
TOO_LATE = "We could not hand this email over for so long that we have stopped trying. Ask for it again."


log = logging.getLogger(__name__)


class NotYet(Exception):
    """The message still waits; whoever runs the worker tries again later. The text names no person and no address."""


def sender() -> EmailSender:
    """The adapter that settings chose."""
    adapter: EmailSender = import_string(settings.EMAIL_SENDER)()
    return adapter


def deliver(message_id: int, by: EmailSender) -> None:
    """Send one message of the outbox, once however often this is called; nothing happens where it has gone already.

    No transaction is open while the adapter talks. Whoever is killed between handing over and marking leaves a message
    that is handed over again: adapters that can tell do not send it twice (rule M5).
    Raises `NotYet` where it should be tried again later.
    """
    message = claim(message_id)
    if message is None:
        return
    try:
        if now() - message.created_at > longest_wait(message):
            raise PermanentFailure(TOO_LATE)
        provider_id = by.send(write(message), again=message.attempts > 1)
    except PermanentFailure as failure:
        log.warning("Message %s (%s) is given up: %s", message.pk, message.kind, failure.words)
        finish(message, state=State.FAILED, failure=failure.words[:200])
    except TemporaryFailure as failure:
        log.warning("Message %s (%s) waits after attempt %s: %s", message.pk, message.kind, message.attempts, failure)
        raise NotYet(f"Message {message.pk} waits after attempt {message.attempts}: {failure}") from None
    else:
        finish(message, state=State.SENT, sent_at=now(), provider_id=provider_id[:100])
    finally:
        Message.objects.filter(pk=message.pk).update(claimed_until=None)


def claim(message_id: int) -> Message | None:
    """Take a waiting message for ourselves, or None where it waits no more.

    Raises `NotYet` where another worker has it.
    """
    moment = now()
    free = Q(claimed_until=None) | Q(claimed_until__lte=moment)
    waiting = Message.objects.filter(pk=message_id, state=State.QUEUED)
    if waiting.filter(free).update(claimed_until=moment + CLAIM, attempts=F("attempts") + 1):
        return waiting.get()
    if waiting.exists():
        raise NotYet(f"Message {message_id} waits: another worker is sending it.")
    return None


def finish(message: Message, **outcome: object) -> None:
    """Write down how it ended. Nobody can make its link or code again after that."""
    Message.objects.filter(pk=message.pk, state=State.QUEUED).update(seed="", **outcome)


def longest_wait(message: Message) -> timedelta:
    return WORDING[message.kind].waits if message.kind in WORDING else LONGEST_WAIT
