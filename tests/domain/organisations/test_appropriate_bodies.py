"""Rule P3: which appropriate bodies a school may choose for a year."""

import pytest

from manage_training.domain.organisations.appropriate_bodies import bodies_for
from manage_training.domain.organisations.models import Kind
from manage_training.domain.schools.models import School
from tests.factories.organisations import an_appropriate_body, reference_data

pytestmark = pytest.mark.django_db

COMMUNITY_SCHOOL, INDEPENDENT_SCHOOL, BRITISH_SCHOOL_OVERSEAS = 1, 11, 37


def names(type_code: int, year: int) -> list[str]:
    return [body.name for body in bodies_for(School(type_code=type_code), year)]


def test_a_body_without_school_types_is_for_every_school():
    an_appropriate_body("Any Hub")
    assert names(COMMUNITY_SCHOOL, 2022) == names(INDEPENDENT_SCHOOL, 2022) == ["Any Hub"]


def test_a_body_may_be_for_some_types_of_school_only():
    an_appropriate_body("The Panel", kind=Kind.NATIONAL, school_types=(10, 11))
    assert names(INDEPENDENT_SCHOOL, 2022) == ["The Panel"]
    assert names(COMMUNITY_SCHOOL, 2022) == []


def test_a_body_takes_on_new_teachers_from_its_first_to_its_last_year():
    an_appropriate_body("The Council", kind=Kind.LOCAL_AUTHORITY, first_year=2022, last_year=2023)
    assert [year for year in range(2021, 2026) if names(COMMUNITY_SCHOOL, year)] == [2022, 2023]


def test_in_the_demo_local_authorities_leave_the_role_and_independent_schools_have_their_panel():
    reference_data()
    assert "Marlpit City Council" in names(COMMUNITY_SCHOOL, 2022)
    assert "Marlpit City Council" not in names(COMMUNITY_SCHOOL, 2023)
    assert "Independent Schools Teacher Induction Panel (IStip)" in names(INDEPENDENT_SCHOOL, 2024)
    assert "Educational Success Partners (ESP)" in names(BRITISH_SCHOOL_OVERSEAS, 2024)
    assert "Educational Success Partners (ESP)" not in names(COMMUNITY_SCHOOL, 2024)
