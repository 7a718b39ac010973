from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from manage_training.domain.organisations.reference import ReferenceRefused, load_reference


class Command(BaseCommand):
    help = (
        "Load academic years, lead providers, delivery partners, agreements, appropriate bodies, materials and local "
        "authorities from the CSV files of a folder. Adds and corrects, never removes; all or nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path)

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        try:
            files = load_reference(folder)
        except ReferenceRefused as refused:
            raise CommandError(f"Nothing was changed.\n{refused}") from None
        for file in files:
            self.stdout.write(
                f"{file.file}: {file.added} added, {file.changed} corrected, {file.untouched} were so already"
            )
