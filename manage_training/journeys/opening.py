from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from django.db.models import Model
from django.http import HttpResponseBase

from manage_training.domain.events.actor import Actor
from manage_training.journeys.kept import Rows, keep


@dataclass(frozen=True)
class Owner:
    """Whose draft it is: a user's, an invitation's, a partnership's, or that of a browser nobody has signed in on."""

    kind: Literal["user", "invitation", "partnership", "browser"]
    id: str


class DoesNotBegin(Exception):
    """The journey has nothing to do here now. The response explains that, or leads to what can be done."""

    def __init__(self, response: HttpResponseBase) -> None:
        self.response = response


@dataclass(frozen=True)
class Opening:
    """Who is at the door of a journey and what it starts with: all that the engine is told of a request."""

    owner: Owner
    actor: Actor  # who submits it
    organisation: str = ""  # "school 123456": all who act for it see the draft; without one only its owner
    context: Mapping[str, Any] = field(default_factory=dict)  # the school, the year, ...: rows, text, numbers, dates
    # More of it, looked up only when a draft begins: the pages of one that has begun cost nothing for it, and its
    # result is still shown when no other may begin. May raise `DoesNotBegin`.
    begins_with: Callable[[], Mapping[str, Any]] = dict
    caption: str = ""  # above every h1: the school's name
    leave: str = "/"  # where Back on the first page, and throwing away, lead
    done_url: str = ""  # where submitting leads, for a journey that has no confirmation page

    @property
    def kept(self) -> dict[str, Any]:
        """All that a draft starts with, as it keeps it."""
        return {name: keep(value) for name, value in {**self.context, **self.begins_with()}.items()}

    @property
    def rows(self) -> Rows:
        """The rows in hand, so that nobody reads them again."""
        return {(row._meta.label_lower, row.pk): row for row in self.context.values() if isinstance(row, Model)}
