"""Rules M7 and M11: what the carrier says became of a message, whenever and however often it says so."""

import re
from datetime import timedelta

import pytest
from django.db import connection

from manage_training.domain.clock import now
from manage_training.domain.messages.deliver import NO_SUCH_ADDRESS, NotYet, deliver
from manage_training.domain.messages.models import Message, State
from manage_training.domain.messages.port import Because, Outcome, PermanentFailure, Receipt, TemporaryFailure
from manage_training.domain.messages.receipts import AT_ONCE, NOT_TAKEN, ask_for_receipts, take
from manage_training.domain.messages.tasks import BackOff
from manage_training.domain.messages.tasks import ask_for_receipts as task
from tests.domain.messages.test_deliver import wait
from tests.factories.messages import Carrier, a_message, a_sign_in_message

pytestmark = pytest.mark.django_db


def sent(message: Message) -> Message:
    deliver(message.pk, by=Carrier())
    return again(message)


def again(message: Message) -> Message:
    message.refresh_from_db()
    return message


def receipt(message: Message, outcome: Outcome | None, provider_id: str = "") -> Receipt:
    return Receipt(message.dedupe_key, provider_id or f"carried-{message.pk}", outcome)


def test_what_arrived_is_marked_with_the_time():
    message = sent(a_message())
    assert take(receipt(message, Outcome.DELIVERED))
    assert again(message).state == State.DELIVERED
    assert message.delivered_at is not None


@pytest.mark.parametrize(
    ("outcome", "because", "words"),
    [
        (Outcome.NO_SUCH_ADDRESS, Because.ADDRESS, NO_SUCH_ADDRESS),
        (Outcome.NOT_TAKEN, Because.MAILBOX, NOT_TAKEN),
    ],
)
def test_f14_a_wrong_address_and_a_full_mailbox_are_told_apart(outcome, because, words):
    message = sent(a_message())
    take(receipt(message, outcome))
    assert (again(message).state, message.failed_because, message.failure) == (State.FAILED, because, words)


def test_words_for_what_did_not_arrive_fit_into_their_column():
    assert max(len(NOT_TAKEN), len(NO_SUCH_ADDRESS)) <= Message._meta.get_field("failure").max_length


@pytest.mark.parametrize("later", [*Outcome, None])
@pytest.mark.parametrize("first", [Outcome.DELIVERED, Outcome.NO_SUCH_ADDRESS, Outcome.NOT_TAKEN])
def test_f15_the_first_final_word_stands_whatever_comes_twice_or_late(first, later):
    message = sent(a_message())
    take(receipt(message, first))
    before = Message.objects.values().get()
    take(receipt(message, later))
    assert Message.objects.values().get() == before


def test_a_word_that_says_nothing_yet_changes_nothing():
    message = sent(a_message())
    assert take(receipt(message, None))
    assert again(message).state == State.SENT


def test_a_receipt_about_nothing_of_ours_is_told_from_one_of_ours():
    assert not take(Receipt("a smoke test of somebody else", "x", Outcome.DELIVERED))


@pytest.mark.parametrize("outcome", [Outcome.DELIVERED, Outcome.NO_SUCH_ADDRESS, Outcome.NOT_TAKEN])
def test_a_receipt_that_comes_before_the_carriers_own_answer_stands(outcome):
    message = a_sign_in_message()

    class Quick(Carrier):
        def send(self, email, *, again):
            take(receipt(message, outcome))
            return super().send(email, again=again)

    deliver(message.pk, by=Quick())
    expected = State.DELIVERED if outcome == Outcome.DELIVERED else State.FAILED
    assert (again(message).state, message.seed, message.claimed_until) == (expected, "", None)
    assert message.provider_id == f"carried-{message.pk}"


def test_what_the_carrier_lost_goes_again_in_a_while():
    message = sent(a_message())
    take(receipt(message, Outcome.LOST))
    assert again(message).state == State.QUEUED
    with connection.cursor() as cursor:
        cursor.execute(
            "select scheduled_at > %s from procrastinate_jobs where args = %s::jsonb order by id desc limit 1",
            [now() + timedelta(minutes=4), f'{{"message_id": {message.pk}}}'],
        )
        assert cursor.fetchone() == (True,)
    second = Carrier()
    deliver(message.pk, by=second)
    assert second.asked_again == [True]
    assert again(message).state == State.SENT


def test_an_old_word_about_a_lost_attempt_does_not_send_a_third_one():
    message = sent(a_message())
    take(receipt(message, Outcome.LOST))
    Message.objects.filter(pk=message.pk).update(state=State.SENT, provider_id="the second")
    take(receipt(message, Outcome.LOST))
    assert again(message).state == State.SENT
    take(receipt(message, Outcome.DELIVERED))  # the first got through after all
    assert again(message).state == State.DELIVERED


def test_a_link_that_was_forgotten_cannot_go_again_and_the_school_learns_that():
    message = sent(a_sign_in_message())
    take(receipt(message, Outcome.LOST))
    assert (again(message).state, message.failed_because) == (State.FAILED, Because.OURS)


def test_what_we_had_given_up_may_arrive_after_all():
    message = a_message()
    deliver(message.pk, by=Carrier(PermanentFailure("A fault of ours.")))
    take(receipt(message, Outcome.DELIVERED))
    assert (again(message).state, message.failure, message.failed_because) == (State.DELIVERED, "", "")


def test_an_address_that_nobody_has_is_not_written_to_again_but_by_who_asks():
    first = sent(a_message("Rose@acme.example"))
    take(receipt(first, Outcome.NO_SUCH_ADDRESS))
    other, asked, carrier = a_message("rose@ACME.example"), a_sign_in_message("rose@acme.example"), Carrier()
    deliver(other.pk, by=carrier)
    deliver(asked.pk, by=carrier)
    assert (again(other).state, other.failed_because) == (State.FAILED, Because.ADDRESS)
    assert [email.message for email in carrier.taken] == [asked.pk]


def test_a_mailbox_that_was_full_is_written_to_again():
    take(receipt(sent(a_message()), Outcome.NOT_TAKEN))
    assert sent(a_message()).state == State.SENT


class Asked(Carrier):
    """Knows what became of each e-mail, unless it is away."""

    def __init__(self, outcome: Outcome | None = Outcome.DELIVERED, away: bool = False) -> None:
        super().__init__()
        self.outcome, self.away, self.questions = outcome, away, []

    def ask(self, provider_id: str) -> Receipt:
        self.questions.append(provider_id)
        if self.away:
            raise TemporaryFailure("away")
        return Receipt("", provider_id, self.outcome)

    def read_receipt(self, body: bytes) -> Receipt:
        raise AssertionError("nobody calls")


def test_f15_after_a_day_of_silence_the_carrier_is_asked_once_a_day(time_machine):
    time_machine.move_to("2022-06-20 09:00:00+00:00", tick=False)
    message = sent(a_message())
    silent, speaks = Asked(None), Asked()
    time_machine.shift(timedelta(hours=24) - timedelta(seconds=1))
    assert ask_for_receipts(silent) == 0
    assert silent.questions == []
    time_machine.shift(timedelta(seconds=1))
    for _ in range(2):
        assert ask_for_receipts(silent) == 0
    assert silent.questions == [message.provider_id]
    time_machine.shift(timedelta(hours=24))
    assert ask_for_receipts(speaks) == 1
    assert again(message).state == State.DELIVERED
    assert ask_for_receipts(speaks) == 0


def test_what_the_carrier_has_forgotten_is_not_asked_for(time_machine):
    time_machine.move_to("2022-06-20 09:00:00+00:00", tick=False)
    sent(a_message())
    time_machine.shift(timedelta(days=7))
    assert ask_for_receipts(carrier := Asked()) == 0
    assert carrier.questions == []


def test_a_carrier_that_is_away_is_asked_one_question_only(time_machine):
    time_machine.move_to("2022-06-20 09:00:00+00:00", tick=False)
    sent(a_message())
    sent(a_message())
    time_machine.shift(timedelta(hours=25))
    assert ask_for_receipts(carrier := Asked(away=True)) == 0
    assert len(carrier.questions) == 1
    assert not Message.objects.exclude(asked_at=None).exists()
    assert AT_ONCE >= 100


def test_a_carrier_that_cannot_tell_is_not_asked():
    assert task(0) == 0


def test_who_says_when_to_come_back_is_asked_then():
    message = a_message()
    with pytest.raises(NotYet) as error:
        deliver(message.pk, by=Carrier(TemporaryFailure("busy", timedelta(minutes=1))))
    assert error.value.wait == timedelta(minutes=1)
    assert all(60 <= wait(7, error.value) <= 75 for _ in range(20))
    assert BackOff.FIRST * 0.8 <= wait(0, NotYet("no idea")) + 1


def test_f11_what_nobody_waits_for_is_held_back_and_what_somebody_waits_for_passes(time_machine):
    """Rule M12: two a second by this carrier, of all workers together."""
    time_machine.move_to("2022-06-20 09:00:00+00:00", tick=False)
    carrier = Carrier()
    carrier.per_second = 2
    messages = [a_message() for _ in range(3)]
    for message in messages[:2]:
        deliver(message.pk, by=carrier)
    with pytest.raises(NotYet, match=re.escape("waits for its turn")) as error:
        deliver(messages[2].pk, by=carrier)
    assert error.value.wait == timedelta(seconds=1)
    assert again(messages[2]).attempts == 0  # nothing was tried, so nothing has to be looked up
    deliver(a_sign_in_message().pk, by=carrier)
    assert len(carrier.taken) == 3
    time_machine.shift(timedelta(seconds=1))
    deliver(messages[2].pk, by=carrier)
    assert len(carrier.taken) == 4
    assert again(messages[2]).sent_at == now()
