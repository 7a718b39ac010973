import logging
from datetime import timedelta

from django.conf import settings
from django.db.models import BooleanField, F, Q, QuerySet
from django.db.models.expressions import RawSQL
from django.db.models.functions import Lower
from django.utils.module_loading import import_string

from manage_training.domain.clock import now
from manage_training.domain.limits.allow import LimitReached, allow
from manage_training.domain.messages.models import Message, State
from manage_training.domain.messages.port import Because, EmailSender, PermanentFailure, TemporaryFailure
from manage_training.domain.messages.wording import LONGEST_WAIT, WORDING, Lane
from manage_training.domain.messages.write import write

CLAIM = timedelta(seconds=60)  # longer than any adapter takes; a worker that is gone for longer has died
TOO_LATE = "We could not hand this email over for so long that we have stopped trying. Ask for it again."
NO_SUCH_ADDRESS = "Nobody has this email address. Check it for mistakes and correct it."
# Not a value of the statement: what is planned once for all values cannot know that this is the one whose messages have
# an index, and reads all messages there are for each that goes out.
BECAUSE_OF_ADDRESS = RawSQL(f"failed_because = '{Because.ADDRESS}'", [], output_field=BooleanField())  # noqa: S611

log = logging.getLogger(__name__)


class NotYet(Exception):
    """The message still waits; whoever runs the worker tries again later, after `wait` where that is known.

    The text names no person and no address.
    """

    def __init__(self, text: str = "", wait: timedelta | None = None) -> None:
        super().__init__(text)
        self.wait = wait


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
    message = Message.objects.filter(pk=message_id, state=State.QUEUED).first()
    if message is None or not (keep_pace(message, by) and claim(message)):
        return
    try:
        if now() - message.created_at > longest_wait(message):
            raise PermanentFailure(TOO_LATE)
        if not somebody_waits(message) and is_nobodys(message.to):
            raise PermanentFailure(NO_SUCH_ADDRESS, Because.ADDRESS)
        provider_id = by.send(write(message), again=message.attempts > 1)
    except PermanentFailure as failure:
        weight = logging.ERROR if failure.because == Because.OURS else logging.WARNING
        log.log(weight, "Message %s (%s) is given up: %s", message.pk, message.kind, failure)
        finish(message, state=State.FAILED, failure=failure.words[:200], failed_because=failure.because)
    except TemporaryFailure as failure:
        log.warning("Message %s (%s) waits after attempt %s: %s", message.pk, message.kind, message.attempts, failure)
        words = f"Message {message.pk} waits after attempt {message.attempts}: {failure}"
        raise NotYet(words, failure.wait) from None
    else:
        finish(message, state=State.SENT, sent_at=now(), provider_id=provider_id[:100])
    finally:
        Message.objects.filter(pk=message.pk).update(claimed_until=None)


def keep_pace(message: Message, by: EmailSender) -> bool:
    """Hold back what nobody waits for, once all workers together hand over as many a second as the carrier bears.

    Raises `NotYet` then. What somebody waits for is not counted, and passes. Rule M12.
    """
    if by.per_second is not None and not somebody_waits(message):
        try:
            allow("emails handed over", "all", times=by.per_second)
        except LimitReached as busy:
            raise NotYet(f"Message {message.pk} waits for its turn.", busy.wait) from None
    return True


def claim(message: Message) -> bool:
    """Take a waiting message for ourselves; False where it waits no more.

    Raises `NotYet` where another worker has it.
    """
    moment = now()
    free = Q(claimed_until=None) | Q(claimed_until__lte=moment)
    waiting = Message.objects.filter(pk=message.pk, state=State.QUEUED)
    if waiting.filter(free).update(claimed_until=moment + CLAIM, attempts=F("attempts") + 1):
        message.refresh_from_db()
        return True
    if waiting.exists():
        raise NotYet(f"Message {message.pk} waits: another worker is sending it.")
    return False


def is_nobodys(address: str) -> bool:
    """Whether the carrier has said lately that nobody has this address; known as long as it is: seven days."""
    return to_nobody(address).exists()


def to_nobody(address: str) -> QuerySet[Message]:
    """The messages that the carrier could not bring to this address, as nobody has it."""
    return Message.objects.annotate(address=Lower("to")).filter(BECAUSE_OF_ADDRESS, address=address.lower())


def somebody_waits(message: Message) -> bool:
    """Whether somebody is looking at their inbox for it."""
    return message.kind in WORDING and WORDING[message.kind].lane == Lane.FIRST


def finish(message: Message, **outcome: object) -> None:
    """Write down how it ended. Nobody can make its link or code again after that.

    Where the carrier has told us meanwhile what became of it, that stands.
    """
    Message.objects.filter(pk=message.pk, state=message.state).update(seed="", **outcome)


def longest_wait(message: Message) -> timedelta:
    return WORDING[message.kind].waits if message.kind in WORDING else LONGEST_WAIT
