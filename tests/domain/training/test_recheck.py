"""Looking people up again. Rules T26 to T28."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import IntegrityError
from procrastinate.contrib.django.models import ProcrastinateJob

from manage_training.domain.cases.models import Case
from manage_training.domain.cases.open_case import open_case
from manage_training.domain.clock import now, today
from manage_training.domain.events.actor import THE_SERVICE
from manage_training.domain.events.models import Event
from manage_training.domain.messages.models import Message
from manage_training.domain.teachers.models import CheckInput, EarlyRollOutMentor, Identity, RecordCheck, Teacher
from manage_training.domain.teachers.records import Induction
from manage_training.domain.teachers.within_limits import Lane
from manage_training.domain.training import tasks
from manage_training.domain.training.forget_details import forget_details
from manage_training.domain.training.merge import become_one
from manage_training.domain.training.models import Mentorship, Placement
from manage_training.domain.training.people import people_of
from manage_training.domain.training.recheck import NotAnswered, recheck, waiting
from manage_training.domain.training.state import State
from manage_training.domain.training.tasks import go_on_with_recheck
from manage_training.integrations.teaching_records.invented import InventedRecords
from tests.domain.training.test_register import OTHER_DAY, ready
from tests.factories.registering import PRIYA, a_record, out_of_order, registered
from tests.factories.schools import a_school
from tests.factories.training import a_mentor, a_mentorship, a_teacher, a_teacher_to_be_checked, an_ect
from tests.factories.years import every_year

# Real transactions: looking up is refused inside one, and some constraints are checked at commit.
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def on_5_september_2022(time_machine):
    time_machine.move_to("2022-09-05T10:00:00+01:00", tick=False)


@pytest.fixture
def beacon(transactional_db):
    every_year()
    return ready("Beacon Academy")


@pytest.fixture
def acme(beacon):
    return ready("ACME Primary School")


records = InventedRecords()


def the_records(seconds: float) -> InventedRecords:
    return records


@pytest.fixture(autouse=True)
def now_says(settings) -> Callable[..., None]:
    """What the record service says from now on."""
    settings.TEACHING_RECORDS = f"{__name__}.the_records"

    def say(*found, **more) -> None:
        global records  # what the settings name has no other way to know of the test
        records = InventedRecords(*found, **more)

    say(a_record())
    return say


def look_again(*placements: Placement) -> None:
    for placement in placements:
        recheck(placement.teacher_id, lane=Lane.BULK)
        placement.refresh_from_db()


def register_at(place, **more) -> Placement:
    return registered(place[0], by=place[1], **more)


def states(place) -> list[State]:
    return [each.standing.state for each in people_of(place[0], today())]


def sent(kind: str) -> list[str]:
    return list(Message.objects.filter(kind=kind).order_by("to").values_list("to", flat=True))


def test_whoever_is_found_is_confirmed_and_the_school_is_told(beacon):
    priya = register_at(beacon, records=out_of_order())
    look_again(priya)
    teacher = Teacher.objects.get()
    assert (teacher.identity, teacher.trn, str(teacher)) == (Identity.CONFIRMED, PRIYA, "Priya Sharma")
    assert not CheckInput.objects.exists()
    assert states(beacon) == [State.NO_MENTOR]
    message = Message.objects.get(kind="person_state_changed")
    assert (message.to, message.values["before"], message.values["after"]) == (
        "tutor@beacon.example",
        "Details to be checked",
        "No mentor yet",
    )
    assert message.values["what_to_do"] == "Assign a mentor"
    look_again(priya)
    assert sent("person_state_changed") == ["tutor@beacon.example"]


def test_without_an_answer_nothing_is_written_and_it_is_tried_again(beacon, now_says):
    priya = register_at(beacon, records=out_of_order())
    now_says(silent=frozenset({PRIYA}))
    before = RecordCheck.objects.count()
    with pytest.raises(NotAnswered):
        look_again(priya)
    assert RecordCheck.objects.count() == before
    go_on_with_recheck(0)
    assert RecordCheck.objects.count() == before


@pytest.mark.parametrize(
    ("found", "words"),
    [
        ([], "There is no teaching record with the TRN"),
        ([a_record(date_of_birth=OTHER_DAY)], "has another date of birth"),
    ],
)
def test_what_does_not_agree_is_said_to_the_school_once(beacon, now_says, found, words):
    priya = register_at(beacon, records=out_of_order())
    now_says(*found)
    look_again(priya)
    look_again(priya)
    message = Message.objects.get(kind="details_differ")
    assert words in message.values["what_differs"]
    assert states(beacon) == [State.TO_BE_CHECKED]
    assert CheckInput.objects.get().teacher == priya.teacher


def test_who_may_not_train_after_all_is_not_eligible_and_the_school_learns_why(beacon, now_says):
    priya = register_at(beacon, records=out_of_order())
    now_says(a_record(induction=Induction.EXEMPT))
    look_again(priya)
    assert states(beacon) == [State.NOT_ELIGIBLE]
    assert Message.objects.get(kind="person_state_changed").values["after"] == "Not eligible: exempt from induction"


def test_qts_and_then_induction_are_seen_without_the_date_of_birth(beacon, now_says):
    waits = a_record(qts_since=None, induction=Induction.NONE)
    priya = register_at(beacon, records=InventedRecords(waits))
    assert states(beacon) == [State.WAITING_FOR_QTS]
    for record, state in (
        (a_record(induction=Induction.REQUIRED), State.WAITING_FOR_INDUCTION),
        (a_record(), State.NO_MENTOR),
    ):
        assert list(waiting(today())) == [priya.teacher_id]
        now_says(record)
        go_on_with_recheck(0)
        assert states(beacon) == [state]
    assert list(waiting(today())) == []
    assert len(sent("person_state_changed")) == 2


def test_only_those_who_wait_are_looked_up_at_night(beacon):
    to_be_checked = register_at(beacon, records=out_of_order("9100014"), trn="9100014")
    alert = register_at(beacon, records=InventedRecords(a_record(other_alerts=True)), role="mentor")
    ready_mentor = a_record("9100012", "Helen", "Ward", qts_since=None, induction=Induction.NONE)
    register_at(beacon, records=InventedRecords(ready_mentor), trn="9100012", role="mentor")
    gone = a_record("9100004", "Tomasz", "Nowak", qts_since=None)
    left = register_at(beacon, records=InventedRecords(gone), trn="9100004")
    left.training.update(finishes_on=date(2022, 9, 2))
    Placement.objects.filter(pk=left.pk).update(finishes_on=date(2022, 9, 2))
    an_ect(a_teacher_to_be_checked(claimed_trn="9300018"), at=beacon[0])  # whose details are gone
    assert list(waiting(today())) == sorted([to_be_checked.teacher_id, alert.teacher_id])
    assert list(waiting(today(), after=to_be_checked.teacher_id)) == [alert.teacher_id]


def test_an_early_mentor_who_is_found_later_mentors_without_training(beacon, now_says):
    EarlyRollOutMentor.objects.create(trn=PRIYA)
    mentor = register_at(beacon, role="mentor", records=out_of_order())
    look_again(mentor)
    assert (mentor.year_id, mentor.training.in_force().count()) == (2022, 0)


class TestTwoWhoAreOne:
    """Rule T27."""

    def test_two_schools_that_register_one_ect_in_an_outage_keep_them_both_and_dfe_looks(self, beacon, acme):
        """And neither is locked out; one case and one message, however many nights it is found."""
        one = register_at(beacon, records=out_of_order())
        other = register_at(acme, records=out_of_order())
        for _ in range(3):
            look_again(one, other)
        assert Teacher.objects.filter(identity=Identity.CONFIRMED).count() == 1
        assert not Teacher.objects.filter(identity=Identity.MERGED).exists()
        case = Case.objects.get()
        assert "Beacon Academy" in case.words
        assert "ACME Primary School" in case.words
        assert sent("registered_at_another_school_too") == ["tutor@acme.example", "tutor@beacon.example"]
        assert not any("ACME" in str(each.values) for each in Message.objects.filter(to="tutor@beacon.example"))
        assert states(acme) == [State.TO_BE_CHECKED]

    def test_once_one_school_has_removed_them_they_become_one_and_the_case_is_closed(self, beacon, acme):
        one = register_at(beacon, records=out_of_order())
        other = register_at(acme, records=out_of_order())
        look_again(one, other)
        one.training.update(voided_at="2022-09-05T09:00:00Z")
        Placement.objects.filter(pk=one.pk).update(voided_at="2022-09-05T09:00:00Z")
        look_again(other)
        assert Case.objects.get().closed_at
        assert other.teacher.trn == PRIYA
        assert Teacher.objects.get(identity=Identity.MERGED).merged_into == other.teacher
        assert states(acme) == [State.NO_MENTOR]

    def test_a_mentor_of_two_schools_becomes_one_person_at_both(self, beacon, acme):
        one = register_at(beacon, role="mentor", records=out_of_order())
        other = register_at(acme, role="mentor", records=out_of_order())
        look_again(one, other)
        assert one.teacher == other.teacher
        assert other.teacher.trn == PRIYA
        assert not Case.objects.exists()
        assert list(waiting(today())) == []

    def test_a_slip_whose_owner_is_registered_the_next_day_stays_to_be_checked(self, beacon, acme):
        robin = register_at(beacon, records=out_of_order(), born=OTHER_DAY)
        priya = register_at(acme)
        look_again(robin)
        assert (robin.teacher.identity, priya.teacher.trn) == (Identity.TO_BE_CHECKED, PRIYA)
        assert (states(beacon), states(acme)) == ([State.TO_BE_CHECKED], [State.NO_MENTOR])
        assert sent("details_differ") == ["tutor@beacon.example"]
        assert not Case.objects.exists()

    def test_two_placements_in_one_role_at_one_school_become_the_earlier_one_with_the_mentor(self, beacon):
        school = beacon[0]
        stays, gone = a_teacher("Priya Sharma", trn=PRIYA), a_teacher_to_be_checked()
        earlier = an_ect(gone, at=school, since=date(2022, 9, 1))
        later = an_ect(stays, at=school, since=date(2022, 10, 3))
        mentor = a_mentor(at=school)
        a_mentorship(later, mentor)
        become_one(gone, stays)
        earlier.refresh_from_db()
        later.refresh_from_db()
        assert (earlier.teacher, earlier.voided_at) == (stays, None)
        assert later.voided_at
        assert not later.training.in_force().exists()
        together = Mentorship.objects.in_force().get()
        assert (together.ect, together.mentor, together.starts_on) == (earlier, mentor, date(2022, 10, 3))
        assert Event.objects.filter(kind="registered_twice", details={"stays": earlier.pk}).exists()

    def test_an_ect_who_has_a_mentor_keeps_them_and_the_mentees_of_a_mentor_go_over(self, beacon):
        school = beacon[0]
        stays, gone = a_teacher("Ivan Petrov"), a_teacher_to_be_checked()
        first, second = a_mentor(stays, at=school), a_mentor(gone, at=school)
        leah = an_ect(at=school)
        a_mentorship(leah, second)
        become_one(gone, stays)
        assert Mentorship.objects.in_force().get().mentor == first

    def test_who_mentored_themself_unknown_to_everybody_does_so_no_more(self, beacon):
        school = beacon[0]
        stays, gone = a_teacher("Priya Sharma"), a_teacher_to_be_checked()
        a_mentorship(an_ect(stays, at=school), a_mentor(gone, at=school))
        become_one(gone, stays)
        assert not Mentorship.objects.in_force().exists()
        assert stays.placements.in_force().count() == 2

    def test_the_name_somebody_goes_by_comes_along(self, beacon):
        stays, gone = a_teacher("Jonathan Baker"), a_teacher_to_be_checked()
        gone.preferred_name = "John Baker"
        before = Teacher.objects.create(identity=Identity.MERGED, claimed_name="J", merged_into=gone)
        become_one(gone, stays)
        before.refresh_from_db()
        assert (str(stays), before.merged_into) == ("John Baker", stays)

    def test_the_database_itself_keeps_one_open_case_for_one_thing(self):
        open_case("one_ect_at_two_schools", about="teachers 1 and 2", by=THE_SERVICE)
        with pytest.raises(IntegrityError, match="one_thing_is_one_open_case"):
            open_case("one_ect_at_two_schools", about="teachers 1 and 2", by=THE_SERVICE)


def test_dates_of_birth_are_forgotten_after_90_days_and_asked_for_once(beacon, time_machine):
    """Rule T28."""
    register_at(beacon, records=out_of_order())
    CheckInput.objects.create(draft_id="8d0cbb8e-1111-4111-8111-111111111111", date_of_birth=OTHER_DAY, given_at=now())
    time_machine.move_to("2022-12-04T08:59:00+00:00", tick=False)
    assert forget_details() == 0
    time_machine.shift(timedelta(minutes=1))
    assert (forget_details(), forget_details()) == (2, 0)
    assert not CheckInput.objects.exists()
    assert sent("details_needed_again") == ["tutor@beacon.example"]
    assert list(waiting(today())) == []


def test_somebody_who_is_nowhere_any_more_is_not_looked_up(beacon, now_says):
    stranger = a_teacher()
    an_ect(stranger, at=a_school(), until=date(2022, 9, 4))
    recheck(stranger.pk, lane=Lane.NIGHTLY)
    recheck(0, lane=Lane.NIGHTLY)
    assert not RecordCheck.objects.exists()


def test_the_night_goes_on_minute_by_minute_until_nobody_is_left(beacon, monkeypatch):
    """Rule T26: no more at once than the record service bears, and the next ones a minute later."""
    monkeypatch.setattr(tasks, "A_MINUTES_WORTH", 1)
    people = [register_at(beacon, records=out_of_order(trn), trn=trn) for trn in ("9100014", "9100015")]
    ProcrastinateJob.objects.filter(task_name="recheck").delete()
    tasks.recheck_tonight(0)
    tasks.recheck_tonight(0)
    begun = ProcrastinateJob.objects.get(task_name="go_on_with_recheck")
    assert begun.args == {"after": 0}
    ProcrastinateJob.objects.filter(pk=begun.pk).delete()
    tasks.go_on_with_recheck(0)
    assert ProcrastinateJob.objects.get(task_name="go_on_with_recheck").args == {"after": people[0].teacher_id}
