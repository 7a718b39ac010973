"""Rule P5: what a school has done of what it has to do, as things are today."""

from datetime import date

import pytest
import time_machine

from manage_training.domain.training.next_steps import next_steps_of
from tests.factories.organisations import an_appropriate_body
from tests.factories.programmes import a_school_year
from tests.factories.training import a_partnership, an_ect

pytestmark = pytest.mark.django_db


@time_machine.travel("2022-11-14T10:00:00Z", tick=False)
def test_what_providers_schools_and_tutors_did_shows_as_done():
    acme = a_school_year(year=2022)
    assert [step.done for step in next_steps_of(acme)] == [False, False, False]
    a_partnership(acme.school, year=2022)
    assert [step.done for step in next_steps_of(acme)] == [True, False, False]
    an_ect(at=acme.school, since=date(2022, 9, 1))
    assert [step.done for step in next_steps_of(acme)] == [True, True, False]
    acme.appropriate_body = an_appropriate_body()
    assert [step.done for step in next_steps_of(acme)] == [True, True, True]


@time_machine.travel("2022-11-14T10:00:00Z", tick=False)
def test_people_of_another_year_are_not_this_years():
    acme = a_school_year(year=2022)
    an_ect(at=acme.school, since=date(2021, 9, 1))
    an_ect(at=acme.school, since=date(2022, 9, 1), until=date(2022, 10, 31))
    assert [step.done for step in next_steps_of(acme)] == [False, False, False]


@time_machine.travel("2022-11-14T10:00:00Z", tick=False)
def test_a_year_that_has_not_opened_has_everything_still_to_do():
    assert [step.done for step in next_steps_of(a_school_year(year=2023))] == [False, False, False]
