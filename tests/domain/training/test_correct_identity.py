"""Correcting the TRN or date of birth of somebody who is to be checked. Rule T58."""

from datetime import date
from uuid import uuid4

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from manage_training.domain.cases.models import Case
from manage_training.domain.events.models import Event
from manage_training.domain.messages.models import Message
from manage_training.domain.refusal import Refusal
from manage_training.domain.teachers.check import Asked, Verdict, check_for_draft
from manage_training.domain.teachers.models import CheckInput, EarlyRollOutMentor, Identity, RecordCheck, Teacher
from manage_training.domain.teachers.records import Induction
from manage_training.domain.training.correct_identity import End, correct_identity
from manage_training.domain.training.models import Mentorship, Placement
from manage_training.domain.training.people import people_of
from manage_training.domain.training.recheck import still_to_ask
from manage_training.domain.training.state import State
from manage_training.integrations.teaching_records.invented import InventedRecords
from tests.domain.training.test_register import (  # noqa: F401 - fixtures are used by their names
    OTHER_DAY,
    acme,
    beacon,
    on_5_september_2022,
    register_at,
)
from tests.factories.registering import BORN, PRIYA, a_record, out_of_order
from tests.factories.training import a_mentor, a_mentorship, a_teacher, an_ect

pytestmark = pytest.mark.django_db
SLIP, ROBIN = "9300018", "9300019"
NOBODY = InventedRecords()


@pytest.fixture
def robin(beacon):  # noqa: F811
    """Registered with a TRN that nobody has."""
    return register_at(beacon, records=NOBODY, trn=SLIP, typed_name="Robin Ellery")


def corrected(place, placement, *found, trn=ROBIN, born=BORN, records=None, **more) -> tuple[Placement, End]:
    """Robin looked up again with another TRN, among the records that are found."""
    draft, asked = uuid4(), Asked(trn, born, number_given=True)
    role = "mentor" if placement.role == "mentor" else "ect"
    verdict: Verdict = check_for_draft(draft, role, asked, records=records or InventedRecords(*found))
    return correct_identity(placement, verdict=verdict, asked=asked, draft=draft, by=place[1], **more)


def robins_record(**facts):
    return a_record(ROBIN, "Robin", "Ellery", **facts)


def states(place) -> list[State]:
    return [each.standing.state for each in people_of(place[0], date(2022, 9, 5))]


def test_whoever_is_found_then_is_confirmed(beacon, robin):  # noqa: F811
    placement, end = corrected(beacon, robin, robins_record())
    teacher = placement.teacher
    assert (end, placement, teacher.identity, teacher.trn) == (End.CONFIRMED, robin, Identity.CONFIRMED, ROBIN)
    assert states(beacon) == [State.NO_MENTOR]
    assert not CheckInput.objects.exists()
    assert Event.objects.filter(kind="identity_corrected", subject_id=robin.pk, actor_kind="user").exists()
    assert Message.objects.get(kind="your_registration_changed").values["value"] == "TRN ending in 019"
    assert Message.objects.get(kind="person_state_changed").values["before"] == "Details to be checked"


def test_what_is_not_found_is_kept_for_the_night(beacon, robin):  # noqa: F811
    CheckInput.objects.update(given_at="2022-06-20T10:00:00Z")
    placement, end = corrected(beacon, robin, born=OTHER_DAY)
    assert (end, placement.teacher.claimed_trn) == (End.TO_BE_CHECKED, ROBIN)
    assert still_to_ask(placement.teacher) == Asked(ROBIN, OTHER_DAY)
    assert str(CheckInput.objects.get().given_at.date()) == "2022-09-05"  # the 90 days begin again
    assert RecordCheck.objects.filter(teacher=placement.teacher).latest("pk").asked_trn == ROBIN
    assert not Message.objects.filter(kind="person_state_changed").exists()


def test_without_an_answer_it_is_tried_again_soon(beacon, robin):  # noqa: F811
    _, end = corrected(beacon, robin, records=out_of_order(ROBIN))
    assert end == End.TO_BE_CHECKED
    assert ProcrastinateJob.objects.get(task_name="recheck").args == {"teacher_id": robin.teacher_id}


def test_who_may_not_train_is_confirmed_and_not_eligible(beacon, robin):  # noqa: F811
    corrected(beacon, robin, robins_record(induction=Induction.EXEMPT))
    assert states(beacon) == [State.NOT_ELIGIBLE]


def test_an_early_mentor_mentors_without_training(beacon):  # noqa: F811
    EarlyRollOutMentor.objects.create(trn=ROBIN)
    mentor = register_at(beacon, records=NOBODY, trn=SLIP, role="mentor", typed_name="Robin Ellery")
    placement, _ = corrected(beacon, mentor, robins_record())
    assert (placement.year_id, placement.training.in_force().count()) == (2022, 0)


def test_two_registrations_at_one_school_become_the_earlier_one(beacon, robin):  # noqa: F811
    """Rule T27."""
    priya = register_at(beacon, starts_on=date(2022, 10, 3))
    mentor = a_mentor(at=beacon[0])
    a_mentorship(priya, mentor)
    placement, end = corrected(beacon, robin, a_record(), trn=PRIYA, name_reason="She married")
    assert (end, placement, placement.teacher) == (End.MERGED, robin, priya.teacher)
    assert Mentorship.objects.in_force().get().ect == robin
    assert Teacher.objects.get(pk=priya.teacher_id).trn == PRIYA
    assert beacon[0].placements.in_force().filter(role="ect").count() == 1


def test_where_the_earlier_one_is_the_other_one_that_is_returned(beacon):  # noqa: F811
    priya = register_at(beacon)
    robin = register_at(beacon, records=NOBODY, trn=SLIP, typed_name="Priya Sharma", starts_on=date(2022, 10, 3))
    placement, end = corrected(beacon, robin, a_record(), trn=PRIYA)
    assert (end, placement) == (End.MERGED, priya)


def test_an_ect_who_is_at_another_school_stays_to_be_checked_and_dfe_looks(beacon, acme, robin):  # noqa: F811
    register_at(acme)
    placement, end = corrected(beacon, robin, a_record(), trn=PRIYA, name_reason="She married")
    assert (end, placement.teacher.identity) == (End.AT_TWO_SCHOOLS, Identity.TO_BE_CHECKED)
    assert still_to_ask(placement.teacher) == Asked(PRIYA, BORN)
    assert Case.objects.get().kind == "one_ect_at_two_schools"
    assert states(acme) == [State.NO_MENTOR]


def test_r7_a_record_of_another_name_altogether_needs_a_reason_which_is_kept(beacon, robin):  # noqa: F811
    """Abuse case W10: nobody becomes somebody else by a correction."""
    with pytest.raises(Refusal, match="Enter why they go by a different name") as refusal:
        corrected(beacon, robin, a_record(), trn=PRIYA)
    assert refusal.value.field == "name_reason"
    placement, _ = corrected(beacon, robin, a_record(), trn=PRIYA, name_reason="She married")
    assert (str(placement.teacher), placement.teacher.record_name) == ("Robin Ellery", "Priya Sharma")
    assert placement.teacher.name_reason == "She married"
    assert Event.objects.filter(kind="name_explained", subject_id=robin.pk).exists()


def test_whom_the_record_has_confirmed_stays_who_they_are(beacon):  # noqa: F811
    priya = register_at(beacon)
    with pytest.raises(Refusal, match="The teaching record has confirmed who Priya Sharma is"):
        corrected(beacon, priya, robins_record(), name_reason="A slip")
    assert Teacher.objects.get().trn == PRIYA


def test_a_trn_that_somebody_else_here_has_is_refused_while_the_record_does_not_say_whose_it_is(beacon, robin):  # noqa: F811
    """Rule T20, for a confirmed one and for an open claim."""
    register_at(beacon)
    claim = register_at(beacon, records=NOBODY, trn=ROBIN, typed_name="Sam Other")
    for trn, records in ((PRIYA, out_of_order()), (ROBIN, NOBODY)):
        with pytest.raises(Refusal, match="Somebody else at your school is registered with this TRN"):
            corrected(beacon, robin, records=records, trn=trn)
    _, end = corrected(beacon, claim, records=NOBODY, trn=ROBIN)  # the same again is nobody else
    assert end == End.TO_BE_CHECKED


def test_who_looked_before_somebody_changed_it_has_to_look_again(beacon, robin):  # noqa: F811
    with pytest.raises(Refusal, match="Somebody has changed the record of Robin Ellery since you looked"):
        corrected(beacon, robin, robins_record(), seen=robin.version + 1)
    gone = an_ect(a_teacher(), at=beacon[0], until=date(2022, 9, 2))
    with pytest.raises(Refusal, match="has left your school"):
        corrected(beacon, gone, robins_record())


def test_the_national_insurance_number_is_asked_first(beacon, robin):  # noqa: F811
    draft, asked = uuid4(), Asked(ROBIN, OTHER_DAY)
    verdict = check_for_draft(draft, "ect", asked, records=InventedRecords(robins_record()))
    with pytest.raises(Refusal, match="Enter their National Insurance number"):
        correct_identity(robin, verdict=verdict, asked=asked, draft=draft, by=beacon[1])
