"""How often a person and a school may look teachers up: enough for a large school, too little to go fishing."""

from contextlib import suppress

from manage_training.domain.limits.allow import LimitReached, allow, how_long_full
from manage_training.domain.limits.limits import LIMITS

NOT_FOUND = "teachers one person does not find in an hour"


def allow_look_up(user: int, school: int) -> None:
    """Count one look-up of a person for a school. Raises `LimitReached`. Outside a transaction. Rule R6."""
    if wait := how_long_full(NOT_FOUND, user):
        raise LimitReached(LIMITS[NOT_FOUND].words, wait)
    allow("teaching records one person looks up in an hour", user)
    allow("teaching records one person looks up in a day", user)
    allow("teaching records one school looks up in a day", school)


def count_not_found(user: int) -> None:
    """Count a look-up that named nobody: ten in an hour, and the next has to wait."""
    with suppress(LimitReached):
        allow(NOT_FOUND, user)
