"""Whether a kept connection still lives is found out without a query, unless nobody has used it for a while."""

from collections.abc import Iterator

import pytest
from django.db import connection, connections

from manage_training.serving.postgresql.base import ASKED_AFTER, DatabaseWrapper

pytestmark = pytest.mark.django_db
WHO = "select pg_backend_pid()"


@pytest.fixture
def kept(db) -> Iterator[DatabaseWrapper]:
    """A connection as a thread of the web server keeps it, just used."""
    kept = connections.create_connection("default")
    kept.settings_dict = connection.settings_dict | {"CONN_MAX_AGE": None}  # others of the tests are not kept
    for _ in range(2):
        begin_request(kept)
        answered_by(kept)
    yield kept
    kept.close()


def begin_request(kept: DatabaseWrapper) -> None:
    kept.close_if_unusable_or_obsolete()


def answered_by(kept: DatabaseWrapper) -> int:
    """The server's process at its other end."""
    with kept.cursor() as cursor:
        cursor.execute(WHO)
        return cursor.fetchone()[0]


def asked_last(kept: DatabaseWrapper) -> str:
    """What the server was asked last over the kept connection, when a page is about to use it."""
    process = kept.connection.info.backend_pid
    kept.close_if_health_check_failed()
    with connection.cursor() as cursor:
        cursor.execute("select query from pg_stat_activity where pid = %s", [process])
        return cursor.fetchone()[0]


def test_one_in_use_is_not_asked(kept):
    begin_request(kept)
    assert asked_last(kept) == WHO


def test_one_that_has_been_quiet_is_asked(kept):
    begin_request(kept)
    kept.seen_alive_at -= ASKED_AFTER  # nobody moves the clock that it reads
    assert asked_last(kept) == "SELECT 1"


def test_one_that_the_server_has_ended_is_made_anew_before_anybody_uses_it(kept):
    process = answered_by(kept)
    with connection.cursor() as cursor:
        cursor.execute("select pg_terminate_backend(%s, 5000)", [process])
    begin_request(kept)
    assert answered_by(kept) != process


def test_one_that_was_closed_on_this_side_is_made_anew_too(kept):
    process = answered_by(kept)
    kept.connection.close()
    begin_request(kept)
    assert answered_by(kept) != process
