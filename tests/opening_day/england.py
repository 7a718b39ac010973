"""An England that is made once and kept: each opening day begins with a copy of it."""

from collections.abc import Callable

from django.core.management import call_command
from django.db import connection

from tests.benchmarks.england import copy_of, look_into
from tests.opening_day.settings import DAY, OPENING_DAY


def an_england(schools: int, say: Callable[[str], None]) -> None:
    """A database with so many schools on the morning of the day, in which nobody has done anything yet."""
    kept = f"england_{schools}_{DAY.replace('-', '')}"
    look_into("postgres")
    if not exists(kept):
        half_made = f"{kept}_half_made"
        say(f"Making an England of {schools:,} schools, which is kept for the next time")
        with connection.cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{half_made}"')
            cursor.execute(f'CREATE DATABASE "{half_made}"')
        look_into(half_made)
        call_command("migrate", verbosity=0, interactive=False)
        call_command("generate_england", schools=schools)
        look_into("postgres")
        with connection.cursor() as cursor:
            cursor.execute(f'ALTER DATABASE "{half_made}" RENAME TO "{kept}"')
    say(f"Copying the England of {schools:,} schools")
    copy_of(kept, OPENING_DAY)
    look_into(OPENING_DAY)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def exists(name: str) -> bool:
    with connection.cursor() as cursor:
        return bool(cursor.execute("SELECT FROM pg_database WHERE datname = %s", [name]).rowcount)
