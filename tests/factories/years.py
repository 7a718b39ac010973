"""Academic years for tests, with the opening dates that England's had."""

from datetime import date

from manage_training.domain.academic_years.models import AcademicYear
from manage_training.domain.academic_years.years import year_of
from manage_training.domain.clock import today

OPENED_ON = {2021: date(2021, 5, 10), 2022: date(2022, 5, 10), 2023: date(2023, 6, 5), 2024: date(2024, 4, 3)}
FUNDED = ["full_induction_programme", "core_induction_programme", "design_our_own", "no_early_career_teachers"]
NOT_FUNDED = [
    "school_funded_induction_programme",
    "core_induction_programme",
    "design_our_own",
    "no_early_career_teachers",
]


def a_year(start: int, *, opens_on: date | None = None) -> AcademicYear:
    """The academic year that starts in `start`, made once; registration opens when it really did unless told."""
    year, _ = AcademicYear.objects.get_or_create(
        start=start,
        defaults={
            "registration_opens_on": opens_on or OPENED_ON.get(start, date(start, 6, 1)),
            "programmes": FUNDED,
            "programmes_not_funded": NOT_FUNDED,
        },
    )
    return year


def an_open_year(start: int | None = None) -> AcademicYear:
    """A year whose registration has opened: the one of teachers who start today, unless told."""
    start = year_of(today()) if start is None else start
    return a_year(start, opens_on=min(OPENED_ON.get(start, date(start, 6, 1)), today()))


def every_year() -> list[AcademicYear]:
    """All years of the reference data, 2021 to 2030."""
    return [a_year(start) for start in range(2021, 2031)]
