"""What benchmarks share: a database of their own, timing, and the table in which a reader sees figure and goal."""

import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import connection
from rich.console import Console
from rich.table import Table

from manage_training.serving.embedded_postgres import EmbeddedPostgres


@contextmanager
def a_database() -> Iterator[None]:
    """A new and empty database, gone afterwards; on the embedded server with the settings it has in service."""
    server = None if settings.DATABASE_URL else EmbeddedPostgres(settings.DATA_DIR).in_use()
    settings.DATABASES["default"].setdefault("TEST", {})["NAME"] = "benchmarks"
    connection.settings_dict["TEST"]["NAME"] = "benchmarks"
    try:
        if server:
            server.__enter__()
        before = connection.settings_dict["NAME"]
        connection.creation.create_test_db(verbosity=0, autoclobber=True)
        yield
        connection.creation.destroy_test_db(before, verbosity=0)
    finally:
        if server:
            server.__exit__(None, None, None)


def seconds(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def p95(times: list[float]) -> float:
    return statistics.quantiles(times, n=20)[-1]


def new_table(title: str) -> Table:
    table = Table("What", "Measured", "Goal", title=title, title_justify="left")
    table.columns[1].justify = table.columns[2].justify = "right"
    return table


def show(table: Table) -> None:
    Console().print(table)
