"""What a look at the teaching record comes to: one table, first match wins. Source: rules R2 and R3."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Literal, NamedTuple

from manage_training.domain.teachers.records import Induction, Record

Role = Literal["ect", "mentor"]


class Outcome(StrEnum):
    """What becomes of somebody a school wants to register."""

    MATCHED = "matched"  # may be registered under the record's TRN
    TO_BE_CHECKED = "to_be_checked"  # may be registered; who they are or whether they may train is found out later
    STOPPED = "stopped"  # may not be registered in this role
    ASK_NATIONAL_INSURANCE_NUMBER = "ask_national_insurance_number"  # only the date of birth differs: one more try


class Reason(StrEnum):
    """Why, in a word that a page, a rule and a history can refer to."""

    NO_ANSWER = "no_answer"
    DEACTIVATED = "deactivated"
    TRN_NOT_FOUND = "trn_not_found"
    DATE_OF_BIRTH_DIFFERS = "date_of_birth_differs"
    NUMBER_DIFFERS_TOO = "number_differs_too"
    INDUCTION_PASSED = "induction_passed"
    EXEMPT = "exempt"
    INDUCTION_FAILED = "induction_failed"
    PROHIBITED = "prohibited"
    HAS_ALERT = "has_alert"
    INDUCTION_NOT_UNDERSTOOD = "induction_not_understood"
    NO_QTS = "no_qts"
    NO_INDUCTION = "no_induction"
    TRAINED_BEFORE = "trained_before"
    NONE = "none"


@dataclass(frozen=True)
class Look:
    """What was asked and what came back."""

    role: Role
    date_of_birth: date | None  # None: it is known already who they are
    record: Record | None = None
    answered: bool = True  # False: the record service gave no answer to rely on
    deactivated: bool = False
    number_given: bool = False  # a National Insurance number, or that there is none to give
    number_matches: bool = False
    early_roll_out: bool = False  # a mentor who was trained before 2021

    def found(self) -> Record:
        assert self.record is not None  # the rows above have seen to it  # noqa: S101
        return self.record


class Row(NamedTuple):
    reason: Reason
    outcome: Outcome
    when: Callable[[Look], bool]


def birth_date_differs(look: Look) -> bool:
    differs = look.date_of_birth is not None and look.date_of_birth != look.found().date_of_birth
    return differs and not look.number_matches


def ect(condition: Callable[[Record], bool]) -> Callable[[Look], bool]:
    return lambda look: look.role == "ect" and condition(look.found())


FAILED = {Induction.FAILED, Induction.FAILED_IN_WALES}
NOT_REGISTERED_YET = {Induction.NONE, Induction.REQUIRED}

# Who it is comes first: nothing of a record is said to whoever has not given its date of birth or number.
TABLE = [
    Row(Reason.NO_ANSWER, Outcome.TO_BE_CHECKED, lambda look: not look.answered),
    Row(Reason.DEACTIVATED, Outcome.TO_BE_CHECKED, lambda look: look.deactivated),
    Row(Reason.TRN_NOT_FOUND, Outcome.TO_BE_CHECKED, lambda look: look.record is None),
    Row(
        Reason.DATE_OF_BIRTH_DIFFERS,
        Outcome.ASK_NATIONAL_INSURANCE_NUMBER,
        lambda look: birth_date_differs(look) and not look.number_given,
    ),
    Row(Reason.NUMBER_DIFFERS_TOO, Outcome.TO_BE_CHECKED, birth_date_differs),
    Row(Reason.INDUCTION_PASSED, Outcome.STOPPED, ect(lambda record: record.induction is Induction.PASSED)),
    Row(Reason.EXEMPT, Outcome.STOPPED, ect(lambda record: record.induction is Induction.EXEMPT)),
    Row(Reason.INDUCTION_FAILED, Outcome.STOPPED, ect(lambda record: record.induction in FAILED)),
    Row(Reason.PROHIBITED, Outcome.STOPPED, lambda look: look.found().prohibited),
    Row(Reason.HAS_ALERT, Outcome.TO_BE_CHECKED, lambda look: look.found().other_alerts),
    Row(
        Reason.INDUCTION_NOT_UNDERSTOOD,
        Outcome.TO_BE_CHECKED,
        ect(lambda record: record.induction is Induction.UNKNOWN),
    ),
    Row(Reason.NO_QTS, Outcome.MATCHED, ect(lambda record: record.qts_since is None)),
    Row(Reason.NO_INDUCTION, Outcome.MATCHED, ect(lambda record: record.induction in NOT_REGISTERED_YET)),
    Row(Reason.TRAINED_BEFORE, Outcome.MATCHED, lambda look: look.role == "mentor" and look.early_roll_out),
    Row(Reason.NONE, Outcome.MATCHED, lambda look: True),
]

# The outcomes whose record may be played back: the tutor has shown that they know who it is.
NOT_IDENTIFIED = {
    Reason.NO_ANSWER,
    Reason.DEACTIVATED,
    Reason.TRN_NOT_FOUND,
    Reason.DATE_OF_BIRTH_DIFFERS,
    Reason.NUMBER_DIFFERS_TOO,
}


def judge(look: Look) -> tuple[Outcome, Reason]:
    """What becomes of somebody, and why: the first row of the table that fits."""
    return next((row.outcome, row.reason) for row in TABLE if row.when(look))
