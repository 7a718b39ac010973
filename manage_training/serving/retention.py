"""What is kept for how long, in one place. The worker clears each of it every hour; `manage.py purge` does at once.

What is not here is kept for as long as the service runs: the record of what schools did (rules M8 and M9).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.utils import timezone

from manage_training.domain.accounts import sign_in
from manage_training.domain.limits import allow
from manage_training.domain.messages import forget
from manage_training.domain.training import forget_details
from manage_training.journeys import drafts
from manage_training.web import tasks


@dataclass(frozen=True)
class Kept:
    """Something that is kept for a while. `over` are the rows whose time is over, `clear` does away with them."""

    what: str
    how_long: timedelta | None  # None where each row says so itself
    rule: str
    over: Callable[[], QuerySet[Any]]
    clear: Callable[[], object]


def ended_sessions() -> QuerySet[Session]:
    return Session.objects.filter(expire_date__lt=timezone.now())


RETENTION = [  # rule O6
    Kept("Sign-in links and codes", timedelta(hours=24), "A6", sign_in.old_links, sign_in.forget_old_links),
    Kept("What limits count", None, "A11", allow.passed_limits, allow.forget_passed_limits),
    Kept("Sessions", None, "A8", ended_sessions, tasks.clear_sessions),
    Kept("What a message said, and its address", forget.KEPT, "M6", forget.old_messages, forget.forget_messages),
    Kept(
        "Dates of birth and National Insurance numbers",
        forget_details.KEPT,
        "T28",
        forget_details.old_details,
        forget_details.forget_details,
    ),
    Kept("Unfinished and submitted answers", drafts.IDLE, "J10", drafts.expired, drafts.purge),
]
