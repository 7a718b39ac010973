"""Rules T1 and T2, attacked with plain SQL."""

from datetime import date

import pytest
from django.db import IntegrityError, connection

from manage_training.domain.clock import now
from manage_training.domain.teachers.models import CheckInput, EarlyRollOutMentor, RecordCheck, Teacher
from tests.factories.training import a_teacher, a_teacher_to_be_checked

pytestmark = pytest.mark.django_db


def execute(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def test_a_confirmed_trn_belongs_to_one_teacher():
    a_teacher(trn="7000001")
    other = a_teacher(trn="7000002")
    with pytest.raises(IntegrityError, match="trn"):
        execute("update teachers_teacher set trn = '7000001' where id = %s", other.pk)


def test_many_may_claim_one_trn_until_the_record_confirms_it():
    a_teacher(trn="7000001")
    a_teacher_to_be_checked("Robin One", claimed_trn="7000001")
    a_teacher_to_be_checked("Robin Two", claimed_trn="7000001")
    assert Teacher.objects.count() == 3


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ("trn = null", "a_teacher_is_confirmed_with_a_trn_and_only_then"),
        ("identity = 'to_be_checked'", "a_teacher_is_confirmed_with_a_trn_and_only_then"),
        ("identity = 'merged', trn = null", "a_teacher_is_merged_into_somebody_and_only_then"),
        ("identity = 'refused', trn = null, merged_into_id = 1", "a_teacher_is_merged_into_somebody_and_only_then"),
        ("identity = 'merged', trn = null, merged_into_id = id", "a_teacher_is_not_merged_into_themself"),
        ("trn = '12345'", "a_trn_has_seven_digits"),
        ("trn = '12345ab'", "a_trn_has_seven_digits"),
        ("identity = 'known', trn = null", "an_identity_that_exists"),
        ("record_name = ''", "a_teacher_has_a_name"),
    ],
)
def test_the_database_itself_keeps_identities_consistent(change: str, constraint: str):
    teacher = a_teacher()
    with pytest.raises(IntegrityError, match=constraint):
        execute(f"update teachers_teacher set {change} where id = %s", teacher.pk)


def test_a_teacher_is_called_by_the_name_they_go_by():
    john = a_teacher("Jonathan Baker")
    assert str(john) == "Jonathan Baker"
    john.preferred_name = "John Baker"
    assert str(john) == "John Baker"
    assert str(a_teacher_to_be_checked("Robin Unsure")) == "Robin Unsure"


def test_an_early_roll_out_mentor_is_listed_once():
    EarlyRollOutMentor.objects.create(trn="9100013")
    with pytest.raises(IntegrityError, match="trn"):
        EarlyRollOutMentor.objects.create(trn="9100013")


@pytest.mark.parametrize(
    "attack",
    [
        "update teachers_recordcheck set outcome = 'found' where id = %s",
        "delete from teachers_recordcheck where id = %s",
    ],
)
def test_a_record_check_is_never_changed_or_deleted(attack: str):
    check = RecordCheck.objects.create(teacher=a_teacher(), asked_trn="7000001", outcome="nobody", at=now())
    with pytest.raises(IntegrityError, match="A record check is never changed or deleted"):
        execute(attack, check.pk)


def test_a_record_check_says_what_it_was_made_for():
    with pytest.raises(IntegrityError, match="a_record_check_is_of_a_draft_or_a_teacher"):
        RecordCheck.objects.create(asked_trn="7000001", outcome="nobody", at=now())


def test_what_a_check_needs_says_whose_it_is():
    with pytest.raises(IntegrityError, match="a_check_input_is_of_a_draft_or_a_teacher"):
        CheckInput.objects.create(date_of_birth=date(1999, 4, 12), given_at=now())
