"""What a message said and to whom is known for seven days. Rule M6."""

from datetime import timedelta

from django.db.models import QuerySet

from manage_training.domain.clock import now
from manage_training.domain.messages.deliver import TOO_LATE
from manage_training.domain.messages.models import Message, State
from manage_training.domain.messages.port import Because

KEPT = timedelta(days=7)


def forget_messages() -> int:
    """Clear what is known of messages of more than a week ago, and say how many that were.

    One that still waits then has missed its time by days, because no worker came by to say so: it is given up.
    """
    old = old_messages()
    never_sent = {"state": State.FAILED, "failure": TOO_LATE, "failed_because": Because.OURS, "seed": ""}
    old.filter(state=State.QUEUED).update(**never_sent)
    return old.update(values={}, to="")


def old_messages() -> QuerySet[Message]:
    """Messages of more than a week ago of which more is known than that they were sent."""
    return Message.objects.exclude(to="").filter(created_at__lt=now() - KEPT)
