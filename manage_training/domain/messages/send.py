import json
from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import connection
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.jobs import JobDeferrer
from procrastinate.manager import JobManager

from manage_training.domain.clock import now
from manage_training.domain.messages.models import Message
from manage_training.domain.messages.tasks import deliver
from manage_training.domain.messages.wording import WORDING, Lane
from manage_training.domain.messages.write import Value, values_to_keep, write

INSERT = """
    insert into messages_message
        (kind, "to", "values", seed, dedupe_key, state, school_id, attempts, provider_id, failure, created_at)
    values (%s, %s, %s, %s, %s, 'queued', %s, 0, '', '', %s)
    on conflict (dedupe_key) do nothing
    returning id
"""


def send(
    kind: str, *, to: str, key: str, school: int | None = None, seed: str = "", **values: str | int | list[str]
) -> Message:
    """Put a message into the outbox, in the caller's transaction: it goes when that commits, and never if it does not.

    `key` says which message this is: with the same key again nothing more happens, and the first message is returned.
    It travels to the e-mail provider, so it holds ids, no names and no addresses. `school` is the id of the school that
    learns of it if the message cannot be delivered. `values` are what the wording names, a list being shown as
    bullet points; `seed` (domain.secrets) is what its link or code is made from. Rules M1 and M3.
    """
    moment = now()
    kept = checked(kind, to, key, seed, values, moment)
    new = insert(kind, to, kept, seed, key, school, moment)
    # A slice, not get(): a page that sends two messages is no loop, but is taken for one by the guard against loops.
    message = Message.objects.filter(dedupe_key=key)[0]
    if new:
        defer(message, WORDING[kind].lane)
    return message


def checked(kind: str, to: str, key: str, seed: str, values: Mapping[str, Value], moment: datetime) -> dict[str, Value]:
    """The values as they are kept. What cannot be written stops its sender, in whose tests it is found (rule M1)."""
    check(kind, key, seed, values)
    kept = values_to_keep(values)
    write(Message(kind=kind, to=to, values=kept, seed=seed, dedupe_key=key, created_at=moment))
    return kept


def check(kind: str, key: str, seed: str, values: Mapping[str, Value]) -> None:
    """Stop a sender whose message does not fit its wording, or whose key would say whom it goes to."""
    wording = WORDING[kind]
    if values.keys() != wording.values:
        raise TypeError(f"The message {kind} takes {sorted(wording.values)}, not {sorted(values)}.")
    if bool(seed) != wording.has_secret:
        raise TypeError(f"The message {kind} {'needs a' if wording.has_secret else 'takes no'} seed.")
    if "@" in key:
        raise ValueError(f"The key of the message {kind} holds an address.")


def insert(
    kind: str, to: str, values: dict[str, Value], seed: str, key: str, school: int | None, moment: datetime
) -> bool:
    """Write the row, unless its key is there. Waits for another transaction that is just writing the same key."""
    with connection.cursor() as cursor:
        cursor.execute(INSERT, [kind, to, json.dumps(values), seed, key, school, moment])
        return cursor.fetchone() is not None


def defer(message: Message, lane: Lane, after: timedelta | None = None) -> None:
    """Have the worker deliver a message once this transaction has committed, and `after` a while where that is given.

    A task that runs inside the worker would otherwise defer over the worker's own connection: at once, and for good.
    """
    seconds = int((after or timedelta()).total_seconds())
    job = deliver.configure(priority=lane, schedule_in={"seconds": seconds} if seconds else None).job
    JobDeferrer(JobManager(DjangoConnector()), job).defer(message_id=message.pk)
