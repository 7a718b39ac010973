"""Adding people in a real browser: each path and each stop, looked at by axe on a computer and on a phone."""

import re
from datetime import date

import pytest
from playwright.sync_api import Page

from manage_training.domain.schools.models import School
from manage_training.domain.training.models import Placement
from tests.browser.at_work import AtWork
from tests.browser.conftest import Axe
from tests.factories.accounts import a_tutor
from tests.factories.organisations import an_appropriate_body
from tests.factories.programmes import a_school_year
from tests.factories.schools import a_school
from tests.factories.training import a_mentor, a_partnership, a_teacher, an_ect
from tests.factories.years import every_year

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def beacon(time_machine):
    time_machine.move_to("2022-09-05T10:00:00+01:00")
    every_year()
    school = a_school("Beacon Academy")
    a_school_year(school, appropriate_body=an_appropriate_body())
    a_partnership(school)
    a_mentor(a_teacher("Ruth Kaplan"), at=school, since=date(2022, 9, 1))
    return school


class Tess(AtWork):
    def __init__(self, page: Page, axe: Axe | None, school: School) -> None:
        super().__init__(page, a_tutor(at=school, name="Tess Taylor", email="tess.tutor@beacon.example"), axe)

    def identifies(self, trn: str, day: str, month: str, year: str) -> None:
        self.answers(trn=trn, date_of_birth__day=day, date_of_birth__month=month, date_of_birth__year=year)

    def starts_adding(self, role: str) -> None:
        self.opens("add-person/")
        self.answers(role=role)


def registers_priya(tess: Tess) -> None:
    tess.starts_adding("A new ECT")
    tess.identifies("91 00 001", "12", "4", "1999")
    tess.answers(right_person="Yes")
    tess.answers(email="priya@beacon.example")
    tess.answers(starts_on__day="1", starts_on__month="sept", starts_on__year="2022")
    tess.answers(mentor="Ruth Kaplan")
    assert "Check your answers" in tess.words
    tess.answers()
    assert "Priya Sharma has been added" in tess.words
    assert "What happens next" in tess.words
    assert Placement.objects.filter(role="ect").count() == 1


def test_an_ect_is_added_on_a_computer_with_proof_on_one_sheet_of_paper(page, axe, beacon):
    registers_priya(Tess(page, axe, beacon))
    sheets = re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4"))
    assert len(sheets) == 1


def test_an_ect_is_added_on_a_phone(phone, axe, beacon):
    registers_priya(Tess(phone, axe, beacon))


def test_an_ect_is_added_without_javascript(plain_page, beacon):
    registers_priya(Tess(plain_page, None, beacon))


def test_who_cannot_be_identified_is_saved_to_be_checked(page, axe, beacon):
    tess = Tess(page, axe, beacon)
    tess.starts_adding("A new ECT")
    tess.answers()  # nothing
    assert tess.page.title().startswith("Error: ")
    tess.identifies("9100001", "4", "12", "1999")
    assert "What is their National Insurance number?" in tess.words
    tess.answers(national_insurance_number="nonsense")
    assert tess.page.title().startswith("Error: ")
    tess.answers(national_insurance_number="")
    tess.answers(typed_name="Priya Sharma")
    tess.answers(email="priya@beacon.example")
    tess.answers(starts_on__day="31", starts_on__month="2", starts_on__year="2022")
    assert tess.page.locator("[name=starts_on-day]").input_value() == "31"
    tess.answers(starts_on__day="1", starts_on__month="9", starts_on__year="2022")
    tess.answers(mentor="I will add a mentor later")
    assert "Ashcombe Teaching School Hub" in tess.words
    tess.follows("Change appropriate body")
    tess.answers(body_kind="We have not appointed one yet")
    tess.answers()
    assert "We check their details against the teaching record" in tess.words


def test_a_mentor_is_added_and_the_tutor_is_advised_against_themself(page, axe, beacon):
    tess = Tess(page, axe, beacon)
    tess.starts_adding("A new mentor")
    tess.answers(which_mentor="Myself")
    assert "Induction tutors should not be mentors" in tess.words
    tess.answers()
    tess.identifies("9100012", "2", "2", "1993")
    tess.answers(right_person="Yes", preferred_name="Zoë Żółć")
    assert "Why do they go by a different name?" in tess.words
    tess.answers(name_reason="The record has her name from before she married")
    tess.answers(email="helen@beacon.example")
    tess.answers(starts_on__day="1", starts_on__month="9", starts_on__year="2022")
    tess.answers()
    assert "Zoë Żółć has been added" in tess.words


def test_every_stop_leads_on(page, axe, beacon):
    an_ect(a_teacher("Jonathan Baker", trn="9100002"), at=beacon, since=date(2022, 9, 1))
    an_ect(a_teacher("Callum Reid", trn="0100015"), at=a_school("Another School"), since=date(2022, 9, 1))
    tess = Tess(page, axe, beacon)
    for trn, born, words in [
        ("9100005", ("21", "3", "1996"), "Grace Okafor has completed induction"),
        ("9100008", ("8", "8", "1996"), "You cannot add Owen Price"),
        ("9100002", ("3", "11", "1998"), "They are already registered at your school"),
        ("0100015", ("11", "10", "1999"), "They are in training at another school"),
    ]:
        tess.starts_adding("A new ECT")
        tess.identifies(trn, *born)
        assert words in tess.words
        assert tess.page.locator("main a").count()
    tess.starts_adding("A new ECT")
    tess.identifies("9100003", "29", "2", "2000")
    tess.answers(right_person="No")
    assert "Check the TRN and date of birth" in tess.words
    assert "Another School" not in tess.words


def test_a_year_that_is_not_set_up_is_set_up_on_the_way(page, axe, beacon):
    tess = Tess(page, axe, beacon)
    tess.starts_adding("A new ECT")
    tess.identifies("9100001", "12", "4", "1999")
    tess.answers(right_person="Yes")
    tess.answers(email="priya@beacon.example")
    tess.answers(starts_on__day="6", starts_on__month="9", starts_on__year="2021")
    assert "Set up training for 2021 to 2022 first" in tess.words
    tess.answers()
    tess.answers(programme="Design and deliver your own programme based on the Early Career Framework (ECF)")
    tess.answers(body_kind="We have not appointed one yet")
    tess.answers()
    assert "You've submitted your training information" in tess.words
    tess.page.get_by_role("button", name="Go on adding somebody").click()
    tess.answers(mentor="Ruth Kaplan")
    tess.answers(body_kind="We have not appointed one yet")
    assert "Check your answers" in tess.words
