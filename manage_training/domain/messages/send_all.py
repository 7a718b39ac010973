"""Many messages of one kind at once, in one statement however many there are."""

import json
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from django.db import connection

from manage_training.domain.clock import now
from manage_training.domain.messages.models import Message
from manage_training.domain.messages.send import check
from manage_training.domain.messages.tasks import deliver
from manage_training.domain.messages.wording import WORDING
from manage_training.domain.messages.write import Value, values_to_keep, write

# The jobs are queued by the function that Procrastinate's own `batch_defer` calls; that would fetch the ids of all
# messages first, and takes longer than all else. Over Django's connection, not the worker's own: see `send.defer`.
INSERT = """
    with new as (
        insert into messages_message
            (kind, "to", "values", seed, dedupe_key, state, school_id, attempts, provider_id, failure, created_at)
        select %s, "to", "values", seed, key, 'queued', school, 0, '', '', %s
        from jsonb_to_recordset(%s::jsonb)
            as letter ("to" text, key text, "values" jsonb, school bigint, seed text)
        on conflict (dedupe_key) do nothing
        returning dedupe_key, id
    ),
    jobs as (
        select procrastinate_defer_jobs_v1(array_agg(
            row(%s, %s, %s, null, null, jsonb_build_object('message_id', id), null)::procrastinate_job_to_defer_v1
            order by id
        ))
        from new
    )
    select dedupe_key, id from new, jobs
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
    letters, moment = list(letters), now()
    if not letters:
        return {}
    rows = []
    for letter in letters:
        check(kind, letter.key, letter.seed, letter.values)
        to, key, values, school, seed = letter
        rows.append({"to": to, "key": key, "values": values_to_keep(values), "school": school, "seed": seed})
    # All fit the wording: what cannot be written of the first could be written of none (rule M1).
    to, key, values, _, seed = letters[0]
    write(Message(kind=kind, to=to, values=dict(values), seed=seed, dedupe_key=key, created_at=moment))
    job = deliver.configure(priority=WORDING[kind].lane).job
    with connection.cursor() as cursor:
        cursor.execute(INSERT, [kind, moment, json.dumps(rows), job.queue, job.task_name, job.priority])
        return dict(cursor.fetchall())
