import pytest

from manage_training.domain.schools.models import School
from tests.factories.schools import a_school
from tests.factories.years import an_open_year


@pytest.fixture(autouse=True)
def _a_year_is_open(db):
    an_open_year()


@pytest.fixture
def oakfield(db) -> School:
    return a_school("Oakfield Primary School", contact="office@oakfield.example")
