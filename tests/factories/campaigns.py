"""Campaigns for tests, sent by the domain's own functions."""

from collections.abc import Iterator

from manage_training.domain.campaigns.go_on import go_on
from manage_training.domain.campaigns.models import Campaign
from manage_training.domain.campaigns.start import start
from manage_training.domain.events.actor import Actor
from manage_training.domain.messages.models import Message
from manage_training.domain.messages.port import Email
from manage_training.domain.messages.write import write

ABOUT_ECTS = "tell-us-about-ects"
ABOUT_BODIES = "appoint-an-appropriate-body"
DFE = Actor("command")
FAST = 1_000  # as many at once as there may be


def a_campaign(name: str = ABOUT_ECTS, **how: object) -> Campaign:
    """One that has begun, at full speed unless told; nobody has been written to."""
    return start(name, by=DFE, **({"rate": FAST} | how))


def sent(name: str = ABOUT_ECTS, **how: object) -> Campaign:
    """One that has been sent to everybody who fits into one batch."""
    campaign = a_campaign(name, **how)
    assert go_on(campaign.pk) is None
    campaign.refresh_from_db()
    return campaign


def emails() -> Iterator[Email]:
    """Every message in the outbox as it goes out, in order."""
    return map(write, Message.objects.order_by("pk"))


def whom() -> dict[str, list[str]]:
    """The kinds of message in the outbox, each with its addresses."""
    kinds: dict[str, list[str]] = {}
    for kind, to in Message.objects.order_by("kind", "to").values_list("kind", "to"):
        kinds.setdefault(kind, []).append(to)
    return kinds
