"""Rules T20, T25 and T27, where the same teacher is registered twice at the same moment."""

import pytest

from manage_training.domain.academic_years.years import year_of
from manage_training.domain.clock import today
from manage_training.domain.events.models import Event
from manage_training.domain.messages.models import Message
from manage_training.domain.teachers.models import CheckInput, Identity, RecordCheck, Teacher
from manage_training.domain.teachers.within_limits import Lane
from manage_training.domain.training.models import Placement, TrainingPeriod
from manage_training.domain.training.recheck import recheck
from manage_training.integrations.teaching_records.invented import InventedRecords
from tests.factories.accounts import a_tutor, actor
from tests.factories.programmes import a_school_year
from tests.factories.registering import PRIYA, a_record, out_of_order, registered
from tests.factories.schools import a_school
from tests.factories.years import an_open_year
from tests.races.at_once import again_and_again, at_once

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


def ready(name):
    school = a_school(name)
    an_open_year()
    a_school_year(school, year=year_of(today()))
    return school


def register_as(tutor, **more):
    """Register Priya for a process: the reference, which can be handed over."""
    return registered(tutor.school, by=actor(tutor), starts_on=today(), **more).reference


def outcome_of(outcomes):
    """The one that was registered, and what the other was told."""
    (won,) = [outcome for outcome in outcomes if outcome in {each.reference for each in Placement.objects.all()}]
    (lost,) = [outcome for outcome in outcomes if outcome != won]
    return won, lost


def one_registration_and_nothing_of_another():
    assert Teacher.objects.get().trn == PRIYA
    assert Placement.objects.count() == TrainingPeriod.objects.count() == 1
    assert RecordCheck.objects.filter(teacher__isnull=False).count() == 1
    assert Event.objects.filter(kind="person_registered").count() == 1
    assert sorted(Message.objects.values_list("kind", flat=True)) == ["person_registered", "you_are_registered"]


@again_and_again
def test_of_two_schools_that_register_one_ect_one_does_and_the_other_is_told(race: int):
    tutors = [a_tutor(at=ready("Beacon Academy")), a_tutor(at=ready("ACME Primary School"))]
    _, lost = outcome_of(at_once(*[lambda tutor=tutor: register_as(tutor) for tutor in tutors]))
    assert "They have been registered at another school meanwhile" in lost
    one_registration_and_nothing_of_another()


@again_and_again
def test_of_two_tutors_of_a_school_who_register_one_ect_one_does_and_the_other_is_told(race: int):
    school = ready("Beacon Academy")
    tutors = [a_tutor(at=school), a_tutor(at=school)]
    _, lost = outcome_of(at_once(*[lambda tutor=tutor: register_as(tutor) for tutor in tutors]))
    assert "They have been registered at your school meanwhile" in lost
    one_registration_and_nothing_of_another()


@again_and_again
def test_of_two_tutors_who_register_one_to_be_checked_one_does(race: int):
    """No record stands in the way here, only the school's lock."""
    school = ready("Beacon Academy")
    tutors = [a_tutor(at=school), a_tutor(at=school)]
    _, lost = outcome_of(at_once(*[lambda tutor=tutor: register_as(tutor, records=out_of_order()) for tutor in tutors]))
    assert "They have been registered at your school meanwhile" in lost
    assert Teacher.objects.get().identity == Identity.TO_BE_CHECKED
    assert CheckInput.objects.filter(teacher__isnull=False).count() == 1


@again_and_again
def test_two_schools_that_register_one_mentor_both_do_and_it_is_one_person(race: int):
    tutors = [a_tutor(at=ready("Beacon Academy")), a_tutor(at=ready("ACME Primary School"))]
    outcomes = at_once(*[lambda tutor=tutor: register_as(tutor, role="mentor") for tutor in tutors])
    assert sorted(outcomes) == sorted(each.reference for each in Placement.objects.all())
    assert Teacher.objects.get().placements.count() == 2


def the_records(seconds: float) -> InventedRecords:
    return InventedRecords(a_record())


@again_and_again
def test_who_is_confirmed_while_another_school_registers_them_is_one_person_in_the_end(race: int, settings):
    """The one is looked up again, the other registered; whichever loses is tried again, as its worker does."""
    settings.TEACHING_RECORDS = f"{__name__}.the_records"
    one, other = a_tutor(at=ready("Beacon Academy")), a_tutor(at=ready("ACME Primary School"))
    claim = registered(one.school, by=actor(one), starts_on=today(), role="mentor", records=out_of_order()).teacher
    at_once(lambda: recheck(claim.pk, lane=Lane.BULK), lambda: register_as(other, role="mentor"))
    recheck(claim.pk, lane=Lane.BULK)
    confirmed = Teacher.objects.get(identity=Identity.CONFIRMED)
    assert confirmed.placements.in_force().count() == 2
    assert not Teacher.objects.filter(identity=Identity.TO_BE_CHECKED).exists()
