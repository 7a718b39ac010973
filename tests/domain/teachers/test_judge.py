"""Who may be registered, row by row and pair by pair. Rules R2 and R3."""

from dataclasses import replace
from datetime import date
from itertools import combinations

import pytest

from manage_training.domain.teachers.judge import TABLE, Look, Outcome, Reason, judge
from manage_training.domain.teachers.records import Induction, Record

BORN = date(1999, 4, 12)
PRIYA = Record("9100001", "Priya", "", "Sharma", BORN, date(2022, 7, 1), Induction.IN_PROGRESS)
ECT = Look("ect", BORN, PRIYA)
MENTOR = replace(ECT, role="mentor")


def with_record(look: Look, **facts: object) -> Look:
    return replace(look, record=replace(look.record or PRIYA, **facts))  # type: ignore[arg-type]


# One way into each row, as a change to somebody about whom nothing is amiss.
WAYS = {
    Reason.NO_ANSWER: lambda look: replace(look, answered=False),
    Reason.DEACTIVATED: lambda look: replace(look, deactivated=True),
    Reason.TRN_NOT_FOUND: lambda look: replace(look, record=None),
    Reason.DATE_OF_BIRTH_DIFFERS: lambda look: replace(look, date_of_birth=date(1999, 12, 4)),
    Reason.NUMBER_DIFFERS_TOO: lambda look: replace(look, date_of_birth=date(1999, 12, 4), number_given=True),
    Reason.INDUCTION_PASSED: lambda look: with_record(look, induction=Induction.PASSED),
    Reason.EXEMPT: lambda look: with_record(look, induction=Induction.EXEMPT),
    Reason.INDUCTION_FAILED: lambda look: with_record(look, induction=Induction.FAILED_IN_WALES),
    Reason.PROHIBITED: lambda look: with_record(look, prohibited=True),
    Reason.HAS_ALERT: lambda look: with_record(look, other_alerts=True),
    Reason.INDUCTION_NOT_UNDERSTOOD: lambda look: with_record(look, induction=Induction.UNKNOWN),
    Reason.NO_QTS: lambda look: with_record(look, qts_since=None),
    Reason.NO_INDUCTION: lambda look: with_record(look, induction=Induction.REQUIRED),
    Reason.TRAINED_BEFORE: lambda look: replace(look, early_roll_out=True, role="mentor"),
    Reason.NONE: lambda look: look,
}
# The same fact cannot have two values, so these exclude each other.
INDUCTIONS = {
    Reason.INDUCTION_PASSED,
    Reason.EXEMPT,
    Reason.INDUCTION_FAILED,
    Reason.INDUCTION_NOT_UNDERSTOOD,
    Reason.NO_INDUCTION,
}
ECT_ONLY = INDUCTIONS | {Reason.NO_QTS}


def excludes(one: Reason, other: Reason) -> bool:
    return (
        {one, other} <= INDUCTIONS
        or {one, other} == {Reason.DATE_OF_BIRTH_DIFFERS, Reason.NUMBER_DIFFERS_TOO}
        or (Reason.TRAINED_BEFORE in (one, other) and bool({one, other} & ECT_ONLY))
    )


def test_every_reason_has_one_row_and_one_way():
    assert [row.reason for row in TABLE] == list(Reason) == list(WAYS)


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row.reason)
def test_each_row_is_reached(row):
    assert judge(WAYS[row.reason](ECT)) == (row.outcome, row.reason)


@pytest.mark.parametrize(
    ("first", "second"), [pair for pair in combinations(Reason, 2) if not excludes(*pair)], ids=lambda reason: reason
)
def test_of_each_pair_of_rows_the_first_wins(first, second):
    """Whichever fact came first: facts do not depend on the order in which they were found out."""
    after = WAYS[second](ECT)
    if first is Reason.TRN_NOT_FOUND or second is not Reason.TRN_NOT_FOUND:
        assert judge(WAYS[first](after))[1] == first


@pytest.mark.parametrize("reason", sorted(ECT_ONLY))
def test_qts_and_induction_are_no_matter_for_a_mentor(reason):
    assert judge(WAYS[reason](MENTOR)) == (Outcome.MATCHED, Reason.NONE)


def test_a_prohibition_stops_a_mentor_too():
    assert judge(WAYS[Reason.PROHIBITED](MENTOR)) == (Outcome.STOPPED, Reason.PROHIBITED)


def test_the_number_makes_up_for_a_wrong_date_of_birth():
    assert (
        judge(replace(ECT, date_of_birth=date(1999, 12, 4), number_given=True, number_matches=True))[1] == Reason.NONE
    )


@pytest.mark.parametrize("status", [Induction.NONE, Induction.REQUIRED])
def test_no_qts_and_no_induction_yet_stop_nobody(status):
    assert judge(with_record(ECT, qts_since=None, induction=status))[0] == Outcome.MATCHED
    assert judge(with_record(ECT, induction=status))[0] == Outcome.MATCHED


def test_nothing_of_a_record_steers_before_it_is_known_who_it_is():
    """A wrong date of birth with somebody's TRN tells neither that they are prohibited nor that they passed."""
    for reason in (Reason.PROHIBITED, Reason.INDUCTION_PASSED, Reason.HAS_ALERT):
        assert judge(replace(WAYS[reason](ECT), date_of_birth=date(1990, 1, 1)))[1] == Reason.DATE_OF_BIRTH_DIFFERS
