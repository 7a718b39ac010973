"""The demo's list of people to sign in as."""

import pytest
from django.test import Client

from manage_training.domain.academic_years.models import Programme
from manage_training.domain.clock import now
from tests.factories.accounts import a_tutor
from tests.factories.programmes import a_school_year
from tests.factories.schools import a_closed_school, a_school
from tests.factories.years import a_year

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_june_2022(time_machine):
    time_machine.move_to("2022-06-20 09:00:00+00:00")
    a_year(2021)
    a_year(2022)


def test_it_says_who_can_sign_in_and_what_their_school_has_answered(client: Client):
    acme = a_school("ACME Primary School")
    a_tutor(at=acme, name="Hugo Furst", email="hugo.furst@acme.example")
    a_school_year(acme, year=2021)
    page = client.get("/demo/people/").text
    assert "Hugo Furst" in page
    assert "hugo.furst@acme.example" in page
    assert "Induction tutor, ACME Primary School" in page
    assert "2022 to 2023: not answered yet" in page
    assert "2021 to 2022: Training provider, funded by the DfE" in page


def test_their_address_opens_the_sign_in_page_with_it_filled_in(client: Client):
    a_tutor(at=a_school(), email="hugo.furst@acme.example")
    assert 'href="/sign-in/?way_in=' in client.get("/demo/people/").text


def test_somebody_whose_membership_has_ended_is_not_listed(client: Client):
    acme = a_school()
    a_tutor(at=acme, name="Tess Taylor")
    gone = a_tutor(at=acme, name="Hugo Furst")
    gone.ended_at = now()
    gone.save()
    page = client.get("/demo/people/").text
    assert "Tess Taylor" in page
    assert "Hugo Furst" not in page


def test_schools_that_nobody_signs_in_for_say_what_one_can_try_there(client: Client):
    a_school("Oakfield Primary School", contact="office@oakfield.example")
    a_school("Hilltop School")
    a_closed_school("Old Mill School", successor=a_school("New Mill School"))
    page = client.get("/demo/people/").text
    assert "Never registered. Our emails to it go to office@oakfield.example" in page
    assert "Never registered, and the register has no email address of it." in page
    assert "Closed. Its successor is New Mill School." in page


def test_a_school_is_listed_with_its_tutor_once_it_has_one(client: Client):
    oakfield = a_school("Oakfield Primary School", contact="office@oakfield.example")
    a_tutor(at=oakfield)
    page = client.get("/demo/people/").text
    assert "Induction tutor, Oakfield Primary School" in page
    assert "Never registered" not in page


@pytest.mark.parametrize("people", [1, 12])
def test_queries_do_not_grow_with_the_people(client: Client, people, django_assert_max_num_queries):
    for _ in range(people):
        school = a_school()
        a_tutor(at=school)
        a_school_year(school, year=2021, programme=Programme.DESIGN_OUR_OWN)
    with django_assert_max_num_queries(4):
        client.get("/demo/people/")
