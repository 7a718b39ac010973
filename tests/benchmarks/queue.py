"""Messages that the worker delivers, against one statement a job on the same table, in one run."""

import statistics

from django.conf import settings
from django.db import connection
from procrastinate.contrib.django import app
from rich.table import Table

from manage_training.domain.messages.models import Message, State
from manage_training.domain.messages.send_all import Letter, send_all
from tests.benchmarks.measuring import seconds

JOBS, ROUNDS = 1_000, 5
KIND = "tell_us_about_ects"  # a campaign's: the most that ever waits

RAW = """
    update procrastinate_jobs set status = 'succeeded' where id = (
        select id from procrastinate_jobs where status = 'todo' order by priority desc, id limit 1
        for update skip locked
    )
"""


class TakesAll:
    """A carrier that costs nothing, so that what is measured is ours alone."""

    per_second = None

    def send(self, email: object, *, again: bool) -> str:
        return "taken"


def measure(table: Table) -> None:
    settings.EMAIL_SENDER = f"{__name__}.TakesAll"
    raw, worker = [], []
    for number in range(ROUNDS):  # turn by turn, so that whatever else the machine does slows both alike
        fill(f"raw {number}")
        raw.append(seconds(one_statement_each))
        clear()
        fill(f"worker {number}")
        worker.append(seconds(work))
        if Message.objects.filter(state=State.SENT).count() != JOBS:
            raise RuntimeError("Not everything was delivered, so the time would say nothing.")
        clear()
    table.add_row("bare: one statement a job", f"{JOBS / statistics.median(raw):,.0f} a second", "")
    ratio = statistics.median(least / mine for least, mine in zip(raw, worker, strict=True))
    table.add_row(
        f"the worker, {settings.WORKER_JOBS} messages at once",
        f"{JOBS / statistics.median(worker):,.0f} a second ({ratio:.2f} of the bare)",
        "50 a second: all that GOV.UK Notify takes",
    )
    leave_nobody_connected()


def fill(what: str) -> None:
    values = {"tutor_name": "Tess Taylor", "schools": ["A school"], "year_name": "2026 to 2027", "way_in": "/sign-in/"}
    send_all(KIND, [Letter(f"tutor{each}@school.example", f"{what} {each}", values) for each in range(JOBS)])
    with connection.cursor() as cursor:
        cursor.execute("analyze")


def one_statement_each() -> None:
    with connection.cursor() as cursor:
        for _ in range(JOBS):
            cursor.execute(RAW)


def work() -> None:
    with app.replace_connector(app.connector.get_worker_connector()) as working:  # type: ignore[attr-defined]
        working.run_worker(concurrency=settings.WORKER_JOBS, wait=False, install_signal_handlers=False)


def leave_nobody_connected() -> None:
    """The worker's threads are gone, and their connections, which a worker keeps as long as it lives, are not."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity "
            "where datname = current_database() and pid <> pg_backend_pid()"
        )


def clear() -> None:
    with connection.cursor() as cursor:
        cursor.execute("truncate messages_message, procrastinate_jobs, procrastinate_events cascade")
