"""The budget and the circuit breaker around the record service. Rule R4."""

from datetime import date

import pytest

from manage_training.domain.limits.allow import allow
from manage_training.domain.teachers.records import Induction, Record, RecordsUnavailable
from manage_training.domain.teachers.within_limits import REQUESTS, Lane, WithinLimits
from manage_training.integrations.teaching_records.invented import InventedRecords

pytestmark = pytest.mark.django_db
PRIYA = Record("9100001", "Priya", "", "Sharma", date(1999, 4, 12), date(2022, 7, 1), Induction.NONE)
RECORDS = InventedRecords(PRIYA, silent=frozenset({"9100014"}))


@pytest.fixture(autouse=True)
def clock(time_machine):
    time_machine.move_to("2022-06-20T10:00:00+01:00", tick=False)
    return time_machine


def in_lane(lane):
    return WithinLimits(RECORDS, lane)


def use_up(requests):
    for _ in range(requests):
        allow(REQUESTS, "all", times=Lane.SOMEBODY_WAITS)


def test_an_answer_passes_through():
    assert in_lane(Lane.NIGHTLY).find("9100001") == PRIYA


@pytest.mark.parametrize(("lane", "waits"), [(Lane.NIGHTLY, Lane.BULK), (Lane.BULK, Lane.SOMEBODY_WAITS)])
def test_who_can_wait_leaves_requests_to_who_cannot(lane, waits):
    use_up(lane)
    with pytest.raises(RecordsUnavailable):
        in_lane(lane).find("9100001")
    assert in_lane(waits).find("9100001") == PRIYA


def test_the_budget_is_there_again_after_a_minute(clock):
    use_up(Lane.NIGHTLY)
    clock.shift(61)
    assert in_lane(Lane.NIGHTLY).find("9100001") == PRIYA


def test_after_five_unanswered_requests_it_rests_for_half_a_minute(clock):
    for _ in range(5):
        with pytest.raises(RecordsUnavailable):
            in_lane(Lane.SOMEBODY_WAITS).find("9100014")
    with pytest.raises(RecordsUnavailable, match="resting") as rests:
        in_lane(Lane.SOMEBODY_WAITS).find("9100001")
    assert 0 < rests.value.retry_after.total_seconds() <= 30
    clock.shift(31)
    assert in_lane(Lane.SOMEBODY_WAITS).find("9100001") == PRIYA


def unanswered(lane, times):
    for _ in range(times):
        with pytest.raises(RecordsUnavailable, match="no answer"):
            in_lane(lane).find("9100014")


def test_a_record_that_the_worker_asks_for_again_and_again_sends_nobody_away_who_waits():
    unanswered(Lane.BULK, 5)
    assert in_lane(Lane.SOMEBODY_WAITS).find("9100001") == PRIYA
    with pytest.raises(RecordsUnavailable, match="resting"):
        in_lane(Lane.BULK).find("9100001")


def test_one_answer_shows_that_the_service_is_there():
    for _ in range(2):
        unanswered(Lane.NIGHTLY, 4)
        assert in_lane(Lane.NIGHTLY).find("9100001") == PRIYA


def test_why_there_was_no_answer_is_in_the_log_without_the_number(caplog):
    with pytest.raises(RecordsUnavailable):
        in_lane(Lane.SOMEBODY_WAITS).find("9100014")
    assert "The teaching record service gave no answer: no answer" in caplog.text
    assert "9100014" not in caplog.text
