"""The worker's part in partnerships. Procrastinate finds this module by its name."""

from procrastinate.contrib.django import app

from manage_training.domain.partnerships.remind import remind_schools


@app.periodic(cron="50 * * * *")
@app.task(name="remind_of_reports", queueing_lock="remind_of_reports")
def remind_of_reports(timestamp: int) -> int:
    """Remind schools of what was reported a week ago. However late this runs, each school is reminded once."""
    return remind_schools()
