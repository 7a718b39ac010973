"""A PostgreSQL of the tests' own, one for all their processes; a real one where DATABASE_URL says so."""

from contextlib import ExitStack

import pytest
from django.test import TransactionTestCase

# Tests may lose their data at a power cut; what they prove about commits and killed processes stays true.
HASTY = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


def pytest_configure(config: pytest.Config) -> None:
    from django.conf import settings

    from manage_training.serving.embedded_postgres import EmbeddedPostgres
    from tests import database

    TransactionTestCase._fixture_teardown = lambda case: database.empty()  # type: ignore[method-assign]
    if not settings.DATABASE_URL:
        stack = ExitStack()
        stack.enter_context(EmbeddedPostgres(settings.DATA_DIR, options=HASTY).in_use())
        config.add_cleanup(stack.close)
