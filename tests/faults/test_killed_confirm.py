"""A process that is killed while it registers somebody: nothing lost, nothing doubled, every message once. Rule J5."""

import os
import signal
import time
from collections import Counter
from collections.abc import Iterator
from multiprocessing import get_context
from pathlib import Path

import pytest
from django.db import connection, connections, transaction

from manage_training.domain.academic_years.models import AcademicYear
from manage_training.domain.academic_years.years import year_of
from manage_training.domain.clock import today
from manage_training.domain.events.models import Event
from manage_training.domain.messages.models import Message, State
from manage_training.domain.teachers.models import CheckInput, RecordCheck, Teacher
from manage_training.domain.training.models import Mentorship, Placement, TrainingPeriod
from manage_training.integrations.email.mailbox import Mailbox
from manage_training.journeys.models import Draft
from tests.factories.accounts import a_tutor, sign_in
from tests.factories.programmes import a_school_year
from tests.factories.schools import a_school
from tests.factories.training import a_mentor
from tests.factories.years import an_open_year
from tests.faults.test_killed_worker import PATIENCE, start, wait_until  # noqa: F401 - a fixture
from tests.journeys.browse import Browser

KILLS = int(os.environ.get("KILLS", "1"))
# Seconds after which a process is killed, from when it can hardly have begun until it may be done. The first of each
# round is aimed at the commit instead.
AT_THE_COMMIT = 0.0
ROUND = [AT_THE_COMMIT, 0.002, 0.03, 0.08, 0.3]
pytestmark = [pytest.mark.django_db(transaction=True)]


@pytest.fixture(scope="module")
def fell(request: pytest.FixtureRequest) -> Iterator[Counter[str]]:
    """How many kills fell when; said at the end."""
    counted: Counter[str] = Counter()
    yield counted
    said = ", ".join(f"{counted[when]} {when}" for when in ("before", "during", "at the commit", "after"))
    with request.config.pluginmanager.getplugin("capturemanager").global_and_fixture_disabled():
        print(f"\nKilled while confirming a registration: {said} it.")


@pytest.fixture
def pages(client, transactional_db) -> Browser:
    """A tutor who has answered everything about Priya Sharma, and looks at the answers."""
    an_open_year()
    beacon = a_school("Beacon Academy")
    a_school_year(beacon, year=year_of(today()))
    ruth = a_mentor(at=beacon, since=today())
    sign_in(client, a_tutor(at=beacon, email="tess.tutor@beacon.example"))
    pages = Browser(f"/schools/{beacon.urn}/add-person/", client=client)
    pages.go_on({"role": "ect"}, {"trn": "9100001", **day("date_of_birth", 12, 4, 1999)}, {"right_person": "yes"})
    pages.answer(email="priya@beacon.example")
    pages.answer(**day("starts_on", today().day, today().month, today().year))
    pages.answer(mentor=str(ruth.pk))
    pages.answer(body_kind="not_appointed")
    assert "Confirm" in pages.words, pages.words
    return pages


def day(name: str, *parts: int) -> dict[str, str]:
    return {f"{name}__{part}": str(value) for part, value in zip(("day", "month", "year"), parts, strict=True)}


class Confirming:
    """A process of its own that presses "Confirm"."""

    def __init__(self, pages: Browser) -> None:
        forks = get_context("fork")
        connections.close_all()
        ours, theirs = forks.Pipe()
        self.process = forks.Process(target=self.press, args=(pages, theirs))
        self.process.start()
        assert ours.poll(PATIENCE)
        self.backend: int = ours.recv()
        ours.send("go")
        self.began = time.monotonic()

    @staticmethod
    def press(pages: Browser, parent) -> None:
        connection.ensure_connection()
        parent.send(connection.connection.info.backend_pid)
        parent.recv()
        pages.answer()
        os._exit(0)

    def wait_for_the_commit(self) -> None:
        """Until it is committing and waits for a lock."""
        end = time.monotonic() + PATIENCE
        while self.doing() != ("active", "Lock", "COMMIT"):
            assert time.monotonic() < end, f"It does not wait: {self.doing()}"
            time.sleep(0.01)

    def doing(self) -> tuple[str, ...] | None:
        """State, what it waits for, and statement of the process's part in the database; None when that has ended."""
        with connection.cursor() as cursor:
            cursor.execute("select pg_stat_clear_snapshot()")  # inside a transaction it would stay as first seen
            cursor.execute(
                "select state, wait_event_type, upper(query) from pg_stat_activity where pid = %s", [self.backend]
            )
            return cursor.fetchone()

    def in_a_transaction(self) -> bool:
        with connection.cursor() as cursor:
            cursor.execute("select from pg_stat_activity where pid = %s and backend_xid is not null", [self.backend])
            return cursor.rowcount == 1

    def kill(self) -> None:
        self.process.kill()
        self.process.join(PATIENCE)
        assert self.process.exitcode in (-signal.SIGKILL, 0)

    def wait_for_its_end_in_the_database(self) -> None:
        end = time.monotonic() + PATIENCE
        while self.doing():
            assert time.monotonic() < end, "The database goes on without the process."
            time.sleep(0.01)


def kill_at_the_commit(pages: Browser) -> str:
    """Foreign keys are checked at commit: the check waits for the year, which is locked here."""
    connections.close_all()
    confirming = Confirming(pages)
    with transaction.atomic():
        list(AcademicYear.objects.select_for_update())
        confirming.wait_for_the_commit()
        confirming.kill()
        assert not Placement.objects.filter(role="ect").exists()
    confirming.wait_for_its_end_in_the_database()
    return "at the commit"


def kill_after(seconds: float, pages: Browser) -> str:
    confirming = Confirming(pages)
    time.sleep(max(confirming.began + seconds - time.monotonic(), 0))
    during = confirming.in_a_transaction()
    confirming.kill()
    confirming.wait_for_its_end_in_the_database()
    if during:
        return "during"
    return "after" if Draft.objects.filter(submitted_at__isnull=False).exists() else "before"


@pytest.mark.parametrize("kill", range(KILLS))
def test_who_confirms_again_after_a_kill_has_one_registration_and_each_message_once(
    kill: int,
    pages: Browser,
    fell: Counter[str],
    tmp_path: Path,
    start,  # noqa: F811
) -> None:
    seconds = ROUND[kill % len(ROUND)]
    when = kill_after(seconds, pages) if seconds else kill_at_the_commit(pages)
    fell[when] += 1
    registered = Placement.objects.filter(role="ect").count()
    assert registered == Draft.objects.filter(submitted_at__isnull=False).count()  # all of it or nothing
    assert Message.objects.count() == 2 * registered
    assert TrainingPeriod.objects.filter(placement__role="ect").count() == Mentorship.objects.count() == registered

    pages.answer()  # the tutor saw no answer, and presses again
    pages.get(pages.draft_url)
    assert "Priya Sharma has been added" in pages.words
    placement = Placement.objects.get(role="ect")
    assert TrainingPeriod.objects.get(placement=placement).year_id == year_of(today())
    assert Mentorship.objects.get().ect == placement
    assert Teacher.objects.filter(trn="9100001").count() == 1
    assert RecordCheck.objects.filter(teacher=placement.teacher).count() == 1
    assert not CheckInput.objects.exists()
    assert Event.objects.filter(kind="person_registered").count() == 1

    worker = start()
    wait_until(lambda: not Message.objects.filter(state=State.QUEUED).exists(), tmp_path)
    assert worker.end(signal.SIGTERM) == 0
    letters = [(letter.kind, letter.to) for letter in Mailbox(tmp_path / "mailbox").newest_first(10)]
    assert sorted(letters) == [
        ("person_registered", "tess.tutor@beacon.example"),
        ("you_are_registered", "priya@beacon.example"),
    ]
