"""Many messages of one kind at once, in three statements however many there are."""

import json
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from django.db import connection
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.jobs import JobDeferrer
from procrastinate.manager import JobManager
from procrastinate.types import JSONDict

from manage_training.domain.clock import now
from manage_training.domain.messages.send import checked
from manage_training.domain.messages.tasks import deliver
from manage_training.domain.messages.wording import WORDING
from manage_training.domain.messages.write import Value

INSERT = """
    insert into messages_message
        (kind, "to", "values", seed, dedupe_key, state, school_id, attempts, provider_id, failure, created_at)
    select %s, "to", "values"::jsonb, seed, key, 'queued', school, 0, '', '', %s
    from unnest(%s::text[], %s::text[], %s::text[], %s::text[], %s::bigint[])
        as letter("to", "values", seed, key, school)
    on conflict (dedupe_key) do nothing
    returning dedupe_key, id
"""


class Letter(NamedTuple):
    """One message of the many, as `send` takes it."""

    to: str
    key: str
    values: Mapping[str, Value]
    school: int | None = None
    seed: str = ""


def send_all(kind: str, letters: Iterable[Letter]) -> dict[str, int]:
    """Put many messages of a kind into the outbox as `send` does one; returns the ids of the new ones by their keys.

    Rules M1 and M3.
    """
    moment = now()
    rows = []
    for to, key, values, school, seed in letters:
        kept = checked(kind, to, key, seed, values, moment)
        rows.append((to, json.dumps(kept), seed, key, school))
    if not rows:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(INSERT, [kind, moment, *(list(column) for column in zip(*rows, strict=True))])
        new: dict[str, int] = dict(cursor.fetchall())
    job = deliver.configure(priority=WORDING[kind].lane).job
    # Not over the worker's own connection: see `send.defer`.
    messages: list[JSONDict] = [{"message_id": pk} for pk in new.values()]
    JobDeferrer(JobManager(DjangoConnector()), job).batch_defer(*messages)
    return new
