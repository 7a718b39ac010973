"""Rules M3 and M5, where several processes do it at the same moment."""

import pytest
from django.db import transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from manage_training.domain.messages.deliver import deliver
from manage_training.domain.messages.models import Message, State
from tests.factories.messages import Carrier, a_message
from tests.races.at_once import again_and_again, at_once

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


@again_and_again
def test_of_four_workers_with_one_message_one_sends_it(race: int):
    """Fault F04."""
    message = a_message()

    def work() -> int:
        carrier = Carrier()
        deliver(message.pk, by=carrier)
        return len(carrier.taken)

    outcomes = at_once(work, work, work, work)
    assert outcomes.count(1) == 1
    assert all(outcome in (0, 1) or "another worker is sending it" in outcome for outcome in outcomes)
    message.refresh_from_db()
    assert (message.state, message.attempts) == (State.SENT, 1)


@again_and_again
def test_of_two_senders_with_one_key_both_get_the_one_message(race: int):
    def send() -> int:
        with transaction.atomic():
            return a_message(key=f"membership {race} ended").pk

    one, other = at_once(send, send)
    assert one == other
    assert Message.objects.count() == 1
    assert ProcrastinateJob.objects.filter(args={"message_id": one}).count() == 1
