from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet

from manage_training.domain.clock import now
from manage_training.domain.limits.limits import LIMITS, Allowance
from manage_training.domain.limits.models import Limit
from manage_training.domain.refusal import Refusal
from manage_training.domain.secrets import keyed_hash

# One statement: the row's lock lets tries that come at the same moment count one after the other. Django's rows would
# need a lock, a look and a write, and whoever dies between them keeps the others waiting. Times that are still to come
# are those of a demo that was started again with an earlier TODAY; they count for nobody.
COUNT = """
    insert into limits_limit as l (key, used_at, forget_at)
    values (%(key)s, array[%(now)s::timestamptz], %(now)s::timestamptz + %(per)s)
    on conflict (key) do update
    set used_at = array(
            select t from unnest(l.used_at) t
            where t > %(now)s::timestamptz - %(per)s and t < %(now)s::timestamptz + %(per)s
            order by t
        ) || %(now)s::timestamptz,
        forget_at = %(now)s::timestamptz + %(per)s
    where %(times)s > (
        select count(*) from unnest(l.used_at) t
        where t > %(now)s::timestamptz - %(per)s and t < %(now)s::timestamptz + %(per)s
    )
    returning 1
"""


class LimitReached(Refusal):
    """Somebody did something as often as they may for now. `wait` is how long until they may again."""

    def __init__(self, words: str, wait: timedelta) -> None:
        super().__init__(words.format(wait=in_words(wait)))
        self.wait = wait


def allow(name: str, key: object, *, times: int | None = None, per: timedelta | None = None) -> None:
    """Count one more try by `key` under the limit `name`; raise `LimitReached` where it is one too many.

    `key` says whose tries are counted (an address, an id); only its keyed hash is stored. Within any stretch of length
    `per` at most `times` tries pass; one that is refused does not count. Numbers not given are those of `LIMITS`.
    To be called outside a transaction, because one that is rolled back would forgive the try. Rule A11.
    """
    limit = LIMITS.get(name) or Allowance(times or 0, per or timedelta(), "Try again in {wait}.")
    times, per = times or limit.times, per or limit.per
    if not times or not per:
        raise LookupError(f"{name} is not in the table of limits.")
    hashed, at = keyed_hash(f"limit {name} {key}"), now()
    values: dict[str, Any] = {"key": hashed, "now": at, "per": per, "times": times}
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        if cursor.execute(COUNT, values).fetchone():
            return
    raise LimitReached(limit.words, wait=wait_of(hashed, at, times, per))


def how_long_full(name: str, key: object) -> timedelta | None:
    """How long `key` has used up the limit `name` for; None where one more try would pass. Counts nothing."""
    limit, hashed, at = LIMITS[name], keyed_hash(f"limit {name} {key}"), now()
    used_at = Limit.objects.values_list("used_at", flat=True).filter(key=hashed).first() or []
    recent = [t for t in used_at if at - limit.per < t < at + limit.per]
    return wait_of(hashed, at, limit.times, limit.per) if len(recent) >= limit.times else None


def forgive(name: str, key: object) -> None:
    """Count the tries by `key` under the limit `name` no more: one of them has come to a good end."""
    Limit.objects.filter(key=keyed_hash(f"limit {name} {key}")).delete()


def wait_of(hashed: str, at: datetime, times: int, per: timedelta) -> timedelta:
    """How long until the oldest of the last `times` tries counts no more."""
    used_at = Limit.objects.values_list("used_at", flat=True).filter(key=hashed).first() or []
    last = sorted(t for t in used_at if t < at + per)[-times:]
    return max(last[0] + per - at, timedelta(seconds=1)) if last else timedelta(seconds=1)


def in_words(wait: timedelta) -> str:
    """A wait as a person says it, never shorter than it is: "1 minute", "5 minutes", "3 hours"."""
    minutes = -(-wait // timedelta(minutes=1))
    count, unit = (minutes, "minute") if minutes <= 90 else (-(-minutes // 60), "hour")
    return f"{count} {unit}{'' if count == 1 else 's'}"


def forget_passed_limits() -> int:
    """Delete what counts no more, and say how much that was."""
    return passed_limits().delete()[0]


def passed_limits() -> QuerySet[Limit]:
    """What counts no more."""
    return Limit.objects.filter(forget_at__lt=now())
