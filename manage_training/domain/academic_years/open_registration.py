"""When schools can set up a year: a new year, or one whose day is moved. Rules Y2, Y4 and Y6."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from manage_training.domain.academic_years.models import AcademicYear, Programme
from manage_training.domain.clock import today
from manage_training.domain.dates import words
from manage_training.domain.events.actor import Actor
from manage_training.domain.events.record import record
from manage_training.domain.refusal import Refusal

FIRST, LAST = 2021, 2100


@transaction.atomic
def open_registration(
    start: int,
    *,
    on: date,
    programmes: Sequence[str] = (),
    programmes_not_funded: Sequence[str] = (),
    by: Actor,
) -> AcademicYear:
    """Let schools register for the year that starts in `start` from a day on, and return it.

    What it offers is as given, else as it was, else as in the year before. The same again changes nothing.
    Raises `Refusal` for a day or a year that makes no sense beside the others; nothing has changed then (rule Y6).
    """
    # Years are few: all are locked, so that two that are set at once are looked at one after the other.
    years = {year.start: year for year in AcademicYear.objects.select_for_update().order_by("start")}
    there = years.get(start)
    refuse_a_year_out_of_line(start, set(years))
    refuse_a_day_out_of_line(start, on, years)
    if there and there.registration_opens_on <= today() < on:
        raise Refusal(
            f"Registration for {there} opened on {words(there.registration_opens_on)}, and schools may have answered "
            f"since. It cannot be closed again: give {words(today())} or an earlier day."
        )
    model = there or years.get(start - 1)
    year = AcademicYear(
        start=start,
        registration_opens_on=on,
        programmes=offered(programmes) or (model.programmes if model else []),
        programmes_not_funded=offered(programmes_not_funded) or (model.programmes_not_funded if model else []),
    )
    if not (year.programmes and year.programmes_not_funded):
        raise Refusal(
            f"There is no year before {year} to take the programmes over from. Name those that it offers, "
            "to schools that are funded and to those that are not."
        )
    if there and facts(there) == facts(year):
        return there
    year.save(force_insert=there is None)
    record(
        "registration_set",
        about=year,
        by=by,
        opens_on=on.isoformat(),
        before=there.registration_opens_on.isoformat() if there else None,
        programmes=year.programmes,
        programmes_not_funded=year.programmes_not_funded,
    )
    return year


def refuse_a_year_out_of_line(start: int, years: set[int]) -> None:
    """Years follow one another: a teacher's first day belongs to one of them, whatever the day (rule Y3)."""
    if not FIRST <= start <= LAST:
        raise Refusal(f"There is no training in {start}. Give the calendar year in which it starts, {FIRST} or later.")
    if years and start not in years and not years & {start - 1, start + 1}:
        missing = max(years) + 1 if start > max(years) else min(years) - 1
        raise Refusal(
            f"{AcademicYear(start=missing)} is not loaded, and no year may be left out. "
            f"Open registration for {missing} first."
        )


def refuse_a_day_out_of_line(start: int, on: date, years: dict[int, AcademicYear]) -> None:
    """Registration opens in the twelve months before the year begins, and for one year after the other."""
    name, begins = AcademicYear(start=start), date(start, 9, 1)
    earliest = date(start - 1, 9, 1)
    if not earliest <= on < begins:
        raise Refusal(
            f"{name} begins on {words(begins)}. Give a day from {words(earliest)} to {words(date(start, 8, 31))}."
        )
    for other in years.values():
        if other.start < start and other.registration_opens_on >= on:
            raise Refusal(f"{other} opens on {words(other.registration_opens_on)}. Give a later day for {name}.")
        if other.start > start and other.registration_opens_on <= on:
            raise Refusal(f"{other} opens on {words(other.registration_opens_on)}. Give an earlier day for {name}.")


def offered(programmes: Sequence[str]) -> list[str]:
    if unknown := [name for name in programmes if name not in Programme.values]:
        raise Refusal(f"No programme is called {unknown[0]}. The names are {', '.join(Programme.values)}.")
    return list(dict.fromkeys(programmes))


def facts(year: AcademicYear) -> tuple[object, ...]:
    return year.registration_opens_on, year.programmes, year.programmes_not_funded
