from dataclasses import dataclass
from datetime import datetime

from manage_training.domain.messages.models import Message, State
from manage_training.domain.messages.port import PermanentFailure
from manage_training.domain.messages.write import write


@dataclass(frozen=True)
class Undelivered:
    """A message that somebody waits for in vain."""

    to: str
    subject: str
    asked_for_at: datetime
    failure: str  # what is so, and what to do


def undelivered(school_id: int) -> list[Undelivered]:
    """What could not be delivered about a school in the last seven days, newest first. One query. Rule M7."""
    return [
        Undelivered(message.to, subject_of(message), message.created_at, message.failure)
        for message in Message.objects.filter(school_id=school_id, state=State.FAILED)
        .exclude(values={})  # older: what it said is forgotten, and nobody waits for it any more
        .order_by("-pk")
    ]


def subject_of(message: Message) -> str:
    try:
        return write(message).subject
    except PermanentFailure:
        return message.kind.replace("_", " ").capitalize()
