"""`manage.py campaign preview|send|status|stop|resume`: a message to many schools, from the command line."""

import sys
import time
from argparse import ArgumentParser
from collections.abc import Callable
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from manage_training.domain.campaigns.descriptions import descriptions
from manage_training.domain.campaigns.models import Campaign
from manage_training.domain.campaigns.progress import progress_of
from manage_training.domain.campaigns.start import latest, preview, resume, start, stop
from manage_training.domain.events.actor import Actor
from manage_training.domain.refusal import Refusal

THE_COMMAND = Actor("command")
LOOKS_EVERY = 1  # seconds


class Command(BaseCommand):
    help = "Look at a campaign, send it, and see how far it has come. The worker sends; this command may be stopped."

    def add_arguments(self, parser: ArgumentParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        for action, what in {
            "preview": "say whom it would go to, and show one message; changes nothing",
            "send": "begin to send it, and follow in a terminal",
            "status": "say how far it has come, and follow in a terminal while it is being sent",
            "stop": "write no more messages; those in the outbox go",
            "resume": "go on with what was stopped",
        }.items():
            added = actions.add_parser(action, help=what)
            added.add_argument("name", choices=sorted(descriptions()))
            added.add_argument(
                "--year", type=int, help="the year it is about: 2022 is 2022 to 2023; else the newest open"
            )
            if action in ("preview", "send"):
                added.add_argument("--reminder", action="store_true", help="once more, to who has not answered")
                added.add_argument("--rate", type=int, help="messages a second; else the setting CAMPAIGN_RATE")

    def handle(self, *args: Any, action: str, name: str, year: int | None, **options: Any) -> None:
        try:
            if action == "preview":
                self.show(name, year, reminder=options["reminder"], rate=options["rate"])
            elif action == "send":
                how = {"reminder": options["reminder"], "rate": options["rate"]}
                self.follow(start(name, year, by=THE_COMMAND, **how))
            elif action == "status":
                self.follow(latest(name, year))
            else:
                change: Callable[..., Campaign] = stop if action == "stop" else resume
                self.follow(change(latest(name, year), by=THE_COMMAND))
        except Refusal as refusal:
            raise CommandError(refusal.words) from None

    def show(self, name: str, year: int | None, *, reminder: bool, rate: int | None) -> None:
        seen = preview(name, year, reminder=reminder, rate=rate)
        self.stdout.write(f"{seen.campaign}: {seen.recipients:,} messages")
        for addressee, count in seen.counts.items():
            self.stdout.write(f"{count.people:>8,}  {addressee.label} (about {count.schools:,} schools)")
        if seen.out_of_reach:
            self.stdout.write(f"{seen.out_of_reach:>8,}  schools have neither a tutor nor an address: nobody is asked")
        self.stdout.write(f"At {seen.campaign.rate} a second this takes {seen.takes}.")
        if seen.sample:
            self.stdout.write(f"\nOne of them:\n\nSubject: {seen.sample.subject}\n\n{seen.sample.body}")

    def follow(self, campaign: Campaign) -> None:
        """Show a bar until everything has gone, where there is somebody to see it; then say where things stand."""
        console = Console(file=sys.stderr)
        if console.is_terminal and campaign.is_under_way:
            self.stdout.write("You may leave this with Ctrl+C: the worker goes on.")
            columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
            try:
                with Progress(*columns, console=console, transient=True) as bar:
                    task = bar.add_task(str(campaign))
                    while self.goes_on(campaign, bar, task):
                        time.sleep(LOOKS_EVERY)
            except KeyboardInterrupt:
                pass
        self.say(campaign)

    def goes_on(self, campaign: Campaign, bar: Progress, task: Any) -> bool:
        progress = progress_of(campaign)
        bar.update(task, completed=progress.done, total=progress.recipients)
        campaign.refresh_from_db(fields=["stopped_at", "finished_at"])
        return campaign.is_under_way or (campaign.stopped_at is None and progress.done < progress.recipients)

    def say(self, campaign: Campaign) -> None:
        progress = progress_of(campaign)
        state = "is stopped" if campaign.stopped_at else "is written" if campaign.finished_at else "is being sent"
        self.stdout.write(f"{campaign} {state}: {progress.done:,} of {progress.recipients:,} are done with")
        for what, count in (
            *((message.label, count) for message, count in progress.messages.items()),
            *((f"Not written to. {reason.label}", count) for reason, count in progress.skipped.items()),
            ("Still to be written to", progress.waiting),
        ):
            if count:
                self.stdout.write(f"{count:>8,}  {what}")
