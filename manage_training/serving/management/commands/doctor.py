"""`manage.py doctor`: what is wrong with what the service stands on, and what to do."""

from typing import Any

from django.core.management import CommandError
from django.core.management.base import BaseCommand

from manage_training.serving.examine import Health, examine


class Command(BaseCommand):
    help = "Try the database, migrations, worker, e-mail, teaching records and the register; say what is wrong."
    requires_system_checks: list[str] = []

    def handle(self, **options: Any) -> None:
        wrong = []
        for finding in examine():
            self.stdout.write(f"{finding.health:<6}{finding.part}: {finding.words.rstrip('.')}.")
            wrong += [finding.part] if finding.health is Health.AILS else []
        if wrong:
            raise CommandError(f"Something is wrong with: {', '.join(wrong)}.")
        self.stdout.write("Everything is well.")
