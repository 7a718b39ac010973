"""What `manage.py doctor` looks at: each thing that the service stands on, tried out, with what to do where it ails."""

import smtplib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection

from manage_training.domain.clock import now
from manage_training.domain.messages.deliver import sender
from manage_training.domain.messages.models import Message, State
from manage_training.domain.messages.port import PermanentFailure, TemporaryFailure
from manage_training.domain.schools.models import RegisterImport
from manage_training.domain.teachers.records import RecordsUnavailable
from manage_training.integrations.email.notify import Notify
from manage_training.integrations.email.smtp import Smtp
from manage_training.integrations.teaching_records import trs
from manage_training.web.operations.vital_signs import has_worker, migrations_that_wait, worker_silent_for

OLDEST_SERVER = 150_000
TOO_OLD = timedelta(days=2)  # the register comes out every day
TOO_LONG = timedelta(minutes=15)
NOBODYS_TRN = "0000000"


class Health(StrEnum):
    WELL = "ok"
    AILS = "wrong"


@dataclass(frozen=True)
class Finding:
    part: str
    health: Health
    words: str  # what is so; where it ails, what to do too


def examine() -> Iterator[Finding]:
    """Each part in turn. What needs the database is left out where that does not answer."""
    database = look("Database", the_database)
    yield database
    if database.health is Health.WELL:
        waiting = look("Migrations", the_migrations)
        yield waiting
        if waiting.health is Health.WELL:
            yield look("Worker", the_worker)
            yield look("Messages", the_messages)
            yield look("Register of schools", the_register)
    yield look("E-mail", the_email)
    yield look("Teaching records", the_records)


class Ails(Exception):
    """Something is wrong; the text says what, and what to do."""


def look(part: str, at: Callable[[], str]) -> Finding:
    try:
        return Finding(part, Health.WELL, at())
    except Ails as found:
        return Finding(part, Health.AILS, str(found))


def the_database() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("select current_setting('server_version_num')::int, current_setting('server_version')")
            number, version = cursor.fetchone()
            cursor.execute("select pg_is_in_recovery(), current_setting('max_connections')::int")
            is_standby, most = cursor.fetchone()
    except (DatabaseError, InterfaceError) as fault:
        raise Ails(
            f"It does not answer: {str(fault).strip().splitlines()[0]}. Look if it runs, and if DATABASE_URL is right."
        ) from None
    if number < OLDEST_SERVER:
        raise Ails(f"It is PostgreSQL {version}. Take 15 or later.")
    if is_standby:
        raise Ails("It is a standby and takes no changes. Point DATABASE_URL at the primary.")
    needed = settings.WEB_PROCESSES * settings.WEB_THREADS + settings.WORKER_JOBS
    if needed > most:
        raise Ails(
            f"It takes {most} connections, and one machine of ours needs {needed}. "
            "Raise max_connections, or lower WEB_PROCESSES or WEB_THREADS."
        )
    return f"PostgreSQL {version}"


def the_migrations() -> str:
    if waiting := migrations_that_wait():
        raise Ails(f"{len(waiting)} wait, the first of them {waiting[0]}. Run: manage.py migrate")
    return "All are applied"


def the_worker() -> str:
    if has_worker():
        return "It works"
    silent = worker_silent_for()
    since = f"for {in_words(silent)}" if silent else "since one was stopped, or there never was one"
    raise Ails(f"None has given a sign of life {since}. Start one: manage.py worker")


def the_messages() -> str:
    waiting = Message.objects.filter(state=State.QUEUED).order_by("created_at")
    oldest = waiting.values_list("created_at", flat=True).first()
    if oldest and now() - oldest > TOO_LONG:
        raise Ails(
            f"{waiting.count()} wait, the oldest for {in_words(now() - oldest)}. "
            "See what is said here of the worker and of e-mail, and what the worker's log says."
        )
    return "None has waited for long"


def the_register() -> str:
    imports = RegisterImport.objects.filter(kind=RegisterImport.Kind.SCHOOLS).order_by("-at")
    taken, last = imports.filter(refused_because="").first(), imports.first()
    if taken is None:
        raise Ails("It was never taken in, so there are no schools. Run: manage.py import_schools FILE")
    if last is not None and last.refused_because:
        raise Ails(f"The last file was refused: {last.refused_because} Get another one, and import that.")
    if now() - taken.at > TOO_OLD:
        raise Ails(
            f"It is {in_words(now() - taken.at)} old. "
            "See why the import does not run, or run: manage.py import_schools FILE"
        )
    return f"Taken in {in_words(now() - taken.at)} ago"


def the_email() -> str:
    """Whether the carrier would take a message, without sending one."""
    carrier = sender()
    if isinstance(carrier, Notify):
        return notify_is_there(carrier)
    if isinstance(carrier, Smtp):
        return mail_server_is_there(carrier)
    return "It goes into the demo's mailbox"


def notify_is_there(notify: Notify) -> str:
    try:
        places = notify.placeholders()
    except TemporaryFailure as failure:
        raise Ails(
            f"{failure}. Look at NOTIFY_API_KEY, at this machine's clock, and at status.notifications.service.gov.uk"
        ) from None
    except PermanentFailure as failure:
        raise Ails(f"{failure}. Look if NOTIFY_TEMPLATE_ID is the template's of this service") from None
    if places != {"subject", "body"}:
        raise Ails(
            "The template of NOTIFY_TEMPLATE_ID must have the subject ((subject)) and the text ((body)), "
            "and nothing else. Change it in Notify"
        )
    return "GOV.UK Notify knows our key and our template"


def mail_server_is_there(smtp: Smtp) -> str:
    try:
        with smtp.server() as server:
            server.noop()
    except (smtplib.SMTPException, OSError) as fault:
        raise Ails(
            f"The mail server cannot be used ({type(fault).__name__}). "
            "Look at EMAIL_URL, and if this machine may reach it"
        ) from None
    return "The mail server lets us in"


def the_records() -> str:
    """Whether the record service knows us: asked for a number that nobody has."""
    if settings.DEMO:
        return "They are invented, in the demo"
    try:
        trs.from_settings(seconds=10).find(NOBODYS_TRN)
    except RecordsUnavailable as fault:
        raise Ails(
            f"The service does not answer as agreed ({fault}). Look at TRS_URL and TRS_API_KEY. "
            "Schools can register people meanwhile, as details to be checked"
        ) from None
    return "The service answers"


def in_words(time: timedelta) -> str:
    for unit, length in (("day", timedelta(days=1)), ("hour", timedelta(hours=1)), ("minute", timedelta(minutes=1))):
        if time >= length:
            count = time // length
            return f"{count} {unit}{'' if count == 1 else 's'}"
    return "less than a minute"
