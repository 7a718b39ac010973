"""What the worker clears away. Procrastinate finds this module by its name; each task may run twice or late."""

from procrastinate.contrib.django import app

from manage_training.domain.accounts.sign_in import forget_old_links
from manage_training.domain.limits.allow import forget_passed_limits


@app.periodic(cron="50 * * * *")
@app.task(name="forget_sign_ins", queueing_lock="forget_sign_ins")
def forget_sign_ins(timestamp: int) -> None:
    """Delete sign-in links that were asked for more than a day ago, and limits that count nothing any more. Rule A6."""
    forget_old_links()
    forget_passed_limits()
