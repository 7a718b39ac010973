"""Settings of a worker that is to be killed between handing a message over and marking it."""

from tests.settings import *  # noqa: F403

EMAIL_SENDER = "tests.faults.carriers.Interrupted"
