"""Rule O4 and faults F05 and F06: the database goes and comes back under a running web server."""

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from html import unescape
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

import psycopg
import pytest

from manage_training.serving.embedded_postgres import PROJECT, EmbeddedPostgres
from tests.serving.conftest import folder, in_time  # noqa: F401 - fixtures are used by their names

pytestmark = pytest.mark.once
THREADS = 4
TOKEN = "the-token-of-whoever-watches-over-us"


class Service:
    """A web server on a database of its own."""

    def __init__(self, data: Path) -> None:
        self.database = EmbeddedPostgres(data)  # not hasty: what it has said yes to must outlive its being killed
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        self.cookies: dict[str, str] = {}
        self.environment = {
            "PATH": os.environ["PATH"],
            "DJANGO_SETTINGS_MODULE": "tests.faults.settings",
            "DEMO": "false",
            "PRODUCTION": "false",
            "SECRET_KEY": "x" * 50,
            "EMAIL_ADAPTER": "mailbox",
            "DATA_DIR": str(data),
            "DATABASE_URL": self.database.url,
            "PORT": str(self.port),
            "LISTEN_ON": "127.0.0.1",
            "ALLOWED_HOSTS": "127.0.0.1",
            "WEB_PROCESSES": "1",
            "WEB_THREADS": str(THREADS),
            "METRICS_TOKENS": TOKEN,
        }

    def manage(self, *arguments: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, str(PROJECT / "manage.py"), *arguments]
        return subprocess.Popen(command, env=self.environment, stderr=subprocess.DEVNULL, start_new_session=True)

    def ask(self, path: str, form: list[tuple[str, str]] | None = None) -> tuple[int, str]:
        """Open a page, or send a form, as one browser that keeps its cookies does."""
        there = HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
            if path == "/metrics":
                headers = {"Authorization": f"Bearer {TOKEN}"}
            if form is not None:
                headers["Content-Type"] = "application/x-www-form-urlencoded"
            there.request("GET" if form is None else "POST", path, form and urlencode(form), headers)
            answer = there.getresponse()
            for cookie in answer.headers.get_all("Set-Cookie", []):
                name, _, value = cookie.partition(";")[0].partition("=")
                self.cookies[name] = value
            return answer.status, answer.read().decode()
        except OSError:
            return 0, ""
        finally:
            there.close()

    def asked_to_sign_in(self) -> list[str]:
        with psycopg.connect(self.database.url) as database:
            return [to for (to,) in database.execute('select "to" from messages_message order by id').fetchall()]


@pytest.fixture
def service(folder, in_time) -> Iterator[Service]:  # noqa: F811
    service = Service(folder / "data")
    with service.database.in_use():
        assert service.manage("migrate", "--verbosity", "0").wait(120) == 0
        web = service.manage("web")
        try:
            assert in_time(lambda: service.ask("/ready")[0] == 200, 60)
            yield service
        finally:
            web.terminate()
            web.wait(30)


def hidden(page: str) -> list[tuple[str, str]]:
    main = page.split("<main", 1)[1]
    found = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)">', main)
    return [(name, unescape(value)) for name, value in found]


def test_pages_say_so_nothing_is_lost_and_it_comes_back_by_itself(service, in_time):  # noqa: F811
    token = hidden(service.ask("/sign-in/")[1])
    assert service.ask("/sign-in/", [*token, ("email", "rose@acme.example")])[0] == 303
    for stop in (service.database.stop, lambda: kill(service.database)):
        stop()
        status, page = service.ask("/sign-in/", [*token, ("email", "rosa@acme.example")])
        assert status == 503
        assert "The service is not available at the moment" in page
        kept = hidden(page)
        assert kept == [*token, ("email", "rosa@acme.example")]
        assert service.ask("/ready")[0] == 503
        cookies, service.cookies = service.cookies, {}  # of a session, which lives in the database
        assert (service.ask("/live")[0], service.ask("/")[0]) == (200, 200)
        service.cookies = cookies
        assert "database_up 0.0" in service.ask("/metrics")[1]

        assert in_time(lambda: try_to_start(service.database), 30)
        assert in_time(lambda: service.ask("/ready")[0] == 200, 5)
        before = service.asked_to_sign_in()
        assert service.ask("/sign-in/", kept)[0] == 303
        assert service.asked_to_sign_in() == [*before, "rosa@acme.example"]
    measured = service.ask("/metrics")[1]  # rule O3: as the processes of this web server have counted
    assert "database_up 1.0" in measured
    # A backend outlives the killed server for a moment: the session may still have been read, and the page been found.
    counted = re.findall(r'requests_total{method="POST",route="(?:none|public:sign-in)",status="503"} (\d)', measured)
    assert sum(map(int, counted)) == 2
    assert service.asked_to_sign_in() == ["rose@acme.example", "rosa@acme.example", "rosa@acme.example"]


def test_nobody_meets_an_error_after_the_database_was_away_unnoticed(service, in_time):  # noqa: F811
    def all_search() -> bool:
        asked = [people.submit(service.ask, "/find-your-school/?search=acme") for _ in range(5 * THREADS)]
        return all(each.result()[0] == 200 for each in asked)

    def restart() -> None:
        service.database.stop()
        service.database.start()

    with ThreadPoolExecutor(THREADS) as people:
        for befall in (restart, lambda: cut_connections(service.database)):
            assert in_time(lambda: all_search() and len(kept_connections(service.database)) == THREADS)
            befall()
            assert all_search()  # and each thread of the web server has met its own dead connection


def kept_connections(database: EmbeddedPostgres) -> list[int]:
    """The server's processes for the connections that the web server's threads keep."""
    with psycopg.connect(database.url) as connection:
        others = "datname = current_database() and backend_type = 'client backend' and pid <> pg_backend_pid()"
        return [pid for (pid,) in connection.execute(f"select pid from pg_stat_activity where {others}").fetchall()]


def cut_connections(database: EmbeddedPostgres) -> None:
    kept = kept_connections(database)
    with psycopg.connect(database.url, autocommit=True) as connection:
        for process in kept:
            connection.execute("select pg_terminate_backend(%s, 5000)", [process])


def kill(database: EmbeddedPostgres) -> None:
    os.kill(int((database.cluster / "postmaster.pid").read_text().split()[0]), signal.SIGKILL)


def try_to_start(database: EmbeddedPostgres) -> bool:
    database.start()
    return database.is_running()
