"""The opening day: every school is invited at once, and a fifth of them act. `make opening-day`

Starts the real service on an invented England, sends the campaign to all schools, and lets tutors work over HTTP at
ever higher rates. Then it compares what they were told with what is there. Ends with 1 where anything was lost.
"""

import asyncio
import json
import os
import signal
import statistics
import sys
import time
from argparse import ArgumentDefaultsHelpFormatter, ArgumentParser, Namespace
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

import django
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn
from rich.table import Table

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.opening_day.settings"
django.setup()

from django.conf import settings  # noqa: E402  settings first
from django.db import connection  # noqa: E402

from manage_training.domain.academic_years.years import registration_year  # noqa: E402
from manage_training.domain.campaigns.models import FASTEST, Campaign  # noqa: E402
from manage_training.domain.campaigns.start import start  # noqa: E402
from manage_training.domain.clock import now, today  # noqa: E402
from manage_training.domain.events.actor import Actor  # noqa: E402
from manage_training.domain.messages.models import Message, State  # noqa: E402
from manage_training.serving.embedded_postgres import EmbeddedPostgres  # noqa: E402
from manage_training.serving.management.commands.run import interrupt  # noqa: E402
from tests.benchmarks.measuring import p95, the_machine  # noqa: E402
from tests.opening_day.checking import (  # noqa: E402
    ages_of_sign_in_messages,
    what_is_lost,
    what_went_wrong_with_messages,
)
from tests.opening_day.driving import Crowd, Measured, drive_all  # noqa: E402
from tests.opening_day.england import an_england  # noqa: E402
from tests.opening_day.outside import handed_over  # noqa: E402
from tests.opening_day.service import the_service  # noqa: E402
from tests.opening_day.tutors import tutors_of  # noqa: E402

A_FIFTH = 0.2  # of the schools act within two hours: what is to be expected
STUCK_AFTER = 60.0  # seconds in which no message is handed over
FIRST_LINES = 20  # of what is lost


def main(asked: Namespace) -> int:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, interrupt)  # so that the service and its database stop with us
    console = Console(highlight=False)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with EmbeddedPostgres(settings.DATA_DIR).in_use():
        an_england(asked.schools, console.print)
        handed_over().unlink(missing_ok=True)
        year = registration_year(today())
        acting = tutors_of(year, A_FIFTH * asked.schools, asked.seed)
        with the_service() as address, Progress(*columns, console=console, refresh_per_second=2) as progress:
            begun = now()
            campaign = start("tell-us-about-ects", year.start, rate=asked.campaign_rate, by=Actor("command"))
            crowd = Crowd(iter(acting), address)
            bars = {
                rate: progress.add_task(f"{rate} requests a second", total=round(rate * asked.seconds), start=False)
                for rate in asked.rates
            }

            def tell(rate: int) -> Callable[[], None]:
                progress.start_task(bars[rate])
                return lambda: progress.advance(bars[rate])

            measured = asyncio.run(drive_all(crowd, asked.rates, asked.seconds, tell))
            wait_for_messages(begun, progress, progress.add_task("Messages handed over", total=None))
        lost = what_is_lost(crowd.told, year.start)
        wrong = what_went_wrong_with_messages(begun, handed_over())
        report = {
            "machine": the_machine(),
            "schools": asked.schools,
            "seconds_at_each_rate": asked.seconds,
            "rates": [row_of(each) for each in measured],
            "tutors_who_came": len(crowd.told),
            "tutors_who_finished": len(crowd.whole_days),
            "requests_of_a_whole_day": of(statistics.median, crowd.whole_days),
            "waiting_for_a_message": len(crowd.for_a_message),
            "led_astray": dict(crowd.astray),
            **of_the_campaign(campaign.pk, begun),
            "acknowledged": acknowledged(crowd),
            "lost_or_doubled": lost,
            "messages_lost_or_doubled": wrong,
        }
        connection.close()
    show(console, report)
    path = settings.DATA_DIR / "opening-day.json"
    path.write_text(json.dumps(report, indent=2, ensure_ascii=False))
    console.print(f"The same as JSON: {path}")
    return 1 if lost or wrong or crowd.for_a_message else 0


def wait_for_messages(since: datetime, progress: Progress, bar: TaskID) -> None:
    """Until the outbox is empty; not for ever where nothing goes any more."""
    sent, moved = -1, time.monotonic()
    messages = Message.objects.filter(created_at__gte=since)
    while time.monotonic() - moved < STUCK_AFTER:
        campaign_goes_on = Campaign.objects.filter(finished_at=None).exists()  # first: its end brings messages
        by_state = {state: messages.filter(state=state).count() for state in (State.QUEUED, State.SENT)}
        progress.update(bar, total=sum(by_state.values()), completed=by_state[State.SENT])
        if not by_state[State.QUEUED] and not campaign_goes_on:
            return
        if by_state[State.SENT] != sent:
            sent, moved = by_state[State.SENT], time.monotonic()
        time.sleep(1)


def row_of(measured: Measured) -> dict[str, Any]:
    until = measured.ended or now()
    ages = ages_of_sign_in_messages(measured.began, until)
    return {
        "rate": measured.rate,
        "sent": len(measured.took),
        "of_which_posts": measured.kinds["posts"],
        "answered_a_second": round(len(measured.took) / (until - measured.began).total_seconds(), 1),
        "p50_ms": of(statistics.median, measured.took, 1000),
        "p95_ms": of(p95, measured.took, 1000),
        "longest_ms": of(max, measured.took, 1000),
        "sent_late_p95_ms": of(p95, measured.late, 1000),
        "errors": dict(measured.errors),
        "nobody_left": measured.unused,
        "sign_in_messages": len(ages),
        "sign_in_message_age_p50_s": of(statistics.median, ages),
        "sign_in_message_age_p95_s": of(p95, ages),
        "sign_in_message_age_longest_s": of(max, ages),
    }


def of(what: Callable[[Any], float], numbers: Sequence[float], times: float = 1) -> float | None:
    return round(what(numbers) * times, 2) if len(numbers) > 1 else None


def of_the_campaign(pk: int, since: datetime) -> dict[str, Any]:
    campaign = Campaign.objects.get(pk=pk)
    sent = Message.objects.filter(created_at__gte=since, state=State.SENT)
    last = sent.order_by("-sent_at").values_list("sent_at", flat=True).first()
    written_in = (campaign.finished_at - campaign.started_at).total_seconds() if campaign.finished_at else None
    return {
        "invitations": campaign.recipients.count(),
        "invitations_written_in_s": written_in,
        "messages_handed_over": sent.count(),
        "last_message_handed_over_after_s": round((last - since).total_seconds(), 1) if last else None,
    }


def acknowledged(crowd: Crowd) -> dict[str, int]:
    return {
        "signed in": sum(each.signed_in for each in crowd.told),
        "answers to questions": sum(len(typed) for each in crowd.told for typed in each.answers.values()),
        "years set up": sum(each.set_up for each in crowd.told),
        "people added": sum(bool(each.added) for each in crowd.told),
    }


def show(console: Console, report: dict[str, Any]) -> None:
    table = Table("Rate", "Sent", "p50 ms", "p95", "max", "Errors", "Sign-ins", "Age p50 s", "p95", "max")
    for row in report["rates"]:
        times = [row[name] for name in ("p50_ms", "p95_ms", "longest_ms")]
        ages = [row[f"sign_in_message_age_{which}_s"] for which in ("p50", "p95", "longest")]
        table.add_row(
            str(row["rate"]),
            f"{row['sent']:,}",
            *(f"{took:,.0f}" if took is not None else "" for took in times),
            str(sum(row["errors"].values())),
            str(row["sign_in_messages"]),
            *(f"{age:.2f}" if age is not None else "" for age in ages),
        )
    for column in table.columns:
        column.justify = "right"
    console.print(table)
    for what, how_many in report["acknowledged"].items():
        console.print(f"Acknowledged, {what}: {how_many:,}")
    console.print(
        f"Invitations: {report['invitations']:,}, written in {report['invitations_written_in_s']} s; messages handed "
        f"over: {report['messages_handed_over']:,}, the last after {report['last_message_handed_over_after_s']} s"
    )
    console.print(
        f"Tutors who came: {report['tutors_who_came']:,}; who came to the end: {report['tutors_who_finished']:,}, with "
        f"{report['requests_of_a_whole_day'] or 0:.0f} requests each"
    )
    for where, times in report["led_astray"].items():
        console.print(f"Led astray, {times} times: {where}")
    for what in ("lost_or_doubled", "messages_lost_or_doubled"):
        console.print(f"{what.replace('_', ' ').capitalize()}: {len(report[what])}")
        for line in report[what][:FIRST_LINES]:
            console.print(f"  {line}")
    console.print(f"Measured on {report['machine']}")


def arguments() -> Namespace:
    parser = ArgumentParser(prog="make opening-day", description=__doc__, formatter_class=ArgumentDefaultsHelpFormatter)
    parser.add_argument("--schools", type=int, default=25_000, help="that may use the service")
    parser.add_argument("--seconds", type=float, default=60, help="at each rate")
    parser.add_argument("--rates", type=int, nargs="+", default=[10, 30, 60, 100], help="requests a second")
    parser.add_argument("--campaign-rate", type=int, default=FASTEST, help="invitations a second")
    parser.add_argument("--seed", type=int, default=1, help="which schools act")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main(arguments()))
