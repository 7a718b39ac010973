import pytest

from manage_training.domain.academic_years.models import AcademicYear
from tests.factories.years import a_year


@pytest.fixture(autouse=True)
def on_20_june_2022(db, time_machine) -> AcademicYear:
    """Registration for 2022 to 2023 opened six weeks ago."""
    time_machine.move_to("2022-06-20T10:00:00+01:00", tick=False)
    a_year(2021)
    return a_year(2022)
