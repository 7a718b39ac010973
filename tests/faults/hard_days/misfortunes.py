"""What goes wrong around the tutors, each for a moment and then mended."""

import os
import random
import signal
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress

import psycopg

from tests.faults.hard_days.service import Service, wait_until

WITHOUT = 0.7  # seconds that something stays away
FILLER = "filler"


class Misfortunes:
    """Befalls the service with one after the other, again from the first when all have been; `befell` counts them."""

    def __init__(self, service: Service, chance: random.Random) -> None:
        self.service, self.chance = service, chance
        self.befell: Counter[str] = Counter()
        # The killed worker comes first: what it was sending is only given to another after a minute.
        self.all: list[Callable[[], None]] = [
            self.worker_is_killed,
            self.web_process_is_killed,
            self.database_is_restarted,
            self.records_are_down,
            self.connections_are_cut,
            self.web_server_is_killed,
            self.records_lie,
            self.database_is_killed,
            self.clock_jumps,
            self.records_are_slow,
        ]
        if os.path.ismount(service.folder / "disk"):
            self.all.append(self.disk_is_full)

    def befall(self, number: int) -> None:
        misfortune = self.all[number % len(self.all)]
        misfortune()
        self.befell[misfortune.__name__.replace("_", " ")] += 1
        wait_until(self.service.answers)

    def worker_is_killed(self) -> None:
        self.service.kill("worker")
        time.sleep(WITHOUT)
        self.service.start("worker")

    def web_process_is_killed(self) -> None:
        with suppress(ProcessLookupError):
            os.kill(self.service.one_web_process(), signal.SIGKILL)

    def web_server_is_killed(self) -> None:
        self.service.kill("web")
        time.sleep(WITHOUT)
        self.service.start("web")

    def database_is_restarted(self) -> None:
        self.service.database.stop()
        time.sleep(WITHOUT)
        self.service.database.start()

    def database_is_killed(self) -> None:
        self.service.kill_the_database()
        time.sleep(WITHOUT)
        self.service.database.start()

    def connections_are_cut(self) -> None:
        with psycopg.connect(self.service.database.url, autocommit=True) as connection:
            connection.execute(
                "select pg_terminate_backend(pid) from pg_stat_activity "
                "where datname = current_database() and pid <> pg_backend_pid()"
            )

    def disk_is_full(self) -> None:
        filler = self.service.folder / "disk" / FILLER
        try:
            with filler.open("wb", buffering=0) as file, suppress(OSError):
                while True:
                    file.write(b"\0" * 65_536)
            time.sleep(2 * WITHOUT)
        finally:
            filler.unlink()
        if not self.service.database.is_running():  # it stops rather than lose its log of changes
            self.service.database.start()

    def clock_jumps(self) -> None:
        """Web and worker go on a few minutes apart, and not with the database's clock; then all are right again.

        Never 5 minutes from one jump to the next: who is that far ahead of a session ends it (`CLOCKS_DIFFER`).
        """
        self.set_clocks(web=self.chance.choice([-2, 2]), worker=self.chance.choice([-1, 1]))
        wait_until(self.service.answers)
        time.sleep(2 * WITHOUT)
        self.set_the_clock_right()

    def set_the_clock_right(self) -> None:
        self.set_clocks(web=0, worker=0)
        wait_until(self.service.answers)

    def set_clocks(self, **minutes_wrong: int) -> None:
        for name, minutes in minutes_wrong.items():
            self.service.kill(name)
            self.service.start(name, minutes_wrong=minutes)

    def records_are_down(self) -> None:
        self.records_are("down", 2 * WITHOUT)

    def records_lie(self) -> None:
        self.records_are("lying", 2 * WITHOUT)

    def records_are_slow(self) -> None:
        self.records_are("slow", 2 * WITHOUT)

    def records_are(self, mood: str, seconds: float) -> None:
        self.service.records.mood = mood
        time.sleep(seconds)
        self.service.records.mood = "well"
