"""Rules Y1, Y2 and Y3: the three meanings of "the year" at their borders."""

from datetime import date

import pytest
import time_machine

from manage_training.domain.academic_years.models import AcademicYear
from manage_training.domain.academic_years.years import (
    NoAcademicYear,
    current_year,
    in_words,
    registration_year,
    registration_year_among,
    year_of,
)
from manage_training.domain.clock import today
from tests.factories.years import a_year, every_year

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("instant", "start"),
    [
        ("2022-04-30T12:00:00Z", 2021),
        ("2022-05-31T12:00:00Z", 2021),
        ("2022-06-01T12:00:00Z", 2021),
        ("2022-08-31T22:59:59Z", 2021),  # 23:59:59 in London, where it is summer time
        ("2022-08-31T23:00:00Z", 2022),  # 1 September 00:00 in London, still August in UTC
        ("2024-02-29T12:00:00Z", 2023),
        ("2030-12-31T12:00:00Z", 2030),
    ],
)
def test_the_current_year_changes_at_midnight_of_1_september_in_london(instant: str, start: int):
    every_year()
    with time_machine.travel(instant, tick=False):
        assert current_year(today()).start == start


@pytest.mark.parametrize(
    ("instant", "words"),
    [
        ("2022-04-30T12:00:00Z", "the next academic year"),
        ("2022-05-31T12:00:00Z", "the next academic year"),
        ("2022-06-01T12:00:00Z", "the next academic year"),
        ("2022-08-31T22:59:59Z", "the next academic year"),  # 23:59:59 in London
        ("2022-08-31T23:00:00Z", "this academic year"),  # 1 September 00:00 in London
        ("2022-10-31T12:00:00Z", "this academic year"),
        ("2023-08-31T22:59:59Z", "this academic year"),
        ("2023-08-31T23:00:00Z", "2022 to 2023"),
        ("2024-02-29T12:00:00Z", "2022 to 2023"),
    ],
)
def test_a_question_calls_a_year_the_next_then_this_one(instant: str, words: str):
    with time_machine.travel(instant, tick=False):
        assert in_words(a_year(2022), today()) == words


def test_before_the_service_began_its_first_year_counts_as_current():
    every_year()
    assert current_year(date(2021, 5, 10)).start == 2021


@pytest.mark.parametrize(
    ("day", "start"),
    [
        (date(2021, 5, 10), 2021),
        (date(2022, 4, 30), 2021),
        (date(2022, 5, 9), 2021),
        (date(2022, 5, 10), 2022),
        (date(2022, 6, 20), 2022),
        (date(2022, 9, 5), 2022),
        (date(2023, 6, 4), 2022),
        (date(2023, 6, 5), 2023),
        (date(2024, 4, 2), 2023),
        (date(2024, 4, 3), 2024),
        (date(2025, 5, 31), 2024),
        (date(2025, 6, 1), 2025),
        (date(2030, 12, 31), 2030),
    ],
)
def test_the_registration_year_is_the_latest_that_has_opened(day: date, start: int):
    every_year()
    assert registration_year(day).start == start


def test_when_registration_opens_is_data():
    every_year()
    AcademicYear.objects.filter(start=2022).update(registration_opens_on=date(2022, 3, 14))
    assert registration_year(date(2022, 3, 13)).start == 2021
    assert registration_year(date(2022, 3, 14)).start == 2022


@pytest.mark.parametrize(
    ("first_day", "start"),
    [
        (date(2022, 1, 6), 2021),
        (date(2022, 4, 30), 2021),
        (date(2022, 5, 31), 2021),
        (date(2022, 6, 1), 2022),
        (date(2022, 6, 15), 2022),
        (date(2022, 8, 31), 2022),
        (date(2022, 9, 1), 2022),
        (date(2024, 2, 29), 2023),
    ],
)
def test_a_teacher_belongs_to_the_year_of_the_first_day_from_june_to_may(first_day: date, start: int):
    assert year_of(first_day) == start


def test_each_question_takes_one_query(django_assert_num_queries):
    every_year()
    with django_assert_num_queries(1):
        current_year(date(2022, 6, 20))
    with django_assert_num_queries(1):
        registration_year(date(2022, 6, 20))


def test_the_order_of_the_years_at_hand_does_not_matter():
    years = every_year()
    assert registration_year_among(reversed(years), date(2022, 6, 20)).start == 2022


def test_a_year_is_named_by_both_its_calendar_years():
    assert str(a_year(2022)) == "2022 to 2023"


def test_without_reference_data_it_says_how_to_load_it():
    with pytest.raises(NoAcademicYear, match="load_reference"):
        current_year(date(2022, 6, 20))


def test_before_the_first_registration_there_is_no_year_to_register_for():
    every_year()
    with pytest.raises(NoAcademicYear, match="opens on 10 May 2021: come back then"):
        registration_year(date(2021, 5, 9))
