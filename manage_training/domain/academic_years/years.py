"""The three meanings of "the year", which are never mixed: the current one, the one to register for, a teacher's own.

When registration opens is data (`AcademicYear.registration_opens_on`). When a year begins, and whose year a first day
is, are policy and kept here.
"""

from collections.abc import Iterable
from datetime import date

from manage_training.domain.academic_years.models import AcademicYear
from manage_training.domain.dates import words
from manage_training.domain.refusal import Refusal

FIRST_MONTH_OF_THE_YEAR = 9  # September: the school year
FIRST_MONTH_OF_STARTERS = 6  # June: who starts after this belongs to the year that is about to begin


def current_year(today: date) -> AcademicYear:
    """The academic year that `today` lies in; it changes on 1 September (rule Y1). One query.

    Before 1 September 2021, when the service had not begun, its first year.
    """
    years = the_years()
    started = today.year if today.month >= FIRST_MONTH_OF_THE_YEAR else today.year - 1
    return next((year for year in years if year.start <= started), years[-1])


def registration_year(today: date) -> AcademicYear:
    """The latest academic year whose registration has opened (rule Y2). One query.

    Everything that asks a school about "the year" means this one. Raises `NoAcademicYear` before the first has opened.
    """
    return registration_year_among(the_years(), today)


def registration_year_among(years: Iterable[AcademicYear], today: date) -> AcademicYear:
    """The same for a caller who has the years already, in whichever order."""
    years = list(years)
    if opened := opened_among(years, today):
        return opened[0]
    opens = min((year.registration_opens_on for year in years), default=None)
    when = f"It opens on {words(opens)}: come back then." if opens else "Come back when it has."
    raise NoAcademicYear(f"Registration has not opened yet. {when}")


def opened_among(years: Iterable[AcademicYear], today: date) -> list[AcademicYear]:
    """Those of the years that a school may register for, newest first."""
    opened = [year for year in years if year.registration_opens_on <= today]
    return sorted(opened, key=lambda year: year.start, reverse=True)


def year_of(first_day: date) -> int:
    """The start of the academic year a teacher belongs to who starts then: from 1 June to 31 May (rule Y3)."""
    return first_day.year if first_day.month >= FIRST_MONTH_OF_STARTERS else first_day.year - 1


def in_words(year: AcademicYear, today: date) -> str:
    """What a school calls a year in a question: the next academic year until it begins, then this one (rule Y1)."""
    if today < year.starts_on:
        return "the next academic year"
    return "this academic year" if today < date(year.start + 1, FIRST_MONTH_OF_THE_YEAR, 1) else str(year)


def the_years() -> list[AcademicYear]:
    """All academic years, newest first; they are few. Raises `NoAcademicYear` where none is loaded."""
    years = list(AcademicYear.objects.order_by("-start"))
    if not years:
        raise NoAcademicYear(
            "This service does not know any academic year yet. "
            "Whoever runs it loads them with: manage.py load_reference FOLDER"
        )
    return years


class NoAcademicYear(Refusal):
    """The service cannot say which year it is: its reference data is missing, or the day is before its first year.

    A refusal, so that a page says so in words (rule Y6).
    """
