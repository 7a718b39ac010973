"""`manage.py web`: the pages, from several processes with several threads each."""

import os
import signal
import tempfile
from argparse import ArgumentParser
from functools import partial
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.log import LogLevels

from manage_training.serving.lifeline import end_with

TOGETHER = "PROMETHEUS_MULTIPROC_DIR"  # the processes of one web server add up there what they have counted


class Command(BaseCommand):
    help = "Serve the pages on PORT until told to stop."
    requires_system_checks: list[
        str
    ] = []  # these open a database connection, which must not be shared with the workers

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--end-with", type=int, metavar="PID", help="stop when this process, the parent, is gone")

    def handle(self, *, end_with: int | None, **options: Any) -> None:
        serve(end_with)


def serve(parent: int | None) -> None:
    if parent:
        end_with(parent)
    with tempfile.TemporaryDirectory(prefix="manage-training-metrics-") as counted:
        os.environ[TOGETHER] = counted  # before a process reads it, which is when it first counts something
        run()


def run() -> None:
    Granian(
        "manage_training.config.wsgi:application",
        address=settings.LISTEN_ON,
        port=settings.PORT,
        interface=Interfaces.WSGI,
        http=HTTPModes.http1,
        websockets=False,
        workers=settings.WEB_PROCESSES,
        blocking_threads=settings.WEB_THREADS,
        blocking_threads_idle_timeout=600,  # a thread that ends takes its database connection with it
        respawn_failed_workers=True,
        workers_kill_timeout=10,
        log_level=LogLevels.error,
    ).serve(target_loader=partial(application, os.getpid()), wrap_loader=False)


def application(parent: int) -> Any:
    """The pages, in a worker process that ends when the one that started it is killed and cannot say so."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)  # until it serves, it inherits a handler that only its parent heeds
    end_with(parent)
    from manage_training.config.wsgi import application

    return application
