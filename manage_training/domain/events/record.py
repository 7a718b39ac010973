from collections.abc import Iterable, Mapping
from typing import NamedTuple

from django.db import models

from manage_training.domain.bulk import insert_all
from manage_training.domain.clock import now
from manage_training.domain.events.actor import Actor
from manage_training.domain.events.models import Event


def record(kind: str, *, about: models.Model, by: Actor, school: int | None = None, **details: object) -> Event:
    """Write down what has just happened, in the caller's transaction.

    `about` is the row it happened to; `school` the id of the school whose history shows it; `details` hold ids, codes
    and days (ISO text), nothing that a person could be known by. Rule M8.
    """
    return Event.objects.create(
        kind=kind,
        actor_kind=by.kind,
        actor_id=by.id,
        acting_as=by.acting_as,
        subject_kind=str(about._meta.model_name),
        subject_id=about.pk,
        school_id=school,
        details=details,
        at=now(),
    )


class Happened(NamedTuple):
    """One of many events of a kind: the id of the row it happened to, and the rest as `record` takes it."""

    about: int
    school: int | None
    details: Mapping[str, object]


def record_all(kind: str, about: type[models.Model], happened: Iterable[Happened], *, by: Actor) -> None:
    """The same for many rows of one model at once, in one statement."""
    insert_all(
        Event,
        [{"subject_id": each.about, "school_id": each.school, "details": each.details} for each in happened],
        all_with={
            "kind": kind,
            "actor_kind": by.kind,
            "actor_id": by.id,
            "acting_as": by.acting_as,
            "subject_kind": about._meta.model_name,
            "at": now(),
        },
    )
