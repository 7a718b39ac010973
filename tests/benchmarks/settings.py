"""The settings that the service runs with, on data of the benchmarks' own and without a limit on requests."""

import os
from pathlib import Path

os.environ["DEMO"] = "true"
os.environ["PRODUCTION"] = "false"
# A data folder, and so a database server, of the benchmarks' own: tests may run meanwhile.
os.environ["DATA_DIR"] = os.environ.get("TEST_DATA_DIR", "var/benchmarks")

from manage_training.config.settings import *  # noqa: F403
from tests.uncollected import *  # noqa: F403

ALLOWED_HOSTS = ["testserver", "localhost"]
REQUESTS_PER_SESSION = REQUESTS_PER_ADDRESS = 100_000_000
# What the rival of a question page needs (tests/benchmarks/rival); our own pages know nothing of it.
INSTALLED_APPS = [*INSTALLED_APPS, "crispy_forms", "crispy_forms_gds"]  # noqa: F405
CRISPY_ALLOWED_TEMPLATE_PACKS = CRISPY_TEMPLATE_PACK = "gds"
TEMPLATES = [
    *TEMPLATES,  # noqa: F405
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [Path(__file__).parent],
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    },
]
