"""The demo's settings, with a database of the tests' own and the guards that only tests want."""

import os
from pathlib import Path

os.environ["DEMO"] = "true"
os.environ["PRODUCTION"] = "false"
os.environ["DATA_DIR"] = os.environ.get("TEST_DATA_DIR", str(Path(__file__).parents[1] / "var" / "tests"))

from manage_training.config.settings import *  # noqa: F403
from manage_training.config.settings import DATABASES, INSTALLED_APPS, MIDDLEWARE

INSTALLED_APPS += ["django.contrib.contenttypes", "zeal"]  # zeal asks for content types; the service has none
MIDDLEWARE.insert(0, "zeal.middleware.zeal_middleware")
ZEAL_RAISE = True
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
DATABASES["default"]["CONN_MAX_AGE"] = 0
