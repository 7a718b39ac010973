"""Rules T20, T25 and T27, where the same teacher is registered twice at the same moment."""

from uuid import uuid4

import pytest

from manage_training.domain.academic_years.years import year_of
from manage_training.domain.clock import today
from manage_training.domain.events.models import Event
from manage_training.domain.messages.models import Message
from manage_training.domain.teachers.check import Asked, check_for_draft
from manage_training.domain.teachers.models import CheckInput, Identity, RecordCheck, Teacher
from manage_training.domain.teachers.within_limits import Lane
from manage_training.domain.training.change_email import change_email
from manage_training.domain.training.correct_identity import correct_identity
from manage_training.domain.training.models import Placement, TrainingPeriod
from manage_training.domain.training.recheck import recheck
from manage_training.integrations.teaching_records.invented import InventedRecords
from tests.factories.accounts import a_tutor, actor
from tests.factories.programmes import a_school_year
from tests.factories.registering import BORN, PRIYA, a_record, out_of_order, registered
from tests.factories.schools import a_school
from tests.factories.training import an_ect
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


@again_and_again
def test_of_two_people_who_are_registered_with_one_address_one_is(race: int):
    """Rule T23: at two schools, with two TRNs, so that nothing but the address brings them together."""
    tutors = [a_tutor(at=ready("Beacon Academy")), a_tutor(at=ready("ACME Primary School"))]
    people = [("9100001", "One.Address@school.example"), ("9100002", "one.address@SCHOOL.example")]
    records = InventedRecords(*(a_record(trn) for trn, _ in people))
    outcomes = at_once(
        *[
            lambda tutor=tutor, trn=trn, email=email: register_as(tutor, trn=trn, email=email, records=records)
            for tutor, (trn, email) in zip(tutors, people, strict=True)
        ]
    )
    _, lost = outcome_of(outcomes)
    assert lost.startswith("Refusal: Somebody else in this service uses this email address.")
    assert Placement.objects.count() == Teacher.objects.count() == 1


@again_and_again
def test_of_two_schools_that_give_somebody_one_address_one_does(race: int):
    """Rule T48."""
    leah, amir = an_ect(at=a_school()), an_ect(at=a_school())
    tutor = actor(a_tutor(at=leah.school))
    outcomes = at_once(*[lambda ect=ect: change_email(ect, "new@school.example", by=tutor).pk for ect in (leah, amir)])
    assert len([each for each in outcomes if "uses this email address" in str(each)]) == 1
    assert Placement.objects.filter(email="new@school.example").count() == 1


@again_and_again
def test_of_a_correction_and_a_registration_with_one_trn_each_has_an_outcome(race: int):
    """Rule T58: the school that corrects has its ECT confirmed, or learns that another school has them."""
    one, other = a_tutor(at=ready("Beacon Academy")), a_tutor(at=ready("ACME Primary School"))
    nobody = registered(one.school, by=actor(one), starts_on=today(), trn="9300018", records=InventedRecords())
    draft, asked = uuid4(), Asked(PRIYA, BORN)
    verdict = check_for_draft(draft, "ect", asked, records=InventedRecords(a_record()))
    said = {"verdict": verdict, "asked": asked, "draft": draft, "name_reason": "She married", "by": actor(one)}
    corrected, added = at_once(lambda: correct_identity(nobody, **said)[1], lambda: register_as(other))
    expected = {
        ("confirmed", "Refusal: They have been registered at another school meanwhile"),
        ("at_two_schools", Placement.objects.latest("pk").reference),
        ("Refusal: Somebody has just been registered with this TRN", Placement.objects.latest("pk").reference),
    }
    assert any(corrected.startswith(first) and added.startswith(second) for first, second in expected), (
        corrected,
        added,
    )
    assert Teacher.objects.filter(trn=PRIYA).count() == 1


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
