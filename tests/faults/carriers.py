"""Carriers of e-mail for processes that a test starts; `Interrupted` says by a file how far it has come."""

import time
from pathlib import Path

from django.conf import settings

from manage_training.domain.messages.port import Email
from manage_training.integrations.email import mailbox


class Interrupted:
    """Hands each e-mail over to the mailbox and never comes back from there: the moment to kill it."""

    per_second = None

    def send(self, email: Email, *, again: bool) -> str:
        mailbox.from_settings().send(email, again=again)
        Path(settings.DATA_DIR, "handed-over").touch()
        time.sleep(600)
        raise AssertionError("nobody killed this process")
