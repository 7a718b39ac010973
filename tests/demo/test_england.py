"""The invented England, small: what it is made of, and that the service finds its way in it."""

from collections import Counter
from datetime import date

import pytest
import time_machine
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import IntegrityError, connection, transaction

from manage_training.demo.england.generate import generate_england
from manage_training.domain.academic_years.models import Programme
from manage_training.domain.clock import today
from manage_training.domain.events.models import Event
from manage_training.domain.messages.models import Message, State
from manage_training.domain.partnerships.models import Partnership
from manage_training.domain.programmes.models import SchoolYear
from manage_training.domain.refusal import Refusal
from manage_training.domain.schools.models import School
from manage_training.domain.schools.search import find
from manage_training.domain.teachers.models import Teacher
from manage_training.domain.training.dashboard import dashboard_of
from manage_training.domain.training.models import Mentorship, Placement, Role, TrainingPeriod
from manage_training.domain.training.people import facts_of, known
from manage_training.domain.training.state import State as Standing
from manage_training.domain.training.state import state_of
from tests.factories.accounts import a_tutor, sign_in
from tests.factories.schools import a_school

pytestmark = [pytest.mark.django_db, pytest.mark.once]

SCHOOLS = 100


@pytest.fixture(scope="class")
def england(request, django_db_setup, django_db_blocker):
    """A small one, made once for the tests that only look at it."""
    with django_db_blocker.unblock(), time_machine.travel("2026-11-25T10:00:00+00:00", tick=False):
        with transaction.atomic():
            told: Counter[str] = Counter()
            made = generate_england(SCHOOLS, told=lambda what, rows: told.update({what: rows}))
            yield made, told
            transaction.set_rollback(True)


class TestEngland:
    def test_it_has_the_schools_that_were_asked_for_and_ten_teachers_each(self, england):
        made, _ = england
        assert made.schools >= SCHOOLS
        assert made.teachers == Teacher.objects.count() >= 8 * made.schools

    def test_five_years_of_answers_lie_behind_it(self, england):
        assert set(SchoolYear.objects.values_list("year", flat=True)) == {2022, 2023, 2024, 2025, 2026}
        programmes = set(SchoolYear.objects.values_list("programme", flat=True))
        assert {Programme.FULL_INDUCTION, Programme.NO_EARLY_CAREER_TEACHERS} <= programmes
        assert Partnership.objects.live().count() > SCHOOLS

    def test_its_people_have_every_kind_of_history(self, england):
        ects = known(Placement.objects.filter(role=Role.ECT), today())
        states = Counter(state_of(facts, today()).state for facts in facts_of(ects))
        assert states[Standing.IN_TRAINING] > states[Standing.NO_MENTOR] > 0
        for state in (Standing.COMPLETED, Standing.LEFT, Standing.WAITING_FOR_QTS):
            assert states[state] > 0
        moved = Teacher.objects.filter(placements__left_because="another_school")
        assert moved.filter(placements__finishes_on=None).exists()
        assert TrainingPeriod.objects.filter(status="paused").exists()

    def test_everybody_was_registered_with_an_event_and_a_message(self, england):
        registered = Event.objects.filter(kind="person_registered").values_list("subject_id", flat=True)
        assert set(registered) == set(Placement.objects.values_list("pk", flat=True))
        assert Message.objects.filter(state=State.DELIVERED, to="").count() == Placement.objects.count()
        assert not Event.objects.filter(at__gt="2026-11-25T13:00Z").exists()

    def test_progress_is_told_for_every_row(self, england):
        made, told = england
        assert told["People and training"] == made.rows

    def test_pages_find_their_way_in_it(self, england, client):
        busy = Counter(TrainingPeriod.objects.filter(year=2025).values_list("school", flat=True))
        school = School.objects.get(pk=busy.most_common(1)[0][0])
        dashboard = dashboard_of(school, today(), 2025)
        assert dashboard
        assert dashboard.people > 0
        assert school in find(school.name)
        browser = sign_in(client, a_tutor(at=school))
        assert browser.get(f"/schools/{school.urn}/people/").status_code == 200

    def test_new_rows_go_on_behind_its_own(self, england):
        highest = Teacher.objects.order_by("-pk").values_list("pk", flat=True)[0]
        assert Teacher.objects.create(claimed_name="Somebody", identity="to_be_checked").pk == highest + 1

    def test_its_rules_were_checked_by_the_database(self, england):
        """The same rows again, a day askew, are refused: nothing had been switched off."""
        one = Mentorship.objects.filter(finishes_on=None).latest("pk")
        with transaction.atomic():
            Mentorship.objects.filter(pk=one.pk).update(starts_on=date(2020, 1, 1))
            with pytest.raises(IntegrityError, match="a_mentorship_lies_inside_both_placements"):
                connection.check_constraints()
            transaction.set_rollback(True)


@time_machine.travel("2026-11-25T10:00:00+00:00", tick=False)
def test_the_same_seed_and_day_make_the_same_england():
    made = []
    for _ in range(2):
        with transaction.atomic():
            generate_england(12, told=lambda what, rows: None)
            made.append(list(Placement.objects.order_by("teacher__trn", "pk").values_list("teacher__trn", "starts_on")))
            transaction.set_rollback(True)
    assert made[0] == made[1]


def test_a_database_that_holds_schools_is_left_alone():
    a_school()
    with pytest.raises(Refusal, match="holds schools already"):
        generate_england(1, told=lambda what, rows: None)


def test_the_command_says_what_it_has_made_and_refuses_what_it_must(capsys):
    with time_machine.travel("2022-06-20T10:00:00+01:00", tick=False):
        call_command("generate_england", schools=5)
        assert "schools that may use the service" in capsys.readouterr().out
        with pytest.raises(CommandError, match="Start with an empty DATA_DIR"):
            call_command("generate_england", schools=5)
