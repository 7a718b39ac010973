"""The worker's part in messages. Procrastinate finds this module by its name.

Every task may run twice or be killed at any point. None does less when it ran late: those that come by the clock come
at least every hour, because Procrastinate forgets one that is more than ten minutes late.
"""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from procrastinate import BaseRetryStrategy, JobContext, RetryDecision
from procrastinate.contrib.django import app
from procrastinate.exceptions import ConnectorException, UniqueViolation
from procrastinate.jobs import Job, Status
from psycopg.errors import RaiseException

from manage_training.domain.messages import deliver as delivery
from manage_training.domain.messages import forget
from manage_training.domain.messages.forget import KEPT
from manage_training.domain.messages.port import SaysWhatBecame


class BackOff(BaseRetryStrategy):
    """Try again after 5 seconds, then ever more seldom, up to once an hour; `deliver` itself says when to give up.

    Each wait is a quarter longer than the one before, which makes it a quarter of the time that has passed: whoever was
    away for an hour is asked again 15 minutes later at most. The times are spread, so that not all come back at once.
    Who says itself when to come back is asked then.
    """

    FIRST, GROWTH, LONGEST = 5.0, 1.25, 3600.0

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision:
        if told := getattr(exception, "wait", None):
            return RetryDecision(retry_in={"seconds": max(int(told.total_seconds() * random.uniform(1, 1.25)), 1)})  # noqa: S311 - no secret
        growth = self.GROWTH ** min(job.attempts, 50)
        wait = min(self.FIRST * growth, self.LONGEST) * random.uniform(0.8, 1)  # noqa: S311 - no secret
        return RetryDecision(retry_in={"seconds": max(int(wait), 1)})


@app.task(name="deliver", retry=BackOff())
def deliver(message_id: int) -> None:
    """Send one message of the outbox."""
    delivery.deliver(message_id, by=delivery.sender())


@app.periodic(cron="* * * * *")
@app.task(name="rescue", queueing_lock="rescue", pass_context=True)
async def rescue(context: JobContext, timestamp: int) -> None:
    """Give the jobs of workers that died (no sign of life for 30 seconds) to those that live. Rule M5."""
    jobs = context.app.job_manager
    for job in await jobs.get_stalled_jobs():
        with given_away_already():
            try:
                await jobs.retry_job(job)
            except UniqueViolation:
                # One that may wait only once waits already: what comes by the clock has come again.
                await jobs.finish_job(job, status=Status.FAILED, delete_job=False)


@contextmanager
def given_away_already() -> Iterator[None]:
    """Passes over a job that another rescue, at the same moment, was faster with: it waits, or somebody has it."""
    try:
        yield
    except ConnectorException as fault:
        if not isinstance(fault.__cause__, RaiseException):  # by which Procrastinate's own functions refuse
            raise


@app.periodic(cron="30 * * * *")
@app.task(name="ask_for_receipts", queueing_lock="ask_for_receipts")
def ask_for_receipts(timestamp: int) -> int:
    """Ask the carrier, where it can tell, what became of messages that it was silent about for a day. Rule M11."""
    from manage_training.domain.messages import receipts  # which sends, and so needs the task above

    carrier = delivery.sender()
    return receipts.ask_for_receipts(carrier) if isinstance(carrier, SaysWhatBecame) else 0


@app.periodic(cron="20 * * * *")
@app.task(name="forget_messages", queueing_lock="forget_messages")
def forget_messages(timestamp: int) -> int:
    """Clear what messages said a week ago and to whom; that they were sent, and when, stays. Rule M6."""
    return forget.forget_messages()


@app.periodic(cron="40 * * * *")
@app.task(name="forget_jobs", queueing_lock="forget_jobs", pass_context=True)
async def forget_jobs(context: JobContext, timestamp: int) -> None:
    """Remove jobs that ended a week ago, however they ended."""
    await context.app.job_manager.delete_old_jobs(
        nb_hours=KEPT // timedelta(hours=1), include_failed=True, include_cancelled=True, include_aborted=True
    )
