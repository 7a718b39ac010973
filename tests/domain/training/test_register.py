"""Registering somebody. Rules T20 to T25; pages are tried in tests/web/school/test_add_person.py."""

from datetime import date

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from manage_training.domain.academic_years.models import Programme
from manage_training.domain.events.models import Event
from manage_training.domain.messages.models import Message
from manage_training.domain.refusal import Refusal
from manage_training.domain.teachers.judge import Reason
from manage_training.domain.teachers.models import CheckInput, EarlyRollOutMentor, Identity, RecordCheck, Teacher
from manage_training.domain.teachers.records import Induction
from manage_training.domain.training.models import Mentorship, Placement, TrainingPeriod
from manage_training.integrations.teaching_records.invented import InventedRecords
from tests.factories.accounts import a_tutor, actor
from tests.factories.organisations import an_appropriate_body
from tests.factories.programmes import a_school_year
from tests.factories.registering import BORN, PRIYA, a_record, out_of_order, registered
from tests.factories.schools import a_school
from tests.factories.training import a_mentor, a_partnership, a_teacher, an_ect
from tests.factories.years import every_year

pytestmark = pytest.mark.django_db
OTHER_DAY = date(1990, 1, 1)


@pytest.fixture(autouse=True)
def on_5_september_2022(time_machine):
    time_machine.move_to("2022-09-05T10:00:00+01:00", tick=False)
    every_year()


def ready(name):
    """A school that has said how it trains, and its tutor as actor."""
    school = a_school(name)
    a_school_year(school)
    return school, actor(a_tutor(at=school, email=f"tutor@{name.split()[0].lower()}.example"))


@pytest.fixture
def beacon(db):
    return ready("Beacon Academy")


@pytest.fixture
def acme(db):
    return ready("ACME Primary School")


def register_at(school_and_tutor, **more):
    school, tutor = school_and_tutor
    return registered(school, by=tutor, **more)


def test_whoever_is_registered_trains_as_the_school_does(beacon):
    """Rule T22."""
    partnership = a_partnership(beacon[0])
    hub = an_appropriate_body()
    mentor = a_mentor(at=beacon[0], since=date(2022, 10, 3))
    priya = register_at(beacon, mentor=mentor, appropriate_body=hub)
    training = TrainingPeriod.objects.get(placement=priya)
    assert (training.year_id, training.programme) == (2022, Programme.FULL_INDUCTION)
    assert (training.partnership, training.appropriate_body, training.starts_on) == (partnership, hub, priya.starts_on)
    assert Mentorship.objects.get(ect=priya).starts_on == date(2022, 10, 3)


def test_what_the_record_said_stays_with_the_teacher_and_the_date_of_birth_goes(beacon):
    """Rules T2 and T28."""
    priya = register_at(beacon)
    check = RecordCheck.objects.get(teacher=priya.teacher)
    assert (check.asked_trn, check.said["name"], check.reason) == (PRIYA, "Priya Sharma", Reason.NONE)
    assert not CheckInput.objects.exists()


def test_the_event_holds_ids_and_days_and_no_name(beacon):
    mentor = a_mentor(at=beacon[0], since=date(2022, 9, 1))
    priya = register_at(beacon, mentor=mentor)
    event = Event.objects.get(kind="person_registered")
    assert event.details == {
        "teacher": priya.teacher_id,
        "role": "ect",
        "year": 2022,
        "starts_on": "2022-09-01",
        "mentor": mentor.pk,
        "appropriate_body": None,
        "reason": "none",
    }


def test_teacher_and_tutor_are_told_once(beacon):
    """Rule T24."""
    priya = register_at(beacon)
    to_teacher, to_tutor = Message.objects.order_by("kind").reverse()
    assert (to_teacher.kind, to_teacher.to) == ("you_are_registered", priya.email)
    assert (to_tutor.kind, to_tutor.to) == ("person_registered", "tutor@beacon.example")
    assert to_tutor.values["reference"] == priya.reference


def test_a_mentor_trained_before_2021_mentors_without_training_also_with_an_alert(beacon):
    EarlyRollOutMentor.objects.create(trn="9100013")
    peter = a_record("9100013", "Peter", "Lund", other_alerts=True)
    placement = register_at(beacon, role="mentor", trn="9100013", records=InventedRecords(peter))
    assert (placement.year_id, placement.training.count()) == (2022, 0)


def test_w4_a_mentor_may_be_at_two_schools_and_is_one_person(beacon, acme):
    """The same person in the other role, or at another school, is no second person."""
    one = register_at(beacon, role="mentor")
    other = register_at(acme, role="mentor")
    assert one.teacher == other.teacher
    with pytest.raises(Refusal, match="registered at your school meanwhile"):
        register_at(acme, role="mentor")


def test_an_ect_at_another_school_is_refused_and_nothing_is_written(beacon, acme):
    register_at(beacon)
    before = (Event.objects.count(), Message.objects.count(), Teacher.objects.count())
    with pytest.raises(Refusal, match="another school meanwhile"):
        register_at(acme)
    assert (Event.objects.count(), Message.objects.count(), Teacher.objects.count()) == before


def test_who_has_begun_before_is_transferred_and_not_registered_again(beacon, acme):
    leah = a_teacher("Leah Morris", trn="9200001")
    an_ect(leah, at=acme[0], since=date(2021, 9, 1), until=date(2022, 7, 21))
    records = InventedRecords(a_record("9200001", "Leah", "Morris"))
    with pytest.raises(Refusal, match="Transfer them to your school instead") as refused:
        register_at(beacon, trn="9200001", records=records)
    assert refused.value.field == "trn"


def test_a_mentor_who_has_left_comes_back_from_the_day_after_and_not_before(beacon):
    ivan = a_teacher("Ivan Petrov", trn="9200002")
    a_mentor(ivan, at=beacon[0], since=date(2021, 9, 1), until=date(2022, 9, 4))
    records = InventedRecords(a_record("9200002", "Ivan", "Petrov"))
    with pytest.raises(Refusal, match="at your school until 4 September 2022") as refused:
        register_at(beacon, role="mentor", trn="9200002", records=records)
    assert refused.value.field == "starts_on"
    again = register_at(beacon, role="mentor", trn="9200002", records=records, starts_on=date(2022, 9, 5))
    assert again.teacher == ivan


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"induction": Induction.PASSED}, "does not allow us to register Priya Sharma"),
        ({"prohibited": True}, "does not allow us to register Priya Sharma"),
    ],
)
def test_w5_what_the_record_stops_is_stopped_whatever_was_posted(beacon, facts, words):
    with pytest.raises(Refusal, match=words):
        register_at(beacon, records=InventedRecords(a_record(**facts)))


def test_an_unanswered_question_about_the_number_is_no_registration(beacon):
    with pytest.raises(Refusal, match="National Insurance number"):
        register_at(beacon, born=OTHER_DAY)


def test_a_wholly_different_name_needs_a_reason_whatever_was_posted(beacon):
    """Rule R7."""
    with pytest.raises(Refusal, match="Enter why Priya Sharma goes by a different name"):
        register_at(beacon, preferred_name="Zoë Żółć")
    zoe = register_at(beacon, preferred_name="Zoë Żółć", name_reason="She has married")
    assert (str(zoe.teacher), zoe.teacher.record_name) == ("Zoë Żółć", "Priya Sharma")
    assert Event.objects.filter(kind="name_explained").count() == 1


@pytest.mark.parametrize("days", [date(2021, 8, 31), date(2023, 9, 6), date(2023, 6, 1)])
def test_w7_days_that_cannot_be_are_refused_whatever_was_posted(beacon, days):
    """Rule T21."""
    with pytest.raises(Refusal):
        register_at(beacon, starts_on=days)


def test_w7_nobody_is_registered_from_before_they_are_18(beacon):
    with pytest.raises(Refusal, match="must be 2 September 2022 or later, when they are 18"):
        register_at(beacon, born=date(2004, 9, 2), trn="9199999", starts_on=date(2022, 9, 1))


def test_a_year_that_is_not_set_up_is_refused(beacon):
    with pytest.raises(Refusal, match="Set up that year first"):
        register_at(beacon, starts_on=date(2022, 5, 31))


def test_w6_nobody_mentors_themself(beacon):
    herself = register_at(beacon, role="mentor")
    with pytest.raises(Refusal, match="cannot be their own mentor"):
        register_at(beacon, mentor=herself)


def test_o2_a_mentor_is_of_the_same_school(beacon, acme):
    with pytest.raises(Refusal, match="one of the mentors of your school"):
        register_at(beacon, mentor=a_mentor(at=acme[0]))


def test_o3_a_body_is_one_that_takes_the_schools_teachers(beacon):
    closed = an_appropriate_body("Closed Hub", last_year=2021)
    with pytest.raises(Refusal, match="Closed Hub does not take on new teachers"):
        register_at(beacon, appropriate_body=closed)


def test_an_address_of_somebody_else_is_refused_without_saying_whose(beacon, acme):
    """Rule T23."""
    register_at(acme, email="Shared@school.example")
    other = InventedRecords(a_record("9100002", "Jonathan", "Baker"))
    with pytest.raises(Refusal, match="Somebody else in this service uses this email address") as refused:
        register_at(beacon, trn="9100002", records=other, email="shared@SCHOOL.example")
    assert "Priya" not in refused.value.words


def test_the_record_under_a_new_trn_is_the_same_person(beacon, acme):
    """Somebody we know under the TRN that the record had before it moved."""
    aisha = a_teacher("Aisha Khan", trn="9100009")
    a_mentor(aisha, at=acme[0])
    records = InventedRecords(a_record("9100010", "Aisha", "Khan"), merged={"9100009": "9100010"})
    placement = register_at(beacon, role="mentor", trn="9100009", records=records)
    aisha.refresh_from_db()
    assert (placement.teacher, aisha.trn) == (aisha, "9100010")


def test_somebody_with_an_alert_is_known_and_at_one_school_only(beacon, acme):
    """We know who they are: what is to be checked is the alert."""
    records = InventedRecords(a_record(other_alerts=True))
    assert register_at(beacon, records=records).teacher.identity == Identity.CONFIRMED
    with pytest.raises(Refusal, match="another school meanwhile"):
        register_at(acme, records=records)


class TestWithoutAnAnswer:
    """Rule T25."""

    def test_somebody_is_registered_to_be_checked_and_looked_up_soon(self, beacon):
        robin = register_at(beacon, records=out_of_order()).teacher
        assert (robin.identity, robin.trn, robin.claimed_trn, str(robin)) == (
            Identity.TO_BE_CHECKED,
            None,
            PRIYA,
            "Robin Unsure",
        )
        assert CheckInput.objects.get().teacher == robin
        job = ProcrastinateJob.objects.get(task_name="recheck")
        assert job.args == {"teacher_id": robin.pk}

    def test_two_schools_may_register_one_teacher_with_one_address(self, beacon, acme):
        for school in (beacon, acme):
            register_at(school, records=out_of_order(), email="priya@home.example")
        assert Placement.objects.filter(role="ect").count() == 2

    def test_one_school_registers_them_once(self, beacon):
        register_at(beacon, records=out_of_order())
        with pytest.raises(Refusal, match="at your school meanwhile"):
            register_at(beacon, records=out_of_order())

    def test_a_confirmed_teacher_of_another_school_is_neither_told_of_nor_in_the_way(self, beacon, acme):
        register_at(acme)
        assert register_at(beacon, records=out_of_order()).teacher.identity == Identity.TO_BE_CHECKED

    def test_a_slip_with_a_trn_does_not_keep_out_whoever_it_belongs_to(self, beacon, acme):
        """Not at the same school, and not at another; nor does it use up the address."""
        register_at(beacon, records=out_of_order(), born=OTHER_DAY, email="priya@home.example")
        with pytest.raises(Refusal, match="at your school meanwhile"):
            register_at(beacon, records=out_of_order(), born=OTHER_DAY)
        assert register_at(beacon).teacher.trn == PRIYA

    def test_a_slip_at_one_school_does_not_keep_them_out_of_another(self, beacon, acme):
        register_at(beacon, records=out_of_order(), born=OTHER_DAY, email="priya@home.example")
        assert register_at(acme, email="priya@home.example").teacher.trn == PRIYA

    def test_who_is_to_be_checked_here_with_the_same_birthday_is_the_same_person(self, beacon):
        register_at(beacon, records=out_of_order())
        with pytest.raises(Refusal, match="at your school meanwhile"):
            register_at(beacon)

    def test_a_record_that_does_not_match_is_no_reason_to_look_again_at_once(self, beacon):
        register_at(beacon, born=OTHER_DAY, number_given=True)
        assert not ProcrastinateJob.objects.filter(task_name="recheck").exists()
        assert CheckInput.objects.get().date_of_birth == OTHER_DAY != BORN
