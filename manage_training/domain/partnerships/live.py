from manage_training.domain.academic_years.models import AcademicYear
from manage_training.domain.partnerships.models import Partnership
from manage_training.domain.schools.models import School


def live_partnership(school: School, year: AcademicYear) -> Partnership | None:
    """Who trains a school's teachers of a year, as far as a provider or the school has confirmed it (rule B1)."""
    partnerships = Partnership.objects.live().filter(school=school, year=year)
    return partnerships.select_related("lead_provider", "delivery_partner").first()
