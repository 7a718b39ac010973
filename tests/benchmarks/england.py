"""Pages of one school in an England of 25,000 schools and in one of 2,500, and what it takes to make the larger one."""

import random
import statistics
from collections.abc import Callable
from itertools import cycle
from typing import Any

from django.core.handlers.wsgi import WSGIHandler
from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.models import Count
from django.test import Client

from manage_training.demo.england.generate import Made, generate_england
from manage_training.domain.schools.models import School
from manage_training.domain.training.models import Placement
from tests.benchmarks.connections import connected
from tests.benchmarks.measuring import Figures, p95, seconds
from tests.benchmarks.pages import service, session_of
from tests.factories.accounts import a_tutor, sign_in

SMALL, LARGE = 2_500, 25_000
UNTIMED, TIMES = 4, 400  # a new connection plans everything anew
PEOPLE = 20  # of the school that is looked at, as near as there is one
GOALS = {"list": 1.2, "record": 1.2, "dashboard": 1.2, "search": 2.0}
Pages = dict[str, Callable[[], bytes]]


def measure(table: Figures) -> None:
    here = connection.settings_dict["NAME"]
    there = f"{here}_large"
    copy_of(here, there)
    asked: dict[str, Pages] = {}
    kept: dict[str, Any] = {}
    for name, schools in ((here, SMALL), (there, LARGE)):
        look_into(name)
        made: list[Made] = []
        took = seconds(lambda schools=schools, made=made: made.append(generate_england(schools, told=untold)))
        asked[name] = pages()
        kept[name] = connected({"NAME": name})
    table.add_row(f"{made[0].schools:,} schools, {made[0].teachers:,} teachers made", f"{took:.0f} s", "180 s")

    times: dict[tuple[str, str], list[float]] = {(name, page): [] for name in asked for page in GOALS}
    before = connections[DEFAULT_DB_ALIAS]
    # Request by request in turn, so that whatever else the machine does meanwhile slows both alike.
    for at in range(-UNTIMED, TIMES):
        for page in GOALS:
            for name in asked:
                connections[DEFAULT_DB_ALIAS] = kept[name]
                took = seconds(asked[name][page])
                times[name, page] += [took] if at >= 0 else []
    connections[DEFAULT_DB_ALIAS] = before
    for each in kept.values():
        each.close()
    for page, goal in GOALS.items():
        small, large = times[here, page], times[there, page]
        table.add_row(
            f"{page}: p95 (median) among {LARGE:,} schools, and against {SMALL:,}",
            f"{p95(large) * 1000:.1f} ms ({statistics.median(large) * 1000:.1f}), {p95(large) / p95(small):.2f}x "
            f"({statistics.median(large) / statistics.median(small):.2f}x)",
            f"{goal}x",
        )
    look_into(here)
    drop(there)


def pages() -> Pages:
    """The pages of a school of ordinary size, and the search for schools, in the database that is looked into."""
    sized = Placement.objects.in_force().values("school").annotate(people=Count("pk"))
    nearest = min(sized, key=lambda each: (abs(each["people"] - PEOPLE), each["school"]))
    school = School.objects.get(pk=nearest["school"])
    someone = school.placements.filter(voided_at=None).order_by("pk")[0]
    get = service(WSGIHandler(), cookie=session_of(sign_in(Client(), a_tutor(at=school))))
    chance = random.Random(7)
    names = list(School.objects.order_by("urn").values_list("name", flat=True)[:500])
    words = cycle([name[: chance.randrange(4, 20)].replace(" ", "+") for name in names if name.isascii()])
    return {
        "list": lambda: get(f"/schools/{school.urn}/people/"),
        "record": lambda: get(f"/schools/{school.urn}/people/{someone.pk}/"),
        "dashboard": lambda: get(f"/schools/{school.urn}/"),
        "search": lambda: get(f"/find-your-school/?search={next(words)}"),
    }


def untold(what: str, rows: int) -> None:
    """Benchmarks show no bar."""


def look_into(name: str) -> None:
    connection.close()
    connection.settings_dict["NAME"] = name


def copy_of(template: str, name: str) -> None:
    """A database with the tables of another; nobody may be connected to that meanwhile."""
    look_into("postgres")
    with connection.cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    look_into(template)


def drop(name: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f'DROP DATABASE "{name}"')
