"""When somebody may start, and which year that puts them in. Rule T21."""

from datetime import date

import pytest

from manage_training.domain.academic_years.models import Programme
from manage_training.domain.dates import in_months
from manage_training.domain.refusal import Refusal
from manage_training.domain.training.starts import check_start
from tests.factories.programmes import a_school_year
from tests.factories.schools import a_school
from tests.factories.years import a_year, every_year

pytestmark = pytest.mark.django_db
TODAY = date(2022, 6, 20)


@pytest.fixture
def beacon(db):
    every_year()
    return a_school("Beacon Academy")


@pytest.mark.parametrize(
    ("day", "year"),
    [
        (date(2021, 9, 1), 2021),
        (date(2022, 1, 4), 2021),  # January and April starters
        (date(2022, 4, 19), 2021),
        (date(2022, 5, 31), 2021),
        (date(2022, 6, 1), 2022),
        (date(2023, 4, 17), 2022),
    ],
)
def test_the_year_is_computed_and_explained_in_a_line(beacon, day, year):
    start = check_start(beacon, day, TODAY)
    assert start.year == year
    assert f"{year} to {year + 1}" in start.explains
    assert f"1 June {year}" in start.explains


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2021, 8, 31), "must be 1 September 2021 or later"),
        (date(2023, 6, 21), "must be 20 June 2023 or earlier"),
        (date(2023, 6, 5), "Registration for 2023 to 2024 opens on 5 June 2023"),
    ],
)
def test_what_cannot_be_says_what_can(beacon, day, words):
    with pytest.raises(Refusal, match=words) as refused:
        check_start(beacon, day, TODAY)
    assert refused.value.field == "starts_on"


def test_w7_nobody_starts_before_they_are_18(beacon):
    born = date(2004, 6, 14)
    with pytest.raises(Refusal, match="must be 14 June 2022 or later, when they are 18") as refused:
        check_start(beacon, date(2022, 6, 13), TODAY, born=born)
    assert refused.value.field == "starts_on"
    assert check_start(beacon, date(2022, 6, 14), TODAY, born=born).year == 2022


@pytest.mark.parametrize(
    ("loaded", "words"),
    [
        (
            2022,
            "Registration for 2024 to 2025 has no date yet. Enter a date before 1 June 2023, or come back when it has",
        ),
        (
            2023,
            "Registration for 2024 to 2025 has no date yet. Enter a date before 1 June 2024, or come back when it has",
        ),
    ],
)
def test_a_year_that_is_not_loaded_is_said_in_words(loaded, words):
    """Rule Y6."""
    for start in range(2021, loaded + 1):
        a_year(start)
    with pytest.raises(Refusal) as refused:
        check_start(a_school(), date(2024, 9, 2), date(2024, 7, 1))
    assert refused.value.words == words


@pytest.mark.parametrize(
    ("programme", "is_set_up"),
    [(Programme.DESIGN_OUR_OWN, True), (Programme.NO_EARLY_CAREER_TEACHERS, False), (None, False)],
)
def test_a_year_is_set_up_once_the_school_has_said_how_it_trains(beacon, programme, is_set_up):
    a_school_year(beacon, programme=programme)
    assert check_start(beacon, date(2022, 9, 1), TODAY).is_set_up is is_set_up
    assert not check_start(beacon, date(2021, 9, 1), TODAY).is_set_up


def test_a_year_after_a_leap_day_ends_in_february():
    assert in_months(date(2024, 2, 29), 12) == date(2025, 2, 28)
