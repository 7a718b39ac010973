from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from manage_training.domain.messages.models import Message, State
from manage_training.domain.messages.port import Because, PermanentFailure
from manage_training.domain.messages.write import write


@dataclass(frozen=True)
class Undelivered:
    """A message that somebody waits for in vain."""

    to: str
    subject: str
    asked_for_at: datetime
    failure: str  # what is so, and what to do
    because: Because | None


def undelivered(school_id: int) -> list[Undelivered]:
    """What could not be delivered about a school in the last seven days, newest first. One query. Rule M7."""
    return [
        Undelivered(
            message.to,
            subject_of(message),
            message.created_at,
            message.failure,
            Because(message.failed_because) if message.failed_because else None,
        )
        for message in missed_by(school_id).order_by("-pk")
    ]


def missed_by(school_id: Any) -> QuerySet[Message]:
    """The messages about a school that did not arrive. Of older ones nobody knows any more what they said."""
    return Message.objects.filter(school_id=school_id, state=State.FAILED).exclude(values={})


def subject_of(message: Message) -> str:
    try:
        return write(message).subject
    except PermanentFailure:
        return message.kind.replace("_", " ").capitalize()
