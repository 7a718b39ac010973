from typing import Any

from django.core.management.base import BaseCommand, CommandError

from manage_training.domain.accounts.privacy import PublishedTextChanged, publish_all


class Command(BaseCommand):
    help = "Publish the versions of the privacy notice that are not published yet. A new first number asks all again."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            new = publish_all()
        except PublishedTextChanged as fault:
            raise CommandError(str(fault)) from fault
        self.stdout.write("\n".join(f"{notice} published." for notice in new) or "Every version is published already.")
