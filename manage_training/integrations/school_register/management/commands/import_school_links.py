from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from manage_training.domain.schools.import_links import import_links
from manage_training.domain.schools.register import Outcome, Progress
from manage_training.integrations.school_register.management.showing import THE_COMMAND, ImportCommand
from manage_training.integrations.school_register.small_files import RegisterLinks


class Command(ImportCommand):
    help = (
        "Import the register's links file: which school followed which. Links that it no longer lists are taken out; a "
        "wrong or damaged file is refused as a whole."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "--checked", action="store_true", help="a person has looked at the file: much of it may be gone"
        )

    def take_in(self, path: Path, told: Progress, options: dict[str, Any]) -> Outcome:
        return import_links(RegisterLinks(path), by=THE_COMMAND, checked=options["checked"], progress=told)
