"""A tutor's opening day, played against the pages in this process: the day itself is `make opening-day`."""

import json
from datetime import date

import pytest
from django.test import Client

from manage_training.domain.academic_years.models import AcademicYear
from manage_training.domain.accounts.models import User
from manage_training.domain.events.models import Event
from manage_training.domain.messages.models import Message, State
from manage_training.domain.programmes.models import SchoolYear
from manage_training.domain.schools.models import School
from manage_training.domain.training.models import Placement
from manage_training.journeys.models import Draft
from tests.factories.accounts import a_privacy_notice, a_tutor
from tests.factories.messages import a_message
from tests.factories.organisations import an_appropriate_body
from tests.factories.programmes import a_school_year
from tests.factories.schools import a_school
from tests.factories.training import a_partnership
from tests.factories.years import every_year
from tests.opening_day.checking import what_is_lost, what_went_wrong_with_messages
from tests.opening_day.outside import new_numbers
from tests.opening_day.tutors import AwaitMessage, Tutor, tutors_of
from tests.web.signing_in import newest_code

pytestmark = [pytest.mark.django_db, pytest.mark.once]

YEAR = 2026


@pytest.fixture(autouse=True)
def the_opening_day(time_machine, settings):
    time_machine.move_to("2026-06-01T09:00:00+01:00")
    settings.TEACHING_RECORDS = "tests.opening_day.outside.Records"


@pytest.fixture
def school(db, monkeypatch):
    monkeypatch.setattr("tests.opening_day.outside.ANSWERS_AFTER", 0)
    every_year()
    a_privacy_notice()
    school = a_school("ACME Primary School")
    a_school_year(school, year=YEAR - 1, appropriate_body=an_appropriate_body())
    for year in (YEAR - 1, YEAR):
        a_partnership(school, year=year)
    return school


@pytest.fixture
def hugo(school):
    """One who has done what one does on the day."""
    a_tutor(at=school)
    [hugo] = tutors_of(AcademicYear.objects.get(start=YEAR), 1, seed=1)
    played(hugo)
    return hugo


def played(tutor: Tutor) -> int:
    """Play somebody's day to its end, and say how many requests that took."""
    client, day, requests = Client(), tutor.day(), 0
    wants = next(day)
    try:
        while True:
            if isinstance(wants, AwaitMessage):
                wants = day.send(newest_code())
                continue
            requests += 1
            answer = client.get(wants.url) if wants.posted is None else client.post(wants.url, wants.posted)
            wants = day.send(answer)
    except StopIteration:
        return requests


def test_a_tutor_signs_in_sets_up_the_year_adds_an_ect_and_looks_at_the_list(hugo, school):
    assert SchoolYear.objects.filter(school=school, year=YEAR).exists()
    [ect] = Placement.objects.all()
    assert (ect.school, ect.teacher.trn, ect.starts_on) == (school, next(new_numbers()), date(YEAR, 9, 1))
    assert hugo.told.signed_in and hugo.told.set_up and hugo.told.added
    assert what_is_lost([hugo.told], YEAR) == []


@pytest.mark.parametrize(
    ("lose", "said"),
    [
        (lambda: Placement.objects.update(voided_at="2026-06-01T10:00Z"), "added somebody, who is there 0 times"),
        (lambda: SchoolYear.objects.filter(year=YEAR).update(year=YEAR + 1), "set up its year, and it is not there"),
        (lambda: Event.objects.filter(kind="signed_in").update(kind="signed_out"), "signed in, and no event says so"),
        (lambda: Draft.objects.all().delete(), "is not there"),
        (lambda: Draft.objects.update(submitted_at=None), "was submitted, and is not"),
    ],
)
def test_what_the_service_has_answered_for_and_lost_is_found(hugo, lose, said, allow_rewriting):
    lose()
    assert any(line.endswith(said) for line in what_is_lost([hugo.told], YEAR))
