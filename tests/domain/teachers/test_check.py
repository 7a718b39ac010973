"""Looking somebody up for a draft. Rules R2, R3 and R5."""

from datetime import date
from uuid import uuid4

import pytest

from manage_training.domain.teachers.check import Asked, check_for_draft
from manage_training.domain.teachers.judge import Outcome, Reason
from manage_training.domain.teachers.models import CheckInput, EarlyRollOutMentor, RecordCheck
from manage_training.domain.teachers.records import Induction, Record
from manage_training.integrations.teaching_records.invented import InventedRecords

pytestmark = pytest.mark.django_db
BORN = date(1999, 4, 12)
WRONG = date(1999, 12, 4)
PRIYA = Record("9100001", "Priya", "", "Sharma", BORN, date(2022, 7, 1), Induction.IN_PROGRESS)


class Counting(InventedRecords):
    """Invented records that count how often they are asked."""

    asked = 0

    def find(self, trn):
        self.asked += 1
        return super().find(trn)


@pytest.fixture
def records():
    return Counting(
        PRIYA,
        silent=frozenset({"9100014"}),
        deactivated=frozenset({"9100011"}),
        merged={"9100009": "9100001"},
        national_insurance_numbers={"9100001": "AB123456C"},
    )


def look(records, trn="9100001", born=BORN, draft=None, role="ect", **more):
    return check_for_draft(draft or uuid4(), role, Asked(trn, born, **more), records=records)


def test_who_is_found_is_played_back_by_name(records):
    verdict = look(records)
    assert (verdict.outcome, verdict.reason, verdict.trn, verdict.name) == (
        Outcome.MATCHED,
        Reason.NONE,
        "9100001",
        "Priya Sharma",
    )


def test_somebody_whose_number_was_merged_is_registered_under_the_new_one(records):
    verdict = look(records, "9100009")
    assert (verdict.trn, verdict.said["merged_from"]) == ("9100001", "9100009")


@pytest.mark.parametrize(
    ("trn", "born", "more", "outcome", "reason"),
    [
        ("9999999", BORN, {}, Outcome.TO_BE_CHECKED, Reason.TRN_NOT_FOUND),
        ("9100014", BORN, {}, Outcome.TO_BE_CHECKED, Reason.NO_ANSWER),
        ("9100011", BORN, {}, Outcome.TO_BE_CHECKED, Reason.DEACTIVATED),
        ("9100001", WRONG, {}, Outcome.ASK_NATIONAL_INSURANCE_NUMBER, Reason.DATE_OF_BIRTH_DIFFERS),
        ("9100001", WRONG, {"number_given": True}, Outcome.TO_BE_CHECKED, Reason.NUMBER_DIFFERS_TOO),
        (
            "9100001",
            WRONG,
            {"number_given": True, "national_insurance_number": "ZY987654A"},
            Outcome.TO_BE_CHECKED,
            Reason.NUMBER_DIFFERS_TOO,
        ),
    ],
)
def test_w3_nobody_is_named_to_whoever_does_not_know_them(records, trn, born, more, outcome, reason):
    """Stepping through dates of birth shows no name."""
    verdict = look(records, trn, born, **more)
    assert (verdict.outcome, verdict.reason) == (outcome, reason)
    assert (verdict.name, verdict.trn, verdict.said) == ("", "", None)


def test_the_number_identifies_where_only_the_date_differs(records):
    verdict = look(records, born=WRONG, number_given=True, national_insurance_number="AB123456C")
    assert (verdict.outcome, verdict.name) == (Outcome.MATCHED, "Priya Sharma")


def test_a_mentor_of_the_early_roll_out_is_known_as_trained(records):
    EarlyRollOutMentor.objects.create(trn="9100001")
    assert look(records, role="mentor").reason == Reason.TRAINED_BEFORE


def test_the_same_words_are_looked_up_once(records):
    draft = uuid4()
    assert look(records, draft=draft) == look(records, draft=draft)
    assert records.asked == 1


def test_a_number_that_is_given_later_leaves_the_first_answer_as_it_was(records):
    draft = uuid4()
    look(records, draft=draft, born=WRONG)
    look(records, draft=draft, born=WRONG, number_given=True, national_insurance_number="AB123456C")
    asked = records.asked
    assert look(records, draft=draft, born=WRONG).reason == Reason.DATE_OF_BIRTH_DIFFERS
    again = look(records, draft=draft, born=WRONG, number_given=True, national_insurance_number="AB123456C")
    assert (again.outcome, records.asked) == (Outcome.MATCHED, asked)


@pytest.mark.parametrize(
    "changed",
    [{"trn": "9100009"}, {"born": WRONG}, {"role": "mentor"}, {"number_given": True}],
    ids=lambda changed: next(iter(changed)),
)
def test_other_words_are_looked_up_anew(records, changed):
    draft = uuid4()
    look(records, draft=draft)
    look(records, draft=draft, **changed)
    assert records.asked == 2


def test_what_a_check_said_is_kept_without_the_date_of_birth(records):
    look(records)
    kept = RecordCheck.objects.get()
    assert "1999" not in str(kept.said)
    assert kept.said["name"] == "Priya Sharma"
    assert CheckInput.objects.get().date_of_birth == BORN
