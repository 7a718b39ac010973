from collections.abc import Iterable, Mapping
from typing import NamedTuple

from django.db import models

from manage_training.domain.clock import now
from manage_training.domain.events.actor import Actor
from manage_training.domain.events.models import Event


class Happened(NamedTuple):
    """One of many events of a kind, as `record` takes it."""

    about: models.Model
    school: int | None
    details: Mapping[str, object]


def record(kind: str, *, about: models.Model, by: Actor, school: int | None = None, **details: object) -> Event:
    """Write down what has just happened, in the caller's transaction.

    `about` is the row it happened to; `school` the id of the school whose history shows it; `details` hold ids, codes
    and days (ISO text), nothing that a person could be known by. Rule M8.
    """
    return record_all(kind, [Happened(about, school, details)], by=by)[0]


def record_all(kind: str, happened: Iterable[Happened], *, by: Actor) -> list[Event]:
    """The same for many of one kind at once, in one statement."""
    moment = now()
    return Event.objects.bulk_create(
        Event(
            kind=kind,
            actor_kind=by.kind,
            actor_id=by.id,
            acting_as=by.acting_as,
            subject_kind=str(about._meta.model_name),
            subject_id=about.pk,
            school_id=school,
            details=details,
            at=moment,
        )
        for about, school, details in happened
    )
