from django.contrib.sessions.backends.db import SessionStore
from procrastinate.contrib.django import app

from manage_training.web.school.expiring import warn_of_expiring


@app.periodic(cron="55 * * * *")
@app.task(name="forget_sessions", queueing_lock="forget_sessions")
def forget_sessions(timestamp: int) -> None:
    """Delete sessions that are over. Rule A8."""
    clear_sessions()


@app.periodic(cron="15 7 * * *")
@app.task(name="warn_of_expiring_registrations", queueing_lock="warn_of_expiring_registrations")
def warn_of_expiring_registrations(timestamp: int) -> None:
    """Tell schools of registrations that are about to be thrown away. Rule T53."""
    warn_of_expiring()


def clear_sessions() -> None:
    SessionStore.clear_expired()
