from typing import Any

from django.core.management.base import BaseCommand, CommandError

from manage_training.demo.load import load_demo
from manage_training.domain.academic_years.years import NoAcademicYear


class Command(BaseCommand):
    help = "Load the demo's schools, people and teachers, relative to today, into an empty database."

    def handle(self, **options: Any) -> None:
        try:
            said = load_demo()
        except NoAcademicYear as not_yet:
            raise CommandError(f"The demo was not loaded. {not_yet.words}") from None
        if said:
            self.stdout.write(said)
