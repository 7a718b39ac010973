"""`manage.py purge`: clear away what has been kept for long enough, or only say how much that is."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from manage_training.serving.retention import RETENTION


class Command(BaseCommand):
    help = "Clear away what has been kept for long enough. The worker does the same every hour."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="only count, and change nothing")

    def handle(self, *, dry_run: bool, **options: Any) -> None:
        for kept in RETENTION:
            rows = kept.over().count()
            if not dry_run:
                kept.clear()
            self.stdout.write(f"{rows:>9,}  {kept.what}")
        self.stdout.write("Nothing has been changed." if dry_run else "All of this is cleared away.")
