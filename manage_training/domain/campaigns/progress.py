"""How far a campaign has come. Rule C8."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count

from manage_training.domain.campaigns.models import Campaign, Skipped, Stands
from manage_training.domain.messages.models import State


@dataclass(frozen=True)
class Progress:
    waiting: int
    messages: Counter[State]  # written ones, by how far they have come
    skipped: Counter[Skipped]

    @property
    def recipients(self) -> int:
        return self.waiting + self.messages.total() + self.skipped.total()

    @property
    def done(self) -> int:
        """Who is not to be written to any more, or whose message has left the outbox."""
        return self.recipients - self.waiting - self.messages[State.QUEUED]


def progress_of(campaign: Campaign) -> Progress:
    """How many recipients wait, were written to and were skipped. One query."""
    waiting, messages, skipped = 0, Counter[State](), Counter[Skipped]()
    groups = campaign.recipients.values_list("state", "skipped_because", "message__state")
    for state, reason, message, count in groups.annotate(Count("pk")).order_by():
        if state == Stands.WAITING:
            waiting += count
        elif state == Stands.SKIPPED:
            skipped[Skipped(reason)] += count
        else:
            messages[State(message)] += count
    return Progress(waiting, messages, skipped)
