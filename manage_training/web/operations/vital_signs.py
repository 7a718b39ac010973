"""Whether what the service stands on is there: the database, its migrations, a worker. Rule O1."""

from datetime import timedelta
from functools import cache

from django.db import DatabaseError, InterfaceError, connection
from django.db.migrations.executor import MigrationExecutor

AWAY = timedelta(minutes=2)  # a worker gives a sign of life every 10 seconds


class NotYetMigrated(Exception):
    """The database lacks migrations of this release."""


def database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("select 1")
            return True
    except (DatabaseError, InterfaceError):
        return False


def is_migrated() -> bool:
    """Whether the database has all migrations of this release."""
    try:
        all_applied()
    except NotYetMigrated:
        return False
    return True


@cache  # once it is so it stays so, for as long as this process lives
def all_applied() -> None:
    if waiting := migrations_that_wait():
        raise NotYetMigrated(", ".join(waiting))


def migrations_that_wait() -> list[str]:
    """The names of the migrations that this release brings and the database lacks."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def worker_silent_for() -> timedelta | None:
    """How long ago any worker gave its last sign of life; None where there is none at all.

    By the database's clock, which writes the signs down.
    """
    with connection.cursor() as cursor:
        cursor.execute("select clock_timestamp() - max(last_heartbeat) from procrastinate_workers")
        (silent,) = cursor.fetchone()
    return None if silent is None else max(silent, timedelta())


def has_worker() -> bool:
    silent = worker_silent_for()
    return silent is not None and silent < AWAY
