"""Rules M1 and M3: a message commits with the change it tells of, exactly once, and goes to one host only."""

import pytest
from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from manage_training.domain.messages.models import Message
from manage_training.domain.messages.send import send
from manage_training.domain.messages.wording import WORDING, Lane
from manage_training.domain.secrets import code_of, token_of
from tests.factories.messages import a_message, a_sign_in_message

pytestmark = pytest.mark.django_db


def test_a_message_and_its_job_are_written_together():
    message = a_message()
    job = ProcrastinateJob.objects.get()
    assert (message.state, message.attempts, job.task_name) == ("queued", 0, "deliver")
    assert job.args == {"message_id": message.pk}


def test_both_are_gone_when_the_change_is_gone():
    with transaction.atomic():
        a_message()
        transaction.set_rollback(True)
    assert not Message.objects.exists()
    assert not ProcrastinateJob.objects.exists()


def test_a_task_that_sends_inside_the_worker_keeps_to_its_transaction_too():
    with app.replace_connector(app.connector.get_worker_connector()), transaction.atomic():
        a_message()
        transaction.set_rollback(True)
    assert not ProcrastinateJob.objects.exists()


def test_the_same_key_again_sends_nothing_more_and_returns_the_first():
    first = a_message(key="membership 3 ended")
    again = a_message(key="membership 3 ended", school_name="Another name")
    assert again == first
    assert again.values["school_name"] == "ACME Primary School"
    assert ProcrastinateJob.objects.count() == 1


def test_whoever_signs_in_is_served_before_everybody_else():
    a_message()
    a_sign_in_message()
    first, second = ProcrastinateJob.objects.order_by("-priority")
    assert (first.priority, second.priority) == (Lane.FIRST, Lane.SOON)


def test_s7_a_secret_is_kept_as_a_seed_only():
    message = a_sign_in_message()
    row = str(Message.objects.filter(pk=message.pk).values().get()) + str(ProcrastinateJob.objects.values().get())
    assert token_of(message.seed, "sign_in") not in row
    assert code_of(message.seed, "sign_in") not in row


@pytest.mark.parametrize(
    ("mistake", "error"),
    [
        ({"kind": "sign_off"}, KeyError),
        ({"school_name": "ACME Primary School"}, TypeError),
        ({"seed": ""}, TypeError),
        ({"key": "sign-in hugo.furst@acme.example"}, ValueError),
    ],
)
def test_a_sender_that_does_not_fit_the_wording_fails_at_once(mistake, error):
    fitting = {"kind": "sign_in", "to": "hugo.furst@acme.example", "key": "sign-in 1", "seed": "a seed"}
    with pytest.raises(error):
        send(**(fitting | mistake))
    assert not Message.objects.exists()


@pytest.mark.parametrize(
    "way_in", ["https://evil.example/", "//evil.example/", "evil", "/sign-in/\nBcc: all@evil.example"]
)
def test_x6_a_message_leads_nowhere_but_to_this_service(way_in):
    with pytest.raises(ValueError, match="leads to a path of this service"):
        send(
            "you_are_induction_tutor",
            to="hugo.furst@acme.example",
            key="membership 3",
            tutor_name="Hugo Furst",
            school_name="ACME Primary School",
            way_in=way_in,
        )


def test_every_kind_has_a_lane_and_only_sign_in_goes_first():
    assert {kind for kind, wording in WORDING.items() if wording.lane is Lane.FIRST} == {"sign_in", "how_to_get_in"}
