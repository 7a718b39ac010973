"""Rules M1 and M3, for many messages at once."""

import pytest
from django.db import transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from manage_training.domain.messages.models import Message
from manage_training.domain.messages.send_all import Letter, send_all
from manage_training.domain.messages.wording import Lane
from manage_training.domain.secrets import new_seed
from tests.factories.messages import a_message

pytestmark = pytest.mark.django_db
OVER = "you_are_no_longer_induction_tutor"
NAMES = {"school_name": "ACME Primary School", "tutor_name": "Zoë O\u2019Brien-Żółć"}


def letters(*keys: str) -> list[Letter]:
    return [Letter(to=f"{key}@acme.example", key=key, values=NAMES, school=7) for key in keys]


def test_each_is_in_the_outbox_with_its_job_as_if_it_were_sent_alone(django_assert_num_queries):
    alone = a_message("hugo@acme.example", key="alone", **NAMES)
    with django_assert_num_queries(1):
        new = send_all(OVER, letters("one", "two"))
    rows = Message.objects.exclude(pk=alone.pk).order_by("pk")
    assert {row.dedupe_key: row.pk for row in rows} == new
    for row in rows:
        for field in ("kind", "values", "seed", "state", "school_id", "attempts", "claimed_until", "provider_id"):
            assert getattr(row, field) == getattr(alone, field), field
    job, *jobs = ProcrastinateJob.objects.order_by("pk")
    assert [each.args for each in jobs] == [{"message_id": row.pk} for row in rows]
    for each in jobs:
        for field in ("task_name", "queue_name", "priority", "lock", "queueing_lock", "status", "scheduled_at"):
            assert getattr(each, field) == getattr(job, field), field


def test_whose_key_is_there_goes_no_second_time():
    send_all(OVER, letters("one"))
    assert list(send_all(OVER, letters("one", "two"))) == ["two"]
    assert send_all(OVER, letters("one", "two")) == {}
    assert (Message.objects.count(), ProcrastinateJob.objects.count()) == (2, 2)


def test_all_are_gone_when_the_change_is_gone():
    with transaction.atomic():
        send_all(OVER, letters("one"))
        transaction.set_rollback(True)
    assert not Message.objects.exists()
    assert not ProcrastinateJob.objects.exists()


def test_campaigns_go_last_and_secrets_stay_secret():
    values = {"school_name": "ACME", "year_name": "2022 to 2023", "last_day": "11 July 2022"}
    seed = new_seed()
    send_all("tell_us_who_your_tutor_is", [Letter("office@acme.example", "one", values, seed=seed)])
    assert ProcrastinateJob.objects.get().priority == Lane.LATER
    assert Message.objects.get().seed == seed


def test_nothing_to_send_is_nothing_sent(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert send_all(OVER, []) == {}


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        (Letter("hugo@acme.example", "one", {"school_name": "ACME"}), TypeError),
        (Letter("hugo@acme.example", "one", NAMES, seed="a seed"), TypeError),
        (Letter("hugo@acme.example", "to hugo@acme.example", NAMES), ValueError),
    ],
)
def test_one_that_does_not_fit_stops_them_all(wrong, error):
    with pytest.raises(error):
        send_all(OVER, [*letters("two"), wrong])
    assert not Message.objects.exists()
