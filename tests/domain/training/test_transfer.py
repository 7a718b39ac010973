"""A teacher comes from another school. Rules V1 to V7; the pages are tried in tests/web/school/test_transfer_in.py."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from manage_training.domain.academic_years.models import Programme
from manage_training.domain.cases.models import Case
from manage_training.domain.clock import now
from manage_training.domain.events.models import Event
from manage_training.domain.messages.models import Message
from manage_training.domain.refusal import Refusal
from manage_training.domain.teachers.models import EarlyRollOutMentor
from manage_training.domain.training.count import people_of_year
from manage_training.domain.training.models import (
    CutShort,
    Mentorship,
    Placement,
    ReportedBy,
    Role,
    Status,
    TrainingPeriod,
    Transfer,
)
from manage_training.domain.training.people import people_of
from manage_training.domain.training.transfer import transfer
from tests.factories.accounts import actor
from tests.factories.organisations import an_appropriate_body, some_materials
from tests.factories.programmes import a_school_year
from tests.factories.schools import a_school
from tests.factories.training import a_mentor, a_mentorship, a_placement, a_teacher, a_teacher_to_be_checked
from tests.factories.transfers import (
    AMBITION,
    FIRST_DAY,
    SINCE,
    TEACH_FIRST,
    a_school_with,
    a_tutor_at,
    in_training_at,
    moved,
)
from tests.factories.two_schools import acme, beacon, hugo, ivan, leah, tess
from tests.factories.years import every_year

__all__ = ["acme", "beacon", "hugo", "ivan", "leah", "tess"]
pytestmark = pytest.mark.django_db
THE_DAY_BEFORE = date(2022, 9, 4)


@pytest.fixture(autouse=True)
def on_5_september_2022(time_machine):
    time_machine.move_to("2022-09-05T10:00:00+01:00", tick=False)
    every_year()


def fresh(row):
    row.refresh_from_db()
    return row


def sent():
    return sorted(Message.objects.values_list("kind", "to"))


def said(kind):
    return Message.objects.get(kind=kind).values


def happened(school):
    return list(Event.objects.filter(school_id=school.pk).order_by("pk").values_list("kind", flat=True))


# Days (rules V1 and V3)


def test_the_old_placement_ends_the_day_before_and_all_that_is_in_it(leah, beacon, acme):
    together = a_mentorship(leah, a_mentor(at=beacon, since=SINCE))
    joined = moved(leah, acme).joined
    assert (fresh(leah).finishes_on, leah.left_because) == (THE_DAY_BEFORE, "another_school")
    assert leah.last_day_reported_by == ReportedBy.JOINING_SCHOOL
    assert leah.training.get().finishes_on == fresh(together).finishes_on == THE_DAY_BEFORE
    assert (joined.school, joined.role, joined.starts_on, joined.finishes_on) == (acme, Role.ECT, FIRST_DAY, None)


def test_an_earlier_last_day_that_the_old_school_has_reported_stays(leah, acme):
    Placement.objects.filter(pk=leah.pk).update(finishes_on=date(2022, 7, 21), last_day_reported_by="this_school")
    leah.training.update(finishes_on=date(2022, 7, 21))
    moved(leah, acme)
    assert (fresh(leah).finishes_on, leah.last_day_reported_by) == (date(2022, 7, 21), ReportedBy.THIS_SCHOOL)
    assert not CutShort.objects.exists()


def test_a_later_one_is_trimmed_and_the_old_school_told(leah, acme, tess):
    Placement.objects.filter(pk=leah.pk).update(finishes_on=date(2022, 9, 30), last_day_reported_by="this_school")
    leah.training.update(finishes_on=date(2022, 9, 30))
    done = moved(leah, acme)
    assert fresh(leah).finishes_on == THE_DAY_BEFORE
    assert (done.last_day_before, done.last_day_reported_by_before) == (date(2022, 9, 30), ReportedBy.THIS_SCHOOL)
    assert said("teacher_is_leaving")["what_changes"] == [
        "you have told us 30 September 2022; the other school says that they start there earlier"
    ]


def test_what_was_to_begin_at_the_old_school_later_is_taken_out(leah, beacon, acme):
    later = a_mentorship(leah, a_mentor(at=beacon, since=SINCE), since=date(2022, 9, 5))
    done = moved(leah, acme)
    assert fresh(later).voided_at == now()
    assert done.cut_short.get(mentorship=later).last_day_after is None


@pytest.mark.parametrize(
    ("starts_on", "words"),
    [
        (SINCE, "started at their last school on 1 September 2021. Enter a date after that"),
        (date(2023, 1, 6), "must be 5 January 2023 or earlier"),
    ],
)
def test_w8_a_first_day_that_cannot_be_is_refused(leah, acme, starts_on, words):
    with pytest.raises(Refusal, match=words) as refused:
        moved(leah, acme, starts_on=starts_on)
    assert refused.value.field == "starts_on"
    assert fresh(leah).finishes_on is None


@pytest.mark.parametrize("starts_on", [SINCE + timedelta(days=1), date(2023, 1, 5)])
def test_the_first_and_the_last_first_day_that_can_be(leah, acme, starts_on):
    assert moved(leah, acme, starts_on=starts_on).joined.starts_on == starts_on


def test_who_left_in_summer_joins_in_autumn(leah, acme):
    Placement.objects.filter(pk=leah.pk).update(finishes_on=date(2022, 7, 21))
    leah.training.update(finishes_on=date(2022, 7, 21))
    done = moved(leah, acme)
    assert done.joined.training.get().year_id == 2021


def test_who_left_comes_back_to_the_same_school_and_nobody_else_hears_of_it(leah, beacon, tess):
    Placement.objects.filter(pk=leah.pk).update(finishes_on=date(2022, 7, 21))
    leah.training.update(finishes_on=date(2022, 7, 21))
    with pytest.raises(Refusal, match="was at your school until 21 July 2022") as refused:
        moved(leah, beacon, starts_on=date(2022, 7, 21), by=actor(tess))
    assert refused.value.field == "starts_on"
    done = moved(leah, beacon, by=actor(tess))
    assert done.joined.training.get().year_id == 2021
    assert happened(beacon) == ["person_joined"]
    assert said("provider_teacher_changes_school")["what_happens"] == "is back at Beacon Academy"


# Who it may be (rule V1)


def test_who_is_at_the_school_already_does_not_join_it(leah, beacon):
    with pytest.raises(Refusal, match="is at your school already"):
        moved(leah, beacon)


def test_whom_no_school_has_registered_is_new(acme):
    with pytest.raises(Refusal, match="No other school has registered Priya Sharma"):
        moved(a_placement_of_nobody(a_teacher("Priya Sharma")), acme)


def test_whom_the_record_has_not_confirmed_is_nobody_yet(beacon, acme):
    robin = in_training_at(beacon, a_teacher_to_be_checked())
    with pytest.raises(Refusal, match="No other school has registered Robin Unsure"):
        moved(robin, acme)


def a_placement_of_nobody(teacher):
    return Placement(teacher=teacher)


def test_w9_an_address_of_somebody_else_is_refused_and_their_own_old_one_is_not(leah, beacon, acme, ivan):
    with pytest.raises(Refusal, match="Somebody else in this service") as refused:
        transfer(leah.teacher, acme, starts_on=FIRST_DAY, email=ivan.email, continues=True, by=actor(a_tutor_at(acme)))
    assert refused.value.field == "email"
    assert moved(leah, acme, by=None).joined.pk


def test_o2_a_mentor_of_another_school_is_refused(leah, beacon, acme):
    with pytest.raises(Refusal, match="one of the mentors of your school"):
        moved(leah, acme, mentor=a_mentor(at=beacon, since=SINCE))


def test_a_mentor_of_the_school_mentors_from_the_first_day(leah, acme):
    ruth = a_mentor(a_teacher("Ruth Kaplan"), at=acme, since=SINCE)
    joined = moved(leah, acme, mentor=ruth).joined
    assert Mentorship.objects.get(ect=joined).starts_on == FIRST_DAY


# Training (rules V2, V5 and V6)


def how(done):
    """Year, programme, partnership's provider, and the pair or materials that were carried over."""
    training = done.joined.training.get()
    own = training.partnership.lead_provider.name if training.partnership else None
    return training.year_id, own, str(training.lead_provider or ""), str(training.materials or "")


def test_who_goes_on_carries_the_old_pair_over_and_stays_in_their_year(leah, acme):
    assert how(moved(leah, acme, continues=True)) == (2021, None, "Teach First", "")


def test_who_changes_is_trained_by_the_schools_partnership_of_their_year(leah, acme):
    assert how(moved(leah, acme, continues=False)) == (2021, "Ambition Institute", "", "")


def test_where_both_schools_use_one_pair_nobody_has_to_ask(leah):
    acme = a_school_with("ACME", TEACH_FIRST)
    assert how(moved(leah, acme, continues=None)) == (2021, "Teach First", "", "")


def test_where_they_differ_somebody_has_to_say(leah, acme):
    with pytest.raises(Refusal, match="Select yes if Leah Morris will continue") as refused:
        moved(leah, acme, continues=None)
    assert refused.value.field == "continues"


def test_a_school_on_materials_may_use_them_or_let_the_provider_go_on(leah):
    acme = a_school_with("ACME", None, programme=Programme.CORE_INDUCTION)
    assert how(moved(leah, acme, continues=False)) == (2021, None, "", "Teach First")
    assert Transfer.objects.get().joined.training.get().programme == Programme.CORE_INDUCTION


def test_a_school_without_a_provider_waits_for_one(leah):
    acme = a_school_with("ACME", None)
    assert how(moved(leah, acme, continues=False)) == (2021, None, "", "")


def test_who_was_trained_with_materials_may_go_on_with_them(beacon, acme):
    materials = some_materials("UCL Institute of Education")
    leah = in_training_at(beacon, a_teacher(), programme=Programme.CORE_INDUCTION, materials=materials)
    assert how(moved(leah, acme, continues=True)) == (2021, None, "", "UCL Institute of Education")


def test_a_school_that_has_answered_nothing_is_set_up_first(leah):
    with pytest.raises(Refusal, match="Set up your training first"):
        moved(leah, a_school("New School"))


def test_where_nobody_knows_the_year_the_school_says_it(beacon, acme):
    somebody = a_placement(at=beacon, since=SINCE)
    with pytest.raises(Refusal, match="Select the year") as refused:
        moved(somebody, acme)
    assert refused.value.field == "year"
    assert how(moved(somebody, acme, year=2021)) == (2021, "Ambition Institute", "", "")


def test_the_appropriate_body_is_the_schools_if_it_takes_people_of_their_year(leah, beacon):
    acme = a_school("ACME")
    a_school_year(acme, year=2021, appropriate_body=an_appropriate_body())
    assert moved(leah, acme).joined.training.get().appropriate_body == an_appropriate_body()


def test_a_body_that_began_later_is_not_theirs(leah):
    acme = a_school("ACME")
    a_school_year(acme, year=2022, appropriate_body=an_appropriate_body("New Hub", first_year=2022))
    assert moved(leah, acme).joined.training.get().appropriate_body is None


def test_a_moved_teacher_is_counted_in_their_own_year_at_the_new_school(leah, beacon, acme, time_machine):
    moved(leah, acme, starts_on=date(2022, 10, 3))
    year = every_year()[0]
    counts = {
        school: type(year).objects.annotate(n=people_of_year(school, FIRST_DAY)).get(pk=2021).n
        for school in (beacon, acme)
    }
    assert counts == {beacon: 1, acme: 1}
    labels = [people_of(school, FIRST_DAY)[0].standing for school in (beacon, acme)]
    assert [(each.state, each.on) for each in labels] == [
        ("leaving", date(2022, 10, 2)),
        ("joining", date(2022, 10, 3)),
    ]


# Mentors


def test_a_mentor_leaves_and_who_was_mentored_has_no_mentor_from_then_on(leah, ivan, beacon, acme, tess):
    together = a_mentorship(leah, ivan)
    moved(ivan, acme)
    assert fresh(together).finishes_on == THE_DAY_BEFORE
    assert fresh(ivan).finishes_on == THE_DAY_BEFORE
    assert people_of(beacon, FIRST_DAY)[0].standing.state == "no_mentor"
    assert said("teacher_is_leaving")["what_changes"][1:] == ["Leah Morris has no mentor yet from 5 September 2022"]


def test_a_mentor_may_mentor_at_both_schools_which_is_no_news_for_the_other(ivan, beacon, acme, tess):
    done = moved(ivan, acme, leaves=False)
    assert (fresh(ivan).finishes_on, ivan.version, done.leaves) == (None, 1, False)
    assert happened(beacon) == []
    assert not Message.objects.filter(to=tess.user.email).exists()
    assert done.joined.training.get().year_id == 2021


def test_an_ect_always_leaves(leah, acme):
    assert moved(leah, acme, leaves=False).leaves
    assert fresh(leah).finishes_on == THE_DAY_BEFORE


def test_a_mentor_who_was_trained_before_is_asked_nothing_and_mentors_without_training(beacon, acme):
    EarlyRollOutMentor.objects.create(trn="9100013")
    henry = a_placement(a_teacher(trn="9100013"), at=beacon, role=Role.MENTOR, since=SINCE)
    Placement.objects.filter(pk=henry.pk).update(year=2021)
    joined = moved(henry, acme, continues=None).joined
    assert (joined.year_id, joined.training.count()) == (2021, 0)


def test_a_mentor_in_training_is_asked_like_an_ect(ivan, acme):
    with pytest.raises(Refusal, match="continue with their current training programme"):
        moved(ivan, acme, continues=None)


# Who is told (rules V4 and V11)


def test_who_changes_provider_is_told_to_both_and_neither_learns_of_the_others_school(leah, acme, tess, hugo):
    moved(leah, acme, by=actor(hugo))
    assert sent() == [
        ("provider_teacher_joins", "schools@ambition.example"),
        ("provider_teacher_leaves", "schools@teach.example"),
        ("teacher_is_joining", hugo.user.email),
        ("teacher_is_leaving", tess.user.email),
        ("you_are_moving", f"moved.{leah.teacher.pk}@school.example"),
    ]
    for kind in ("provider_teacher_leaves", "teacher_is_leaving"):
        assert "ACME" not in str(said(kind))
        assert "moved." not in str(said(kind))
    assert "Beacon" not in str(said("provider_teacher_joins"))
    assert not any("@" in str(said(kind)) for kind, _ in sent())


@pytest.mark.parametrize("continues", [True, False])
def test_one_provider_for_both_reads_one_message(leah, continues):
    acme = a_school_with("ACME", (TEACH_FIRST[0], "Kings College London"))
    moved(leah, acme, continues=continues)
    ours = said("provider_teacher_changes_school")
    assert ours["what_happens"] == "moves from Beacon Academy to ACME"
    assert ours["partner_name"] == ("Inspire Teaching School Hub" if continues else "Kings College London")
    assert Message.objects.filter(kind__startswith="provider").count() == 1


def test_the_schools_provider_hears_nothing_of_who_goes_on_with_theirs(leah, acme):
    moved(leah, acme, continues=True)
    assert [to for kind, to in sent() if kind.startswith("provider")] == ["schools@teach.example"]


def test_who_had_stopped_training_is_told_to_the_new_provider_only(leah, acme):
    leah.training.update(status=Status.WITHDRAWN, reason="left_teaching")
    done = moved(leah, acme)
    assert [kind for kind, _ in sent() if kind.startswith("provider")] == ["provider_teacher_joins"]
    assert done.joined.training.get().status == Status.TRAINING


def test_o6_the_history_of_the_old_school_says_nothing_of_the_new_one(leah, beacon, acme, hugo):
    moved(leah, acme, by=actor(hugo))
    (event,) = Event.objects.filter(school_id=beacon.pk)
    assert (event.kind, event.subject_id) == ("person_moves_away", leah.pk)
    assert event.details == {"last_day": "2022-09-04", "last_day_before": None}
    assert (event.actor_kind, event.actor_id, event.acting_as) == ("another_school", None, "")
    assert happened(acme) == ["person_joined"]


# Two schools (rule V7)


def test_who_comes_second_moves_nobody_and_is_told(leah, beacon, acme, hugo):
    looked_at = now() - timedelta(minutes=5)
    won = moved(leah, acme, by=actor(hugo))
    oak = a_school_with("Oakfield", AMBITION)
    other = a_tutor_at(oak)
    second = transfer(
        leah.teacher, oak, starts_on=FIRST_DAY, email="leah@oak.example", looked_at=looked_at, by=actor(other)
    )
    assert second is None
    assert leah.teacher.placements.count() == 2
    assert Case.objects.get().kind == "two_schools_report_one_teacher"
    assert said("another_school_was_faster")["teacher_name"] == "Leah Morris"
    assert "ACME" not in str(said("another_school_was_faster"))
    assert won.joined.version == fresh(won.joined).version
    assert happened(oak) == ["case_opened", "reported_after_another_school"]


def test_who_looks_them_up_again_may_report_a_later_day(leah, acme):
    moved(leah, acme)
    oak = a_school_with("Oakfield", AMBITION)
    with pytest.raises(Refusal, match="started at their last school on 5 September 2022"):
        moved(leah, oak)
    again = moved(leah, oak, starts_on=date(2022, 9, 12))
    assert again.left == Transfer.objects.order_by("pk")[0].joined
    assert [str(each.finishes_on) for each in leah.teacher.placements.order_by("pk")] == [
        "2022-09-04",
        "2022-09-11",
        "None",
    ]


def test_who_is_to_join_another_school_is_not_there_yet(leah, acme):
    moved(leah, acme, starts_on=date(2022, 10, 3))
    with pytest.raises(Refusal, match="starts at another school on 3 October 2022"):
        moved(leah, a_school_with("Oakfield", AMBITION))


# What the database keeps


def test_a_placement_is_left_for_one_other_and_each_joined_by_one_transfer(leah, acme, beacon):
    done = moved(leah, acme)
    other = a_placement(at=acme)
    for wrong, constraint in (
        ({"left": leah, "joined": other}, "a_placement_is_left_for_one_other"),
        ({"left": other, "joined": done.joined}, "joined_id"),
        ({"left": other, "joined": other}, "nobody_transfers_to_where_they_are"),
    ):
        with transaction.atomic(), pytest.raises(IntegrityError, match=constraint):
            Transfer.objects.create(reported_at=now(), **wrong)


def test_what_is_cut_short_is_one_thing_and_once(leah, acme):
    done = moved(leah, acme)
    training = TrainingPeriod.objects.get(placement=leah)
    for wrong, constraint in (
        ({}, "a_transfer_cuts_training_or_a_mentorship_short"),
        ({"training": training}, "a_transfer_cuts_training_short_once"),
    ):
        with transaction.atomic(), pytest.raises(IntegrityError, match=constraint):
            CutShort.objects.create(transfer=done, **wrong)
