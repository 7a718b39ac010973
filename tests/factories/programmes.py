"""What schools answered for a year, for tests."""

from manage_training.domain.academic_years.models import Programme
from manage_training.domain.clock import now
from manage_training.domain.organisations.models import AppropriateBody, LeadProvider, Materials
from manage_training.domain.programmes.models import Expects, SchoolYear
from manage_training.domain.schools.models import School
from tests.factories.organisations import some_materials
from tests.factories.schools import a_school
from tests.factories.years import a_year


def a_school_year(
    at: School | None = None,
    *,
    year: int = 2022,
    programme: Programme | None = Programme.FULL_INDUCTION,
    expects: Expects | None = None,
    materials: Materials | None = None,
    appropriate_body: AppropriateBody | None = None,
    planned_lead_provider: LeadProvider | None = None,
) -> SchoolYear:
    """The answers of a school of its own that uses a training provider, unless told."""
    none_expected = programme == Programme.NO_EARLY_CAREER_TEACHERS
    if programme == Programme.CORE_INDUCTION and materials is None:
        materials = some_materials()
    return SchoolYear.objects.create(
        school=at or a_school(),
        year=a_year(year),
        expects=expects or (Expects.NO if none_expected else Expects.YES),
        programme=programme,
        materials=materials,
        appropriate_body=appropriate_body,
        planned_lead_provider=planned_lead_provider,
        answered_at=now(),
    )
