"""`manage.py run`, which is what `make run` calls: the whole service on one machine, until Ctrl-C."""

import os
import signal
import socket
import sys
from contextlib import AbstractContextManager, nullcontext
from io import StringIO
from pathlib import Path
from typing import Any, Never

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import CommandError, call_command
from django.core.management.base import BaseCommand
from django.db import OperationalError, connections
from rich.console import Console

from manage_training.serving.embedded_postgres import EmbeddedPostgres, EmbeddedPostgresFailed
from manage_training.serving.supervisor import Program, Supervisor


class Command(BaseCommand):
    help = "Start the database, the pages and the worker, and keep them running until told to stop."
    requires_system_checks: list[str] = []

    def handle(self, **options: Any) -> None:
        self.console = Console(highlight=False, soft_wrap=True)
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, interrupt)
        refuse_a_port_in_use(settings.LISTEN_ON, settings.PORT)
        self.embedded = None if settings.DATABASE_URL else EmbeddedPostgres(settings.DATA_DIR)
        try:
            with self.database():
                self.prepare()
                self.keep_running()
        except KeyboardInterrupt:
            self.say("Stopped.")
        except EmbeddedPostgresFailed as fault:
            raise CommandError(f"The database did not start. Its own words:\n{fault}") from fault

    def database(self) -> AbstractContextManager[None]:
        if self.embedded is None:
            return nullcontext()
        self.say(f"Starting the database in {self.embedded.home}")
        return self.embedded.in_use()

    def prepare(self) -> None:
        """Whatever must be there before the first page is asked for. Nothing is done twice."""
        self.say("Bringing the database up to date")
        try:
            call_command("migrate", verbosity=0, interactive=False)
        except OperationalError as fault:
            raise CommandError(f"The database of DATABASE_URL does not answer. Its own words:\n{fault}") from fault
        if settings.DEMO:
            self.say("Loading the demo, unless there is data already")
            call_command("load_demo")
        call_command("publish_privacy_notice", stdout=StringIO())  # says so at each start that there is no new one
        if static_files_are_old():
            self.say("Collecting style sheets, scripts and pictures")
            call_command("collectstatic", verbosity=0, interactive=False)
        connections.close_all()

    def keep_running(self) -> None:
        manage, me = [sys.executable, str(settings.ROOT / "manage.py")], str(os.getpid())
        programs = [
            Program("The web server", [*manage, "web", "--end-with", me]),
            Program("The worker", [*manage, "worker", "--end-with", me]),
        ]
        environment = os.environ | {
            "DATABASE_URL": self.embedded.url if self.embedded else settings.DATABASE_URL,
            "CLOCK_OFFSET_DAYS": str(settings.CLOCK_OFFSET.days),
        }
        supervisor = Supervisor(programs, environment, self.say, meanwhile=self.keep_the_database_running)
        try:
            supervisor.start()
            supervisor.watch(until=lambda: answers(settings.LISTEN_ON, settings.PORT))
            if settings.DEMO:
                self.introduce()
            self.console.print(f"\n[bold]Manage training is at {settings.SERVICE_URL}/[/bold]   (Ctrl-C stops it)")
            supervisor.watch()
        finally:
            self.say("\nStopping")
            supervisor.stop()

    def introduce(self) -> None:
        """Say who can sign in."""
        from manage_training.demo.people import people, schools_without_tutor

        self.say("\nWho can sign in:")
        for person in people():
            self.say(f"  {person.user.name:<12} {person.user.email:<28} {person.acts_for}")
        self.say("Schools where nobody can yet:")
        for school, to_try in schools_without_tutor():
            self.say(f"  {school.name}: {to_try}")
        self.say(f"Everybody's messages: {settings.SERVICE_URL}/demo/mailbox/")
        connections.close_all()

    def keep_the_database_running(self) -> None:
        if self.embedded and not self.embedded.is_running():
            self.say("The database ended. Starting it again.")
            try:
                self.embedded.start()
            except EmbeddedPostgresFailed as fault:
                self.say(str(fault))

    def say(self, line: str) -> None:
        self.console.print(line, markup=False)


def interrupt(*_: object) -> Never:
    """SIGTERM and a closed terminal mean the same to us as Ctrl-C, also where a shell had told us to ignore that."""
    raise KeyboardInterrupt


def refuse_a_port_in_use(address: str, port: int) -> None:
    """The web server would share the port with whoever has it, and each would get some of the requests."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # a port that was just left is free
        try:
            probe.bind((address, port))
        except OSError as fault:
            words = (
                f"Port {port} is not free ({fault.strerror}). Stop what uses it, or take another: PORT=8001 make run"
            )
            raise CommandError(words) from fault


def answers(address: str, port: int) -> bool:
    here = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(address, address)  # noqa: S104 - "everywhere" is nowhere to call
    try:
        socket.create_connection((here, port), timeout=1).close()
    except OSError:
        return False
    return True


def static_files_are_old() -> bool:
    """Whether a file that pages need is newer than the last collection of them, or there was none yet."""
    collected = settings.ROOT / "static" / "staticfiles.json"
    if not collected.exists():
        return True
    sources = (Path(storage.path(name)) for finder in get_finders() for name, storage in finder.list([]))
    return any(source.stat().st_mtime > collected.stat().st_mtime for source in sources)
