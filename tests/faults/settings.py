"""The service as operators would run it, but for its clock, which may be wrong, and where it finds static files."""

import os
from datetime import timedelta

from manage_training.config.settings import *  # noqa: F403
from tests.uncollected import *  # noqa: F403

CLOCK_OFFSET = timedelta(minutes=int(os.environ.get("MINUTES_WRONG", "0")))
