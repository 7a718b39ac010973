"""How many queries each page may take, in one table. Every number counts the session and the person with their school.

More is a query that grew in unseen. The design's numbers are dashboard 5, question 3, search 3; where a page has one
more, its reason stands beside it.
"""

import pytest
from django.test import Client

from manage_training.domain.academic_years.models import Programme
from tests.factories.accounts import a_privacy_notice, a_tutor, sign_in
from tests.factories.invitations import an_invitation, token_for
from tests.factories.organisations import an_appropriate_body
from tests.factories.programmes import a_school_year
from tests.factories.schools import a_school
from tests.factories.training import a_partnership, an_ect
from tests.factories.years import every_year
from tests.journeys.browse import Browser

pytestmark = pytest.mark.django_db

SET_UP = "/schools/{urn}/years/2022/set-up/"
AT_MOST = {
    "/": 0,
    "/sign-in/": 0,
    "/find-your-school/": 3,
    "/find-your-school/?search=acme": 3,
    "/invitations/{token}/question/": 3,
    "/schools/": 5,
    "/schools/{urn}/": 5,
    "/schools/{urn}/years/2022/": 5,
    "/schools/{urn}/years/2022/dates.ics": 5,
    "/schools/{urn}/induction-tutor/": 5,  # begins a journey: the tutors, and the name of the one it is about
    # These two begin a journey: what was answered for the year, who trains the school or did last, and who may go on.
    SET_UP: 8,
    "/schools/{urn}/years/2022/change-programme/": 7,
    "/schools/{urn}/years/2022/appropriate-body/": 4,  # begins a journey: and what was answered
    "/schools/{urn}/add-person/?year=2022": 3,
    "/schools/{urn}/transfer-in/": 3,
    "/schools/{urn}/history/": 7,  # one for each sort of thing that is named
}


@pytest.fixture(autouse=True)
def on_20_june_2022(time_machine):
    time_machine.move_to("2022-06-20T10:00:00+01:00", tick=False)


@pytest.fixture
def acme(db):
    every_year()
    a_privacy_notice()
    an_appropriate_body()
    acme = a_school("ACME Primary School", contact="office@acme.example")
    a_school_year(acme, programme=Programme.DESIGN_OUR_OWN)
    for _ in range(20):
        an_ect(at=acme)
    return acme


@pytest.fixture
def hugo(acme, client: Client):
    return sign_in(client, a_tutor(at=acme, name="Hugo Furst", email="hugo.furst@acme.example"))


@pytest.mark.parametrize("address", [address for address in AT_MOST if "{token}" not in address and address != SET_UP])
def test_a_page_takes_no_more_queries_than_its_number(address, acme, hugo, django_assert_max_num_queries):
    url = address.format(urn=acme.urn)
    if not address.startswith("/schools/"):
        hugo.cookies.clear()  # it is a page for everybody
    hugo.get(url)
    with django_assert_max_num_queries(AT_MOST[address]):
        assert hugo.get(url).status_code in (200, 302)


def test_the_question_of_an_invitation_takes_no_more_than_its_number(client, django_assert_max_num_queries):
    every_year()
    token = token_for(an_invitation())
    page = "/invitations/{token}/question/"
    with django_assert_max_num_queries(AT_MOST[page]):
        assert client.get(page.format(token=token)).status_code == 200


def test_setting_up_a_year_begins_with_no_more_than_its_number(client, django_assert_max_num_queries):
    every_year()
    a_privacy_notice()
    returning = a_school()
    a_school_year(returning, year=2021, appropriate_body=an_appropriate_body())
    a_partnership(returning, year=2021)
    sign_in(client, a_tutor(at=returning))
    page = SET_UP.format(urn=returning.urn)
    client.get(page)
    with django_assert_max_num_queries(AT_MOST[SET_UP]):
        assert client.get(page).status_code == 200


def test_a_question_within_a_journey_takes_three(acme, hugo, django_assert_max_num_queries):
    browser = Browser(f"/schools/{acme.urn}/years/2022/programme/", client=hugo)
    browser.go_on({"programme": "no_early_career_teachers"})
    assert browser.place == "nobody-expected"
    with django_assert_max_num_queries(3):
        assert hugo.get(browser.url).status_code == 200


def test_people_and_partnerships_cost_the_dashboard_nothing_more(acme, hugo, django_assert_max_num_queries):
    a_partnership(acme)
    for _ in range(20):
        an_ect(at=acme)
    with django_assert_max_num_queries(AT_MOST["/schools/{urn}/"]):
        hugo.get(f"/schools/{acme.urn}/")
