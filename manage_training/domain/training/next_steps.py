from manage_training.domain.academic_years.models import AcademicYear
from manage_training.domain.clock import today
from manage_training.domain.partnerships.live import live_partnership
from manage_training.domain.programmes.models import SchoolYear
from manage_training.domain.programmes.next_steps import NextStep, next_steps
from manage_training.domain.training.count import people_of_year


def next_steps_of(school_year: SchoolYear) -> list[NextStep]:
    """What a school has to do for a year and what of it is done, as things are today (rule P5)."""
    school = school_year.school
    year = AcademicYear.objects.annotate(people=people_of_year(school, today())).get(pk=school_year.year_id)
    return next_steps(school_year, provider_confirmed=live_partnership(school, year) is not None, people=year.people)
