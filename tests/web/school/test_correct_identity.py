"""Correcting the TRN or date of birth of somebody who is to be checked, as a tutor would. Rules T58 and R6."""

from datetime import date

import pytest

from manage_training.domain.messages.models import Message
from manage_training.domain.teachers.models import Identity, RecordCheck, Teacher
from manage_training.domain.training.models import Placement
from manage_training.integrations.teaching_records.invented import InventedRecords
from tests.factories.accounts import actor
from tests.factories.registering import a_record, registered
from tests.factories.schools import a_school
from tests.factories.training import a_teacher, a_teacher_to_be_checked, an_ect
from tests.journeys.browse import Browser
from tests.web.school.test_add_person import (  # noqa: F401 - fixtures are used by their names
    beacon,
    on_5_september_2022,
    tess,
    who,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def robin(beacon):  # noqa: F811
    return an_ect(a_teacher_to_be_checked("Priya Sharma", claimed_trn="9100000"), at=beacon)


@pytest.fixture
def pages(beacon, tess, robin, client):  # noqa: F811
    return Browser(f"/schools/{beacon.urn}/people/{robin.pk}/identity/", client=client)


def record_of(pages, who):
    pages.get(f"/schools/{who.school.urn}/people/{who.pk}/")
    return pages.words


def test_the_record_leads_there_and_the_right_person_is_confirmed(pages, robin):
    assert "Correct the TRN or date of birth" in record_of(pages, robin)
    pages.go_on(who("91 00 001"))
    assert "Name on the record Priya Sharma" in pages.words
    pages.answer(right_person="yes")
    assert "We have found the teaching record of Priya Sharma" in pages.words
    assert "What to do next: Assign a mentor." in pages.words
    text = record_of(pages, robin)
    assert "Correct the TRN or date of birth" not in text.partition("What has happened")[0]
    assert "Tess Taylor corrected the TRN or date of birth of Priya Sharma." in text
    assert "TRN 9100001" in text
    pages.get(pages.start)
    assert pages.url == f"/schools/{robin.school.urn}/people/{robin.pk}/"  # whom the record has confirmed stays


def test_what_was_typed_stands_there_and_slips_are_explained(pages):
    pages.get(pages.start)
    assert 'value="9100000"' in pages.main
    answer = pages.answer(**who("12a", ("31", "2", "1999")))
    assert (answer.status_code, "Error: " in pages.words) == (422, True)
    assert "must only have digits" in pages.words


def test_with_the_number_the_record_is_found_although_the_date_differs(pages, robin):
    pages.go_on(who("9100001", (1, 1, 1999)))
    assert "What is their National Insurance number?" in pages.words
    assert "Name on the record" not in pages.words
    pages.answer(national_insurance_number="AB123456C")
    assert "Name on the record Priya Sharma" in pages.words
    pages.answer(right_person="yes")
    assert Placement.objects.get(pk=robin.pk).teacher.trn == "9100001"


@pytest.mark.parametrize(
    ("trn", "born", "words"),
    [
        ("9999999", (12, 4, 1999), "We could not find a record with TRN 9999999"),
        ("9100011", (19, 6, 1998), "The record with TRN 9100011 is not in use any more"),
        ("9100014", (17, 5, 1999), "The teaching record did not answer just now"),
    ],
)
def test_what_cannot_be_matched_is_said_before_it_is_saved(pages, robin, trn, born, words):
    pages.go_on(who(trn, born))
    assert words in pages.words
    assert Teacher.objects.get(pk=robin.teacher_id).claimed_trn == "9100000"
    pages.answer()
    assert "You have corrected the details of Priya Sharma" in pages.words
    assert "We look at the teaching record again every night" in pages.words
    assert Teacher.objects.get(pk=robin.teacher_id).claimed_trn == trn


def test_a_wrong_person_changes_nothing(pages, robin):
    pages.go_on(who())
    pages.answer(right_person="no")
    assert "Nothing has changed." in pages.words
    assert Teacher.objects.get(pk=robin.teacher_id).identity == Identity.TO_BE_CHECKED


def test_w10_another_name_altogether_is_an_interruption(pages):
    pages.go_on(who("9100012", (2, 2, 1993)), {"right_person": "yes"})
    assert "The name on the record is Helen Ward. You registered Priya Sharma" in pages.words
    assert pages.answer(name_reason="").status_code == 422
    pages.answer(name_reason="She uses her second name")
    assert "We have found the teaching record of Priya Sharma" in pages.words


@pytest.mark.parametrize(
    ("trn", "born", "words"),
    [
        ("9100006", (15, 5, 1995), "Their record does not allow them to be trained in this role."),
        ("9100008", (8, 8, 1996), "Their record does not allow them to be trained in this role."),
    ],
)
def test_w5_who_may_not_train_is_shown_as_not_eligible(pages, robin, trn, born, words):
    Teacher.objects.filter(pk=robin.teacher_id).update(claimed_name="Dylan Price")
    pages.go_on(who(trn, born))
    assert words in pages.words
    pages.answer(right_person="yes")
    assert "They cannot be trained in this role." in pages.words
    assert "Not eligible" in record_of(pages, robin)
    assert "prohibit" not in pages.words


def test_two_registrations_become_one(pages, beacon, tess, robin):  # noqa: F811
    other = registered(beacon, by=actor(tess), records=InventedRecords(a_record()), starts_on=date(2022, 10, 3))
    pages.go_on(who())
    assert "the two registrations become one" in pages.words
    pages.answer(right_person="yes")
    assert "Two registrations have become one" in pages.words
    assert Placement.objects.get(pk=other.pk).voided_at
    assert "TRN 9100001" in record_of(pages, robin)


def test_another_schools_ect_is_said_to_be_one_and_both_are_asked(pages, robin):
    an_ect(a_teacher("Priya Sharma", trn="9100001"), at=a_school("ACME Primary School"))
    pages.go_on(who())
    assert "registered as an ECT at another school" in pages.words
    pages.answer(right_person="yes")
    assert "Priya Sharma is registered at another school too" in pages.words
    assert "ACME" not in pages.words
    assert "Another school has registered them" in record_of(pages, robin)


def test_somebody_else_here_with_the_trn_stops_it(pages, beacon, robin):  # noqa: F811
    other = an_ect(a_teacher("Grace Okafor", trn="9100099"), at=beacon)
    pages.go_on(who("9100099", (1, 1, 1999)))
    assert "Somebody else at your school has this TRN" in pages.words
    assert f"/people/{other.pk}/" in pages.main
    assert Teacher.objects.get(pk=robin.teacher_id).claimed_trn == "9100000"


def test_w3_whoever_steps_through_dates_of_birth_has_to_wait(pages):
    """The limits of adding somebody hold here too, and no name is shown before both agree."""
    pages.get(pages.start)
    for year in range(1980, 1990):
        assert pages.client.post(pages.url, {**pages.carried, **send("9200002", (1, 1, year))}).status_code == 303
        pages.get(pages.start)
    answer = pages.answer(**who("9200002", (1, 1, 1991)))
    assert answer.status_code == 422
    assert "You have entered details that match no record 10 times." in pages.words
    assert "Petrov" not in pages.words


def send(trn, born):
    return {name.replace("__", "-"): value for name, value in who(trn, born).items()}


def test_submitting_looks_nobody_up_and_twice_is_once(pages):
    pages.go_on(who())
    checks = RecordCheck.objects.count()
    confirm = pages.url
    carried = {**pages.carried, "right_person": "yes"}
    for _ in range(2):
        pages.client.post(confirm, carried)
    assert RecordCheck.objects.count() == checks + 1  # the one that is kept with the teacher
    assert Message.objects.filter(kind="your_registration_changed").count() == 1
