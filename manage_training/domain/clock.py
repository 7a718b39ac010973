"""The one clock. Nobody else asks Python or the database what time it is."""

from datetime import date, datetime

from django.conf import settings
from django.utils import timezone


def now() -> datetime:
    """This instant, in UTC; moved by whole days in a demo that was started with TODAY."""
    return timezone.now() + settings.CLOCK_OFFSET


def today() -> date:
    """Today's date in London, where every date of this service is decided."""
    return london_date(now())


def london_date(instant: datetime) -> date:
    """The date that a calendar in London shows at an instant."""
    return instant.astimezone(settings.LONDON).date()
