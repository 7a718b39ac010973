from argparse import ArgumentParser, ArgumentTypeError
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from manage_training.domain.academic_years.models import AcademicYear, Programme
from manage_training.domain.academic_years.open_registration import open_registration
from manage_training.domain.clock import today
from manage_training.domain.dates import words
from manage_training.domain.events.actor import Actor
from manage_training.domain.refusal import Refusal


def day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"{text!r} is no date. Write it like 2023-06-05.") from None


class Command(BaseCommand):
    help = (
        "Say from which day on schools can set up a year: a new one, or one whose day is moved. What it offers is "
        "taken over from the year before unless told. The same again changes nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("year", type=int, help="the calendar year in which it starts: 2023 is 2023 to 2024")
        parser.add_argument("--on", type=day, required=True, metavar="DAY", help="the first day, like 2023-06-05")
        offers = parser.add_argument_group("what it offers", f"Names of programmes: {', '.join(Programme)}")
        offers.add_argument("--programmes", nargs="+", default=[], metavar="NAME", help="to schools that are funded")
        offers.add_argument("--programmes-not-funded", nargs="+", default=[], metavar="NAME", help="to all others")

    def handle(self, *args: Any, **given: Any) -> None:
        start = given["year"]
        before = AcademicYear.objects.filter(start=start).first()
        try:
            year = open_registration(
                start,
                on=given["on"],
                programmes=given["programmes"],
                programmes_not_funded=given["programmes_not_funded"],
                by=Actor("command"),
            )
        except Refusal as refusal:
            raise CommandError(f"Nothing was changed. {refusal.words}") from None
        opens = "opened" if year.registration_opens_on <= today() else "opens"
        self.stdout.write(f"Registration for {year} {opens} on {words(year.registration_opens_on)}.")
        self.stdout.write(f"Programmes: {', '.join(year.programmes)}")
        self.stdout.write(f"For schools that are not funded: {', '.join(year.programmes_not_funded)}")
        if before is None:
            self.stdout.write(
                "The year is new. Load which delivery partners may work for which lead providers in it: "
                "manage.py load_reference FOLDER"
            )
