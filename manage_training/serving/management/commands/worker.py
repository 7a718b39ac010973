"""`manage.py worker`: sends messages and does what else waits in the queue, the most urgent first. Rule O5."""

import gc
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from procrastinate.contrib.django import app

from manage_training.serving.lifeline import end_with


class Command(BaseCommand):
    help = "Do the jobs that wait, and those that come by the clock, until told to stop."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--end-with", type=int, metavar="PID", help="stop when this process, the parent, is gone")

    def handle(self, *, end_with: int | None, **options: Any) -> None:
        work(end_with)


def work(parent: int | None) -> None:
    if parent:
        end_with(parent)
    gc.freeze()  # as in wsgi.py
    with app.replace_connector(app.connector.get_worker_connector()) as working:  # type: ignore[attr-defined]
        working.run_worker(concurrency=settings.WORKER_JOBS, shutdown_graceful_timeout=10)
