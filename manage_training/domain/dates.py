from calendar import monthrange
from datetime import date
from functools import lru_cache


@lru_cache(maxsize=10_000)
def words(day: date) -> str:
    """A day as it is written everywhere in this service: 1 September 2022."""
    return f"{day.day} {day:%B %Y}"


def in_months(day: date, months: int) -> date:
    """The same day some months later; the last of the month where that has no such day."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))
