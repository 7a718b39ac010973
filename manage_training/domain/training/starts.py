"""When somebody may start, and which academic year that puts them in. Rule T21."""

from dataclasses import dataclass
from datetime import date

from manage_training.domain.academic_years.models import AcademicYear
from manage_training.domain.academic_years.years import year_of
from manage_training.domain.dates import in_months, words
from manage_training.domain.organisations.models import AppropriateBody
from manage_training.domain.programmes.models import SchoolYear
from manage_training.domain.refusal import Refusal
from manage_training.domain.schools.models import School
from manage_training.domain.training.begin_again import training_of
from manage_training.domain.training.models import Role

EARLIEST = date(2021, 9, 1)  # since when the training exists
YOUNGEST = 18  # years


@dataclass(frozen=True)
class YearOfStart:
    """The academic year that a first day belongs to; `explains` says so in one line."""

    year: int
    explains: str
    school_year: SchoolYear | None  # what the school has answered for it

    @property
    def is_set_up(self) -> bool:
        """Whether the school has said how it trains people of that year."""
        return bool(self.school_year and self.school_year.trains_teachers)


def check_start(school: School, starts_on: date, today: date, *, born: date | None = None) -> YearOfStart:
    """The academic year of somebody who starts at a school on a day; they were `born` as far as that is still kept.

    Raises `Refusal`, with what can be entered, for a day before 1 September 2021, more than a year ahead, or of a year
    whose registration has not opened, and for one before they are 18.
    """
    if starts_on < EARLIEST:
        raise Refusal(f"Start date must be {words(EARLIEST)} or later", field="starts_on")
    if born and starts_on < (grown_up := in_months(born, YOUNGEST * 12)):
        raise Refusal(f"Start date must be {words(grown_up)} or later, when they are {YOUNGEST}", field="starts_on")
    if starts_on > (latest := in_months(today, 12)):
        raise Refusal(f"Start date must be {words(latest)} or earlier", field="starts_on")
    start = year_of(starts_on)
    year = AcademicYear.objects.filter(start=start).first()
    if year is None or year.registration_opens_on > today:
        opens = f"opens on {words(year.registration_opens_on)}" if year else "has no date yet"
        back = "come back then" if year else "come back when it has"
        opened = AcademicYear.objects.filter(registration_opens_on__lte=today).order_by("start").last()
        before = opened.start + 1 if opened else start  # years may be missing between that and this one
        raise Refusal(
            f"Registration for {AcademicYear(start=start)} {opens}. Enter a date before 1 June {before}, or {back}",
            field="starts_on",
        )
    answered = SchoolYear.objects.select_related("appropriate_body", "materials").filter(school=school, year=year)
    return YearOfStart(start, f"{year}, as they start between 1 June {start} and 31 May {start + 1}", answered.first())


def is_set_up(school: School, year: int) -> bool:
    """Whether a school has said how it trains people of the year that starts in `year`."""
    answered = SchoolYear.objects.filter(school=school, year=year).first()
    return bool(answered and answered.trains_teachers)


def usual_body(start: YearOfStart, today: date) -> AppropriateBody | None:
    """The appropriate body of a school's ECTs of a year: the school's; None where it has none, or some of them have
    another (rule T22).
    """
    body = start.school_year.appropriate_body if start.school_year else None
    if start.school_year is None or body is None:
        return None
    theirs = training_of(start.school_year, since=today).filter(placement__role=Role.ECT)
    return None if theirs.exclude(appropriate_body=None).exclude(appropriate_body=body).exists() else body
