"""The worker's part in messages. Procrastinate finds this module by its name."""

from procrastinate.contrib.django import app


@app.task(name="deliver")
def deliver(message_id: int) -> None:
    """Send one message of the outbox."""
