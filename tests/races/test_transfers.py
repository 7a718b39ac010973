"""Rules V7 to V9 where two schools report one teacher at the same moment, and the old school acts meanwhile."""

import os
from datetime import date, timedelta

import pytest

from manage_training.domain.cases.models import Case
from manage_training.domain.clock import now, today
from manage_training.domain.events.models import Event
from manage_training.domain.messages.models import Message
from manage_training.domain.refusal import Refusal
from manage_training.domain.training.correct_last_day import correct_last_day
from manage_training.domain.training.models import Placement, Role, TrainingPeriod, Transfer
from manage_training.domain.training.transfer import transfer
from manage_training.domain.training.undo_transfer import undo_transfer
from tests.factories.accounts import actor
from tests.factories.training import a_mentor, a_mentorship, a_teacher
from tests.factories.transfers import AMBITION, TEACH_FIRST, a_school_with, a_tutor_at, in_training_at
from tests.factories.years import every_year
from tests.races.at_once import RACES, again_and_again, at_once

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
as_often_as_schools_meet = pytest.mark.parametrize("race", range(int(os.environ.get("TRANSFER_RACES", RACES))))


@pytest.fixture
def leah():
    every_year()
    beacon = a_school_with("Beacon Academy", TEACH_FIRST)
    a_tutor_at(beacon)
    started = max(today() - timedelta(days=300), date(2021, 6, 1))  # there is no year before
    leah = in_training_at(beacon, a_teacher("Leah Morris"), since=started)
    a_mentorship(leah, a_mentor(at=beacon, since=started))
    return leah


def school_with_tutor(name):
    school = a_school_with(name, AMBITION)
    return school, a_tutor_at(school)


def reports(who, school, tutor, looked_at):
    """What a tutor's page would be told: who joins, or that another school was faster."""
    done = transfer(
        who.teacher,
        school,
        starts_on=today(),
        email=f"leah@{school.urn}.example",
        continues=False,
        looked_at=looked_at,
        by=actor(tutor),
    )
    return "joined" if done else "another school was faster"


def corrects(who, tutor):
    """The old school, as soon as it sees that somebody moves."""
    done = Transfer.objects.filter(left=who).first()
    if done is None:
        return "nothing to correct yet"
    return str(correct_last_day(done, today() - timedelta(days=7), by=tutor).finishes_on)


def one_current_placement(who):
    """Every day has one school, and all that is in a placement lies inside it: the database has said so at commit."""
    current = Placement.objects.in_force().filter(teacher=who.teacher, role=Role.ECT, finishes_on=None)
    assert current.count() == 1
    assert TrainingPeriod.objects.in_force().filter(placement=current.get()).count() == 1
    return current.get()


@as_often_as_schools_meet
def test_of_two_schools_that_report_one_teacher_one_gets_them_and_both_are_told(race: int, leah):
    tess = actor(leah.school.memberships.get())
    looked_at = now()
    acme, oak = school_with_tutor("ACME Primary School"), school_with_tutor("Oakfield")
    outcomes = at_once(
        lambda: reports(leah, *acme, looked_at),
        lambda: reports(leah, *oak, looked_at),
        lambda: corrects(leah, tess),
    )
    assert sorted(outcomes[:2]) == ["another school was faster", "joined"]
    week_ago = str(today() - timedelta(days=7))
    assert outcomes[2] in ("nothing to correct yet", week_ago)
    joined = one_current_placement(leah)
    winner, loser = (acme, oak) if outcomes[0] == "joined" else (oak, acme)
    assert joined.school == winner[0]
    told = dict(Message.objects.filter(to__in=[winner[1].user.email, loser[1].user.email]).values_list("to", "kind"))
    assert told == {winner[1].user.email: "teacher_is_joining", loser[1].user.email: "another_school_was_faster"}
    assert Case.objects.get().kind == "two_schools_report_one_teacher"
    leah.refresh_from_db()
    last_day = today() - timedelta(days=7 if outcomes[2] == week_ago else 1)
    assert leah.finishes_on == leah.training.get().finishes_on == leah.mentors.get().finishes_on == last_day


@again_and_again
def test_undoing_while_the_old_school_corrects_leaves_everything_as_it_was(race: int, leah):
    """Whichever comes first: the correction is undone with the transfer, or finds nobody who moves."""
    tess = actor(leah.school.memberships.get())
    school, tutor = school_with_tutor("ACME Primary School")
    reports(leah, school, tutor, now())
    done = Transfer.objects.get()

    def undoes():
        return bool(undo_transfer(done, by=actor(tutor)).undone_at)

    def corrected():
        try:
            return str(correct_last_day(done, today() - timedelta(days=7), by=tess).finishes_on)
        except Refusal as refusal:
            return refusal.words

    outcomes = at_once(undoes, corrected)
    assert outcomes[0] is True
    assert outcomes[1] == str(today() - timedelta(days=7)) or "does not move to another school any more" in outcomes[1]
    assert one_current_placement(leah) == leah
    leah.refresh_from_db()
    assert (leah.finishes_on, leah.training.get().finishes_on, leah.mentors.get().finishes_on) == (None, None, None)
    assert Event.objects.filter(kind="transfer_undone").count() == 1
