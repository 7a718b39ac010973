"""A school's people in one query. Rule T43."""

from datetime import date

import pytest

from manage_training.domain.academic_years.models import Programme
from manage_training.domain.events.actor import Actor
from manage_training.domain.events.models import Event
from manage_training.domain.limits.allow import LimitReached
from manage_training.domain.teachers.check import Asked, keep
from manage_training.domain.teachers.judge import Look
from manage_training.domain.teachers.records import Induction, Record
from manage_training.domain.training.models import Role
from manage_training.domain.training.people import Wanted, download, narrow, people_of
from manage_training.domain.training.state import State
from tests.factories.organisations import an_appropriate_body, some_materials
from tests.factories.schools import a_school
from tests.factories.training import (
    a_mentor,
    a_mentorship,
    a_partnership,
    a_placement,
    a_teacher,
    a_teacher_to_be_checked,
    an_ect,
    training_in,
)
from tests.factories.years import a_year

pytestmark = pytest.mark.django_db
TODAY = date(2022, 10, 3)
HUGO = Actor("user", 1)


@pytest.fixture
def acme(db):
    return a_school("ACME Primary School")


def names(school, **wanted):
    return [each.facts.name for each in narrow(people_of(school, TODAY), Wanted(**wanted))]


def test_somebody_is_listed_with_all_that_the_list_says(acme):
    partnership = a_partnership(acme)
    body = an_appropriate_body()
    ect = a_placement(a_teacher("Leah Morris", trn="9200001"), at=acme)
    training_in(ect, partnership=partnership, appropriate_body=body)
    a_mentorship(ect, a_mentor(a_teacher("Ivan Petrov"), at=acme))
    leah, ivan = (each.facts for each in people_of(acme, TODAY))
    assert (leah.name, leah.trn, leah.year, leah.role) == ("Leah Morris", "9200001", 2022, Role.ECT)
    assert (leah.lead_provider, leah.delivery_partner) == ("Ambition Institute", "Kings College London")
    assert leah.appropriate_body == "Ashcombe Teaching School Hub"
    assert leah.mentor == {"pk": ivan.pk, "name": "Ivan Petrov", "since": "2022-09-01"}
    assert [each["name"] for each in ivan.mentees] == ["Leah Morris"]


def test_the_newest_year_comes_first_then_ects_then_those_without_a_mentor(acme):
    mentor = a_mentor(a_teacher("Mona"), at=acme)
    for name, since in (("Ann", date(2022, 9, 1)), ("Cleo", date(2021, 9, 1)), ("Bea", date(2022, 9, 1))):
        an_ect(a_teacher(name), at=acme, since=since)
    a_mentorship(acme.placements.get(teacher__record_name="Ann"), mentor)
    an_ect(a_teacher("Abel"), at=acme, until=date(2022, 9, 30))
    assert names(acme) == ["Bea", "Ann", "Abel", "Mona", "Cleo"]


def test_the_list_can_be_narrowed(acme):
    an_ect(a_teacher("Zoë O'Brien-Żółć", trn="9100003"), at=acme)
    an_ect(a_teacher("Priya Sharma"), at=acme, since=date(2021, 9, 1))
    a_mentor(a_teacher("Peter Lund"), at=acme)
    assert names(acme, words="zoe obr") == names(acme, words="9100003") == ["Zoë O'Brien-Żółć"]
    assert names(acme, words="%") == names(acme)
    assert names(acme, words="nobody") == []
    assert names(acme, year=2021) == ["Priya Sharma"]
    assert names(acme, role=Role.MENTOR) == ["Peter Lund"]
    assert names(acme, state=State.NO_MENTOR) == ["Zoë O'Brien-Żółć", "Priya Sharma"]


def test_nobody_of_another_school_and_nobody_registered_by_mistake_is_listed(acme):
    an_ect(at=a_school("Beacon Academy"))
    by_mistake = a_placement(at=acme)
    by_mistake.voided_at = "2022-10-01T12:00:00Z"
    by_mistake.save()
    assert people_of(acme, TODAY) == []


def test_training_is_shown_as_it_is_today_or_was_last_or_will_be_first(acme):
    here = a_placement(a_teacher("Here"), at=acme)
    training_in(here, programme=Programme.DESIGN_OUR_OWN, until=date(2022, 9, 30))
    training_in(here, programme=Programme.CORE_INDUCTION, since=date(2022, 10, 1), materials=some_materials())
    gone = a_placement(a_teacher("Gone"), at=acme, until=date(2022, 9, 20))
    training_in(gone, programme=Programme.DESIGN_OUR_OWN)
    to_come = a_placement(a_teacher("To come"), at=acme, since=date(2023, 1, 9))
    training_in(to_come, programme=Programme.DESIGN_OUR_OWN)
    known = {each.facts.name: each.facts for each in people_of(acme, TODAY)}
    assert {name: facts.programme for name, facts in known.items()} == {
        "Here": Programme.CORE_INDUCTION,
        "Gone": Programme.DESIGN_OUR_OWN,
        "To come": Programme.DESIGN_OUR_OWN,
    }
    assert known["Here"].materials == "Teach First"


def test_a_mentor_who_begins_later_is_a_mentor_too(acme):
    ect = an_ect(at=acme)
    a_mentorship(ect, a_mentor(a_teacher("Now"), at=acme), until=date(2022, 10, 2))
    a_mentorship(ect, a_mentor(a_teacher("Then"), at=acme), since=date(2022, 11, 1))
    assert next(each.facts.mentor["name"] for each in people_of(acme, TODAY) if each.facts.is_ect) == "Then"


def test_a_mentor_without_training_is_listed_in_the_year_of_their_placement(acme):
    placement = a_placement(at=acme, role=Role.MENTOR)
    placement.year = a_year(2023)
    placement.save()
    (mentor,) = people_of(acme, TODAY)
    assert (mentor.facts.year, mentor.standing.state) == (2023, State.COMPLETED)


def test_a_record_that_may_be_somebody_elses_says_nothing(acme):
    """Rule R2: until TRN and date of birth agree, nothing of the record is used."""
    teacher = a_teacher_to_be_checked()
    record = Record("7999999", "Somebody", "", "Else", date(1990, 1, 1), None, Induction.PASSED, prohibited=True)
    born = date(1991, 1, 1)
    keep(Look("ect", born, record, number_given=True), Asked("7999999", born, number_given=True), teacher=teacher)
    an_ect(teacher, at=acme)
    (robin,) = people_of(acme, TODAY)
    assert (robin.facts.record, robin.standing.state) == (None, State.TO_BE_CHECKED)


@pytest.mark.parametrize("people", [1, 200])
def test_it_takes_one_query_however_many_there_are(acme, people, django_assert_num_queries):
    mentor = a_mentor(at=acme)
    for _ in range(people):
        a_mentorship(an_ect(at=acme), mentor)
    with django_assert_num_queries(1):
        assert len(people_of(acme, TODAY)) == people + 1


@pytest.mark.django_db(transaction=True)
def test_a_file_has_the_same_people_and_the_history_says_who_took_it(acme):
    for _ in range(3):
        an_ect(at=acme)
    assert {each.facts.pk for each in download(acme, TODAY, by=HUGO)} == {
        each.facts.pk for each in people_of(acme, TODAY)
    }
    assert Event.objects.get().kind == "people_downloaded"


@pytest.mark.django_db(transaction=True)
def test_a_file_is_given_twenty_times_an_hour(acme):
    for _ in range(20):
        download(acme, TODAY, by=HUGO)
    with pytest.raises(LimitReached, match="20 times in an hour"):
        download(acme, TODAY, by=HUGO)
    download(acme, TODAY, by=Actor("user", 2))
