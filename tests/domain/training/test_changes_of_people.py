"""What a school changes about somebody: name, address, mentor, appropriate body, or that they were ever there.

Rules T46 to T51.
"""

from datetime import date

import pytest

from manage_training.domain.clock import now
from manage_training.domain.events.actor import Actor
from manage_training.domain.events.models import Event
from manage_training.domain.messages.models import Message
from manage_training.domain.refusal import Refusal
from manage_training.domain.training.assign_mentor import assign_ects, assign_mentor
from manage_training.domain.training.change_body_of import change_body_of
from manage_training.domain.training.change_email import change_email
from manage_training.domain.training.models import Mentorship, Placement, Status
from manage_training.domain.training.remove import remove
from manage_training.domain.training.rename import rename
from tests.factories.organisations import an_appropriate_body
from tests.factories.schools import a_school
from tests.factories.training import a_mentor, a_mentorship, a_teacher, a_teacher_to_be_checked, an_ect, training_in
from tests.factories.years import every_year

pytestmark = pytest.mark.django_db
HUGO = Actor("user", 1, "induction_tutor of school 1")
TODAY = date(2022, 10, 3)


@pytest.fixture(autouse=True)
def on_3_october_2022(time_machine):
    time_machine.move_to("2022-10-03T10:00:00+01:00", tick=False)


@pytest.fixture
def acme():
    every_year()
    return a_school("ACME Primary School")


@pytest.fixture
def leah(acme):
    return an_ect(a_teacher("Leah Morris"), at=acme)


def kinds():
    return list(Event.objects.order_by("pk").values_list("kind", flat=True))


def together():
    """The mentorships in force: name, first and last day."""
    return [
        (str(each.mentor.teacher), each.starts_on, each.finishes_on)
        for each in Mentorship.objects.in_force().select_related("mentor__teacher").order_by("starts_on")
    ]


# The name they go by


def test_a_name_is_changed_and_the_record_keeps_its_own(leah):
    rename(leah, "  Leah   Smith ", by=HUGO)
    leah.teacher.refresh_from_db()
    assert (str(leah.teacher), leah.teacher.record_name) == ("Leah Smith", "Leah Morris")
    assert kinds() == ["person_renamed"]
    assert "Smith" not in str(Event.objects.get().details)


def test_a_wholly_different_name_needs_a_reason_and_is_marked(leah):
    with pytest.raises(Refusal, match="Enter why they go by a different name"):
        rename(leah, "Zoë Żółć", by=HUGO)
    rename(leah, "Zoë Żółć", reason="Married", by=HUGO)
    leah.teacher.refresh_from_db()
    assert (leah.teacher.preferred_name, leah.teacher.name_reason) == ("Zoë Żółć", "Married")
    assert kinds() == ["person_renamed", "name_explained"]


def test_back_to_the_name_on_the_record_is_no_preferred_name(leah):
    rename(leah, "Zoë Morris", by=HUGO)
    leah.teacher.refresh_from_db()
    rename(leah, "Leah Morris", by=HUGO)
    leah.teacher.refresh_from_db()
    assert leah.teacher.preferred_name == ""


def test_somebody_to_be_checked_is_compared_with_the_name_that_was_typed(acme):
    robin = an_ect(a_teacher_to_be_checked("Robin Unsure"), at=acme)
    rename(robin, "Robin Sure", by=HUGO)
    assert kinds() == ["person_renamed"]


# The address


def test_an_address_is_changed_and_both_are_told(leah):
    before = leah.email
    change_email(leah, "leah@acme.example", by=HUGO)
    assert Placement.objects.get(pk=leah.pk).email == "leah@acme.example"
    assert set(Message.objects.values_list("to", flat=True)) == {before, "leah@acme.example"}
    assert kinds() == ["person_email_changed"]


def test_w9_an_address_of_somebody_else_is_refused_without_a_name(leah):
    other = an_ect(a_teacher("Secret Person"), at=a_school())
    with pytest.raises(Refusal) as refusal:
        change_email(leah, other.email.upper(), by=HUGO)
    assert refusal.value.field == "email"
    assert "Secret" not in refusal.value.words
    assert kinds() == []


def test_an_address_of_somebody_who_has_left_is_free_again(leah):
    gone = an_ect(at=a_school(), until=date(2022, 9, 30))
    assert change_email(leah, gone.email, by=HUGO).email == gone.email


# Who may be changed at all (rule T46)


def test_who_has_left_is_not_changed(acme):
    gone = an_ect(a_teacher("Gone Already"), at=acme, until=date(2022, 10, 2))
    for change in (
        lambda: rename(gone, "Gone Girl", by=HUGO),
        lambda: change_email(gone, "gone@acme.example", by=HUGO),
        lambda: assign_mentor(gone, None, starts_on=TODAY, by=HUGO),
        lambda: remove(gone, by=HUGO),
    ):
        with pytest.raises(Refusal, match="has left your school"):
            change()


def test_who_changes_on_top_of_something_they_have_not_seen_is_told(leah):
    change_email(leah, "leah@acme.example", by=HUGO, seen=1)
    with pytest.raises(Refusal, match="Somebody has changed the record of Leah Morris since you looked"):
        rename(leah, "Leah Smith", by=HUGO, seen=1)


# The mentor (rule T49)


def test_a_mentor_is_assigned_from_a_day_on(acme, leah):
    ivan = a_mentor(a_teacher("Ivan Petrov"), at=acme)
    assign_mentor(leah, ivan, starts_on=TODAY, by=HUGO)
    assert together() == [("Ivan Petrov", TODAY, None)]
    assert Event.objects.get().details == {"mentor": ivan.pk, "starts_on": "2022-10-03"}


def test_the_mentor_before_stays_until_the_day_before(acme, leah):
    ivan, mona = (a_mentor(a_teacher(name), at=acme) for name in ("Ivan Petrov", "Mona Lund"))
    a_mentorship(leah, ivan)
    assign_mentor(leah, mona, starts_on=date(2022, 11, 1), by=HUGO)
    assert together() == [
        ("Ivan Petrov", date(2022, 9, 1), date(2022, 10, 31)),
        ("Mona Lund", date(2022, 11, 1), None),
    ]


def test_one_who_was_to_begin_later_does_not(acme, leah):
    ivan, mona = (a_mentor(a_teacher(name), at=acme) for name in ("Ivan Petrov", "Mona Lund"))
    a_mentorship(leah, ivan, since=date(2022, 12, 1))
    assign_mentor(leah, mona, starts_on=TODAY, by=HUGO)
    assert together() == [("Mona Lund", TODAY, None)]
    assert Mentorship.objects.exclude(voided_at=None).count() == 1


def test_a_mentorship_ends_when_the_first_of_the_two_leaves(acme):
    leah = an_ect(at=acme, until=date(2023, 7, 21))
    ivan = a_mentor(a_teacher("Ivan Petrov"), at=acme, until=date(2023, 4, 14))
    assign_mentor(leah, ivan, starts_on=TODAY, by=HUGO)
    assert together() == [("Ivan Petrov", TODAY, date(2023, 4, 14))]


def test_somebody_can_be_without_a_mentor(acme, leah):
    a_mentorship(leah, a_mentor(a_teacher("Ivan Petrov"), at=acme))
    assign_mentor(leah, None, starts_on=TODAY, by=HUGO)
    assert together() == [("Ivan Petrov", date(2022, 9, 1), date(2022, 10, 2))]
    with pytest.raises(Refusal, match="has no mentor on 3 October 2022 or later"):
        assign_mentor(leah, None, starts_on=TODAY, by=HUGO)


def test_a_mentor_takes_on_several_at_once_or_none(acme, leah):
    ivan = a_mentor(a_teacher("Ivan Petrov"), at=acme)
    amir, later = an_ect(at=acme), an_ect(a_teacher("Late Starter"), at=acme, since=date(2023, 1, 9))
    with pytest.raises(Refusal, match="Late Starter starts"):
        assign_ects(ivan, [leah, amir, later], starts_on=TODAY, by=HUGO)
    assign_ects(ivan, [leah, amir], starts_on=TODAY, by=HUGO)
    assert Mentorship.objects.in_force().filter(mentor=ivan).count() == 2


def test_a_mentor_who_is_refused(acme, leah):
    elsewhere = a_mentor(at=a_school())
    oneself = a_mentor(leah.teacher, at=acme)
    ivan = a_mentor(at=acme)
    a_mentorship(leah, ivan)
    for mentor, words in (
        (elsewhere, "one of the mentors of your school"),
        (oneself, "cannot be their own mentor"),
        (an_ect(at=acme), "one of the mentors of your school"),
        (ivan, "already mentors Leah Morris"),
    ):
        with pytest.raises(Refusal, match=words) as refusal:
            assign_mentor(leah, mentor, starts_on=TODAY, by=HUGO)
        assert refusal.value.field == "mentor"


# The appropriate body (rule T50)


def test_one_ect_gets_another_appropriate_body_from_today(acme, leah):
    hub = an_appropriate_body()
    change_body_of(leah, hub, by=HUGO)
    before, after = leah.training.in_force().order_by("starts_on")
    assert (before.finishes_on, before.appropriate_body) == (date(2022, 10, 2), None)
    assert (after.starts_on, after.appropriate_body) == (TODAY, hub)
    change_body_of(leah, hub, by=HUGO)
    assert kinds() == ["person_body_changed"]


def test_o3_a_body_that_is_not_for_this_school_or_year_is_refused(leah):
    for body in (
        an_appropriate_body("For others", school_types=(11,)),
        an_appropriate_body("Over", last_year=2021),
    ):
        with pytest.raises(Refusal, match="does not take on new teachers"):
            change_body_of(leah, body, by=HUGO)


def test_a_mentor_needs_no_body(acme):
    with pytest.raises(Refusal, match="mentors need no appropriate body"):
        change_body_of(a_mentor(at=acme), an_appropriate_body(), by=HUGO)


# Registered by mistake (rule T51)


def test_a_registration_by_mistake_is_taken_out_with_all_that_is_in_it(acme, leah):
    a_mentorship(leah, a_mentor(at=acme))
    remove(leah, by=HUGO)
    leah.refresh_from_db()
    assert leah.voided_at == now()
    assert not leah.training.in_force().exists()
    assert not leah.mentors.in_force().exists()
    assert Message.objects.get().to == leah.email
    assert kinds() == ["person_removed"]
    with pytest.raises(Refusal, match="was removed"):
        remove(leah, by=HUGO)


def test_somebody_removed_by_mistake_can_be_at_another_school_at_once(leah):
    remove(leah, by=HUGO)
    assert an_ect(leah.teacher, at=a_school()).pk


def test_a_mentor_of_somebody_is_not_removed(acme, leah):
    ivan = a_mentor(a_teacher("Ivan Petrov"), at=acme)
    a_mentorship(leah, ivan)
    with pytest.raises(Refusal, match="Ivan Petrov mentors Leah Morris"):
        remove(ivan, by=HUGO)


def test_who_has_trained_is_not_removed(acme):
    sophie = an_ect(a_teacher("Sophie"), at=acme)
    sophie.training.update(finishes_on=date(2022, 9, 30))
    training_in(sophie, since=date(2022, 10, 1), status=Status.PAUSED, reason="parental_leave")
    with pytest.raises(Refusal, match="Training of Sophie has been paused or has ended"):
        remove(sophie, by=HUGO)


def test_who_has_moved_on_is_not_removed(acme):
    leah = an_ect(a_teacher("Leah Morris"), at=acme, until=date(2022, 12, 31))
    an_ect(leah.teacher, at=a_school(), since=date(2023, 1, 1))
    with pytest.raises(Refusal, match="has moved to another school"):
        remove(leah, by=HUGO)
