"""A hard day: faults F01 to F06, F08, F12, F16, F19, F20 and F30 while tutors work. OPERATIONS sets how long it is."""

import json
import os
import random
import shutil
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

from tests.faults.hard_days.checker import Checker, Verdict
from tests.faults.hard_days.misfortunes import Misfortunes
from tests.faults.hard_days.service import Service, a_service, wait_until
from tests.faults.hard_days.tutors import GaveUp, Ledger, Tutor

OPERATIONS = int(os.environ.get("OPERATIONS", "30"))
SEED = int(os.environ.get("SEED", "1"))
AT_ONCE = 4  # tutors who work at the same time
QUIET = 300  # seconds until everything has to be done when all is mended again
pytestmark = pytest.mark.once


@pytest.fixture
def service() -> Iterator[Service]:
    folder = Path("/tmp", f"mt-{uuid4().hex[:8]}")  # which everybody may pass through, unlike pytest's own
    folder.mkdir(mode=0o755)
    with a_service(folder) as service:
        yield service
        print(service.said()[-5000:])  # shown where the test fails
    shutil.rmtree(folder, ignore_errors=True)


def a_day(service: Service, operations: int, misfortunes: int) -> Ledger:
    """Tutors do so much, and meanwhile so many things go wrong; everything is well again at the end."""
    teams = json.loads(service.prepared(AT_ONCE + operations // 12))
    service.start()
    wait_until(service.answers)
    ledger, left = Ledger(), iter(range(operations))
    base = f"http://127.0.0.1:{service.port}"
    faults: list[BaseException] = []

    def work(share: list[dict[str, object]], number: int) -> None:
        chance = random.Random(f"{SEED} {number}")
        tutors = [Tutor(base, team, ledger, chance) for team in share]
        try:
            while next(left, None) is not None:
                try:
                    chance.choice(tutors).do_something()
                except GaveUp:
                    ledger.troubles["gave up"] += 1
        except BaseException as fault:
            faults.append(fault)
        finally:
            for tutor in tutors:
                tutor.go_home()

    threads = [threading.Thread(target=work, args=(teams[number::AT_ONCE], number)) for number in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    harm = Misfortunes(service, random.Random(SEED))
    for number in range(misfortunes):
        due = (number + 0.5) * operations / misfortunes
        wait_until(lambda due=due: len(ledger.entries) >= due or not any(each.is_alive() for each in threads), 600)
        harm.befall(number)
    for thread in threads:
        thread.join(600)
    assert not faults, faults
    harm.set_the_clock_right()
    outcomes = Counter(f"{entry.what} {entry.outcome}" for entry in ledger.entries)
    print(f"\n{dict(outcomes)}\ntroubles: {dict(ledger.troubles)}\nbefell: {dict(harm.befell)}")
    with suppress(TimeoutError):  # the checker says what is stuck
        wait_until(lambda: nothing_waits(service), QUIET)
    return ledger


def nothing_waits(service: Service) -> bool:
    """Neither a message nor a job that one operation has left, such as a look-up that will bring a message; what comes
    by the clock comes again and again.
    """
    with psycopg.connect(service.database.url) as connection:
        return not connection.execute(
            "select 1 from messages_message where state = 'queued' union all "
            "select 1 from procrastinate_jobs where status in ('todo', 'doing') and not args ? 'timestamp'"
        ).fetchone()


def checked(service: Service, ledger: Ledger) -> Verdict:
    handed_over = [each["reference"] for each in service.mail.stored]
    return Checker(service.database.url, ledger, handed_over).check()


def test_nothing_that_was_acknowledged_is_lost_halved_doubled_or_stuck(service: Service, capsys) -> None:
    with capsys.disabled():
        began = time.monotonic()
        ledger = a_day(service, OPERATIONS, misfortunes=max(11, OPERATIONS // 10))
        verdict = checked(service, ledger)
        print(f"{len(ledger.entries)} operations in {time.monotonic() - began:.0f} s: {verdict}")
    assert (verdict.findings, ledger.broken) == ([], [])
    assert sum(entry.outcome == "done" for entry in ledger.entries) > OPERATIONS / 2


def test_a_service_that_forgets_one_kind_of_message_is_found_out(service: Service) -> None:
    """The checker is checked: without one write to the outbox it has to see that something is missing."""
    prepared = service.prepared

    def prepared_and_forgetful(schools: int) -> str:
        said = prepared(schools)
        with psycopg.connect(service.database.url) as connection:
            connection.execute(FORGETS)
        return said

    service.prepared = prepared_and_forgetful  # type: ignore[method-assign]
    ledger = a_day(service, 6, misfortunes=0)
    assert any("has no you_are_registered" in words for words in checked(service, ledger).partial)


FORGETS = """
    create function forget() returns trigger language plpgsql as $$
    begin delete from messages_message where id = new.id; return null; end $$;
    create constraint trigger forget after insert on messages_message deferrable initially deferred
    for each row when (new.kind = 'you_are_registered') execute function forget()"""
