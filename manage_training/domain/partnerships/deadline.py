from datetime import date, timedelta

from manage_training.domain.academic_years.models import AcademicYear

AT_LEAST = timedelta(days=14)


def challenge_by(year: AcademicYear, today: date) -> date:
    """The last day, in London, on which a school can say that what is reported today is wrong (rule B6)."""
    return max(date(year.start, 10, 31), today + AT_LEAST)
