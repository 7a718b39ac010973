"""The worker's part in campaigns. Procrastinate finds this module by its name.

A campaign goes on from one job to the next, which is deferred in the transaction that writes the messages: whoever is
killed leaves both or neither. Rules C5 and C6.
"""

from contextlib import suppress
from datetime import timedelta

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.exceptions import AlreadyEnqueued
from procrastinate.jobs import JobDeferrer
from procrastinate.manager import JobManager
from procrastinate.types import TimeDeltaParams

from manage_training.domain.campaigns import go_on as going_on
from manage_training.domain.campaigns.models import Campaign
from manage_training.domain.messages.tasks import BackOff
from manage_training.domain.messages.wording import Lane

AT_ONCE = timedelta(0)


@app.task(name="go_on_with_campaign", retry=BackOff(), priority=Lane.LATER)
def go_on_with_campaign(campaign_id: int) -> None:
    """Write the next messages of a campaign, and defer the job that goes on from there."""
    with transaction.atomic():
        wait = going_on.go_on(campaign_id)
        if wait is not None:
            go_on_soon(campaign_id, wait)


def go_on_soon(campaign_id: int, wait: timedelta = AT_ONCE) -> None:
    """Have the worker go on once this transaction has committed; nothing happens where that is in the queue already."""
    campaign = f"campaign {campaign_id}"
    # A time from now, not an instant: the demo's clock is not the queue's.
    later: TimeDeltaParams | None = {"milliseconds": wait // timedelta(milliseconds=1)} if wait else None
    job = go_on_with_campaign.configure(lock=campaign, queueing_lock=campaign, schedule_in=later).job
    with suppress(AlreadyEnqueued), transaction.atomic():
        JobDeferrer(JobManager(DjangoConnector()), job).defer(campaign_id=campaign_id)


@app.periodic(cron="* * * * *")
@app.task(name="go_on_with_campaigns", queueing_lock="go_on_with_campaigns")
def go_on_with_campaigns(timestamp: int) -> None:
    """See to it that every campaign under way goes on, whatever became of its last job."""
    for pk in Campaign.objects.filter(finished_at=None, stopped_at=None).values_list("pk", flat=True):
        go_on_soon(pk)
