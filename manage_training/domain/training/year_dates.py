"""The dates of a school's year: what it and others do by when. Rule Y5."""

from datetime import date, timedelta
from typing import NamedTuple

from manage_training.domain.academic_years.models import AcademicYear
from manage_training.domain.partnerships import deadline


class YearDate(NamedTuple):
    """`code` stays the same whatever the day and the words become: calendars know the entry by it."""

    code: str
    day: date
    words: str


def dates_of(year: AcademicYear, *, with_provider: bool, challenge_by: date | None = None) -> list[YearDate]:
    """The dates of a year in their order; two of them only where a provider whom DfE funds trains the school, or may.

    `challenge_by` is the last day to say that the provider's report is wrong; without a report that of one that comes
    in time.
    """
    dates = [
        YearDate("registration-opens", year.registration_opens_on, "Registration opens"),
        YearDate("ects-start", year.starts_on, "ECTs start"),
    ]
    if with_provider:
        dates += [
            YearDate(
                "provider-to-confirm", year.starts_on - timedelta(days=1), "Training provider to confirm by this day"
            ),
            YearDate(
                "challenge-by",
                challenge_by or deadline.challenge_by(year, year.registration_opens_on),
                "Last day to tell us that a training provider is not yours",
            ),
        ]
    return sorted(dates, key=lambda each: each.day)
