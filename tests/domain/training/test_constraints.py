"""Rules T3, T4, T5 and T6, attacked with plain SQL."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from manage_training.domain.academic_years.models import Programme
from manage_training.domain.clock import now
from manage_training.domain.training.models import Placement, Role
from tests.factories.organisations import a_delivery_partner, a_lead_provider, some_materials
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
from tests.factories.years import a_year

pytestmark = pytest.mark.django_db

SEPTEMBER, CHRISTMAS, EASTER = date(2022, 9, 1), date(2022, 12, 31), date(2023, 4, 9)


def execute(statement: str, *values: object) -> None:
    """Run a statement and, as at commit, everything that is checked only then."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)
        cursor.execute("set constraints all immediate")


def refused(constraint: str):
    return pytest.raises(IntegrityError, match=constraint)


class TestPlacements:
    def test_an_ect_is_at_one_school_at_a_time(self):
        leah = an_ect(since=SEPTEMBER)
        with refused("an_ect_is_in_one_place_at_a_time"):
            a_placement(leah.teacher, since=EASTER)

    def test_the_day_after_the_last_an_ect_may_be_elsewhere(self):
        leah = an_ect(since=SEPTEMBER, until=CHRISTMAS)
        with transaction.atomic(), refused("an_ect_is_in_one_place_at_a_time"):
            a_placement(leah.teacher, since=CHRISTMAS)
        a_placement(leah.teacher, since=date(2023, 1, 1))

    def test_a_mentor_is_at_several_schools_but_at_each_once(self):
        ivan = a_mentor(since=SEPTEMBER)
        a_placement(ivan.teacher, role=Role.MENTOR)
        with refused("a_mentor_is_at_a_school_once_at_a_time"):
            a_placement(ivan.teacher, at=ivan.school, role=Role.MENTOR)

    def test_what_was_voided_is_in_nobodys_way(self):
        mistake = a_placement(since=SEPTEMBER)
        Placement.objects.filter(pk=mistake.pk).update(voided_at=now())
        an_ect(mistake.teacher)
        assert [placement.pk for placement in Placement.objects.in_force()] != [mistake.pk]

    @pytest.mark.parametrize(
        ("change", "constraint"),
        [
            ("finishes_on = date '2022-08-31'", "a_placement_never_ends_before_it_starts"),
            ("role = 'tutor'", "a_placement_has_a_role_that_exists"),
            ("year_id = 2022", "only_a_mentor_has_a_year_without_training"),
        ],
    )
    def test_a_placement_makes_sense_by_itself(self, change: str, constraint: str):
        a_year(2022)
        leah = a_placement(since=SEPTEMBER)
        with refused(constraint):
            execute(f"update training_placement set {change} where id = %s", leah.pk)

    def test_one_transaction_may_swap_days_in_any_order(self):
        leah = a_placement(since=SEPTEMBER, until=CHRISTMAS)
        later = a_placement(leah.teacher, since=date(2023, 1, 1))
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("set constraints all deferred")
            Placement.objects.filter(pk=leah.pk).update(finishes_on=EASTER)
            Placement.objects.filter(pk=later.pk).update(starts_on=date(2023, 4, 10))


class TestTraining:
    def test_a_placement_has_one_training_at_a_time(self):
        leah = an_ect()
        with refused("a_placement_has_one_training_at_a_time"):
            training_in(leah)

    @pytest.mark.parametrize(
        "days",
        [
            "starts_on = date '2022-08-31'",  # before the placement
            "finishes_on = date '2023-01-01'",  # after it
            "finishes_on = null",  # for ever
        ],
    )
    def test_training_lies_inside_its_placement(self, days: str):
        leah = an_ect(since=SEPTEMBER, until=CHRISTMAS)
        with refused("training_lies_inside_its_placement"):
            execute(f"update training_trainingperiod set {days} where placement_id = %s", leah.pk)

    @pytest.mark.parametrize(
        "change",
        ["starts_on = date '2022-09-02'", "finishes_on = date '2022-12-30'", "voided_at = now()"],
    )
    def test_a_placement_does_not_leave_its_training_outside(self, change: str):
        leah = an_ect(since=SEPTEMBER, until=CHRISTMAS)
        with refused("training_lies_inside_its_placement"):
            execute(f"update training_placement set {change} where id = %s", leah.pk)

    def test_placement_and_training_may_move_together_in_any_order(self):
        leah = an_ect(since=SEPTEMBER)
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("update training_placement set finishes_on = '2022-12-31' where id = %s", [leah.pk])
            cursor.execute("update training_trainingperiod set finishes_on = '2022-12-31'")
            cursor.execute("set constraints all immediate")

    def test_voided_training_is_in_nobodys_way(self):
        leah = an_ect(since=SEPTEMBER)
        leah.training.update(voided_at=now())
        execute("update training_placement set starts_on = '2022-12-31' where id = %s", leah.pk)

    def test_training_is_at_the_school_of_its_placement(self):
        leah, elsewhere = an_ect(), a_school()
        with refused("training_is_at_the_school_of_its_placement"):
            execute("update training_trainingperiod set school_id = %s where placement_id = %s", elsewhere.pk, leah.pk)

    @pytest.mark.parametrize("other", ["school", "year"])
    def test_training_is_of_the_school_and_year_of_its_partnership(self, other: str):
        leah = an_ect(since=SEPTEMBER)
        theirs = a_partnership(leah.school if other == "year" else a_school(), year=2021 if other == "year" else 2022)
        with refused("training_is_of_the_year_of_its_partnership"):
            execute("update training_trainingperiod set partnership_id = %s", theirs.pk)

    def test_training_comes_from_a_partnership_or_was_carried_over_not_both(self):
        leah = a_placement()
        with refused("training_comes_from_one_place"):
            training_in(
                leah,
                partnership=a_partnership(leah.school),
                lead_provider=a_lead_provider(),
                delivery_partner=a_delivery_partner(),
            )

    def test_what_is_carried_over_is_a_provider_with_its_partner(self):
        with refused("training_comes_from_one_place"):
            training_in(a_placement(), lead_provider=a_lead_provider())

    @pytest.mark.parametrize("programme", [Programme.CORE_INDUCTION, Programme.DESIGN_OUR_OWN])
    def test_own_programmes_have_no_provider(self, programme: Programme):
        leah = a_placement()
        with refused("own_programmes_have_no_provider"):
            training_in(leah, programme=programme, partnership=a_partnership(leah.school))

    def test_materials_belong_to_accredited_materials_only(self):
        training_in(a_placement(), programme=Programme.CORE_INDUCTION, materials=some_materials())
        with refused("training_uses_materials_of_its_programme"):
            training_in(a_placement(), programme=Programme.DESIGN_OUR_OWN, materials=some_materials())

    @pytest.mark.parametrize(
        "change",
        [
            "status = 'paused'",
            "status = 'withdrawn', reason = 'left', expected_return_on = date '2023-01-01'",
            "reason = 'on leave'",
            "expected_return_on = date '2023-01-01'",
            "status = 'resting', reason = 'on leave'",
        ],
    )
    def test_training_that_stands_still_says_why(self, change: str):
        an_ect()
        with refused("training_that_stands_still_says_why"):
            execute(f"update training_trainingperiod set {change}")

    @pytest.mark.parametrize("programme", ["no_early_career_teachers", "our_way"])
    def test_training_follows_a_programme(self, programme: str):
        an_ect()
        with refused("training_follows_a_programme"):
            execute("update training_trainingperiod set programme = %s", programme)


class TestMentorships:
    def test_an_ect_has_one_mentor_at_a_time(self):
        leah = an_ect()
        a_mentorship(leah, a_mentor(at=leah.school))
        with refused("an_ect_has_one_mentor_at_a_time"):
            a_mentorship(leah, a_mentor(at=leah.school), since=EASTER)

    def test_a_mentor_has_several_ects(self):
        ivan = a_mentor()
        for _ in range(2):
            a_mentorship(an_ect(at=ivan.school), ivan)

    @pytest.mark.parametrize(
        ("change", "constraint"),
        [
            ("school_id = %s", "an_ect_with_a_mentor_is_at_the_school"),
            ("ect_id = (select id from training_placement where school_id = %s)", "an_ect_with_a_mentor_is_at"),
            ("mentor_id = (select id from training_placement where school_id = %s)", "a_mentor_is_at_the_school"),
        ],
    )
    def test_ect_and_mentor_are_at_one_school(self, change: str, constraint: str):
        leah, elsewhere = an_ect(), a_placement(role=Role.MENTOR)
        a_mentorship(leah, a_mentor(at=leah.school))
        with refused(constraint):
            execute(f"update training_mentorship set {change}", elsewhere.school_id)

    def test_nobody_mentors_themself(self):
        leah = an_ect()
        herself = a_placement(leah.teacher, at=leah.school, role=Role.MENTOR)
        with refused("a_mentorship_is_of_an_ect_and_somebody_else_as_mentor"):
            execute(
                "insert into training_mentorship (ect_id, mentor_id, school_id, starts_on) values (%s, %s, %s, %s)",
                leah.pk,
                herself.pk,
                leah.school_id,
                leah.starts_on,
            )

    def test_two_who_become_one_person_do_not_mentor_each_other(self):
        leah = an_ect()
        ivan = a_mentor(at=leah.school)
        a_mentorship(leah, ivan)
        with refused("a_mentorship_is_of_an_ect_and_somebody_else_as_mentor"):
            execute("update training_placement set teacher_id = %s where id = %s", leah.teacher_id, ivan.pk)

    @pytest.mark.parametrize("change", ["ect_id = mentor_id, mentor_id = ect_id", "mentor_id = ect_id"])
    def test_an_ect_is_mentored_by_a_mentor(self, change: str):
        leah = an_ect()
        a_mentorship(leah, a_mentor(at=leah.school))
        with refused("a_mentorship_is_of_an_ect_and_somebody_else_as_mentor"):
            execute(f"update training_mentorship set {change}")

    @pytest.mark.parametrize("whose", ["ect", "mentor"])
    def test_a_mentorship_lies_inside_both_placements(self, whose: str):
        leah = an_ect(until=CHRISTMAS if whose == "ect" else None)
        ivan = a_mentor(at=leah.school, until=CHRISTMAS if whose == "mentor" else None)
        a_mentorship(leah, ivan)
        with refused("a_mentorship_lies_inside_both_placements"):
            execute("update training_mentorship set finishes_on = null")

    @pytest.mark.parametrize("whose", ["ect", "mentor"])
    def test_neither_placement_leaves_a_mentorship_outside(self, whose: str):
        leah = a_placement()
        ivan = a_placement(at=leah.school, role=Role.MENTOR)
        a_mentorship(leah, ivan)
        with refused("a_mentorship_lies_inside_both_placements"):
            execute(
                "update training_placement set finishes_on = '2022-12-31' where id = %s",
                (leah if whose == "ect" else ivan).pk,
            )


def test_a_teacher_may_be_ect_at_one_school_and_mentor_at_another_later():
    teacher = a_teacher()
    an_ect(teacher, since=date(2021, 9, 1), until=date(2023, 7, 31))
    a_mentor(teacher, since=date(2023, 9, 1))
