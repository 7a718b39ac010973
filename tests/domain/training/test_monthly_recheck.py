"""Looking up those in training who wait for nothing, now and then. Rule T26."""

from datetime import timedelta

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from manage_training.domain.clock import today
from manage_training.domain.messages.models import Message
from manage_training.domain.teachers.models import RecordCheck
from manage_training.domain.teachers.records import Induction
from manage_training.domain.training import tasks
from manage_training.domain.training.recheck import due, waiting
from manage_training.domain.training.state import State
from manage_training.integrations.teaching_records.invented import InventedRecords
from tests.domain.training.test_recheck import (  # noqa: F401 - fixtures are used by their names
    acme,
    beacon,
    now_says,
    on_5_september_2022,
    register_at,
    states,
)
from tests.factories.registering import a_record, out_of_order
from tests.factories.training import a_teacher_to_be_checked, an_ect

pytestmark = pytest.mark.django_db(transaction=True)
A_MONTH = timedelta(days=30)
TOMASZ, HELEN, ZOE = "9100004", "9100012", "9100003"


def register_found(place, trn, role="ect", **facts):
    return register_at(place, records=InventedRecords(a_record(trn, **facts)), trn=trn, role=role)


def looked_up():
    """Whose record was looked at by night, in order."""
    checks = RecordCheck.objects.filter(teacher__isnull=False).order_by("pk")
    return [each.asked_trn for each in checks if each.at.date() == today()]


def tonight():
    """The night's work to its end, as the worker would do it."""
    tasks.recheck_tonight(0)
    while job := ProcrastinateJob.objects.filter(task_name__startswith="go_on_with").order_by("pk").first():
        ProcrastinateJob.objects.filter(pk=job.pk).delete()
        getattr(tasks, job.task_name)(**job.args)


@pytest.mark.parametrize(
    ("facts", "state", "read", "to_do"),
    [
        ({"induction": Induction.PASSED}, State.COMPLETED, "Completed", "Their training ends here"),
        ({"induction": Induction.FAILED}, State.NOT_ELIGIBLE, "Not eligible: induction failed", "Write to us if"),
        ({"prohibited": True}, State.NOT_ELIGIBLE, "Not eligible", "Write to us if"),
    ],
)
def test_the_school_learns_within_a_month_what_became_of_somebody_in_training(
    beacon,  # noqa: F811
    now_says,  # noqa: F811
    time_machine,
    facts,
    state,
    read,
    to_do,
):
    register_at(beacon)
    assert list(waiting(today())) == []
    now_says(a_record(**facts))
    tonight()
    assert states(beacon) == [State.NO_MENTOR]  # looked up lately
    time_machine.shift(A_MONTH)
    tonight()
    assert states(beacon) == [state]
    message = Message.objects.get(kind="person_state_changed")
    assert (message.values["after"], to_do in message.values["what_to_do"]) == (read, True)
    assert "prohibit" not in str(message.values)
    tonight()
    time_machine.shift(A_MONTH)
    tonight()
    assert Message.objects.filter(kind="person_state_changed").count() == 1


def test_those_are_due_whom_the_record_has_confirmed_and_who_have_not_completed_it(beacon, now_says, time_machine):  # noqa: F811
    in_training = register_at(beacon)
    mentor = register_found(beacon, HELEN, role="mentor", induction=Induction.PASSED)
    register_at(beacon, records=out_of_order("9100014"), trn="9100014")  # to be checked
    an_ect(a_teacher_to_be_checked(claimed_trn="9300018"), at=beacon[0])
    gone = register_found(beacon, TOMASZ)
    gone.training.update(finishes_on=today())
    type(gone).objects.filter(pk=gone.pk).update(finishes_on=today())
    assert list(due(today())) == []
    time_machine.shift(A_MONTH)
    assert [each.teacher for each in due(today())] == [in_training.teacher, mentor.teacher]
    now_says(a_record(induction=Induction.PASSED), a_record(HELEN, induction=Induction.PASSED))
    tonight()
    time_machine.shift(A_MONTH)
    assert [each.teacher for each in due(today())] == [mentor.teacher]


def test_the_oldest_check_comes_first_and_a_night_has_its_bound(beacon, now_says, time_machine, monkeypatch):  # noqa: F811
    monkeypatch.setattr(tasks, "A_MINUTES_WORTH", 1)
    monkeypatch.setattr(tasks, "A_NIGHTS_WORTH", 2)
    for trn in (ZOE, TOMASZ, HELEN):
        register_found(beacon, trn)
    now_says(*(a_record(trn) for trn in (ZOE, TOMASZ, HELEN)))
    time_machine.shift(A_MONTH)
    for night in ([ZOE, TOMASZ], [HELEN], []):
        tonight()
        assert looked_up() == night
        time_machine.shift(timedelta(days=1))


def test_whoever_the_record_has_no_answer_for_keeps_nobody_else_waiting(beacon, now_says, time_machine, monkeypatch):  # noqa: F811
    monkeypatch.setattr(tasks, "A_MINUTES_WORTH", 1)
    for trn in (ZOE, TOMASZ):
        register_found(beacon, trn)
    now_says(a_record(TOMASZ), silent=frozenset({ZOE}))
    time_machine.shift(A_MONTH)
    tonight()
    assert looked_up() == [TOMASZ]
    now_says(a_record(ZOE))
    time_machine.shift(timedelta(days=1))
    tonight()
    assert looked_up() == [ZOE]
