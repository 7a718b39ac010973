"""One budget and one circuit breaker for all our processes around whichever record service there is. Rule R4."""

import logging
from collections.abc import Callable
from contextlib import suppress
from enum import IntEnum
from typing import TypeVar

from django.conf import settings
from django.utils.module_loading import import_string

from manage_training.domain.limits.allow import LimitReached, allow, forgive, how_long_full
from manage_training.domain.teachers.records import Record, RecordsUnavailable, TeachingRecords

log = logging.getLogger(__name__)
T = TypeVar("T")
REQUESTS = "requests to the teaching record"
UNANSWERED = "unanswered requests to the teaching record"


class Lane(IntEnum):
    """How many of a minute's requests may have been used when one of this lane still passes: who waits goes first."""

    SOMEBODY_WAITS = 400
    BULK = 300
    NIGHTLY = 200


SECONDS = {Lane.SOMEBODY_WAITS: 5, Lane.BULK: 10, Lane.NIGHTLY: 10}  # for one question with its retries


def record_service(lane: Lane) -> "WithinLimits":
    """The record service that the settings name, for questions of a lane."""
    return WithinLimits(import_string(settings.TEACHING_RECORDS)(SECONDS[lane]), lane)


class WithinLimits:
    """An adapter of `TeachingRecords` that spares another one: too many requests, or too many without an answer lately,
    and it raises `RecordsUnavailable` at once instead of asking. To be called outside a transaction.

    Each lane counts its own: a record that the service fails on, looked up again and again behind the scenes, sends
    nobody away who waits.
    """

    def __init__(self, records: TeachingRecords, lane: Lane) -> None:
        self.records, self.lane = records, lane

    def find(self, trn: str) -> Record | None:
        return self._ask(lambda: self.records.find(trn))

    def has_national_insurance_number(self, trn: str, number: str) -> bool:
        return self._ask(lambda: self.records.has_national_insurance_number(trn, number))

    def _ask(self, question: Callable[[], T]) -> T:
        if wait := how_long_full(UNANSWERED, self.lane.name):
            raise RecordsUnavailable("resting", wait)
        try:
            allow(REQUESTS, "all", times=self.lane)
        except LimitReached as busy:
            raise RecordsUnavailable("our own budget is used up", busy.wait) from None
        try:
            answer = question()
        except RecordsUnavailable as fault:
            log.warning("The teaching record service gave no answer: %s", fault)  # its words name nobody
            count_as_unanswered(self.lane)
            raise
        forgive(UNANSWERED, self.lane.name)
        return answer


def count_as_unanswered(lane: Lane) -> None:
    with suppress(LimitReached):  # then it rests already
        allow(UNANSWERED, lane.name)
