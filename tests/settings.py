"""The demo's settings, with a database of the tests' own and the guards that only tests want."""

import os
from datetime import date, datetime
from pathlib import Path

import time_machine

os.environ["DEMO"] = "true"
os.environ["PRODUCTION"] = "false"
os.environ["DATA_DIR"] = os.environ.get("TEST_DATA_DIR", str(Path(__file__).parents[1] / "var" / "tests"))

from manage_training.config.settings import *  # noqa: F403
from manage_training.config.settings import DATABASES, INSTALLED_APPS, LONDON, MIDDLEWARE
from tests.uncollected import *  # noqa: F403

INSTALLED_APPS += ["django.contrib.contenttypes", "zeal"]  # zeal asks for content types; the service has none
MIDDLEWARE[MIDDLEWARE.index("whitenoise.middleware.WhiteNoiseMiddleware")] = "tests.static_files.StaticFiles"
MIDDLEWARE.insert(0, "zeal.middleware.zeal_middleware")
ZEAL_RAISE = True
DATABASES["default"]["CONN_MAX_AGE"] = 0
REQUESTS_PER_SESSION = REQUESTS_PER_ADDRESS = 1_000_000  # all tests come from one address; those of the limit say less

# The gate runs everything on further dates too. Here, so that a process that a test starts has the same date.
if "TEST_TODAY" in os.environ:
    pretended = datetime.combine(date.fromisoformat(os.environ["TEST_TODAY"]), datetime.now(LONDON).time(), LONDON)
    time_machine.travel(pretended).start()
