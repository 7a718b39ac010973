"""What a message says, and how urgent it is."""

from collections.abc import Set
from dataclasses import dataclass
from datetime import timedelta
from enum import IntEnum
from functools import cached_property
from string import Formatter

LONGEST_WAIT = timedelta(hours=72)


class Lane(IntEnum):
    """How urgent a message is. The worker always takes from the first lane that has one."""

    FIRST = 20  # somebody is looking at their inbox now
    SOON = 10
    LATER = 0  # campaigns


@dataclass(frozen=True)
class Wording:
    """What a kind of message says. `link` is a path of this service in which `{token}` or a value may stand."""

    subject: str
    body: str
    link: str | None = None
    lane: Lane = Lane.SOON
    waits: timedelta = LONGEST_WAIT  # after this it is no use any more and is given up

    @cached_property
    def names(self) -> Set[str]:
        """Everything that the subject, the text and the link leave a place for."""
        parts = Formatter().parse("".join([self.subject, self.body, self.link or ""]))
        return {name for _, name, _, _ in parts if name}

    @cached_property
    def values(self) -> Set[str]:
        """What a sender gives."""
        return self.names - {"link", "token", "code", "support", "service"}

    @cached_property
    def has_secret(self) -> bool:
        """Whether it carries a token or a code, for which the sender gives the seed."""
        return not self.names.isdisjoint({"token", "code"})
