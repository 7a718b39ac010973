"""Another first day, and what moves with it. Rule T52."""

from datetime import date

import pytest

from manage_training.domain.academic_years.models import Programme
from manage_training.domain.events.actor import Actor
from manage_training.domain.events.models import Event
from manage_training.domain.messages.models import Message
from manage_training.domain.refusal import Refusal
from manage_training.domain.training.change_start import change_start, plan
from manage_training.domain.training.models import Role, Status
from tests.factories.programmes import a_school_year
from tests.factories.schools import a_school
from tests.factories.training import (
    a_mentor,
    a_mentorship,
    a_partnership,
    a_placement,
    a_teacher,
    an_ect,
    training_in,
)
from tests.factories.years import every_year

pytestmark = pytest.mark.django_db
HUGO = Actor("user", 1)
SEPTEMBER = date(2022, 9, 1)


@pytest.fixture(autouse=True)
def on_3_october_2022(time_machine):
    time_machine.move_to("2022-10-03T10:00:00+01:00", tick=False)


@pytest.fixture
def acme():
    every_year()
    school = a_school("ACME Primary School")
    a_school_year(school, year=2021, programme=Programme.DESIGN_OUR_OWN)
    a_school_year(school, year=2022)
    return school


@pytest.fixture
def leah(acme):
    return an_ect(a_teacher("Leah Morris"), at=acme, since=SEPTEMBER)


def days(rows):
    return [(row.starts_on, row.finishes_on) for row in rows.in_force().order_by("starts_on")]


@pytest.mark.parametrize("day", [date(2022, 6, 1), date(2022, 9, 5), date(2023, 1, 9)])
def test_training_begins_with_the_placement(leah, day):
    change_start(leah, day, by=HUGO)
    leah.refresh_from_db()
    assert leah.starts_on == day
    assert days(leah.training) == [(day, None)]
    assert Event.objects.get().details == {"before": "2022-09-01", "starts_on": day.isoformat(), "year": 2022}
    assert Message.objects.get().to == leah.email


def test_the_year_and_how_it_is_trained_move_too(acme, leah):
    a_partnership(acme, year=2022)
    assert "changes from 2022 to 2023 to 2021 to 2022" in plan(leah, date(2022, 4, 25)).in_words[0]
    change_start(leah, date(2022, 4, 25), by=HUGO)
    (training,) = leah.training.in_force()
    assert (training.year_id, training.programme, training.partnership) == (2021, Programme.DESIGN_OUR_OWN, None)
    assert training.starts_on == date(2022, 4, 25)
    assert leah.training.exclude(voided_at=None).get().year_id == 2022


def test_into_a_funded_year_they_come_with_its_provider(acme):
    partnership = a_partnership(acme, year=2022)
    ann = an_ect(at=acme, since=date(2021, 9, 1))
    change_start(ann, SEPTEMBER, by=HUGO)
    assert ann.training.in_force().get().partnership == partnership


def test_who_carried_their_provider_over_keeps_year_and_provider(acme):
    pair = a_partnership(a_school(), year=2021)
    yusuf = a_placement(at=acme, since=SEPTEMBER)
    training_in(yusuf, year=2021, lead_provider=pair.lead_provider, delivery_partner=pair.delivery_partner)
    change_start(yusuf, date(2022, 9, 5), by=HUGO)
    training = yusuf.training.in_force().get()
    assert (training.year_id, training.lead_provider) == (2021, pair.lead_provider)


def test_a_pause_that_was_over_before_is_gone(leah):
    leah.training.update(finishes_on=date(2022, 9, 10))
    training_in(leah, since=date(2022, 9, 11), until=date(2022, 9, 20), status=Status.PAUSED, reason="leave")
    training_in(leah, since=date(2022, 9, 21))
    change_start(leah, date(2022, 9, 15), by=HUGO)
    assert days(leah.training) == [(date(2022, 9, 15), date(2022, 9, 20)), (date(2022, 9, 21), None)]


def test_mentorships_move_with_them(acme, leah):
    ivan = a_mentor(a_teacher("Ivan Petrov"), at=acme, since=date(2021, 9, 1))
    a_mentorship(leah, ivan)
    later = date(2022, 11, 1)
    said = "Ivan Petrov mentors Leah Morris from 1 November 2022, not from 1 September 2022."
    assert said in plan(leah, later).in_words
    change_start(leah, later, by=HUGO)
    assert days(leah.mentors) == [(later, None)]
    change_start(leah, SEPTEMBER, by=HUGO)
    assert days(leah.mentors) == [(SEPTEMBER, None)]


def test_a_mentorship_does_not_begin_before_the_mentor_does(acme, leah):
    a_mentorship(leah, a_mentor(at=acme, since=SEPTEMBER))
    change_start(leah, date(2022, 6, 6), by=HUGO)
    assert days(leah.mentors) == [(SEPTEMBER, None)]


def test_a_mentors_later_start_takes_out_what_was_over_and_shortens_the_rest(acme, leah):
    ivan = a_mentor(a_teacher("Ivan Petrov"), at=acme, since=SEPTEMBER)
    a_mentorship(an_ect(a_teacher("Amir"), at=acme), ivan, until=date(2022, 9, 20))
    a_mentorship(leah, ivan)
    assert "That Ivan Petrov mentors Amir is taken out, as it ended before." in plan(ivan, date(2022, 10, 1)).in_words
    change_start(ivan, date(2022, 10, 1), by=HUGO)
    assert days(ivan.mentees) == [(date(2022, 10, 1), None)]


def test_a_mentor_without_training_moves_to_the_other_year(acme):
    henry = a_placement(at=acme, role=Role.MENTOR, since=SEPTEMBER)
    henry.year_id = 2022
    henry.save()
    change_start(henry, date(2022, 5, 2), by=HUGO)
    henry.refresh_from_db()
    assert henry.year_id == 2021


def test_nothing_happens_to_who_starts_that_day_already(leah):
    change_start(leah, SEPTEMBER, by=HUGO)
    assert not Event.objects.exists()


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2021, 8, 31), "1 September 2021 or later"),
        (date(2023, 10, 4), "3 October 2023 or earlier"),
        (date(2023, 6, 1), "Registration for 2023 to 2024 opens on 5 June 2023"),
    ],
)
def test_w7_a_day_that_cannot_be_one_is_refused_with_what_is_accepted(leah, day, words):
    with pytest.raises(Refusal, match=words) as refusal:
        change_start(leah, day, by=HUGO)
    assert refusal.value.field == "starts_on"


def test_a_year_that_the_school_has_not_set_up_comes_first(acme, leah):
    acme.years.filter(year=2021).delete()
    with pytest.raises(Refusal, match="Set up that year first"):
        change_start(leah, date(2022, 4, 25), by=HUGO)


def test_nobody_starts_after_they_leave_or_before_they_left_their_last_school(acme):
    teacher = a_teacher("Leah Morris")
    an_ect(teacher, at=a_school(), since=date(2021, 9, 1), until=date(2022, 7, 21))
    leah = an_ect(teacher, at=acme, until=date(2023, 3, 31))
    with pytest.raises(Refusal, match="was at their last school until 21 July 2022"):
        change_start(leah, date(2022, 7, 1), by=HUGO)
    with pytest.raises(Refusal, match="leaves on 31 March 2023"):
        change_start(leah, date(2023, 4, 17), by=HUGO)
