"""The demo as it is loaded, on the days that matter to it."""

import io
from datetime import date, timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.db import transaction
from django.test import Client

from manage_training.demo.load import load_demo
from manage_training.demo.schools import NAMES
from manage_training.domain.academic_years.models import AcademicYear, Programme
from manage_training.domain.academic_years.years import registration_year
from manage_training.domain.accounts.memberships import tutors_of
from manage_training.domain.accounts.models import User
from manage_training.domain.clock import now, today
from manage_training.domain.events.models import Event
from manage_training.domain.messages.models import Message, State
from manage_training.domain.organisations.models import Agreement, LeadProvider, Materials
from manage_training.domain.programmes.models import SchoolYear
from manage_training.domain.schools.contacts import contact_of
from manage_training.domain.schools.eligibility import Eligibility
from manage_training.domain.schools.links import successor_of
from manage_training.domain.schools.models import School
from manage_training.domain.teachers.models import EarlyRollOutMentor, Identity, Teacher
from manage_training.domain.training.dashboard import dashboard_of
from manage_training.domain.training.models import Placement, Role, Status
from tests.factories.accounts import sign_in
from tests.journeys.browse import Browser

pytestmark = pytest.mark.django_db

DAYS = ["2021-05-10", "2021-09-01", "2022-06-20", "2022-09-05", "2024-02-29", "2026-11-24", "2030-12-31"]


@pytest.fixture(scope="class")
def loaded(request, django_db_setup, django_db_blocker):
    """The demo of 20 June 2022, loaded once for the tests that only look at it."""
    with django_db_blocker.unblock(), time_machine.travel("2022-06-20T10:00:00+01:00", tick=False):
        with transaction.atomic():
            load_demo()
            yield
            transaction.set_rollback(True)


def school(name: str) -> School:
    return School.objects.get(name=name)


@pytest.mark.usefixtures("loaded")
class TestOn20June2022:
    def test_acme_is_as_in_the_guide(self):
        dashboard = dashboard_of(school("ACME Primary School"), date(2022, 6, 20))
        assert dashboard
        assert [(tab.name, tab.is_set_up) for tab in dashboard.tabs] == [
            ("2022 to 2023", False),
            ("2021 to 2022", True),
        ]
        last_year = dashboard_of(school("ACME Primary School"), date(2022, 6, 20), 2021)
        assert last_year
        assert [(row.label, *row.values) for row in last_year.rows] == [
            ("Length of induction", "2 years"),
            ("ECTs and mentors", "3"),
            ("Induction tutor", "Hugo Furst"),
            ("Programme", "Training provider, funded by the DfE"),
            ("Training provider", "Ambition Institute"),
            ("Delivery partner", "Kings College London"),
            ("Appropriate body", "Three Rivers Teaching School Hub"),
        ]

    def test_acme_sets_up_the_new_year_as_in_the_guide(self, client: Client):
        acme = school("ACME Primary School")
        hugo = Browser(f"/schools/{acme.urn}/years/2022/set-up/", client=sign_in(client, tutors_of(acme).get()))
        hugo.go_on({"expects": "yes"}, {"changes": "no"}, {"same_body": "yes"}, {})
        dashboard = dashboard_of(acme, date(2022, 6, 20))
        assert dashboard
        assert [(row.label, *row.values, row.action and row.action.text) for row in dashboard.rows] == [
            ("Length of induction", "2 years", None),
            ("ECTs and mentors", "0", "Add"),
            ("Induction tutor", "Hugo Furst", "Change"),
            ("Programme", "Training provider, funded by the DfE", "Change"),
            ("Training provider", "Ambition Institute", None),
            ("Delivery partner", "Kings College London", None),
            ("Appropriate body", "Three Rivers Teaching School Hub", "Change"),
        ]

    def test_beacon_has_both_years_with_teach_first(self):
        for start in (2022, 2021):
            dashboard = dashboard_of(school("Beacon Academy"), date(2022, 6, 20), start)
            assert dashboard
            said = {row.label: row.values for row in dashboard.rows}
            assert said["Training provider"] == ["Teach First"]
            assert said["Delivery partner"] == ["Inspire Teaching School Hub"]

    def test_beacon_has_six_ects_and_four_mentors_in_different_states(self):
        there = Placement.objects.filter(school=school("Beacon Academy"))
        assert [there.filter(role=role).count() for role in (Role.ECT, Role.MENTOR)] == [6, 4]
        ects = there.filter(role=Role.ECT)
        assert ects.filter(mentors=None).count() == 1
        assert ects.filter(teacher__identity=Identity.TO_BE_CHECKED).count() == 1
        assert ects.filter(training__status=Status.PAUSED).count() == 1
        assert ects.filter(finishes_on__gt=today()).count() == 1
        assert ects.exclude(training__lead_provider=None).get().teacher.placements.count() == 2
        assert ects.filter(teacher__checks__reason="no_qts").count() == 1
        assert there.filter(teacher__checks__reason="trained_before").count() == 1

    def test_leah_morris_and_ivan_petrov_are_at_beacon_since_last_september(self):
        for trn, name in [("9200001", "Leah Morris"), ("9200002", "Ivan Petrov")]:
            placement = Teacher.objects.get(trn=trn, record_name=name).placements.get()
            assert placement.school == school("Beacon Academy")
            assert placement.starts_on == date(2021, 9, 1)
            training = placement.training.get()
            assert (training.year_id, training.partnership.lead_provider.name) == (2021, "Teach First")

    def test_the_tutors_can_sign_in_and_nobody_else(self):
        assert {user.email: user.name for user in User.objects.all()} == {
            "hugo.furst@acme.example": "Hugo Furst",
            "tess.tutor@beacon.example": "Tess Taylor",
            "rose.river@riverside.example": "Rose River",
            "mo.trust@riverbank.example": "Mo Adeyemi",
        }
        mo = User.objects.get(email="mo.trust@riverbank.example")
        assert {each.school.name for each in mo.memberships.select_related("school")} == {
            "Riverbank Infant School",
            "Riverbank Junior School",
            "Riverbank Secondary School",
        }

    def test_oakfield_was_never_here_and_can_be_written_to(self):
        oakfield = school("Oakfield Primary School")
        assert contact_of(oakfield) == "office@oakfield.example"
        assert not tutors_of(oakfield).exists()
        assert not oakfield.years.exists()

    def test_riverside_is_not_funded(self):
        riverside = school("Riverside College")
        assert riverside.eligibility is Eligibility.NOT_FUNDED
        assert not riverside.years.exists()

    def test_hilltop_has_no_address_and_old_mill_has_a_successor(self):
        assert contact_of(school("Hilltop School")) is None
        assert not school("Old Mill School").is_open
        assert successor_of(school("Old Mill School")) == school("New Mill School")

    def test_there_are_two_thousand_more_schools_and_none_bears_a_name_of_the_demos(self):
        assert School.objects.count() == 2_010
        assert School.objects.filter(urn__gte=140_001, urn__lte=140_010).count() == 10
        for name in NAMES:
            assert School.objects.filter(name__iexact=name).count() == 1

    def test_providers_materials_and_both_pairs_agreements_are_there(self):
        assert LeadProvider.objects.count() == 6
        assert Materials.objects.count() == 4
        assert LeadProvider.objects.get(name="Teach First").email == "schools@teachfirst.example"
        for provider, partner in [
            ("Ambition Institute", "Kings College London"),
            ("Teach First", "Inspire Teaching School Hub"),
        ]:
            years = Agreement.objects.filter(lead_provider__name=provider, delivery_partner__name=partner)
            assert set(years.values_list("year", flat=True)) >= {2021, 2022}

    def test_peter_lund_was_trained_in_the_early_roll_out(self):
        assert EarlyRollOutMentor.objects.filter(trn="9100013").exists()

    def test_what_happened_lies_in_the_past_and_no_old_message_waits(self):
        assert Event.objects.filter(kind="programme_chosen").earliest("at").at.date() == date(2021, 5, 10)
        assert not Message.objects.filter(state=State.QUEUED).exists()

    def test_loading_again_changes_nothing_and_says_nothing_on_the_same_day(self):
        schools, events = School.objects.count(), Event.objects.count()
        assert load_demo() == ""
        assert (School.objects.count(), Event.objects.count()) == (schools, events)

    def test_an_unmoved_clock_may_run_on_quietly(self):
        with time_machine.travel("2022-06-21T10:00:00+01:00", tick=False):
            assert load_demo() == ""

    def test_another_today_keeps_the_data_and_says_so(self, settings):
        settings.CLOCK_OFFSET = timedelta(days=77)
        said = load_demo()
        assert "was loaded for 20 June 2022 and keeps its data; today is 5 September 2022" in said


@pytest.mark.parametrize("day", DAYS)
def test_it_loads_on_any_day_relative_to_it(day: str):
    with time_machine.travel(f"{day}T12:00:00Z", tick=False):
        call_command("load_demo", stdout=io.StringIO())
        year = registration_year(today())
        acme = dashboard_of(school("ACME Primary School"), today())
        beacon = dashboard_of(school("Beacon Academy"), today())
        assert acme
        assert beacon
        first = year.start == 2021
        assert [tab.start for tab in acme.tabs] == [year.start] if first else [year.start, year.start - 1]
        assert acme.is_set_up == first
        assert beacon.is_set_up
        assert Placement.objects.filter(school=school("Beacon Academy")).count() == 10
        assert not Event.objects.filter(at__gt=now()).exists()
        assert SchoolYear.objects.filter(programme=Programme.FULL_INDUCTION).count() == (2 if first else 3)


def test_a_database_with_other_data_is_left_alone():
    AcademicYear.objects.create(
        start=2022, registration_opens_on=date(2022, 5, 10), programmes=[], programmes_not_funded=[]
    )
    said = io.StringIO()
    call_command("load_demo", stdout=said)
    assert "not loaded: the database holds other data" in said.getvalue()
    assert not School.objects.exists()
