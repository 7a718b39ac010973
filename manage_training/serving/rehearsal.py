"""A back-up is one only when it has been restored: dump, restore into an empty server, count, start the service on it.

The counts of the original are taken in the very snapshot that is dumped, so that the service may go on meanwhile. No
worker is started on the copy: it would send again what waited in the original.
"""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from http.client import HTTPConnection, HTTPException
from importlib.metadata import PackageNotFoundError
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings
from django.db import connection
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from manage_training.serving.embedded_postgres import EmbeddedPostgres

# What libpq reads of an address from the environment, where no list of processes shows a password.
IN_THE_ENVIRONMENT = {
    "host": "PGHOST",
    "port": "PGPORT",
    "user": "PGUSER",
    "password": "PGPASSWORD",
    "dbname": "PGDATABASE",
    "sslmode": "PGSSLMODE",
    "sslrootcert": "PGSSLROOTCERT",
}
STARTS_WITHIN = 60.0  # seconds


class RehearsalFailed(Exception):
    """The copy is not what the original is; the text says why."""


def rehearse(folder: Path, into: str = "") -> Iterator[str]:
    """Do all of it, and say what has been done, line by line. `folder` takes the dump; `into` is an empty database's
    address, or nothing for an embedded server that lives as long as this.

    Raises `RehearsalFailed`.
    """
    if into and tables_of(into):
        raise RehearsalFailed("The database to restore into is not empty. Make a new one for each rehearsal.")
    programs = find_programs(into)
    dump = folder / "service.dump"
    began = time.monotonic()
    counts = dump_with_counts(programs, dump)
    rows, size = sum(counts.values()), dump.stat().st_size
    yield f"Dumped {rows:,} rows of {len(counts)} tables in {since(began)}, {size:,} bytes"
    with ExitStack() as stack:
        url = into or stack.enter_context(an_empty_server(folder))
        began = time.monotonic()
        run([programs / "pg_restore", "--no-owner", "--no-privileges", "--exit-on-error", "--dbname", "", dump], url)
        yield f"Restored in {since(began)}"
        compare(counts, tables_of(url))
        yield f"All {len(counts)} tables have the rows that they had"
        bring_up_to_date(url)
        started = start_the_service(url)
        yield f"The service runs on the copy: {started}"


def find_programs(into: str) -> Path:
    """The folder of pg_dump and pg_restore: those of the embedded server for a copy there, else this machine's.

    Newer programs read an older server, but not every older server takes what newer ones write.
    """
    here = shutil.which("pg_dump")
    found = [Path(here).parent] if here else []
    try:
        embedded = EmbeddedPostgres(settings.DATA_DIR).programs
        found.insert(len(found) if into else 0, embedded)
    except PackageNotFoundError:
        pass
    for folder in found:
        if (folder / "pg_dump").exists():
            return folder
    raise RehearsalFailed("There is no pg_dump here. Install PostgreSQL's client programs, of the server's release.")


def dump_with_counts(programs: Path, dump: Path) -> dict[str, int]:
    """Write the dump, and return how many rows each table has in it."""
    conninfo = conninfo_of(connection.get_connection_params())
    with psycopg.connect(conninfo) as original:
        original.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        row = original.execute("select pg_export_snapshot()").fetchone()
        snapshot = str(row[0]) if row else ""
        run([programs / "pg_dump", "--format=custom", f"--snapshot={snapshot}", "--file", dump], conninfo)
        return count(original)


def tables_of(url: str) -> dict[str, int]:
    with psycopg.connect(url) as copy:
        return count(copy)


def count(database: psycopg.Connection[Any]) -> dict[str, int]:
    """How many rows each table has."""
    names = database.execute("select tablename from pg_tables where schemaname = 'public' order by 1").fetchall()
    counts = {}
    for (name,) in names:
        row = database.execute(sql.SQL("select count(*) from {}").format(sql.Identifier(name))).fetchone()
        counts[name] = row[0] if row else 0
    return counts


def compare(original: Mapping[str, int], copy: Mapping[str, int]) -> None:
    differ = [
        f"{name} has {copy.get(name, 'no')} rows instead of {original.get(name, 'none')}"
        for name in sorted(original.keys() | copy.keys())
        if original.get(name) != copy.get(name)
    ]
    if differ:
        raise RehearsalFailed("The copy differs: " + "; ".join(differ))


def bring_up_to_date(url: str) -> None:
    """Apply what this release brings, as after a real restore of an earlier one."""
    done = manage(url, "migrate", "--no-input", "--verbosity", "0")
    if done.wait(600):
        raise RehearsalFailed("This release cannot be migrated to on the copy. The lines above say why.")


def manage(url: str, *arguments: str, **environment: str) -> subprocess.Popen[bytes]:
    """One of our own commands, on the copy."""
    return subprocess.Popen(
        [sys.executable, str(settings.ROOT / "manage.py"), *arguments],
        env=os.environ | {"DATABASE_URL": url} | environment,
        stdin=subprocess.DEVNULL,
        start_new_session=True,
    )


def start_the_service(url: str) -> str:
    """Start the web server on the copy, wait until it is ready, open a page that reads, and stop it again."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    own = {"PORT": str(port), "LISTEN_ON": "127.0.0.1", "WEB_PROCESSES": "1", "WEB_THREADS": "2"}
    server = manage(url, "web", "--end-with", str(os.getpid()), **own)
    try:
        deadline = time.monotonic() + STARTS_WITHIN
        while (status := ask(port, "/ready")) != 200:
            if server.poll() is not None or time.monotonic() > deadline:
                raise RehearsalFailed(f"The service does not become ready on the copy (/ready answers {status}).")
            time.sleep(0.2)
        if (status := ask(port, "/find-your-school/?search=school")) != 200:
            raise RehearsalFailed(f"A page that searches the copy answers {status}.")
    finally:
        server.terminate()
        server.wait(30)
    return "/ready and a search answer 200"


def ask(port: int, path: str) -> int:
    """What a page answers there; 0 where nobody does."""
    host = settings.ALLOWED_HOSTS[0] if settings.ALLOWED_HOSTS else "localhost"
    there = HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        there.request("GET", path, headers={"Host": host, "X-Forwarded-Proto": "https"})
        return there.getresponse().status
    except (OSError, HTTPException):
        return 0
    finally:
        there.close()


@contextmanager
def an_empty_server(folder: Path) -> Iterator[str]:
    server = EmbeddedPostgres(folder / "copy")
    with server.in_use():
        yield server.url


def run(command: list[str | Path], conninfo: str) -> None:
    """One of PostgreSQL's programs, with the database in its environment."""
    there = conninfo_to_dict(conninfo)
    environment = {IN_THE_ENVIRONMENT[name]: str(value) for name, value in there.items() if name in IN_THE_ENVIRONMENT}
    done = subprocess.run(
        [str(part) for part in command],
        env=os.environ | environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RehearsalFailed(f"{Path(command[0]).name} ended with {done.returncode}: {done.stderr.strip()[-500:]}")


def conninfo_of(params: Mapping[str, Any]) -> str:
    known = {name: params[name] for name in IN_THE_ENVIRONMENT if params.get(name)}
    return psycopg.conninfo.make_conninfo(**known)


def since(began: float) -> str:
    return f"{time.monotonic() - began:.1f} seconds"
