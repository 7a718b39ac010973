import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from rich.console import Console

from manage_training.domain.academic_years.years import NoAcademicYear
from manage_training.domain.events.actor import Actor
from manage_training.domain.refusal import Refusal
from manage_training.domain.training.report_file import FileReport, report_file
from manage_training.integrations.spreadsheets.tables import read_table


class Command(BaseCommand):
    help = (
        "Report the schools that a lead provider trains in a year, from its file of URNs and delivery partners. Every "
        "row that is refused is listed with its reason; all others are reported together, and their schools told."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--provider", required=True, metavar="NAME", help="the lead provider")
        parser.add_argument("--year", type=int, help="2022 is 2022 to 2023; the year to register for unless told")
        parser.add_argument("--delivery-partner", default="", metavar="NAME", help="of rows that name none")

    def handle(self, *args: Any, file: Path, **given: Any) -> None:
        console = Console(file=sys.stderr)
        try:
            lines = read_table(file)
            with console.status(f"Reporting {len(lines):,} rows ..."):
                done = report_file(
                    lines, given["provider"], year=given["year"], partner=given["delivery_partner"], by=Actor("command")
                )
        except OSError as reason:
            raise CommandError(
                f"{file} cannot be opened: {reason.strerror}. Check its name and who may read it."
            ) from None
        except Refusal as refusal:
            raise CommandError(f"Nothing was changed. {refusal.words}") from None
        except NoAcademicYear as reason:
            raise CommandError(str(reason)) from None
        self.summary(done)

    def summary(self, done: FileReport) -> None:
        for line, reason in done.refused:
            self.stdout.write(f"Line {line} was refused: {reason}.")
        self.stdout.write(
            f"{done.year}: {done.reported} reported, {done.switched} of them switched to a funded training provider, "
            f"{len(done.refused)} refused"
        )
