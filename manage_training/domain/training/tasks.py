"""The worker's part in checking people again. Procrastinate finds this module by its name.

Every task may run twice, late or be killed at any point: a look that is made twice finds nothing new the second time.
"""

from collections.abc import Iterable
from contextlib import suppress
from typing import TypeAlias

from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.exceptions import AlreadyEnqueued
from procrastinate.jobs import JobDeferrer
from procrastinate.manager import JobManager
from procrastinate.tasks import Task

from manage_training.domain.clock import today
from manage_training.domain.messages.tasks import BackOff
from manage_training.domain.teachers.models import Teacher
from manage_training.domain.teachers.within_limits import Lane
from manage_training.domain.training import forget_details as forgetting
from manage_training.domain.training.recheck import NotAnswered, due, recheck, waiting

AnyTask: TypeAlias = "Task[..., None, ...]"
BEHIND_EVERYTHING = -10  # messages go first, campaigns too
A_MINUTES_WORTH = 100  # of the nightly lane's budget
A_NIGHTS_WORTH = 10_000  # of those who wait for nothing: 260,000 people in the 26 nights that each may take


@app.task(name="recheck", retry=BackOff(), priority=BEHIND_EVERYTHING)
def recheck_one(teacher_id: int) -> None:
    """Look somebody up again whom the record service had no answer for, until it answers. Rule T26."""
    recheck(teacher_id, lane=Lane.BULK)


def recheck_soon(teacher: Teacher) -> None:
    """Have somebody looked up again once this transaction has committed, and until the record service answers."""
    defer(recheck_one.configure(), teacher_id=teacher.pk)


@app.periodic(cron="10 2 * * *")
@app.task(name="recheck_tonight", queueing_lock="recheck_tonight", priority=BEHIND_EVERYTHING)
def recheck_tonight(timestamp: int) -> None:
    """Begin to look up everybody who waits for something on their record. Rule T26."""
    with suppress(AlreadyEnqueued):  # last night's has not come to an end
        defer(go_on_with_recheck.configure(queueing_lock="go_on_with_recheck"), after=0)


@app.task(name="go_on_with_recheck", retry=BackOff(), priority=BEHIND_EVERYTHING)
def go_on_with_recheck(after: int) -> None:
    """Look up the next of those who wait, as many as the record service bears in a minute; a minute later the next.

    For whom it has no answer, it is asked tomorrow. After the last of them come those who wait for nothing.
    """
    people = list(waiting(today(), after)[:A_MINUTES_WORTH])
    look_up_tonight(people)
    if len(people) == A_MINUTES_WORTH:
        in_a_minute(go_on_with_recheck, after=people[-1])
    else:
        in_a_minute(go_on_with_those_in_training, after=0, left=A_NIGHTS_WORTH)


@app.task(name="go_on_with_those_in_training", retry=BackOff(), priority=BEHIND_EVERYTHING)
def go_on_with_those_in_training(after: int, left: int) -> None:
    """Look up those in training whose last check is the oldest, above `after`, and at most `left` more tonight."""
    checks = due(today(), after).values_list("pk", "teacher")[: min(A_MINUTES_WORTH, left)]
    people = dict(checks)
    look_up_tonight(people.values())
    if len(people) == A_MINUTES_WORTH < left:
        in_a_minute(go_on_with_those_in_training, after=max(people), left=left - len(people))


def look_up_tonight(people: Iterable[int]) -> None:
    for teacher_id in people:
        with suppress(NotAnswered):
            recheck(teacher_id, lane=Lane.NIGHTLY)


def in_a_minute(task: AnyTask, **arguments: int) -> None:
    """Have the next ones looked up, unless that is to come already."""
    with suppress(AlreadyEnqueued):
        defer(task.configure(queueing_lock=task.name, schedule_in={"minutes": 1}), **arguments)


def defer(task: JobDeferrer, **arguments: int) -> None:
    """Over Django's connection, also inside the worker: its own would defer at once, whatever the transaction does."""
    JobDeferrer(JobManager(DjangoConnector()), task.job).defer(**arguments)


@app.periodic(cron="15 * * * *")
@app.task(name="forget_details", queueing_lock="forget_details")
def forget_details(timestamp: int) -> int:
    """Delete dates of birth and numbers that are 90 days old, and ask the schools for those still needed. Rule T28."""
    return forgetting.forget_details()
