from manage_training.domain.academic_years.models import AcademicYear, Programme
from manage_training.domain.schools.eligibility import Eligibility
from manage_training.domain.schools.models import School


def programmes_for(school: School, year: AcademicYear) -> list[Programme]:
    """The programmes a school may choose from for a year, in the order to show them (rules P1 and Y4).

    The year says which: schools whose training DfE funds have one list, all others their own.
    """
    funded = school.eligibility is Eligibility.FUNDED
    return [Programme(value) for value in (year.programmes if funded else year.programmes_not_funded)]
