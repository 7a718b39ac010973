"""`manage.py rehearse_restore`: prove that a back-up of this database can be restored and served from."""

import tempfile
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import CommandError
from django.core.management.base import BaseCommand

from manage_training.serving.rehearsal import RehearsalFailed, rehearse


class Command(BaseCommand):
    help = "Dump the database, restore it into an empty server, count its rows and start the service on the copy."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--into", default="", metavar="URL", help="an empty database; else an embedded server")

    def handle(self, *, into: str, **options: Any) -> None:
        with tempfile.TemporaryDirectory(prefix="manage-training-rehearsal-") as folder:
            Path(folder).chmod(0o755)  # started by root, the embedded server is another user's
            try:
                for line in rehearse(Path(folder), into):
                    self.stdout.write(line)
            except RehearsalFailed as why:
                raise CommandError(str(why)) from None
        self.stdout.write("The back-up can be relied on.")
