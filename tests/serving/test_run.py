"""`manage.py run` as a person starts it, on a port and in a folder of its own."""

import os
import re
import signal
import socket
import subprocess
import sys
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path

import pytest

from manage_training.serving.embedded_postgres import PROJECT, EmbeddedPostgres

pytestmark = pytest.mark.once


class Service:
    """A running service, what it has said so far, and its processes."""

    def __init__(self, folder: Path, **environment: str) -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        self.data, self.output = folder / "data", folder / "output"
        # Not the demo, whose 2,000 schools would take their time, and not production, which wants TLS.
        settings = {"DEMO": "false", "PRODUCTION": "false", "EMAIL_ADAPTER": "mailbox", "SECRET_KEY": "x" * 50}
        places = {
            "DATA_DIR": str(self.data),
            "PORT": str(self.port),
            "ALLOWED_HOSTS": "127.0.0.1",
            "LISTEN_ON": "127.0.0.1",
        }
        surroundings = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
        with self.output.open("w") as output:
            self.process = subprocess.Popen(
                [sys.executable, PROJECT / "manage.py", "run"],
                cwd=folder,
                env=surroundings | settings | places | environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )

    def said(self) -> str:
        return self.output.read_text()

    def answers(self) -> bool:
        """Whether a page that reads the database comes."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", "/privacy/")
            return connection.getresponse().status == 200
        except OSError:
            return False
        finally:
            connection.close()

    def processes(self) -> dict[int, str]:
        """Everything that runs for this service: by its data folder, or by the process that it would end with."""
        marks = (str(self.data), f"--end-with {self.process.pid}")
        found = {}
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                command = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode()
            except OSError:
                continue
            if any(mark in command for mark in marks):
                found[int(folder.name)] = command
        return found

    def find(self, command: str) -> list[int]:
        return sorted(pid for pid, line in self.processes().items() if f"manage.py {command} " in line)


@pytest.fixture
def service(used_folder, in_time):
    """Its database is there from the second test on, as for a person who starts it the next day."""
    with a_service(used_folder, in_time) as service:
        yield service


@contextmanager
def a_service(folder, in_time, **environment):
    service = Service(folder, **environment)
    try:
        assert in_time(lambda: "Ctrl-C" in service.said() or service.process.poll() is not None, 90)
        yield service
    finally:
        service.process.kill()
        service.process.wait()
        assert in_time(lambda: not service.processes()), service.processes()


def test_what_is_killed_comes_back(service, in_time):
    assert service.answers()
    [worker], [server, *_] = service.find("worker"), service.find("web")
    embedded = EmbeddedPostgres(service.data)
    database = int((embedded.cluster / "postmaster.pid").read_text().split()[0])
    for pid in (worker, server, database):
        os.kill(pid, signal.SIGKILL)
    assert in_time(lambda: (found := service.find("worker")) and found != [worker])
    assert in_time(lambda: (found := service.find("web")) and server not in found)
    assert in_time(embedded.is_running)
    assert in_time(service.answers)
    assert "The worker was ended by signal 9. Starting it again" in service.said()


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_whoever_stops_it_leaves_nothing_running(service, how, in_time):
    service.process.send_signal(how)
    assert service.process.wait(30) == 0
    assert service.said().endswith("Stopping\nStopped.\n")
    assert in_time(lambda: not service.processes(), 5), service.processes()


def test_killing_it_leaves_nothing_running(service, in_time):
    assert len(service.processes()) >= 5
    service.process.kill()
    assert in_time(lambda: not service.processes()), service.processes()


def test_the_demo_says_who_can_sign_in_and_keeps_its_day(folder, in_time):
    with a_service(folder, in_time, DEMO="true", TODAY="2022-06-20") as service:
        assert "Loaded the demo for 20 June 2022." in service.said()
        assert re.search(r"Hugo Furst +hugo\.furst@acme\.example +Induction tutor, ACME Primary School", service.said())
        # Worked out once: a child that starts after midnight is on the same day as the others.
        children = [*service.find("web"), *service.find("worker")]
        surroundings = [Path(f"/proc/{pid}/environ").read_bytes().decode().split("\0") for pid in children]
        days = {line for lines in surroundings for line in lines if line.startswith("CLOCK_OFFSET_DAYS=")}
        assert len(days) == 1


def test_a_port_that_is_taken_is_refused_with_words(folder, in_time):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with a_service(folder, in_time, PORT=str(port)) as service:
            assert service.process.wait(30) == 1
            assert f"Port {port} is not free" in service.said()
            assert "PORT=8001 make run" in service.said()
            assert "Traceback" not in service.said()


def test_a_database_that_does_not_answer_is_said_in_words(folder, in_time):
    with a_service(folder, in_time, DATABASE_URL="postgresql://nobody@127.0.0.1:1/nowhere") as service:
        assert service.process.wait(30) == 1
        assert re.search("The database of DATABASE_URL does not answer.*Connection refused", service.said(), re.DOTALL)
        assert "Traceback" not in service.said()
