from argparse import ArgumentParser
from time import perf_counter
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from manage_training.demo.england.generate import generate_england
from manage_training.domain.refusal import Refusal


class Command(BaseCommand):
    help = (
        "Fill an empty database with an England of invented schools and people: five years, ten teachers a school. "
        "To measure with, and to see pages as full as they will be."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--schools", type=int, default=25_000, help="that may use the service; 25,000 unless told")
        parser.add_argument("--seed", type=int, default=1)

    def handle(self, *args: Any, schools: int, seed: int, **options: Any) -> None:
        begun = perf_counter()
        console = Console(file=self.stderr)  # type: ignore[arg-type]
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        with Progress(*columns, console=console, disable=not console.is_terminal) as progress:
            tasks: dict[str, Any] = {}

            def told(what: str, rows: int) -> None:
                if what not in tasks:
                    tasks[what] = progress.add_task(what, total=schools * ROWS_PER_SCHOOL.get(what, 1))
                progress.advance(tasks[what], rows)

            try:
                made = generate_england(schools, told=told, seed=seed)
            except Refusal as refusal:
                raise CommandError(refusal.words) from None
        took = perf_counter() - begun
        self.stdout.write(
            f"{made.schools:,} schools that may use the service, {made.teachers:,} teachers, {made.rows:,} rows "
            f"in {took:.0f} s"
        )


ROWS_PER_SCHOOL = {"Schools": 1.8, "People and training": 70}  # about, for the bars
