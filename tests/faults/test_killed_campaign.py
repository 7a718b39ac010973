"""A worker that is killed while it sends a campaign: each recipient gets exactly one message. Rule C5."""

import os
import signal
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from multiprocessing import get_context
from pathlib import Path

import pytest
from django.db import connection, connections, transaction
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.exceptions import AlreadyEnqueued

from manage_training.domain.academic_years.models import AcademicYear
from manage_training.domain.campaigns.models import Campaign, Recipient, Stands
from manage_training.domain.clock import now
from manage_training.domain.events.models import Event
from manage_training.domain.invitations.models import Invitation
from manage_training.domain.messages.models import Message, State
from manage_training.domain.messages.tasks import rescue
from manage_training.integrations.email.mailbox import Mailbox
from tests.factories.accounts import a_tutor
from tests.factories.campaigns import a_campaign
from tests.factories.schools import a_school
from tests.factories.years import an_open_year
from tests.faults.test_killed_worker import PATIENCE, let_a_minute_pass

KILLS = int(os.environ.get("KILLS", "1"))
# Seconds after which the worker is killed, from when it takes its first job until it may be done. The first of each
# round is aimed at a commit of a batch instead.
AT_A_COMMIT = 0.0
ROUND = [AT_A_COMMIT, 0.005, 0.03, 0.1, 0.25]
TUTORS, OFFICES = 20, 5  # in batches of 10: two of tutors, and one of schools that are invited to nominate
pytestmark = [pytest.mark.django_db(transaction=True)]


@pytest.fixture(scope="module")
def fell(request: pytest.FixtureRequest) -> Iterator[Counter[str]]:
    """How many kills fell when; said at the end."""
    counted: Counter[str] = Counter()
    yield counted
    said = ", ".join(f"{count} {when}" for when, count in sorted(counted.items()))
    with request.config.pluginmanager.getplugin("capturemanager").global_and_fixture_disabled():
        print(f"\nKilled while sending a campaign: {said}.")


@pytest.fixture
def campaign(settings, tmp_path: Path) -> Campaign:
    settings.DATA_DIR = tmp_path
    an_open_year()
    for number in range(TUTORS):
        a_tutor(at=a_school(), email=f"tutor{number}@school.example")
    for number in range(OFFICES):
        a_school(contact=f"office{number}@school.example")
    return a_campaign(rate=2)


def work_until_there_is_nothing_to_do() -> None:
    """What a worker does, but that nobody waits for the clock: the next batch is due as soon as the last is written."""
    while Campaign.objects.filter(finished_at=None).exists() or Message.objects.filter(state=State.QUEUED).exists():
        Campaign.objects.update(next_at=now())
        with connection.cursor() as cursor:
            cursor.execute("update procrastinate_jobs set scheduled_at = null where status = 'todo'")
        with app.replace_connector(app.connector.get_worker_connector()) as working:
            working.run_worker(wait=False, listen_notify=False, install_signal_handlers=False, delete_jobs="never")


class Working:
    """Another process that works."""

    def __init__(self) -> None:
        forks = get_context("fork")
        connections.close_all()
        self.process = forks.Process(target=self.work)
        self.process.start()

    @staticmethod
    def work() -> None:
        work_until_there_is_nothing_to_do()
        os._exit(0)

    def kill(self) -> None:
        self.process.kill()
        self.process.join(PATIENCE)
        assert self.process.exitcode in (-signal.SIGKILL, 0)
        until(lambda: not others("true"), "The database goes on without the process.")

    def finish(self) -> None:
        self.process.join(PATIENCE)
        assert self.process.exitcode == 0


def until(happened: Callable[[], bool], words: str) -> None:
    end = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < end, words
        time.sleep(0.005)


def others(condition: str) -> int:
    """How many other connections to the tests' database do something."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_stat_clear_snapshot()")  # inside a transaction it would stay as first seen
        cursor.execute(
            f"""select count(*) from pg_stat_activity
            where datname = current_database() and pid <> pg_backend_pid() and {condition}"""
        )
        return cursor.fetchone()[0]


def kill_at_a_commit() -> str:
    """Foreign keys are checked at commit: those of the invitations wait for the year, locked here."""
    connections.close_all()
    working = Working()
    with transaction.atomic():
        list(AcademicYear.objects.select_for_update())
        until(lambda: others("wait_event_type = 'Lock' and query ilike 'commit'") > 0, "It does not wait.")
        working.process.kill()
        assert Message.objects.count() == TUTORS
    working.kill()  # the database may have committed since, which nobody has heard of
    return "at a commit"


def kill_after(seconds: float) -> str:
    working = Working()
    until(lambda: ProcrastinateJob.objects.exclude(status="todo").exists(), "It takes no job.")
    time.sleep(seconds)
    during = others("backend_xid is not null")
    working.kill()
    if during:
        return "in a transaction"
    left = Recipient.objects.filter(state=Stands.WAITING).count()
    if left == TUTORS + OFFICES:
        return "before the first batch"
    return "between two batches" if left else "while the rest was delivered"


@pytest.mark.parametrize("kill", range(KILLS))
def test_whoever_is_killed_when_each_recipient_gets_exactly_one_message(
    kill: int, campaign: Campaign, fell: Counter[str], tmp_path: Path
) -> None:
    seconds = ROUND[kill % len(ROUND)]
    fell[kill_after(seconds) if seconds else kill_at_a_commit()] += 1
    written = Recipient.objects.filter(state=Stands.WRITTEN)
    assert set(written.values_list("message", flat=True)) == set(Message.objects.values_list("pk", flat=True))

    let_a_minute_pass()
    with suppress(AlreadyEnqueued):  # by the clock, before the first was killed
        rescue.defer(timestamp=0)
    Working().finish()
    campaign.refresh_from_db()
    assert campaign.finished_at
    assert Recipient.objects.filter(state=Stands.WRITTEN).count() == TUTORS + OFFICES
    assert Message.objects.filter(state=State.SENT).count() == Message.objects.count() == TUTORS + OFFICES
    assert Invitation.objects.count() == Event.objects.filter(kind="school_invited").count() == OFFICES
    letters = Counter(letter.to for letter in Mailbox(tmp_path / "mailbox").newest_first(1_000))
    assert letters == {
        **{f"tutor{number}@school.example": 1 for number in range(TUTORS)},
        **{f"office{number}@school.example": 1 for number in range(OFFICES)},
    }
