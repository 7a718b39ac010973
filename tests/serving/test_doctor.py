"""`manage.py doctor` finds what ails, says it in words with what to do, and ends with 1 then."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from manage_training.domain.clock import now
from manage_training.domain.schools.models import RegisterImport
from manage_training.serving import examine
from manage_training.serving.examine import Health, look
from tests.factories.messages import a_message
from tests.integrations.email.notify_server import KEY, TEMPLATE, NotifyServer
from tests.integrations.email.test_email import server  # noqa: F401 - a fixture is used by its name
from tests.integrations.teaching_records.contract_server import KEY as RECORDS_KEY
from tests.integrations.teaching_records.contract_server import ContractServer
from tests.web.operations.test_health import a_migration_waits, a_worker  # noqa: F401 - the same
from tests.web.test_errors import unreachable_database  # noqa: F401 - the same

pytestmark = pytest.mark.once


def doctor() -> tuple[str, str]:
    """What it says, and with what it ends: nothing where all is well."""
    said = StringIO()
    try:
        call_command("doctor", stdout=said)
    except CommandError as end:
        return said.getvalue(), str(end)
    return said.getvalue(), ""


def words(at) -> str:
    """What is said of a part that ails."""
    finding = look("It", at)
    assert finding.health == Health.AILS
    return finding.words


def register(at=None, refused: str = "") -> None:
    RegisterImport.objects.create(kind="schools", file_name="a", file_hash="a", at=at or now(), refused_because=refused)


@pytest.mark.django_db
def test_a_service_that_is_well_is_said_to_be():
    a_worker()
    register()
    said, end = doctor()
    assert end == ""
    assert said.count("ok    ") == 7
    assert said.endswith("Everything is well.\n")


@pytest.mark.django_db
def test_each_thing_that_ails_is_named_with_what_to_do():
    with connection.cursor() as cursor:
        cursor.execute("delete from procrastinate_workers")
    said, end = doctor()
    assert end == "Something is wrong with: Worker, Register of schools."
    assert "wrong Worker: None has given a sign of life" in said
    assert "manage.py worker" in said
    assert "manage.py import_schools FILE" in said


def test_without_a_database_the_rest_is_tried_all_the_same(unreachable_database):  # noqa: F811
    said, end = doctor()
    assert end == "Something is wrong with: Database."
    assert "wrong Database: It does not answer: " in said
    assert "DATABASE_URL" in said
    assert "ok    E-mail" in said
    assert "Worker" not in said


@pytest.mark.django_db
def test_migrations_that_wait_are_named(a_migration_waits):  # noqa: F811
    expected = f"1 wait, the first of them {a_migration_waits}. Run: manage.py migrate"
    assert words(examine.the_migrations) == expected
    assert "Worker" not in doctor()[0]


@pytest.mark.django_db
def test_more_connections_than_the_database_takes_are_too_many(settings):
    settings.WEB_PROCESSES, settings.WEB_THREADS = 1000, 64
    assert "one machine of ours needs 64004" in words(examine.the_database)


@pytest.mark.django_db
def test_messages_that_wait_for_long_are_said(time_machine):
    time_machine.move_to("2022-06-20T09:00:00Z", tick=False)
    a_message()
    assert look("It", examine.the_messages).health == Health.WELL
    time_machine.shift(timedelta(hours=3))
    assert words(examine.the_messages).startswith("1 wait, the oldest for 3 hours.")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("age", "refused", "said"),
    [
        (timedelta(days=3), "", "It is 3 days old."),
        (timedelta(), "half is missing.", "The last file was refused: half"),
    ],
)
def test_a_register_that_is_old_or_was_refused_is_said(age, refused, said):
    register(at=now() - age - timedelta(minutes=1))
    if refused:
        register(refused=refused)
    assert words(examine.the_register).startswith(said)


@pytest.fixture
def notify(settings):
    settings.EMAIL_SENDER = "manage_training.integrations.email.notify.from_settings"
    settings.NOTIFY_API_KEY, settings.NOTIFY_TEMPLATE_ID = KEY, TEMPLATE
    with NotifyServer() as server:  # noqa: F811
        settings.NOTIFY_URL = server.url
        yield server


def test_notify_is_asked_for_the_template_and_sends_nothing(notify):
    assert look("It", examine.the_email).words == "GOV.UK Notify knows our key and our template"
    assert notify.stored == []


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("NOTIFY_API_KEY", KEY[:-1] + "c", "refuses our key, or our clock is wrong"),
        ("NOTIFY_TEMPLATE_ID", "00000000-0000-4000-8000-000000000000", "Look if NOTIFY_TEMPLATE_ID is the template's"),
        ("NOTIFY_URL", "http://127.0.0.1:1", "does not answer"),
    ],
)
def test_what_notify_does_not_know_is_said(settings, notify, name, value, said):
    setattr(settings, name, value)
    assert said in words(examine.the_email)


def test_a_template_with_other_places_is_said(notify):
    notify.places = {"name": {"required": True}}
    assert "must have the subject ((subject))" in words(examine.the_email)


def test_a_mail_server_is_greeted(settings, server):  # noqa: F811
    settings.EMAIL_SENDER = "manage_training.integrations.email.smtp.from_settings"
    settings.EMAIL_URL = f"smtp://127.0.0.1:{server.port}"
    assert look("It", examine.the_email).words == "The mail server lets us in"
    settings.EMAIL_URL = "smtp://127.0.0.1:1"
    assert words(examine.the_email).startswith("The mail server cannot be used (ConnectionRefusedError).")


def test_the_record_service_is_asked_for_a_number_that_nobody_has(settings):
    settings.DEMO = False
    settings.TRS_API_KEY = RECORDS_KEY
    with ContractServer() as records:
        settings.TRS_URL = records.url
        assert look("It", examine.the_records).words == "The service answers"
        settings.TRS_API_KEY = "another"
        assert "TRS_API_KEY" in words(examine.the_records)
