"""What the import commands say: a bar while they read, then what changed and what was refused, with line numbers."""

import sys
from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

from manage_training.domain.events.actor import Actor
from manage_training.domain.schools.register import Outcome, WrongFile
from manage_training.domain.schools.register import Progress as Told

THE_COMMAND = Actor("command")
MOST_SHOWN = 20  # refused rows; all that are kept stand in the import's row


class ImportCommand(BaseCommand):
    """A command that takes in one file: `take_in(path, told, options)` does the work."""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)

    def take_in(self, path: Path, told: Told, options: dict[str, Any]) -> Outcome:
        raise NotImplementedError

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        try:
            size = file.stat().st_size
            with file.open("rb"):
                pass
        except OSError as reason:
            raise CommandError(
                f"{file} cannot be opened: {reason.strerror}. Check its name and who may read it."
            ) from None
        try:
            done = with_a_bar(file.name, size, lambda told: self.take_in(file, told, options))
        except WrongFile as refused:
            raise CommandError(f"{file.name} was refused and nothing was changed. {refused.words}") from None
        self.summary(done)

    def summary(self, done: Outcome) -> None:
        self.stdout.write(f"{done.file_name}: " + ", ".join(f"{count} {what}" for what, count in done.counts.items()))
        for note in done.notes:
            self.stdout.write(note)
        for line, reason in done.refused_rows[:MOST_SHOWN]:
            self.stdout.write(f"Line {line} was refused: {reason}")
        if (more := done.counts["refused"] - MOST_SHOWN) > 0:
            self.stdout.write(f"{more} more rows were refused. Import {done.pk} in the database lists them.")


def with_a_bar(name: str, size: int, work: Callable[[Told], Outcome]) -> Outcome:
    console = Console(file=sys.stderr)
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task(name, total=size)
        return work(lambda read: progress.advance(task, read))
