"""The worker's part in invitations. Procrastinate finds this module by its name."""

from procrastinate.contrib.django import app

from manage_training.domain.invitations.decide import expire_nominations


@app.periodic(cron="40 * * * *")
@app.task(name="expire_nominations", queueing_lock="expire_nominations")
def tell_of_expired_nominations(timestamp: int) -> int:
    """Tell the people of nominations that nobody confirmed in time. Their links are closed, however late this runs."""
    return expire_nominations()
