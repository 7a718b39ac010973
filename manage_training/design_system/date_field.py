from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from django import forms
from django.core.exceptions import ValidationError
from markupsafe import Markup

from manage_training.design_system.forms import GovukField
from manage_training.design_system.question import Question
from manage_training.design_system.remember import Slot
from manage_training.design_system.text import as_typed, visible
from manage_training.domain.dates import words

MONTHS = "january february march april may june july august september october november december".split()
YEARS = range(1900, 2101)


class Typed(NamedTuple):
    """A date as three pieces of text, so that "31 February" is shown again as it was typed."""

    day: str
    month: str
    year: str


class DayMonthYear(forms.Widget):
    def names(self, name: str) -> list[str]:
        return [f"{name}-{part}" for part in Typed._fields]

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Typed:
        return Typed(*(str(data.get(part) or "") for part in self.names(name)))

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return all(part not in data for part in self.names(name))


class DateField(Question):
    """A date in three inputs, answered as a `date`. The month may be a number or a name.

    What is wrong is said about the part that is wrong, and the error leads to its input. Limits (not in the future, not
    before the other school) are validators, or the domain's refusals; those concern the whole date.
    """

    widget = DayMonthYear

    def to_python(self, value: Any) -> date | None:
        if value is None or isinstance(value, date):
            return value
        typed = Typed(*(visible(str(part)).strip() for part in value))
        if not any(typed):
            return None
        if gone := [part for part, text in typed._asdict().items() if not text]:
            raise self.error(f"must include a {' and '.join(gone)}", *gone)
        return self.read(typed)

    def read(self, typed: Typed) -> date:
        day, month, year = number(typed.day), month_of(typed.month), number(typed.year)
        if year is not None and len(typed.year) < 4:
            raise self.error("must have a year of 4 numbers, like 2022", "year")
        wrong = [
            part
            for part, fits in {
                "day": day is not None and 1 <= day <= 31,
                "month": month is not None,
                "year": year is not None,
            }.items()
            if not fits
        ]
        if day is None or month is None or year is None or wrong:
            raise self.error("must be a real date, like 1 9 2022", *wrong)
        if year not in YEARS:
            raise self.error(f"must have a year from {YEARS[0]} to {YEARS[-1]}", "year")
        try:
            return date(year, month, day)
        except ValueError:
            raise self.error(
                f"must be a real date. {words(date(year, month, 1))[2:]} has no day {day}", "day"
            ) from None

    def error(self, words: str, *parts: str) -> ValidationError:
        return ValidationError(f"{self.name} {words}", code="date", params={"parts": parts})

    def wrong_parts(self, error: ValidationError) -> tuple[str, ...]:
        return (error.params or {}).get("parts") or Typed._fields

    def wrong_input_id(self, bound: GovukField, error: ValidationError) -> str:
        return f"{bound.html_name}-{self.wrong_parts(error)[0]}"

    def prepare_value(self, value: Any) -> Typed:
        if isinstance(value, date):
            return Typed(str(value.day), str(value.month), str(value.year))
        return Typed(*value) if value else Typed("", "", "")

    def shown(self, value: date | None) -> str:
        return words(value) if value else ""

    def component(self, bound: GovukField, *, heading: bool, before: object) -> Markup:
        errors = bound.errors.as_data()
        wrong = self.wrong_parts(errors[0]) if errors else ()
        items = []
        for part, text in bound.value()._asdict().items():
            classes = "govuk-input--width-4" if part == "year" else "govuk-input--width-2"
            item: dict[str, Any] = {
                "name": part,
                "classes": f"{classes} govuk-input--error" if part in wrong else classes,
                "autocomplete": "off",
            }
            items.append(item | ({"value": Slot(as_typed(text))} if text else {}))
        params = {"id": bound.html_name, "namePrefix": bound.html_name, "items": items}
        return self.with_legend("date-input", bound, params, heading=heading, before=before)


def number(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) <= 4 else None


def month_of(text: str) -> int | None:
    """The number of a month, typed as one or by its name or the beginning of it ("Sept")."""
    name = text.rstrip(".").casefold()
    if len(name) >= 3 and name.isalpha():
        return next((index for index, month in enumerate(MONTHS, start=1) if month.startswith(name)), None)
    month = number(text)
    return month if month in range(1, 13) else None
