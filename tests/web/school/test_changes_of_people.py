"""What a tutor changes about somebody: name, address, start date, mentor, appropriate body; or they are removed."""

from datetime import date

import pytest

from manage_training.domain.messages.models import Message
from manage_training.domain.training.models import Mentorship, Placement
from tests.factories.accounts import a_tutor, sign_in
from tests.factories.organisations import an_appropriate_body
from tests.factories.programmes import a_school_year
from tests.factories.schools import a_school
from tests.factories.training import a_mentor, a_mentorship, a_teacher, an_ect
from tests.factories.years import every_year
from tests.journeys.browse import Browser

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def on_3_october_2022(time_machine):
    time_machine.move_to("2022-10-03T10:00:00+01:00", tick=False)


@pytest.fixture
def acme():
    every_year()
    school = a_school("ACME Primary School")
    for year in (2021, 2022):
        a_school_year(school, year=year)
    return school


@pytest.fixture
def leah(acme):
    return an_ect(a_teacher("Leah Morris"), at=acme)


@pytest.fixture
def at(acme, client):
    """A browser of the tutor at a change of somebody."""
    sign_in(client, a_tutor(at=acme, name="Hugo Furst"))
    return lambda who, page: Browser(f"/schools/{acme.urn}/people/{who.pk}/{page}/", client=client)


def record_of(browser, who):
    browser.get(f"/schools/{who.school.urn}/people/{who.pk}/")
    return browser.words


def test_a_record_leads_to_each_change(at, leah):
    text = record_of(at(leah, ""), leah)
    for words in ("Change name they go by", "Change email address", "Change start date", "Change appropriate body"):
        assert words in text
    assert "Assign a mentor" in text
    assert "Remove Leah Morris" in text


def test_a_name_is_changed(at, leah):
    browser = at(leah, "name")
    browser.get(browser.start)
    assert 'value="Leah Morris"' in browser.main
    browser.answer(new_name="Leah Smith")
    assert "You have changed the name they go by" in browser.words
    assert "Hugo Furst changed the name that Leah Smith goes by." in record_of(browser, leah)
    assert "Name on their teaching record Leah Morris" in browser.words


def test_w10_a_wholly_different_name_is_an_interruption_and_needs_a_reason(at, leah):
    browser = at(leah, "name")
    browser.go_on({"new_name": "Zoë Żółć"})
    assert "If Zoë Żółć is somebody else, do not change the name." in browser.words
    assert browser.answer(name_reason="").status_code == 422
    browser.answer(name_reason="She married")
    assert "You have changed the name they go by" in browser.words
    assert "said why Zoë Żółć goes by another name than their record’s." in record_of(browser, leah)


def test_an_address_is_changed(at, leah):
    browser = at(leah, "email")
    browser.go_on({"email": " Leah@ACME.example "})
    assert "You have changed the email address" in browser.words
    assert Message.objects.filter(kind="your_registration_changed").count() == 2


def test_w9_an_address_in_use_is_explained_without_a_name(at, leah):
    other = an_ect(a_teacher("Secret Person"), at=a_school())
    browser = at(leah, "email")
    browser.get(browser.start)
    assert browser.answer(email=other.email).status_code == 422
    assert "Somebody else in this service uses this email address." in browser.words
    assert "Secret" not in browser.words


def test_a_start_date_is_changed_with_what_moves_shown_first(acme, at, leah):
    a_mentorship(leah, a_mentor(a_teacher("Ivan Petrov"), at=acme, since=date(2021, 9, 1)))
    browser = at(leah, "start-date")
    browser.go_on({"starts_on__day": "25", "starts_on__month": "4", "starts_on__year": "2022"})
    assert "Their academic year changes from 2022 to 2023 to 2021 to 2022" in browser.words
    assert "Ivan Petrov mentors Leah Morris from 25 April 2022" in browser.words
    browser.answer()
    assert "You have changed the start date" in browser.words
    assert "changed the start date of Leah Morris from 1 September 2022 to 25 April 2022." in record_of(browser, leah)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        (("31", "2", "2022"), "February 2022 has no day 31"),
        (("1", "9", "0202"), "must have a year"),
        (("31", "8", "2021"), "Start date must be 1 September 2021 or later"),
        (("4", "10", "2023"), "Start date must be 3 October 2023 or earlier"),
        (("1", "9", "2022"), "1 September 2022 is the start date already"),
    ],
)
def test_w7_a_start_date_that_cannot_be_one_is_explained(at, leah, typed, words):
    browser = at(leah, "start-date")
    browser.get(browser.start)
    day, month, year = typed
    answer = browser.answer(starts_on__day=day, starts_on__month=month, starts_on__year=year)
    assert (answer.status_code, words in browser.words) == (422, True)


def test_a_mentor_is_assigned_from_the_side_of_the_teacher(acme, at, leah):
    ivan = a_mentor(a_teacher("Ivan Petrov"), at=acme)
    browser = at(leah, "mentor")
    browser.go_on({"mentor": str(ivan.pk)})
    for today in ('value="3"', 'value="10"', 'value="2022"'):  # unless they say another day
        assert today in browser.main
    browser.answer(starts_on__day="5", starts_on__month="10", starts_on__year="2022")
    assert "Ivan Petrov mentors Leah Morris from 5 October 2022." in browser.words
    assert "assigned Ivan Petrov to Leah Morris as mentor, from 5 October 2022." in record_of(browser, leah)
    assert "assigned Ivan Petrov to Leah Morris as mentor" in record_of(browser, ivan)


def test_a_mentorship_is_ended_without_another_one(acme, at, leah):
    a_mentorship(leah, a_mentor(a_teacher("Ivan Petrov"), at=acme))
    browser = at(leah, "mentor")
    browser.go_on({"mentor": "none"}, {"starts_on__day": "3", "starts_on__month": "10", "starts_on__year": "2022"})
    assert "They have no mentor now" in browser.words
    assert Mentorship.objects.get().finishes_on == date(2022, 10, 2)


def test_several_ects_are_assigned_from_the_side_of_the_mentor(acme, at, leah):
    ivan, amir = a_mentor(a_teacher("Ivan Petrov"), at=acme), an_ect(a_teacher("Amir Khan"), at=acme)
    browser = at(ivan, "ects")
    browser.go_on(
        {"ects": [str(leah.pk), str(amir.pk)]},
        {"starts_on__day": "3", "starts_on__month": "10", "starts_on__year": "2022"},
    )
    assert "From 3 October 2022 Ivan Petrov mentors:" in browser.words
    assert Mentorship.objects.in_force().filter(mentor=ivan).count() == 2


def test_o2_somebody_of_another_school_can_neither_mentor_nor_be_mentored(acme, at, leah):
    beacon = a_school("Beacon Academy")
    a_mentor(at=acme)
    for who, page, field, stranger in (
        (leah, "mentor", "mentor", a_mentor(a_teacher("Secret Person"), at=beacon)),
        (a_mentor(at=acme), "ects", "ects", an_ect(a_teacher("Secret Person"), at=beacon)),
    ):
        browser = at(who, page)
        browser.get(browser.start)
        assert browser.answer(**{field: str(stranger.pk)}).status_code == 422
        assert "Secret" not in browser.words


def test_without_anybody_to_assign_the_page_says_what_to_do(acme, at, leah):
    browser = at(leah, "mentor")
    browser.get(browser.start)
    assert "There is no mentor to assign yet" in browser.words
    ivan = a_mentor(at=acme)
    a_mentorship(leah, ivan)
    browser = at(ivan, "ects")
    browser.get(browser.start)
    assert "There is nobody to assign" in browser.words


def test_one_ect_gets_another_appropriate_body(at, leah):
    hub = an_appropriate_body()
    browser = at(leah, "appropriate-body")
    browser.go_on({"body_kind": "teaching_school_hub"}, {"appropriate_body": str(hub.pk)}, {})
    assert "You have changed the appropriate body" in browser.words
    assert "changed the appropriate body of Leah Morris: Ashcombe Teaching School Hub." in record_of(browser, leah)


def test_somebody_registered_by_mistake_is_removed_after_a_page_that_says_what_that_does(acme, at, leah):
    browser = at(leah, "remove")
    browser.get(browser.start)
    assert "Are you sure you want to remove Leah Morris?" in browser.words
    browser.answer()
    assert "You have removed Leah Morris" in browser.words
    assert Placement.objects.get().voided_at
    assert browser.client.get(f"/schools/{acme.urn}/people/{leah.pk}/").status_code == 404
    history = browser.client.get(f"/schools/{acme.urn}/history/").text
    assert "Hugo Furst removed Leah Morris, who had been registered as early career teacher by mistake." in history


def test_whom_something_depends_on_is_not_removed(acme, at, leah):
    ivan = a_mentor(a_teacher("Ivan Petrov"), at=acme)
    a_mentorship(leah, ivan)
    browser = at(ivan, "remove")
    browser.get(browser.start)
    assert "Ivan Petrov mentors Leah Morris. Assign another mentor first." in browser.words


CHANGES = ["name", "email", "start-date", "mentor", "ects", "appropriate-body", "remove"]


@pytest.mark.parametrize("page", CHANGES)
def test_o1_somebody_of_another_school_cannot_be_changed(at, page):
    for stranger in (an_ect(at=a_school()), a_mentor(at=a_school())):
        browser = at(stranger, page)
        assert browser.client.get(browser.start).status_code == 404
        assert browser.client.post(browser.start, {}).status_code == 404


@pytest.mark.parametrize("page", CHANGES)
def test_who_has_left_is_shown_and_not_changed(acme, at, page):
    role = a_mentor if page == "ects" else an_ect
    gone = role(a_teacher("Gone Already"), at=acme, until=date(2022, 10, 2))
    browser = at(gone, page)
    browser.get(browser.start)
    assert browser.url == f"/schools/{acme.urn}/people/{gone.pk}/"
    assert "You can read this record, but not change it." in browser.words
