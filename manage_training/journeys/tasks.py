from procrastinate.contrib.django import app

from manage_training.journeys.drafts import purge


@app.periodic(cron="30 * * * *")
@app.task(name="purge_drafts", queueing_lock="purge_drafts")
def purge_drafts(timestamp: int) -> None:
    """Delete the drafts whose time is over (rule J10)."""
    purge()
