"""What the two schools may still do once a transfer is reported: undo it, correct the last day, say it is a mistake.

Rules V8, V9 and V10.
"""

from datetime import date

import pytest
from django.db import connection

from manage_training.domain.academic_years.models import Programme
from manage_training.domain.cases.models import Case
from manage_training.domain.clock import now
from manage_training.domain.events.models import Event
from manage_training.domain.messages.models import Message
from manage_training.domain.partnerships.models import EndedWhy
from manage_training.domain.programmes.models import SchoolYear
from manage_training.domain.refusal import Refusal
from manage_training.domain.training.assign_mentor import assign_mentor
from manage_training.domain.training.change_email import change_email
from manage_training.domain.training.change_start import change_start, plan
from manage_training.domain.training.correct_last_day import correct_last_day
from manage_training.domain.training.follow_partnership import end_partnership
from manage_training.domain.training.models import CutShort, Mentorship, Placement, ReportedBy, Role
from manage_training.domain.training.remove import remove
from manage_training.domain.training.say_transfer_is_a_mistake import WhyAMistake, say_transfer_is_a_mistake
from manage_training.domain.training.undo_transfer import undo_transfer
from tests.factories.accounts import actor
from tests.factories.organisations import some_materials
from tests.factories.training import a_mentor, a_mentorship, a_placement, a_teacher
from tests.factories.transfers import (
    AMBITION,
    SINCE,
    TEACH_FIRST,
    a_school_with,
    a_tutor_at,
    in_training_at,
    moved,
    trains,
)
from tests.factories.two_schools import acme, beacon, ivan, leah
from tests.factories.years import every_year

__all__ = ["acme", "beacon", "ivan", "leah"]
pytestmark = pytest.mark.django_db
TODAY, THE_DAY_BEFORE = date(2022, 9, 5), date(2022, 9, 4)


@pytest.fixture(autouse=True)
def on_5_september_2022(time_machine):
    time_machine.move_to("2022-09-05T10:00:00+01:00", tick=False)
    every_year()


@pytest.fixture
def tess(beacon):
    return actor(a_tutor_at(beacon))


@pytest.fixture
def hugo(acme):
    return actor(a_tutor_at(acme))


def fresh(row):
    row.refresh_from_db()
    return row


def days(*rows):
    """First and last day and whether it is in force, as the database has them now."""
    return [(each.starts_on, each.finishes_on, each.voided_at is None) for each in map(fresh, rows)]


def checked_now():
    """What the database checks at commit only."""
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")
        cursor.execute("set constraints all deferred")


def kinds_since(number):
    return sorted(Message.objects.order_by("pk").values_list("kind", flat=True)[number:])


# Undoing (rule V9)


def test_undone_everything_has_the_days_it_had(leah, beacon, acme, hugo):
    ruth, mona = (a_mentor(at=beacon, since=SINCE) for _ in range(2))
    rows = [
        leah,
        leah.training.get(),
        a_mentorship(leah, ruth, until=date(2022, 9, 30)),
        a_mentorship(leah, mona, since=date(2022, 10, 1)),
    ]
    before = days(*rows)
    done = moved(leah, acme, by=hugo)
    assert days(*rows) != before
    undo_transfer(done, by=hugo)
    assert days(*rows) == before
    assert fresh(done.joined).voided_at == now()
    assert not done.joined.training.in_force().exists()
    assert fresh(done).undone_by == hugo.id
    assert not CutShort.objects.exists()


def test_the_last_day_that_the_old_school_had_reported_comes_back_with_who_reported_it(leah, acme, hugo):
    last_day = date(2022, 9, 30)
    Placement.objects.filter(pk=leah.pk).update(
        finishes_on=last_day, last_day_reported_by=ReportedBy.THIS_SCHOOL, left_because="leaves_teaching"
    )
    leah.training.update(finishes_on=last_day)
    undo_transfer(moved(leah, acme, by=hugo), by=hugo)
    assert (fresh(leah).finishes_on, leah.last_day_reported_by) == (last_day, ReportedBy.THIS_SCHOOL)
    assert leah.left_because == "leaves_teaching"
    assert leah.training.get().finishes_on == last_day


def test_everybody_who_was_told_learns_that_it_is_undone(leah, acme, hugo, tess):
    done = moved(leah, acme, by=hugo)
    undo_transfer(done, by=hugo)
    assert kinds_since(5) == [
        "provider_transfer_undone",
        "provider_transfer_undone",
        "teacher_is_not_leaving",
        "transfer_undone",
        "you_are_not_moving",
        "you_are_not_moving",
    ]
    to_providers = {each.to: each.values["what"] for each in Message.objects.filter(kind="provider_transfer_undone")}
    assert to_providers == {
        "schools@ambition.example": "Leah Morris does not join ACME Primary School",
        "schools@teach.example": "Leah Morris does not move away from Beacon Academy",
    }
    assert "ACME" not in str(Message.objects.get(kind="teacher_is_not_leaving").values)
    (last,) = Event.objects.filter(school_id=leah.school_id, kind="stays_here_after_all")
    assert (last.actor_kind, last.details) == ("another_school", {"last_day": None})


def test_it_is_undone_once(leah, acme, hugo):
    done = moved(leah, acme, by=hugo)
    undo_transfer(done, by=hugo)
    with pytest.raises(Refusal, match="has been undone already"):
        undo_transfer(done, by=hugo)


@pytest.mark.parametrize(("day", "too_late"), [("2022-09-19", False), ("2022-09-20", True)])
def test_w12_it_is_undone_within_14_days(leah, acme, hugo, time_machine, day, too_late):
    done = moved(leah, acme, by=hugo)
    time_machine.move_to(f"{day}T23:00:00+01:00", tick=False)
    if too_late:
        with pytest.raises(Refusal, match="could be undone until 19 September 2022"):
            undo_transfer(done, by=hugo)
    else:
        assert undo_transfer(done, by=hugo).undone_at


def left_of(joined):
    return joined.transfer.left


def test_not_once_something_else_has_happened_to_them_and_what_is_said(leah, acme, hugo):
    ruth = a_mentor(at=acme, since=SINCE)
    elsewhere = "what another school says of them"
    for change, what in (
        (lambda joined: change_email(joined, "other@acme.example", by=hugo), "their details"),
        (lambda joined: assign_mentor(joined, ruth, starts_on=TODAY, by=hugo), "their mentor"),
        (lambda joined: joined.training.update(status="paused", reason="leave"), "their training"),
        (lambda joined: change_start(joined, date(2022, 9, 12), by=hugo), "their start date, their training"),
        (lambda joined: left_of(joined).training.update(status="withdrawn", reason="other"), elsewhere),
        (
            lambda joined: moved(joined, a_school_with("Oakfield", AMBITION), starts_on=date(2022, 10, 3)),
            f"their last day, their training, {elsewhere}",
        ),
    ):
        done = moved(in_training_at(leah.school, a_teacher()), acme, by=hugo)
        change(done.joined)
        with pytest.raises(Refusal, match=f"cannot be undone, because this has changed since: {what}\\. "):
            undo_transfer(done, by=hugo)


def test_the_old_schools_correction_is_no_such_thing(leah, acme, hugo, tess):
    done = moved(leah, acme, by=hugo)
    correct_last_day(done, date(2022, 8, 31), by=tess)
    undo_transfer(done, by=hugo)
    assert (fresh(leah).finishes_on, leah.training.get().finishes_on) == (None, None)


def test_a_mentor_who_stayed_at_both_only_goes_from_the_new_one(ivan, leah, acme, hugo, tess):
    together = a_mentorship(leah, ivan)
    undo_transfer(moved(ivan, acme, leaves=False, by=hugo), by=hugo)
    assert days(ivan, together) == [(SINCE, None, True), (SINCE, None, True)]
    assert not Event.objects.filter(school_id=ivan.school_id).exists()


def test_who_was_given_another_mentor_meanwhile_keeps_that_one(ivan, leah, beacon, acme, hugo, tess):
    amir = in_training_at(beacon, a_teacher("Amir"))
    with_leah, with_amir = a_mentorship(leah, ivan), a_mentorship(amir, ivan)
    done = moved(ivan, acme, by=hugo)
    assign_mentor(fresh(leah), a_mentor(at=beacon, since=SINCE), starts_on=date(2022, 9, 12), by=tess)
    undo_transfer(done, by=hugo)
    assert days(with_leah, with_amir) == [(SINCE, date(2022, 9, 11), True), (SINCE, None, True)]
    assert Mentorship.objects.in_force().filter(ect=leah).count() == 2


def test_who_has_left_meanwhile_is_mentored_no_longer_than_they_are_there(ivan, leah, acme, hugo):
    together = a_mentorship(leah, ivan)
    done = moved(ivan, acme, by=hugo)
    Placement.objects.filter(pk=leah.pk).update(finishes_on=date(2022, 9, 9))
    leah.training.update(finishes_on=date(2022, 9, 9))
    undo_transfer(done, by=hugo)
    assert fresh(together).finishes_on == date(2022, 9, 9)


def test_who_comes_back_is_trained_as_their_school_trains_now(leah, beacon, acme, hugo, tess):
    done = moved(leah, acme, by=hugo)
    end_partnership(beacon.partnerships.get(), why=EndedWhy.CHANGED, by=tess)
    undo_transfer(done, by=hugo)
    ended, waits = leah.training.in_force().order_by("starts_on")
    assert ended.partnership.ended_at
    assert (ended.finishes_on, waits.starts_on, waits.finishes_on) == (THE_DAY_BEFORE, TODAY, None)
    assert (waits.partnership, waits.programme) == (None, Programme.FULL_INDUCTION)


def test_who_waited_when_they_left_is_trained_by_whom_their_school_has_now(acme, hugo):
    oak = a_school_with("Oakfield", None)
    leah = in_training_at(oak, a_teacher(), partnership=None)
    done = moved(leah, acme, by=hugo)
    trains(oak, TEACH_FIRST)
    undo_transfer(done, by=hugo)
    now_trained = leah.training.in_force().latest("starts_on")
    assert (now_trained.partnership, now_trained.finishes_on) == (oak.partnerships.get(), None)


def test_who_comes_back_to_a_school_that_has_changed_its_programme_follows_it(leah, beacon, acme, hugo, tess):
    materials = some_materials("UCL Institute of Education")
    done = moved(leah, acme, by=hugo)
    end_partnership(beacon.partnerships.get(), why=EndedWhy.CHANGED, by=tess)
    SchoolYear.objects.filter(school=beacon).update(programme=Programme.CORE_INDUCTION, materials=materials)
    undo_transfer(done, by=hugo)
    last = leah.training.in_force().latest("starts_on")
    assert (last.programme, last.materials, last.partnership) == (Programme.CORE_INDUCTION, materials, None)


@pytest.mark.parametrize("changes", [{"voided_at": "2022-09-05T09:00Z"}, {"starts_on": date(2022, 10, 15)}])
def test_a_mentor_who_is_not_there_any_more_is_not_given_back(leah, beacon, acme, hugo, changes):
    mona = a_placement(at=beacon, role=Role.MENTOR, since=SINCE)
    later = a_mentorship(leah, mona, since=date(2022, 10, 1))
    done = moved(leah, acme, by=hugo)
    Placement.objects.filter(pk=mona.pk).update(**changes)
    undo_transfer(done, by=hugo)
    checked_now()
    assert fresh(later).voided_at


def test_nobody_is_mentored_longer_than_a_mentor_is_there_who_comes_back_to_leave_earlier(ivan, leah, acme, hugo, tess):
    last_day = date(2022, 7, 21)
    Placement.objects.filter(pk=ivan.pk).update(finishes_on=last_day)
    ivan.training.update(finishes_on=last_day)
    done = moved(ivan, acme, by=hugo)
    correct_last_day(done, date(2022, 8, 31), by=tess)
    earlier, later = (
        a_mentorship(in_training_at(leah.school, a_teacher()), fresh(ivan), since=since)
        for since in (date(2022, 7, 1), date(2022, 8, 1))
    )
    correct_last_day(done, date(2022, 8, 15), by=tess)
    checked_now()
    assert [fresh(each).finishes_on for each in (earlier, later)] == [date(2022, 8, 15)] * 2
    undo_transfer(done, by=hugo)
    checked_now()
    assert (fresh(earlier).finishes_on, fresh(later).voided_at) == (last_day, now())


def test_a_transferred_teacher_is_not_removed_but_the_transfer_undone(leah, acme, hugo, tess):
    done = moved(leah, acme, by=hugo)
    with pytest.raises(Refusal, match="Undo the transfer instead"):
        remove(done.joined, by=hugo)
    undo_transfer(done, by=hugo)
    assert remove(fresh(leah), by=tess).voided_at


def test_a_mentor_who_has_moved_is_not_removed_from_where_they_were(ivan, acme, hugo, tess):
    moved(ivan, acme, starts_on=date(2022, 10, 3), by=hugo)
    with pytest.raises(Refusal, match="has moved to another school"):
        remove(fresh(ivan), by=tess)


def test_another_first_day_leaves_them_in_their_year(leah, acme, hugo):
    """Rule V2, where rule T52 would move a new teacher into another year."""
    joined = moved(leah, acme, starts_on=date(2022, 10, 3), by=hugo).joined
    assert plan(joined, date(2022, 10, 10)).in_words[0] == "They began in 2021 to 2022 and stay in that year."
    change_start(joined, date(2022, 10, 10), by=hugo)
    assert (joined.training.get().year_id, joined.training.get().starts_on) == (2021, date(2022, 10, 10))
    with pytest.raises(Refusal, match="was at their last school until 2 October 2022"):
        change_start(joined, date(2022, 10, 2), by=hugo)


# Correcting the last day (rule V8)


def test_the_old_school_corrects_the_last_day_and_back_again(leah, beacon, acme, hugo, tess):
    ruth = a_mentor(at=beacon, since=SINCE)
    together = a_mentorship(leah, ruth)
    done = moved(leah, acme, by=hugo)
    correct_last_day(done, date(2022, 7, 21), by=tess)
    assert days(leah, together, leah.training.get()) == [(SINCE, date(2022, 7, 21), True)] * 3
    assert fresh(leah).last_day_reported_by == ReportedBy.THIS_SCHOOL
    correct_last_day(done, THE_DAY_BEFORE, by=tess)
    assert days(leah, together, leah.training.get()) == [(SINCE, THE_DAY_BEFORE, True)] * 3
    events = Event.objects.filter(kind="last_day_corrected").order_by("pk")
    assert [each.details for each in events] == [
        {"last_day_before": "2022-09-04", "last_day": "2022-07-21"},
        {"last_day_before": "2022-07-21", "last_day": "2022-09-04"},
    ]


def test_what_was_taken_out_by_a_correction_comes_back_with_the_next(leah, beacon, acme, hugo, tess):
    ruth = a_mentor(at=beacon, since=SINCE)
    later = a_mentorship(leah, ruth, since=date(2022, 8, 1))
    done = moved(leah, acme, by=hugo)
    correct_last_day(done, date(2022, 7, 21), by=tess)
    assert fresh(later).voided_at
    correct_last_day(done, date(2022, 8, 31), by=tess)
    assert days(later) == [(date(2022, 8, 1), date(2022, 8, 31), True)]


def test_a_later_day_than_the_school_had_reported_takes_along_what_ends_with_it(leah, beacon, acme, hugo, tess):
    last_day = date(2022, 7, 21)
    Placement.objects.filter(pk=leah.pk).update(finishes_on=last_day, last_day_reported_by=ReportedBy.THIS_SCHOOL)
    leah.training.update(finishes_on=last_day)
    together = a_mentorship(fresh(leah), a_mentor(at=beacon, since=SINCE))
    done = moved(leah, acme, by=hugo)
    rows = leah, leah.training.get(), together
    correct_last_day(done, date(2022, 8, 31), by=tess)
    assert days(*rows) == [(SINCE, date(2022, 8, 31), True)] * 3
    undo_transfer(done, by=hugo)
    assert days(*rows) == [(SINCE, last_day, True)] * 3


def test_training_that_went_on_with_somebody_else_meanwhile_ends_with_the_corrected_day(leah, beacon, acme, hugo, tess):
    done = moved(leah, acme, starts_on=date(2022, 10, 3), by=hugo)
    correct_last_day(done, date(2022, 9, 9), by=tess)
    end_partnership(beacon.partnerships.get(), why=EndedWhy.CHANGED, by=tess)
    correct_last_day(done, date(2022, 9, 30), by=tess)
    assert leah.training.in_force().latest("starts_on").finishes_on == date(2022, 9, 30)


@pytest.mark.parametrize(
    ("last_day", "words"),
    [
        (date(2021, 8, 31), "started on 1 September 2021. Enter that day or a later one"),
        (TODAY, "is at the other school by then"),
    ],
)
def test_w8_a_last_day_that_cannot_be_is_refused(leah, acme, hugo, tess, last_day, words):
    done = moved(leah, acme, by=hugo)
    with pytest.raises(Refusal, match=words) as refused:
        correct_last_day(done, last_day, by=tess)
    assert refused.value.field == "last_day"


@pytest.mark.parametrize(("day", "too_late"), [("2022-09-19", False), ("2022-09-20", True)])
def test_it_is_corrected_within_14_days_also_once_they_have_left(leah, acme, hugo, tess, time_machine, day, too_late):
    done = moved(leah, acme, by=hugo)
    time_machine.move_to(f"{day}T23:00:00+01:00", tick=False)
    if too_late:
        with pytest.raises(Refusal, match="could be corrected until 19 September 2022"):
            correct_last_day(done, date(2022, 8, 31), by=tess)
    else:
        assert correct_last_day(done, date(2022, 8, 31), by=tess).finishes_on == date(2022, 8, 31)


def test_m6_nobody_corrects_what_was_undone_or_concerns_them_not(leah, ivan, acme, hugo, tess):
    undone = undo_transfer(moved(leah, acme, by=hugo), by=hugo)
    for done in (undone, moved(ivan, acme, leaves=False, by=hugo)):
        with pytest.raises(Refusal, match="does not move to another school"):
            correct_last_day(done, date(2022, 8, 31), by=tess)
        with pytest.raises(Refusal, match="does not move to another school"):
            say_transfer_is_a_mistake(done, WhyAMistake.STAYS, by=tess)


def test_the_new_school_hears_nothing_of_a_correction(leah, ivan, acme, hugo, tess):
    a_mentorship(leah, ivan)
    done = moved(ivan, acme, by=hugo)
    number = Message.objects.count()
    correct_last_day(done, date(2022, 8, 31), by=tess)
    assert kinds_since(number) == ["last_day_corrected", "provider_last_day_corrected", "your_registration_changed"]
    assert Message.objects.get(kind="last_day_corrected").values["what_changes"][1:] == [
        "Leah Morris has no mentor yet from 1 September 2022"
    ]
    assert not Event.objects.filter(school_id=acme.pk, kind="last_day_corrected").exists()


# Saying that it is a mistake (rule V10)


def test_a_mistake_changes_nothing_but_opens_a_case_of_which_both_hear(leah, acme, hugo, tess):
    done = moved(leah, acme, by=hugo)
    number = Message.objects.count()
    before = days(leah, done.joined)
    case = say_transfer_is_a_mistake(done, WhyAMistake.STAYS, "She told me so", by=tess)
    assert days(leah, done.joined) == before
    assert (case.words, case.about) == ("They are not leaving. She told me so", f"transfer {done.pk}")
    assert kinds_since(number) == ["transfer_called_a_mistake", "transfer_doubted"]
    to_acme = Message.objects.get(kind="transfer_doubted").values
    assert to_acme["reason"] == "They are not leaving"
    assert "Beacon" not in str(to_acme)
    assert "She told me" not in str(to_acme)
    theirs = Event.objects.get(kind="transfer_doubted_by_another_school")
    assert (theirs.school_id, theirs.actor_id, theirs.details) == (acme.pk, None, {"reason": "stays"})
    assert not Event.objects.filter(school_id=acme.pk, kind="case_opened").exists()


def test_it_is_said_once_while_somebody_looks_at_it(leah, acme, hugo, tess):
    done = moved(leah, acme, by=hugo)
    say_transfer_is_a_mistake(done, WhyAMistake.LATER, by=tess)
    with pytest.raises(Refusal, match="You have told us already"):
        say_transfer_is_a_mistake(done, WhyAMistake.LATER, by=tess)
    undo_transfer(done, by=hugo)
    assert Case.objects.get().outcome == "The school that they joined took it back."
