"""What Prometheus asks: requests as our processes counted them, and the rest as the database has it at that moment.

No label names a person, a school or an address. Rule O3; docs/adr/0017-watching-over-it.md.
"""

import os
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection
from django.db.models import Count, Min
from django.http import HttpRequest, HttpResponse
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Histogram,
    disable_created_metrics,
    generate_latest,
)
from prometheus_client.metrics_core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from manage_training.domain.clock import now
from manage_training.domain.limits.allow import how_long_full
from manage_training.domain.messages.models import Message, State
from manage_training.domain.messages.wording import WORDING, Lane
from manage_training.domain.schools.models import RegisterImport
from manage_training.domain.teachers.models import Identity, Teacher
from manage_training.domain.teachers.within_limits import UNANSWERED
from manage_training.domain.teachers.within_limits import Lane as RecordLane
from manage_training.web.operations.bearer import has_token, refused
from manage_training.web.operations.vital_signs import worker_silent_for

disable_created_metrics()  # type: ignore[no-untyped-call]  # when a number was first counted helps nobody
TOGETHER = "PROMETHEUS_MULTIPROC_DIR"  # where the processes of `manage.py web` add up what they counted
ALONE = CollectorRegistry()
REQUESTS = Counter("requests", "Requests answered.", ["route", "method", "status"], registry=ALONE)
SECONDS = Histogram(
    "request_seconds",
    "How long an answer took.",
    ["route"],
    buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
    registry=ALONE,
)


def show(request: HttpRequest) -> HttpResponse:
    """Everything, for whoever bears a token of METRICS_TOKENS; without one in the settings for nobody."""
    if not has_token(request, settings.METRICS_TOKENS):
        return refused()
    text = generate_latest(counted()) + generate_latest(in_the_database())
    return HttpResponse(text, content_type=CONTENT_TYPE_LATEST)


def counted() -> CollectorRegistry:
    if TOGETHER not in os.environ:
        return ALONE
    registry = CollectorRegistry()
    MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    return registry


def in_the_database() -> CollectorRegistry:
    registry = CollectorRegistry()
    registry.register(TheDatabase())
    return registry


class TheDatabase(Collector):
    """Read anew for each question, so that every machine says the same. While it is away, that is all that is said."""

    def collect(self) -> Iterator[Metric]:
        found: list[Metric] = []
        try:
            found.extend(self.gauges())
        except (DatabaseError, InterfaceError):
            yield gauge("database_up", "Whether the database answers.", 0)
            return
        yield gauge("database_up", "Whether the database answers.", 1)
        yield from found

    def describe(self) -> Iterable[Metric]:
        return []  # else the registry asks the database when it is made

    def gauges(self) -> Iterator[Metric]:
        yield from self.jobs()
        yield from self.messages()
        yield from self.teaching_records()
        yield from self.register()
        silent = worker_silent_for()
        words = "Seconds since a worker gave its last sign of life; -1 where there is none."
        yield gauge("worker_silent_seconds", words, -1 if silent is None else silent.total_seconds())

    def jobs(self) -> Iterator[Metric]:
        with connection.cursor() as cursor:
            cursor.execute(
                "select status::text, count(*) from procrastinate_jobs where status <> 'succeeded' group by 1"
            )
            found = dict(cursor.fetchall())
        by_state = {"waiting": found.get("todo", 0), "doing": found.get("doing", 0), "failed": found.get("failed", 0)}
        yield gauges("jobs", "Jobs of the worker; those that failed, of the last seven days.", "state", by_state)

    def messages(self) -> Iterator[Metric]:
        by_state = dict.fromkeys(State.values, 0)
        of_a_week = Message.objects.exclude(to="")  # the addresses of older ones are forgotten
        by_state |= dict(of_a_week.values_list("state").annotate(Count("pk")).order_by())
        yield gauges("messages", "Messages of the last seven days.", "state", by_state)
        waiting, oldest = dict.fromkeys(Lane, 0), dict.fromkeys(Lane, 0.0)
        of_kinds = Message.objects.filter(state=State.QUEUED).values_list("kind")
        for kind, count, since in of_kinds.annotate(Count("pk"), Min("created_at")).order_by():
            lane = WORDING[kind].lane if kind in WORDING else Lane.SOON
            waiting[lane] += count
            oldest[lane] = max(oldest[lane], seconds_since(since))
        words = "Messages that wait, by how urgent they are: sign-in messages are the first lane."
        yield gauges("messages_waiting", words, "lane", named(waiting))
        words = "How long the oldest of them has waited."
        yield gauges("messages_waiting_oldest_seconds", words, "lane", named(oldest))

    def teaching_records(self) -> Iterator[Metric]:
        answers = not how_long_full(UNANSWERED, RecordLane.SOMEBODY_WAITS.name)
        yield gauge("teaching_records_up", "Whether we ask the record service: 0 while it rests.", answers)
        waiting = Teacher.objects.filter(identity=Identity.TO_BE_CHECKED).count()
        yield gauge("teachers_to_be_checked", "People whose record has not confirmed them yet.", waiting)

    def register(self) -> Iterator[Metric]:
        imports = RegisterImport.objects.filter(kind=RegisterImport.Kind.SCHOOLS).order_by("-at")
        taken, last = imports.filter(refused_because="").first(), imports.first()
        words = "Seconds since the register of schools was last taken in; -1 where it never was."
        yield gauge("register_age_seconds", words, seconds_since(taken.at) if taken else -1)
        refused_last = bool(last and last.refused_because)
        yield gauge("register_refused", "Whether the last file of the register was refused.", refused_last)


def gauge(name: str, words: str, value: float) -> Metric:
    return GaugeMetricFamily(name, words, value=float(value))


def gauges(name: str, words: str, label: str, values: Mapping[str, float]) -> Metric:
    family = GaugeMetricFamily(name, words, labels=[label])
    for of, value in values.items():
        family.add_metric([of], float(value))
    return family


def named(by_lane: Mapping[Lane, float]) -> dict[str, float]:
    return {lane.name.lower(): value for lane, value in by_lane.items()}


def seconds_since(moment: datetime) -> float:
    return (now() - moment).total_seconds()
