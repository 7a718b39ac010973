"""A back-up of the tests' own database is restored into an empty server, counted and served from."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from manage_training.serving import rehearsal
from manage_training.serving.rehearsal import RehearsalFailed, compare
from tests.factories.schools import a_school

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.once]


@pytest.fixture
def address() -> str:
    """That of the tests' database."""
    return rehearsal.conninfo_of(connection.get_connection_params())


def test_what_is_restored_has_every_row_and_can_be_served_from(settings):
    settings.ALLOWED_HOSTS = ["localhost"]
    a_school("ACME Primary School")
    said = StringIO()
    call_command("rehearse_restore", stdout=said)
    lines = said.getvalue().splitlines()
    assert lines[0].startswith("Dumped ")
    assert lines[-1] == "The back-up can be relied on."
    assert "The service runs on the copy: /ready and a search answer 200" in lines


def test_a_database_that_is_not_empty_is_not_restored_into(address):
    with pytest.raises(CommandError, match="not empty"):
        call_command("rehearse_restore", into=address, stdout=StringIO())


@pytest.mark.parametrize(
    ("copy", "words"),
    [
        ({"schools": 3, "events": 2}, "schools has 3 rows instead of 4"),
        ({"schools": 4}, "events has no rows instead of 2"),
        ({"schools": 4, "events": 2, "more": 0}, "more has 0 rows instead of none"),
    ],
)
def test_a_copy_that_differs_is_found(copy, words):
    with pytest.raises(RehearsalFailed, match=words):
        compare({"schools": 4, "events": 2}, copy)
    compare(copy, copy)


def test_a_program_that_fails_is_told_with_its_words_and_shows_no_password(tmp_path):
    programs = rehearsal.find_programs("")
    with pytest.raises(RehearsalFailed, match=r"pg_restore ended with 1: .*no-such-dump") as failed:
        rehearsal.run(
            [programs / "pg_restore", "--dbname", "", tmp_path / "no-such-dump"], "host=127.0.0.1 password=geheim"
        )
    assert "geheim" not in str(failed.value)
