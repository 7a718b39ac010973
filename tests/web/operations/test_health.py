"""Rule O1: /live and /ready say whether this process lives and can serve pages, and nothing else."""

import pytest
from django.db import connection
from django.test import Client

from manage_training.web.operations import vital_signs
from tests.web.test_errors import unreachable_database  # noqa: F401 - a fixture is used by its name

ALL_WELL = {"ready": "ok", "database": "ok", "migrations": "ok", "worker": "ok"}


def a_worker(silent_for: str = "0 seconds") -> None:
    with connection.cursor() as cursor:
        cursor.execute("delete from procrastinate_workers")
        cursor.execute(
            "insert into procrastinate_workers (last_heartbeat) values (clock_timestamp() - %s::interval)", [silent_for]
        )


def ready() -> tuple[int, dict[str, str]]:
    answer = Client().get("/ready")
    return answer.status_code, answer.json()


@pytest.mark.django_db
def test_with_everything_there_it_is_ready():
    a_worker()
    assert ready() == (200, ALL_WELL)


@pytest.mark.django_db
def test_without_a_worker_pages_are_served_and_whoever_looks_sees_it():
    with connection.cursor() as cursor:
        cursor.execute("delete from procrastinate_workers")
    assert ready() == (200, ALL_WELL | {"worker": "not ok"})
    a_worker("1 hour")
    assert ready() == (200, ALL_WELL | {"worker": "not ok"})
    a_worker("30 seconds")
    assert ready() == (200, ALL_WELL)


@pytest.fixture
def a_migration_waits():
    """As while a release is rolled out: the new code is there before its migrations. The last one of messages waits."""
    with connection.cursor() as cursor:
        newest = "select max(name) from django_migrations where app = 'messages'"
        cursor.execute(f"delete from django_migrations where app = 'messages' and name = ({newest}) returning name")
        (name,) = cursor.fetchone()
    vital_signs.all_applied.cache_clear()
    return f"messages.{name}"


@pytest.mark.django_db
def test_before_its_migrations_a_release_serves_nothing(a_migration_waits):
    a_worker()
    assert ready() == (503, ALL_WELL | {"ready": "not ok", "migrations": "not ok"})
    assert vital_signs.migrations_that_wait() == [a_migration_waits]


def test_without_a_database_it_lives_and_is_not_ready(unreachable_database):  # noqa: F811
    assert ready() == (503, dict.fromkeys(ALL_WELL, "not ok"))
    assert Client().get("/live").content == b"ok"


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/live", "/ready"])
def test_a_probe_from_inside_needs_no_tls(settings, address):
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_REDIRECT_EXEMPT = [r"^live$", r"^ready$", r"^metrics$"]
    assert Client().get(address).status_code == 200
    assert Client().get("/contact/").status_code == 301
