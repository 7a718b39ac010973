"""Django's sessions in the database, read by a query that is written once, as nearly every request reads one."""

from datetime import datetime
from typing import Any

from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.models import Session
from django.utils import timezone

from manage_training.domain.prepared import Prepared
from manage_training.web.errors import is_about_the_database


def stored(key: str, now: datetime) -> Any:
    return Session.objects.filter(session_key=key, expire_date__gt=now).values("session_data")


STORED = Prepared(stored, key=str, now=datetime)


class SessionStore(db.SessionStore):
    """The settings' `SESSION_ENGINE`."""

    def load(self) -> dict[str, Any]:
        for row in STORED(key=self.session_key or "", now=timezone.now()):
            return self.decode(row["session_data"])
        self._session_key = None  # one that is over, or that we did not give, is not taken up again
        return {}

    def save(self, must_create: bool = False) -> None:
        """As Django does it; but where the database is away or its disk is full, that is no session somebody has ended.

        Django takes any failure to write for that, and tells the sender that what they sent was wrong.
        """
        try:
            super().save(must_create)
        except UpdateError as fault:
            if fault.__context__ and is_about_the_database(fault.__context__):
                raise fault.__context__ from None
            raise
