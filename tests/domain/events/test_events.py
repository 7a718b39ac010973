"""Rules M8 and M9: what has happened is written down with its change, and never rewritten."""

import re
from pathlib import Path

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from manage_training.domain.events.actor import THE_SERVICE
from manage_training.domain.events.models import Event
from manage_training.domain.events.record import record
from manage_training.domain.messages.models import Message

pytestmark = pytest.mark.django_db


def an_event(**details: object) -> Event:
    return record("something_happened", about=Message(pk=7), by=THE_SERVICE, school=3, **details)


@pytest.mark.parametrize("statement", ["update events_event set kind = 'nothing_happened'", "delete from events_event"])
def test_the_database_itself_refuses_to_change_or_delete_an_event(statement):
    an_event()
    with (
        pytest.raises(IntegrityError, match="never changed or deleted") as refused,
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert refused.value.__cause__.diag.constraint_name == "an_event_is_never_changed_or_deleted"
    assert Event.objects.get().kind == "something_happened"


RIGHTS = re.search(
    r"```sql\n(.*?)```", (Path(__file__).parents[3] / "docs" / "rules" / "messages.md").read_text(), re.DOTALL
)


@pytest.mark.parametrize(
    "statement",
    ["update events_event set kind = 'nothing_happened'", "delete from events_event", "truncate events_event"],
)
def test_with_the_rights_that_the_rule_gives_it_the_web_may_add_events_and_no_more(statement):
    with connection.cursor() as cursor:
        cursor.execute("create role manage_training_web")
        cursor.execute(RIGHTS[1])
        cursor.execute("set local role manage_training_web")
        an_event()
        assert Event.objects.count() == 1
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            cursor.execute(statement)
        cursor.execute("reset role")


def test_an_event_goes_when_its_change_goes():
    with transaction.atomic():
        an_event()
        transaction.set_rollback(True)
    assert not Event.objects.exists()


def test_an_event_says_who_did_what_to_which_row(time_machine):
    time_machine.move_to("2022-06-20 09:30:00+00:00", tick=False)
    event = an_event(year=2022)
    assert (event.subject_kind, event.subject_id, event.school_id, event.actor_kind) == ("message", 7, 3, "service")
    assert event.details == {"year": 2022}
    assert event.at.isoformat() == "2022-06-20T09:30:00+00:00"
