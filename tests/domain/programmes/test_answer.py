"""Rule P2: whether a school expects early career teachers in a year."""

import pytest
from django.db import IntegrityError, connection, transaction

from manage_training.domain.academic_years.models import Programme
from manage_training.domain.events.actor import Actor
from manage_training.domain.events.models import Event
from manage_training.domain.programmes.answer import expect_teachers
from manage_training.domain.programmes.models import Expects, SchoolYear
from manage_training.domain.refusal import Refusal
from tests.factories.accounts import a_tutor, actor
from tests.factories.programmes import a_school_year
from tests.factories.schools import a_school
from tests.factories.years import a_year

pytestmark = pytest.mark.django_db

AN_INVITATION = Actor("invitation", 1)


def test_yes_leaves_open_how_the_school_runs_its_training():
    answered = expect_teachers(a_school(), a_year(2022), Expects.YES, by=AN_INVITATION)
    assert (answered.expects, answered.programme, answered.version, answered.answered_by) == ("yes", None, 1, None)


def test_no_is_the_programme_without_early_career_teachers():
    answered = expect_teachers(a_school(), a_year(2022), Expects.NO, by=AN_INVITATION)
    assert answered.programme == Programme.NO_EARLY_CAREER_TEACHERS


@pytest.mark.parametrize("later", [Expects.YES, Expects.NOT_KNOWN])
def test_no_can_be_changed_later_and_opens_the_programme_again(later: Expects):
    school = a_school()
    expect_teachers(school, a_year(2022), Expects.NO, by=AN_INVITATION)
    changed = expect_teachers(school, a_year(2022), later, by=AN_INVITATION)
    assert (changed.expects, changed.programme, changed.version) == (later, None, 2)
    assert SchoolYear.objects.count() == 1


def test_each_answer_is_an_event_of_the_school():
    school = a_school()
    answered = expect_teachers(school, a_year(2022), Expects.NOT_KNOWN, by=AN_INVITATION)
    event = Event.objects.get()
    assert (event.kind, event.subject_id, event.school_id) == ("teachers_expected", answered.pk, school.pk)
    assert event.details == {"year": 2022, "expects": "not_known"}
    assert (event.actor_kind, event.actor_id) == ("invitation", 1)


def test_the_same_answer_again_changes_nothing():
    school = a_school()
    expect_teachers(school, a_year(2022), Expects.YES, by=AN_INVITATION)
    again = expect_teachers(school, a_year(2022), Expects.YES, by=AN_INVITATION)
    assert again.version == 1
    assert Event.objects.count() == 1


def test_a_tutor_who_answers_is_remembered():
    school = a_school()
    tutor = a_tutor(at=school)
    assert expect_teachers(school, a_year(2022), Expects.YES, by=actor(tutor)).answered_by == tutor.user_id


@pytest.mark.parametrize("answer", [Expects.NO, Expects.NOT_KNOWN])
def test_a_chosen_programme_is_not_taken_back_by_an_answer(answer: Expects):
    chosen = a_school_year(programme=Programme.DESIGN_OUR_OWN)
    with pytest.raises(Refusal, match="has already told us how it runs its training in 2022 to 2023"):
        expect_teachers(chosen.school, chosen.year, answer, by=AN_INVITATION)
    chosen.refresh_from_db()
    assert chosen.programme == Programme.DESIGN_OUR_OWN


def test_yes_keeps_a_chosen_programme():
    chosen = a_school_year(programme=Programme.DESIGN_OUR_OWN, expects=Expects.NOT_KNOWN)
    answered = expect_teachers(chosen.school, chosen.year, Expects.YES, by=AN_INVITATION)
    assert (answered.expects, answered.programme) == ("yes", Programme.DESIGN_OUR_OWN)


def test_who_has_not_seen_the_latest_answer_is_told_it():
    school = a_school()
    expect_teachers(school, a_year(2022), Expects.NO, by=AN_INVITATION)
    with pytest.raises(Refusal, match="They are now: programme, We do not expect any early career teachers to join"):
        expect_teachers(school, a_year(2022), Expects.YES, by=AN_INVITATION, seen=0)


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ("expects = 'no'", "no_early_career_teachers_is_one_answer"),
        ("programme = 'no_early_career_teachers'", "no_early_career_teachers_is_one_answer"),
        ("expects = null", "expects"),
        ("expects = 'perhaps'", "a_school_gives_an_answer_that_was_asked_for"),
        ("programme = 'our_way'", "a_school_gives_an_answer_that_was_asked_for"),
        ("materials_id = 1", "materials_belong_to_the_programme_that_uses_them"),
    ],
)
def test_the_database_itself_keeps_the_answers_consistent(change: str, constraint: str):
    school_year = a_school_year(programme=Programme.FULL_INDUCTION)
    with (
        pytest.raises(IntegrityError, match=constraint),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"update programmes_schoolyear set {change} where id = %s", [school_year.pk])


def test_the_database_itself_keeps_one_row_for_a_school_and_year():
    there = a_school_year()
    with pytest.raises(IntegrityError, match="a_school_answers_once_for_a_year"):
        a_school_year(there.school)
