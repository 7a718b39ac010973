"""Rule M5 and fault F03: a worker that is killed in the middle loses no message."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection
from procrastinate import JobContext
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.exceptions import AlreadyEnqueued
from time_machine import escape_hatch

from manage_training.domain.messages.models import Message, State
from manage_training.domain.messages.tasks import rescue
from manage_training.integrations.email.mailbox import Mailbox
from tests.factories.messages import a_message, a_sign_in_message

ROOT = Path(__file__).parents[2]
PATIENCE = 60  # seconds; a worker starts in two, and in many more where everything else runs beside it
KILLS = int(os.environ.get("KILLS", "1"))
pytestmark = [pytest.mark.django_db(transaction=True)]
# A pass on another date does not move PostgreSQL's clock, by which a job that is tried again becomes due.
not_ahead = pytest.mark.skipif(
    escape_hatch.is_travelling() and datetime.now(UTC) > escape_hatch.datetime.datetime.now(UTC) + timedelta(hours=1),
    reason="on a date to come a job that is tried again is due only then",
)


class Worker:
    """A real worker process on the test's database, with its output in a file."""

    def __init__(self, folder: Path, settings: str) -> None:
        database = connection.settings_dict
        login = ":".join(part for part in (database["USER"], database["PASSWORD"]) if part)
        url = f"postgresql://{login}@/{database['NAME']}?host={database['HOST']}"
        if database["PORT"]:
            url += f"&port={database['PORT']}"
        self.output = (folder / "output").open("a")
        self.process = subprocess.Popen(
            [sys.executable, "manage.py", "worker"],
            cwd=ROOT,
            env=os.environ | {"DJANGO_SETTINGS_MODULE": settings, "TEST_DATA_DIR": str(folder), "DATABASE_URL": url},
            stdout=self.output,
            stderr=subprocess.STDOUT,
        )

    def end(self, how: signal.Signals) -> int:
        self.process.send_signal(how)
        code = self.process.wait(timeout=30)
        self.output.close()
        return code


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[[str], Worker]]:
    """Start a worker with these settings; what is left of it ends with the test."""
    workers = []

    def start_one(settings: str = "tests.settings") -> Worker:
        workers.append(Worker(tmp_path, settings))
        return workers[-1]

    yield start_one
    for worker in workers:
        if worker.process.poll() is None:
            worker.end(signal.SIGKILL)


def wait_until(happened: Callable[[], bool], folder: Path) -> None:
    end = time.monotonic() + PATIENCE
    while not happened():
        if time.monotonic() > end:
            jobs = list(ProcrastinateJob.objects.values_list("task_name", "status", "attempts", "scheduled_at"))
            pytest.fail(f"Nothing happened. {jobs} {(folder / 'output').read_text()}")
        time.sleep(0.05)


def let_a_minute_pass() -> None:
    """Nobody heard of the killed worker in that time, and its claims ran out."""
    with connection.cursor() as cursor:
        cursor.execute("update procrastinate_workers set last_heartbeat = last_heartbeat - interval '1 minute'")
        cursor.execute("update messages_message set claimed_until = claimed_until - interval '1 minute'")


@not_ahead
@pytest.mark.parametrize("kill", range(KILLS))
def test_what_a_killed_worker_was_sending_is_sent_by_the_next_and_shown_once(kill: int, tmp_path: Path, start):
    message = a_sign_in_message()
    first = start("tests.faults.interrupted_settings")
    wait_until((tmp_path / "handed-over").exists, tmp_path)
    first.end(signal.SIGKILL)
    message.refresh_from_db()
    assert (message.state, message.attempts) == (State.QUEUED, 1)

    let_a_minute_pass()
    with suppress(AlreadyEnqueued):  # by the clock, before the first worker was killed
        rescue.defer(timestamp=0)
    second = start()
    wait_until(lambda: not Message.objects.filter(state=State.QUEUED).exists(), tmp_path)
    assert second.end(signal.SIGTERM) == 0
    message.refresh_from_db()
    assert (message.state, message.attempts, message.seed) == (State.SENT, 2, "")
    assert [letter.name for letter in Mailbox(tmp_path / "mailbox").newest_first(10)] == [message.provider_id]
    assert not ProcrastinateJob.objects.filter(status="doing").exists()


@not_ahead
def test_a_job_of_a_dead_worker_that_waits_again_already_does_not_stop_the_rescue(tmp_path: Path, start):
    """The killed worker was rescuing, and the clock has brought the next rescue since."""
    message = a_message()
    rescue.defer(timestamp=0)
    with connection.cursor() as cursor:
        cursor.execute("update procrastinate_jobs set status = 'doing'")  # by a worker that nobody knows any more
    rescue.defer(timestamp=1)
    rescue_again = ProcrastinateJob.objects.get(status="todo")
    jobs = list(ProcrastinateJob.objects.values_list("pk", flat=True))  # the clock may bring more meanwhile
    worker = start()
    wait_until(lambda: Message.objects.filter(pk=message.pk, state=State.SENT).exists(), tmp_path)
    wait_until(lambda: ProcrastinateJob.objects.filter(pk=rescue_again.pk, status="succeeded").exists(), tmp_path)
    worker.end(signal.SIGTERM)
    assert not ProcrastinateJob.objects.filter(pk__in=jobs, status__in=["doing", "todo"]).exists()


def test_two_rescues_at_once_give_a_job_away_once():
    """The second finds that it waits again: were it to end the job, nobody would ever send the message."""
    message = a_message()
    with connection.cursor() as cursor:
        cursor.execute("update procrastinate_jobs set status = 'doing'")  # by a worker that nobody knows any more

    async def both() -> None:
        async with app.with_connector(app.connector.get_worker_connector()).open_async() as workers:
            context = JobContext(app=workers, start_timestamp=0, job=None, abort_reason=lambda: None)
            await asyncio.gather(rescue.func(context, 0), rescue.func(context, 0))

    asyncio.run(both())
    assert ProcrastinateJob.objects.get(args__message_id=message.pk).status == "todo"


def test_p1_s7_a_worker_says_nothing_about_whom_it_writes_to(tmp_path: Path, start):
    message = a_sign_in_message("hugo.furst@acme.example")
    poison = a_message("hugo.furst@acme.example")
    Message.objects.filter(pk=poison.pk).update(values={"tutor_name": "Hugo Furst"})
    worker = start()
    wait_until(lambda: not Message.objects.filter(state=State.QUEUED).exists(), tmp_path)
    worker.end(signal.SIGTERM)
    output = (tmp_path / "output").read_text()
    assert f"Message {poison.pk} (you_are_no_longer_induction_tutor) is given up" in output
    (letter,) = Mailbox(tmp_path / "mailbox").newest_first(10)
    assert letter.link not in output
    assert not any(word in output.lower() for word in ("hugo", "furst", "@", message.seed.lower()))
