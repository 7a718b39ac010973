"""What this service asks of the teaching record, whoever keeps it. Source: the record service's API, version 3."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Protocol


class Induction(StrEnum):
    """How far statutory induction has come, in the record service's words."""

    NONE = "None"
    REQUIRED = "RequiredToComplete"
    IN_PROGRESS = "InProgress"
    EXEMPT = "Exempt"
    PASSED = "Passed"
    FAILED = "Failed"
    FAILED_IN_WALES = "FailedInWales"
    UNKNOWN = "unknown"  # a word we do not know: a person has to look, it is never taken for one that we do


@dataclass(frozen=True)
class Record:
    """One teacher's record, reduced to what registering needs. `trn` is the one it is kept under today."""

    trn: str
    first_name: str
    middle_name: str
    last_name: str
    date_of_birth: date
    qts_since: date | None
    induction: Induction
    induction_started_on: date | None = None
    prohibited: bool = False  # an open prohibition from teaching
    other_alerts: bool = False  # any other open alert: no bar, but a person has to look
    merged_from: str = ""  # the TRN that was asked for, where the record has moved

    @property
    def name(self) -> str:
        return " ".join(part for part in (self.first_name, self.last_name) if part)


class RecordsUnavailable(Exception):
    """The record service gave no answer to rely on: down, slow, busy, refused us, or not as its contract says.

    `retry_after` is how long it asked us to wait, where it did.
    """

    def __init__(self, why: str, retry_after: timedelta | None = None) -> None:
        super().__init__(why)
        self.retry_after = retry_after


class RecordDeactivated(Exception):
    """The record of this TRN was closed and not merged into another: a person has to look."""


class TeachingRecords(Protocol):
    """The port to the teaching record service. A call takes seconds at worst; no transaction may be open."""

    def find(self, trn: str) -> Record | None:
        """The record of a TRN (7 digits), or None where nobody has it.

        Raises `RecordDeactivated` and `RecordsUnavailable`.
        """

    def has_national_insurance_number(self, trn: str, number: str) -> bool:
        """Whether the record of a TRN holds this National Insurance number. Raises `RecordsUnavailable`."""
