from typing import Any

from django.core.management.base import BaseCommand

from manage_training.demo.load import load_demo


class Command(BaseCommand):
    help = "Load the demo's schools, people and teachers, relative to today, into an empty database."

    def handle(self, **options: Any) -> None:
        if said := load_demo():
            self.stdout.write(said)
