"""The whole service in processes of its own: PostgreSQL on a small disk, web processes, a worker, records and mail."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPConnection
from pathlib import Path

from manage_training.serving.embedded_postgres import PROJECT, EmbeddedPostgres
from tests.faults.hard_days.outside import Records
from tests.integrations.email.notify_server import KEY, TEMPLATE, NotifyServer
from tests.integrations.teaching_records.contract_server import KEY as RECORDS_KEY

SMALL_DISK = "320m"  # PostgreSQL, its log of changes and a little more
LITTLE_LOG = {"max_wal_size": "64MB", "min_wal_size": "32MB", "max_connections": "60"}
PATIENCE = 120  # seconds: the machine may be busy with other tests


class Service:
    """What runs, and how to do it harm."""

    def __init__(self, folder: Path, records: Records, mail: NotifyServer) -> None:
        self.folder, self.records, self.mail = folder, records, mail
        self.database = EmbeddedPostgres(folder / "disk", options=LITTLE_LOG)
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        self.programs: dict[str, subprocess.Popen[bytes]] = {}
        self.output = (folder / "output").open("wb")
        self.environment = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ} | {
            "DJANGO_SETTINGS_MODULE": "tests.faults.settings",
            "DEMO": "false",
            "PRODUCTION": "false",
            "DATA_DIR": str(folder),
            "DATABASE_URL": self.database.url,
            "PORT": str(self.port),
            "LISTEN_ON": "127.0.0.1",
            "ALLOWED_HOSTS": "127.0.0.1,testserver",
            "SERVICE_URL": f"http://127.0.0.1:{self.port}",
            "SECRET_KEY": "of the hard days" * 4,
            "SUPPORT_EMAIL": "support@manage-training.example",
            "WEB_PROCESSES": "2",
            "WEB_THREADS": "4",
            "EMAIL_ADAPTER": "notify",
            "NOTIFY_API_KEY": KEY,
            "NOTIFY_TEMPLATE_ID": TEMPLATE,
            "NOTIFY_URL": mail.url,
            "TRS_URL": records.url,
            "TRS_API_KEY": RECORDS_KEY,
            "REQUESTS_PER_ADDRESS": "1000000",
            "REQUESTS_PER_SESSION": "1000000",
        }

    def prepared(self, schools: int) -> str:
        """Fill the database; what `prepare.py` says about it."""
        command = [sys.executable, "-m", "tests.faults.hard_days.prepare", str(schools)]
        done = subprocess.run(command, cwd=PROJECT, env=self.environment, capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(done.stderr[-3000:])
        return done.stdout

    def start(self, *names: str, minutes_wrong: int = 0) -> None:
        for name in names or ("web", "worker"):
            self.programs[name] = subprocess.Popen(
                [sys.executable, "manage.py", name, "--end-with", str(os.getpid())],
                cwd=PROJECT,
                env=self.environment | {"MINUTES_WRONG": str(minutes_wrong)},
                stdin=subprocess.DEVNULL,
                stdout=self.output,
                stderr=self.output,
                start_new_session=True,
            )

    def kill(self, name: str) -> None:
        """End a program and all its processes at once."""
        with suppress(ProcessLookupError):
            os.killpg(self.programs[name].pid, signal.SIGKILL)
        self.programs[name].wait()

    def one_web_process(self) -> int:
        """A process that serves pages; the one that watches over it starts another in its place."""
        parent = self.programs["web"].pid
        wait_until(lambda: children(parent))
        return children(parent)[0]

    def kill_the_database(self) -> None:
        pid = int((self.database.cluster / "postmaster.pid").read_text().split()[0])
        os.kill(pid, signal.SIGKILL)
        wait_until(lambda: not self.database.is_running())

    def answers(self) -> bool:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", "/privacy/")
            return connection.getresponse().status == 200
        except OSError:
            return False
        finally:
            connection.close()

    def stop(self) -> None:
        for name in self.programs:
            self.kill(name)
        self.output.close()

    def said(self) -> str:
        self.output.flush()
        return (self.folder / "output").read_text(errors="replace")


def children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def wait_until(so: Callable[[], object], seconds: float = PATIENCE) -> None:
    end = time.monotonic() + seconds
    while not so():
        if time.monotonic() > end:
            raise TimeoutError(f"Not so after {seconds} seconds")
        time.sleep(0.05)


@contextmanager
def a_service(folder: Path) -> Iterator[Service]:
    """A service in a folder that everybody may pass through, with its database on a small disk where one can be had."""
    with Records() as records, NotifyServer() as mail, a_small_disk(folder / "disk"):
        service = Service(folder, records, mail)
        with service.database.in_use():
            try:
                yield service
            finally:
                service.stop()


@contextmanager
def a_small_disk(folder: Path) -> Iterator[None]:
    folder.mkdir(mode=0o755)
    mounted = (
        os.geteuid() == 0
        and not subprocess.run(
            ["mount", "-t", "tmpfs", "-o", f"size={SMALL_DISK},mode=0755", "tmpfs", folder],
            check=False,
            capture_output=True,
        ).returncode
    )
    try:
        yield
    finally:
        if mounted:
            subprocess.run(["umount", "-l", folder], check=False)
