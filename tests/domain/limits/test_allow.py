"""Rule A11: what may be done how often, counted across all processes."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import time_machine
from django.db import connection, transaction

from manage_training.domain.limits.allow import LimitReached, allow, forget_passed_limits, in_words
from manage_training.domain.limits.models import Limit

HOUR = timedelta(hours=1)
START = "2022-06-20T09:00:00Z"


def thrice(key: str = "hugo@acme.example") -> None:
    allow("knocks", key, times=3, per=HOUR)


@pytest.mark.django_db
@time_machine.travel(START, tick=False)
def test_the_fourth_of_three_is_refused_with_the_time_to_wait():
    for _ in range(3):
        thrice()
    with pytest.raises(LimitReached) as refusal:
        thrice()
    assert refusal.value.wait == HOUR


@pytest.mark.django_db
def test_no_stretch_of_that_length_ever_holds_more():
    with time_machine.travel(START, tick=False) as clock:
        passed = []
        for minute in range(0, 240, 7):
            clock.move_to(f"2022-06-20T{9 + minute // 60:02}:{minute % 60:02}:00Z")
            try:
                thrice()
                passed.append(minute)
            except LimitReached:
                pass
    assert all(later - earlier >= 60 for earlier, later in zip(passed, passed[3:], strict=False))
    assert len(passed) == 12


@pytest.mark.django_db
def test_a_demo_that_goes_back_in_time_is_not_limited_by_its_future():
    with time_machine.travel(START, tick=False) as clock:
        for _ in range(3):
            thrice()
        clock.move_to("2021-06-20T09:00:00Z")
        thrice()


@pytest.mark.django_db
@time_machine.travel(START, tick=False)
def test_each_key_and_each_limit_counts_for_itself():
    for _ in range(3):
        thrice()
    thrice("tess@beacon.example")
    allow("rings", "hugo@acme.example", times=1, per=HOUR)


@pytest.mark.django_db
@time_machine.travel(START, tick=False)
def test_a_named_limit_says_in_words_when_to_come_back():
    allow("invitations to one school", 1)
    with pytest.raises(LimitReached, match="You can ask for another in 5 minutes"):
        allow("invitations to one school", 1)


@pytest.mark.django_db
def test_the_table_holds_no_address():
    thrice("hugo@acme.example")
    assert "hugo" not in Limit.objects.get().key


@pytest.mark.django_db
def test_what_counts_no_more_is_forgotten():
    with time_machine.travel(START, tick=False) as clock:
        thrice()
        clock.shift(HOUR)
        assert forget_passed_limits() == 0
        clock.shift(1)
        assert forget_passed_limits() == 1


@pytest.mark.django_db(transaction=True)
def test_a_try_is_not_counted_inside_a_transaction_that_could_forgive_it():
    with pytest.raises(RuntimeError, match="durable"), transaction.atomic():
        thrice()


@pytest.mark.django_db(transaction=True)
def test_of_many_tries_at_the_same_moment_exactly_the_allowed_ones_pass():
    def attempt(_: int) -> bool:
        try:
            allow("knocks", "hugo@acme.example", times=5, per=HOUR)
        except LimitReached:
            return False
        else:
            return True
        finally:
            connection.close()

    with ThreadPoolExecutor(20) as crowd:
        assert sum(crowd.map(attempt, range(100))) == 5


def test_a_wait_is_never_said_shorter_than_it_is():
    assert in_words(timedelta(seconds=1)) == "1 minute"
    assert in_words(timedelta(seconds=61)) == "2 minutes"
    assert in_words(timedelta(hours=7, minutes=1)) == "8 hours"
