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


def dates_of(
    year: AcademicYear, today: date, *, with_provider: bool, is_confirmed: bool, challenge_by: date | None
) -> list[YearDate]:
    """The dates of a year in their order; two of them only where a provider whom DfE funds trains the school, or may.

    `challenge_by` is the last day to say that the provider's report is wrong. What `is_confirmed` without such a day
    the school has said itself, so that nobody has to confirm it. Without a report the day is named as long as a report
    of today would have it.
    """
    dates = [
        YearDate("registration-opens", year.registration_opens_on, "Registration opens"),
        YearDate("ects-start", year.starts_on, "ECTs start"),
    ]
    if with_provider and (challenge_by or not is_confirmed):
        confirms = year.starts_on - timedelta(days=1)
        dates.append(YearDate("provider-to-confirm", confirms, "Training provider to confirm by this day"))
        in_time = deadline.challenge_by(year, year.registration_opens_on)
        last_day = challenge_by or (in_time if deadline.challenge_by(year, today) == in_time else None)
        if last_day:
            words = "Last day to tell us that a training provider is not yours"
            dates.append(YearDate("challenge-by", last_day, words))
    return sorted(dates, key=lambda each: each.day)
