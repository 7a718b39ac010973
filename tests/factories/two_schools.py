"""Two schools with different providers, their tutors, and two people who may move: fixtures for tests of transfers.

A module names those it takes in `__all__`, and makes its own where its story has another.
"""

import pytest

from manage_training.domain.accounts.models import Membership
from manage_training.domain.schools.models import School
from manage_training.domain.training.models import Placement, Role
from tests.factories.training import a_teacher
from tests.factories.transfers import AMBITION, TEACH_FIRST, a_school_with, a_tutor_at, in_training_at


@pytest.fixture
def beacon() -> School:
    return a_school_with("Beacon Academy", TEACH_FIRST)


@pytest.fixture
def acme() -> School:
    return a_school_with("ACME Primary School", AMBITION)


@pytest.fixture
def tess(beacon: School) -> Membership:
    return a_tutor_at(beacon)


@pytest.fixture
def hugo(acme: School) -> Membership:
    return a_tutor_at(acme)


@pytest.fixture
def leah(beacon: School) -> Placement:
    return in_training_at(beacon, a_teacher("Leah Morris", trn="9200001"))


@pytest.fixture
def ivan(beacon: School) -> Placement:
    return in_training_at(beacon, a_teacher("Ivan Petrov", trn="9200002"), role=Role.MENTOR)
