"""Importing 50,000 schools, against csv.reader and a bare COPY of the same file, in the same run."""

import csv
import statistics
from pathlib import Path
from tempfile import TemporaryDirectory

from django.db import connection

from manage_training.domain.events.actor import Actor
from manage_training.domain.schools.import_schools import import_schools
from manage_training.integrations.school_register.establishments import NEEDED, EstablishmentsFile
from manage_training.integrations.school_register.invented import invented_schools
from manage_training.integrations.school_register.writing import write_register
from tests.benchmarks.measuring import Figures, seconds

SCHOOLS = 50_000
ROUNDS = 5
SHAPE = "edubasealldata_2021"


def measure(table: Figures) -> None:
    with TemporaryDirectory() as folder:
        first, moved, renamed = (Path(folder, name) for name in ("first.csv", "moved.csv", "renamed.csv"))
        schools = list(invented_schools(SCHOOLS))
        write_register(first, schools, SHAPE)
        for school in schools[::2]:
            school.street, school.website = f"New {school.street}", f"www.new-{school.urn}.example"
        write_register(moved, schools, SHAPE)
        for school in schools[::2]:
            school.name = f"New {school.name}"
        write_register(renamed, schools, SHAPE)

        new = seconds(lambda: take_in(first))
        limits, unchanged, half, half_by_name = [], [], [], []
        # Turn by turn, so that whatever else the machine does meanwhile slows all of them alike.
        for _ in range(ROUNDS):
            limits.append(seconds(lambda: bare_copy(first)))
            unchanged.append(seconds(lambda: take_in(first)))
            half.append(seconds(lambda: take_in(moved)))
            half_by_name.append(seconds(lambda: take_in(renamed)))
            take_in(first)
    limit = statistics.median(limits)
    table.add_row("csv.reader + bare COPY", f"{limit:.2f} s", "")
    table.add_row("the first import: all new", f"{new:.2f} s ({new / limit:.1f}x)", "")
    for what, times, goal in (
        ("nothing changed", unchanged, "1.5x"),
        ("half changed", half, "3.5x"),
        ("half changed, and all of those found by another name", half_by_name, ""),
    ):
        ratio = statistics.median(time / limit for time, limit in zip(times, limits, strict=True))
        table.add_row(what, f"{statistics.median(times):.2f} s ({ratio:.2f}x)", goal)


def take_in(path: Path) -> None:
    import_schools(EstablishmentsFile(path), by=Actor("command"))


def bare_copy(path: Path) -> None:
    """The least that any import has to do: read every cell, and write the columns we use."""
    with path.open(encoding="cp1252", newline="") as file, connection.cursor() as cursor:
        rows = csv.reader(file)
        header = next(rows)
        used = [header.index(name) for name in NEEDED]
        cursor.execute(f"CREATE TABLE bare ({', '.join(f'c{at} text' for at in used)})")
        with cursor.copy("COPY bare FROM STDIN") as copy:
            lines = ["\t".join([row[at] for at in used]) for row in rows]
            copy.write("\n".join(lines) + "\n")
        cursor.execute("DROP TABLE bare")
