"""Searching 50,000 and 500,000 schools, 200 searches as people type them."""

import random
from itertools import cycle, islice
from pathlib import Path
from tempfile import TemporaryDirectory

from django.db import connection

from manage_training.domain.events.actor import Actor
from manage_training.domain.schools.folding import typed
from manage_training.domain.schools.import_schools import import_schools
from manage_training.domain.schools.search import question
from manage_training.integrations.school_register.establishments import EstablishmentsFile
from manage_training.integrations.school_register.invented import Establishment, invented_schools
from manage_training.integrations.school_register.writing import write_register
from tests.benchmarks.measuring import Figures, p95, seconds

SIZES = ((50_000, 5), (500_000, 10))  # schools, and the goal in milliseconds
SEARCHES = 200
LIMIT = 50
AS_THEY_COME = (
    "st marys",
    "a",
    "st",
    "primary",
    "academy",
    "st marys york",
    "saint joseph's catholic primary",
    "c of e primary school",
    "nursery leeds",
    "YO1",
    "zzz no such school",
    "%",
    "york",
    "high school",
)


def measure(table: Figures) -> None:
    there = 0
    for size, goal in SIZES:
        with TemporaryDirectory() as folder:
            file = Path(folder, "more.csv")
            more = list(invented_schools(size - there, seed=size, first_urn=100_000 + there + 1))
            write_register(file, more, "ecf_tech_2022")
            import_schools(EstablishmentsFile(file), by=Actor("command"), checked=True)  # the others stay
        there = size
        times = {words: min(seconds(lambda words=words: ask(words)) for _ in range(3)) for words in searches(more)}
        slowest = sorted(times, key=times.__getitem__, reverse=True)[:3]
        table.add_row(
            f"{size:,} schools: p95 of {len(times)} searches, each the best of 3",
            f"{p95([*times.values()]) * 1000:.1f} ms",
            f"{goal} ms",
        )
        table.add_row("  the slowest", ", ".join(f"{words} {times[words] * 1000:.0f} ms" for words in slowest), "")


def ask(words: str) -> None:
    """The search's statement and its rows, with the way to the database and back."""
    if sought := typed(words):
        with connection.cursor() as cursor:
            cursor.execute(*question(sought, LIMIT))
            cursor.fetchall()


def searches(schools: list[Establishment]) -> list[str]:
    """Names whole, begun, turned round and misspelt as people do; towns, postcodes, URNs; and what finds nothing."""
    chance = random.Random(1)
    forms = cycle(
        (
            lambda school: school.name,
            lambda school: school.name.lower().replace("'", ""),
            lambda school: " ".join(school.name.split()[:2]),
            lambda school: school.name.split()[0][:5],
            lambda school: " ".join(reversed(school.name.lower().split())),
            lambda school: f"{school.name.split()[0]} {school.town}",
            lambda school: f"{school.town} primary",
            lambda school: school.town,
            lambda school: school.postcode or "QA1 1AA",
            lambda school: (school.postcode or "QA1").split()[0],
            lambda school: (school.postcode or "QA1 1AA").replace(" ", "").lower()[:-1],
            lambda school: str(school.urn),
            lambda school: school.name[:2],
            lambda school: school.name[:1],
            lambda school: school.name.upper().replace("SCHOOL", "Schol"),
        )
    )
    made = dict.fromkeys(AS_THEY_COME)
    while len(made) < SEARCHES:
        made |= dict.fromkeys(form(chance.choice(schools)) for form in islice(forms, 15))
    return list(made)[:SEARCHES]
