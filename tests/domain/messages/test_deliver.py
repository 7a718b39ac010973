"""Rules M5, M6 and M7: a message goes once, whatever happens to carrier and worker, and says so when it cannot."""

import re
from datetime import timedelta
from itertools import count

import pytest
from django.db import connection
from procrastinate.jobs import Job
from procrastinate.utils import utcnow

from manage_training.domain.clock import now
from manage_training.domain.messages.deliver import CLAIM, TOO_LATE, NotYet, deliver, to_nobody
from manage_training.domain.messages.models import Message, State
from manage_training.domain.messages.port import PermanentFailure, TemporaryFailure
from manage_training.domain.messages.tasks import BackOff, forget_messages
from tests.factories.messages import Carrier, a_message, a_sign_in_message

pytestmark = pytest.mark.django_db
WRONG_ADDRESS = PermanentFailure("Nobody has this address. Check it for mistakes.")
AWAY = TemporaryFailure("the mail server answered 451 to the recipient")


def test_a_message_that_was_handed_over_is_marked_and_forgets_its_seed():
    message, carrier = a_sign_in_message(), Carrier()
    deliver(message.pk, by=carrier)
    message.refresh_from_db()
    assert (message.state, message.provider_id, message.attempts) == (State.SENT, f"carried-{message.pk}", 1)
    assert message.sent_at is not None
    assert message.seed == ""
    assert carrier.asked_again == [False]


def test_delivering_twice_sends_once():
    message, carrier = a_message(), Carrier()
    deliver(message.pk, by=carrier)
    deliver(message.pk, by=carrier)
    assert len(carrier.taken) == 1


def test_a_message_that_is_not_there_is_nothing_to_do():
    deliver(987654321, by=Carrier())


@pytest.mark.django_db(transaction=True)
def test_no_transaction_is_open_while_the_carrier_is_asked():
    message, carrier = a_message(), Carrier()
    deliver(message.pk, by=carrier)
    assert carrier.in_a_transaction == [False]


def test_what_could_not_go_now_goes_later_and_the_carrier_learns_that_it_is_asked_again():
    """Fault F10."""
    message, carrier = a_message(), Carrier(AWAY)
    with pytest.raises(NotYet):
        deliver(message.pk, by=carrier)
    message.refresh_from_db()
    assert message.state == State.QUEUED
    deliver(message.pk, by=carrier)
    message.refresh_from_db()
    assert (message.state, message.attempts) == (State.SENT, 2)
    assert carrier.asked_again == [False, True]


def test_what_can_never_go_fails_after_one_attempt_in_words_for_a_tutor():
    """Fault F13."""
    message, carrier = a_sign_in_message(), Carrier(WRONG_ADDRESS)
    deliver(message.pk, by=carrier)
    message.refresh_from_db()
    assert (message.state, message.attempts, message.failure) == (State.FAILED, 1, WRONG_ADDRESS.words)
    assert message.seed == ""
    deliver(message.pk, by=carrier)
    assert carrier.asked_again == [False]


def test_p1_what_operators_read_names_neither_person_nor_address():
    message = a_message()
    with pytest.raises(NotYet) as error:
        deliver(message.pk, by=Carrier(AWAY))
    assert str(error.value) == f"Message {message.pk} waits after attempt 1: {AWAY}"


@pytest.mark.parametrize(("write", "wait"), [(a_message, timedelta(hours=72)), (a_sign_in_message, timedelta(hours=1))])
def test_a_message_is_given_up_when_it_is_no_use_any_more(write, wait, time_machine):
    time_machine.move_to("2022-06-20 09:00:00+00:00", tick=False)
    message = write()
    time_machine.shift(wait)
    with pytest.raises(NotYet):
        deliver(message.pk, by=Carrier(AWAY))
    time_machine.shift(timedelta(seconds=1))
    deliver(message.pk, by=Carrier())
    message.refresh_from_db()
    assert (message.state, message.failure) == (State.FAILED, TOO_LATE)


def test_two_workers_with_one_message_send_it_once():
    """Fault F04: the second comes while the first is still talking to the carrier."""
    message, second = a_message(), Carrier()

    class Slow(Carrier):
        def send(self, email, *, again):
            with pytest.raises(NotYet, match="another worker is sending it"):
                deliver(message.pk, by=second)
            return super().send(email, again=again)

    first = Slow()
    deliver(message.pk, by=first)
    assert (len(first.taken), len(second.taken)) == (1, 0)


def test_the_claim_of_a_dead_worker_runs_out(time_machine):
    """Fault F03."""
    time_machine.move_to("2022-06-20 09:00:00+00:00", tick=False)
    message, carrier = a_message(), Carrier()
    Message.objects.filter(pk=message.pk).update(claimed_until=now() + CLAIM, attempts=1)
    time_machine.shift(CLAIM - timedelta(seconds=1))
    with pytest.raises(NotYet):
        deliver(message.pk, by=carrier)
    time_machine.shift(timedelta(seconds=1))
    deliver(message.pk, by=carrier)
    assert carrier.asked_again == [True]


def test_a_message_that_cannot_be_written_fails_alone():
    """Fault F35."""
    poison, fine, carrier = a_message(), a_message(), Carrier()
    Message.objects.filter(pk=poison.pk).update(values={})
    deliver(poison.pk, by=carrier)
    deliver(fine.pk, by=carrier)
    poison.refresh_from_db()
    assert poison.state == State.FAILED
    assert [email.message for email in carrier.taken] == [fine.pk]


def test_a_carrier_that_breaks_unexpectedly_lets_go_of_the_message():
    message = a_message()
    with pytest.raises(ZeroDivisionError):
        deliver(message.pk, by=Carrier(ZeroDivisionError()))
    deliver(message.pk, by=Carrier())
    message.refresh_from_db()
    assert message.state == State.SENT


def test_waits_grow_from_seconds_to_an_hour_and_no_outage_of_an_hour_costs_more_than_a_quarter():
    waits = [wait(attempts) for attempts in range(120)]
    assert 4 <= waits[0] <= 5
    assert all(2880 <= each <= 3600 for each in waits[60:])
    passed = 0.0
    for each in waits:
        assert each <= 15 * 60 or passed > 40 * 60
        passed += each


def wait(attempts: int, exception: Exception | None = None) -> float:
    job = Job(id=1, queue="default", lock=None, queueing_lock=None, task_name="deliver", attempts=attempts)
    decision = BackOff().get_retry_decision(exception=exception or NotYet(), job=job)
    return round((decision.retry_at - utcnow()).total_seconds())


def test_what_a_message_said_and_to_whom_is_forgotten_after_seven_days(time_machine):
    time_machine.move_to("2022-06-20 09:00:00+00:00", tick=False)
    sent, waiting = a_message(), a_message()
    deliver(sent.pk, by=Carrier())
    time_machine.shift(timedelta(days=7))
    assert forget_messages(0) == 0
    time_machine.shift(timedelta(seconds=1))
    assert forget_messages(0) == 2
    sent.refresh_from_db()
    waiting.refresh_from_db()
    assert (sent.values, sent.to, sent.state) == ({}, "", State.SENT)
    # It has missed its time by days: there was no worker to say so.
    assert (waiting.values, waiting.to, waiting.state, waiting.seed) == ({}, "", State.FAILED, "")
    assert forget_messages(0) == 0


def test_whether_an_address_is_nobodys_is_found_by_an_index_when_planned_once_for_all_addresses():
    """As each worker's connection does after a few messages; it read all messages for every one that went out."""
    sql, values = to_nobody("hugo.furst@acme.example").values("pk").query.sql_with_params()
    numbers = count(1)
    with connection.cursor() as cursor:
        cursor.execute("set local plan_cache_mode = force_generic_plan")
        cursor.execute("set local enable_seqscan = off")  # a table without rows is quickest read whole
        cursor.execute("prepare known as " + re.sub("%s", lambda _: f"${next(numbers)}", sql))
        cursor.execute("explain execute known ({})".format(", ".join(f"'{value}'" for value in values)))
        plan = "\n".join(line for (line,) in cursor.fetchall())
        cursor.execute("deallocate known")
    assert "messages_to_nobody" in plan
