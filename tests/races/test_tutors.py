"""Rules A3, A12 and A14, where two people do it at the same moment."""

from multiprocessing import get_context

import pytest
from django.db import connection, transaction

from manage_training.domain.accounts.memberships import end_membership, make_tutor, replace_tutor, tutors_of
from manage_training.domain.accounts.models import Membership, User
from manage_training.domain.events.actor import THE_SERVICE
from manage_training.domain.messages.models import Message
from tests.factories.accounts import a_tutor, actor
from tests.factories.schools import a_school
from tests.races.at_once import PATIENCE, again_and_again, at_once

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


@again_and_again
def test_of_two_replacements_of_one_tutor_one_counts(race: int):
    """Rule A14."""
    school = a_school()
    tess = a_tutor(at=school, name="Tess Taylor")

    def replace_by(name: str) -> str:
        return replace_tutor(tess, name, f"{name}@beacon.example", actor(tess)).user.name

    outcomes = at_once(lambda: replace_by("olive"), lambda: replace_by("ada"))
    (won,) = [name for name in outcomes if name in ("olive", "ada")]
    (lost,) = [outcome for outcome in outcomes if outcome != won]
    assert "Tess Taylor is not the induction tutor any more" in lost
    assert [tutor.user.name for tutor in tutors_of(school)] == [won]
    assert Message.objects.filter(kind="you_are_induction_tutor").count() == 1


@again_and_again
def test_i8_of_two_tutors_who_remove_each_other_one_succeeds(race: int):
    """Rule A12."""
    school = a_school()
    tess, hugo = a_tutor(at=school), a_tutor(at=school)
    outcomes = at_once(lambda: end_membership(hugo, actor(tess)), lambda: end_membership(tess, actor(hugo)))
    assert outcomes.count(None) == 1
    assert tutors_of(school).count() == 1


@again_and_again
def test_i8_the_database_itself_lets_one_of_them_succeed(race: int):
    """Rule A12, with plain SQL: nothing but the trigger is in the way."""
    school = a_school()
    tutors = [a_tutor(at=school), a_tutor(at=school)]

    both_updated = get_context("fork").Barrier(2)  # so that they also commit at the same moment

    def end(tutor: Membership) -> int:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("update accounts_membership set ended_at = since where id = %s", [tutor.pk])
            both_updated.wait(PATIENCE)
            return cursor.rowcount

    outcomes = at_once(*[lambda tutor=tutor: end(tutor) for tutor in tutors])
    assert sorted(map(str, outcomes))[0] == "1"
    assert "would have no induction tutor" in sorted(map(str, outcomes))[1]
    assert tutors_of(school).count() == 1


@again_and_again
def test_one_address_named_at_two_schools_is_one_person(race: int):
    """Rule A13."""
    schools = [a_school(), a_school()]

    def name(school) -> int:
        return make_tutor(school, "Olive Grey", "olive@oakfield.example", THE_SERVICE).user_id

    first, second = at_once(*[lambda school=school: name(school) for school in schools])
    assert first == second
    assert User.objects.count() == 1
