"""What makes the tests' database quick."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction
from pytest_django import DjangoDbBlocker

# Django empties its tables with TRUNCATE, which makes each table and each index anew as a file, and then has every app
# told as if it had been migrated: 100 ms. Few rows are gone sooner than that. As a replica the server asks neither
# keys nor triggers, so the order does not matter and what nobody may delete goes too.
EMPTY = """
    do $$
    declare
        name text;
    begin
        set local session_replication_role = replica;
        for name in
            select oid::regclass from pg_class
            where relkind = 'r' and relnamespace = 'public'::regnamespace and relname <> 'django_migrations'
        loop
            execute 'delete from ' || name;
        end loop;
    end $$
"""


def empty() -> None:
    """Take every row away, also those of the jobs' tables, which Django does not know."""
    with connection.cursor() as cursor:
        cursor.execute(EMPTY)


@contextmanager
def shared(blocker: DjangoDbBlocker) -> Iterator[None]:
    """Rows for all tests of a module, made in a transaction around those of the tests, which each undo their own."""
    with blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@contextmanager
def undone() -> Iterator[None]:
    """The rows of one example of many in a test, gone before the next."""
    block = transaction.atomic()
    block._from_testcase = True  # as pytest's own: what insists on a transaction of its own gets one inside
    with block:
        yield
        transaction.set_rollback(True)


def disk_is_full(*, at: str) -> None:
    """Let writing to a table fail as on a full disk, until the test's transaction is undone: "insert on a_table"."""
    with connection.cursor() as cursor:
        cursor.execute(f"""
            create function disk_is_full() returns trigger language plpgsql as $$
            begin raise exception 'could not extend file' using errcode = 'disk_full'; end $$;
            create trigger disk_is_full before {at} for each row execute function disk_is_full();
        """)
