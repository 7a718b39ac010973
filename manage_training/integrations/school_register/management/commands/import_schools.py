from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from manage_training.domain.schools.import_schools import import_schools
from manage_training.domain.schools.register import Outcome, Progress
from manage_training.integrations.school_register.establishments import EstablishmentsFile
from manage_training.integrations.school_register.management.showing import THE_COMMAND, ImportCommand


class Command(ImportCommand):
    help = (
        "Import the register of schools from a file of establishments (edubasealldata or ecf_tech). Only rows that "
        "changed are written; a wrong or damaged file is refused as a whole."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "--checked", action="store_true", help="a person has looked at the file: much of it may be gone or changed"
        )

    def take_in(self, path: Path, told: Progress, options: dict[str, Any]) -> Outcome:
        return import_schools(EstablishmentsFile(path), by=THE_COMMAND, checked=options["checked"], progress=told)
