from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta

from django.conf import settings

from manage_training.domain.clock import today


@contextmanager
def as_of(day: date) -> Iterator[None]:
    """Let the domain's own functions do what was done on an earlier day; the time of day is that of now."""
    offset = settings.CLOCK_OFFSET
    settings.CLOCK_OFFSET = offset + timedelta(days=(day - today()).days)
    try:
        yield
    finally:
        settings.CLOCK_OFFSET = offset
