from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from manage_training.integrations.school_register.invented import invented_schools
from manage_training.integrations.school_register.shapes import SHAPES
from manage_training.integrations.school_register.writing import write_contacts, write_links, write_register


class Command(BaseCommand):
    help = (
        "Write register files of invented schools into a folder: establishments, contacts and links, in a shape that "
        "the real files have had. The same seed gives the same schools."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path)
        parser.add_argument("--schools", type=int, default=2_000)
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--shape", choices=sorted(SHAPES), default="edubasealldata_2025")

    def handle(self, *args: Any, folder: Path, schools: int, seed: int, shape: str, **options: Any) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        invented = list(invented_schools(schools, seed=seed))
        write_register(folder / f"{shape}.csv", invented, shape, seed=seed)
        write_contacts(folder / "contacts.csv", invented)
        write_links(folder / "links.csv", invented, seed=seed)
        self.stdout.write(f"{len(invented)} invented schools: {shape}.csv, contacts.csv and links.csv in {folder}")
