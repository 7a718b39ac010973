"""What benchmarks share: a database of their own, timing, and the table in which a reader sees figure and goal."""

import json
import os
import platform
import statistics
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
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


def turn_by_turn(
    asked: Mapping[str, Callable[[], object]], *, rounds: int = 21, times: int = 40
) -> dict[str, list[float]]:
    """The seconds that each took on average, for every round: turn by turn, so that whatever else the machine does
    meanwhile slows all of them alike.
    """

    def one_round(ask: Callable[[], object]) -> float:
        return seconds(lambda: [ask() for _ in range(times)]) / times

    for ask in asked.values():
        one_round(ask)  # connections, plans and components are there then
    measured: dict[str, list[float]] = {what: [] for what in asked}
    for _ in range(rounds):
        for what, ask in asked.items():
            measured[what].append(one_round(ask))
    return measured


def p95(times: list[float]) -> float:
    return statistics.quantiles(times, n=20, method="inclusive")[-1]  # the other guesses beyond the longest


class Figures(Table):
    """What was measured, figure and goal side by side."""

    def __init__(self, title: str) -> None:
        super().__init__("What", "Measured", "Goal", title=title, title_justify="left")
        self.columns[1].justify = self.columns[2].justify = "right"
        self.said: list[tuple[str, ...]] = []  # the benchmark, what, measured, goal

    def add_row(self, *cells: Any, **how: Any) -> None:
        super().add_row(*cells, **how)
        self.said.append(("", *map(str, cells)))

    def take_in(self, other: "Figures", benchmark: str) -> None:
        """Put another's rows below those that are there."""
        self.add_section()
        for _, *cells in other.said:
            super().add_row(*cells)
            self.said.append((benchmark, *cells))


def write_as_json(figures: Figures) -> Path:
    path = Path(settings.DATA_DIR) / "figures.json"
    names = ("benchmark", "what", "measured", "goal")
    figures_of = [dict(zip(names, row, strict=True)) for row in figures.said]
    path.write_text(json.dumps({"machine": the_machine(), "figures": figures_of}, indent=2, ensure_ascii=False))
    return path


def the_machine() -> str:
    """What it was measured on, in words."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{os.cpu_count()} cores, {memory:.0f} GiB, {platform.system()} on {platform.machine()}, "
        f"Python {platform.python_version()}, PostgreSQL {connection.pg_version // 10_000}"
    )
