"""Every field of every form comes out with each input that fits it as the table of edge cases says.

The table is no part of the project: without it these tests are left out, and the same kinds of input are tried field by
field in tests/design_system, tests/domain and, as a flood, in tests/web/test_hostile_requests.py.
"""

import csv
import os
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.urls import get_resolver

from manage_training.design_system.date_field import DateField, Typed
from manage_training.design_system.fields import EmailField, FullNameField, SearchField
from manage_training.design_system.forms import Form
from manage_training.design_system.spreadsheet import as_csv
from manage_training.integrations.school_register import cells
from tests.factories.schools import a_school
from tests.factories.years import every_year

pytestmark = [pytest.mark.django_db, pytest.mark.once]
SHARED_DATA = Path(os.environ.get("SHARED_DATA", Path(__file__).parents[3] / "shared" / "data"))
TABLE = SHARED_DATA / "edge_cases.csv"
needs_the_table = pytest.mark.skipif(not TABLE.exists(), reason="the shared table of edge cases is not on this machine")
# Where we have decided otherwise than the table, and why.
OTHERWISE = {
    ("name", "Zoe\nCarter"): "an input of one line sends no line feed; whoever does tries a mail header (I6)",
    ("date_of_birth", "1/1/1900"): "nobody of more than 100 years is registered",
}


def cases(kind: str) -> list[dict[str, str]]:
    if not TABLE.exists():
        return []
    with TABLE.open(newline="", encoding="utf-8") as file:
        return [row for row in csv.DictReader(file) if row["field"] == kind]


def forms(of: type[Form] = Form) -> Iterator[type[Form]]:
    """Every form of the service's pages."""
    for each in of.__subclasses__():
        if each.__module__.startswith("manage_training.web"):
            yield each
        yield from forms(each)


def fields(kind: str) -> list[tuple[type[Form], str]]:
    """The fields that a kind of input fits."""
    _ = get_resolver().url_patterns  # with which every form is there
    fits = {
        "trn": lambda name, field: name == "trn",
        "nino": lambda name, field: name == "national_insurance_number",
        "email": lambda name, field: isinstance(field, EmailField),
        "name": lambda name, field: isinstance(field, FullNameField),
        "date_of_birth": lambda name, field: name == "date_of_birth",
        "start_date": lambda name, field: name == "starts_on",
        "postcode search": lambda name, field: isinstance(field, SearchField) and field.required,
    }[kind]
    found = {(form, name) for form in forms() for name, field in form.base_fields.items() if fits(name, field)}
    if kind == "start_date":  # of induction; another day at a school is judged with what it is about
        found = {(form, name) for form, name in found if hasattr(form, f"clean_{name}")}
    return sorted(found, key=lambda each: (each[0].__module__, each[0].__name__, each[1]))


def answered(form_class: type[Form], name: str, typed: str, a: object) -> Any:
    """The value of a field as its form has it: of the field, then of what the form makes of that alone."""
    form = form_class({}, words=defaultdict(lambda: "somebody", name="somebody"))
    form.a = a  # type: ignore[attr-defined]  # of the forms of a journey that ask the domain
    field = form.fields[name]
    value = field.clean(Typed(*typed.split("/", 2)) if isinstance(field, DateField) else typed)
    form.cleaned_data = {name: value}
    return form_hook() if (form_hook := getattr(form, f"clean_{name}", None)) else value


@needs_the_table
@pytest.mark.parametrize("kind", ["trn", "nino", "email", "name", "date_of_birth", "start_date", "postcode search"])
def test_every_field_takes_what_it_can_and_refuses_the_rest(kind: str) -> None:
    every_year()
    a = SimpleNamespace(school=a_school(), role="ect", placement=None, date_of_birth=None)
    assert cases(kind)
    assert fields(kind)
    wrong = []
    with time_machine.travel("2022-06-20T10:00:00Z", tick=False):
        for form_class, name in fields(kind):
            required = form_class.base_fields[name].required
            for case in cases(kind):
                expected = case["normalised"] if case["expected"] == "accepted" else None
                if not case["input"].strip(" /"):
                    expected = None if required else ""
                try:
                    got = answered(form_class, name, case["input"], a)
                except ValidationError:
                    got = None
                got = got.isoformat() if isinstance(got, date) else got
                as_expected = (
                    (got is not None) == (expected is not None) if kind == "postcode search" else got == expected
                )
                if as_expected == ((kind, case["input"]) in OTHERWISE):
                    wrong.append((form_class.__name__, name, case["input"][:40], case["why"], got))
    assert wrong == []


@needs_the_table
def test_a_urn_in_a_file_is_a_number_and_nothing_else() -> None:
    """Of what is typed for it, the search makes the most: tests/domain/schools/test_search.py."""
    for case in cases("urn"):
        try:
            read = str(cells.urn(case["input"]))
        except cells.Unreadable:
            continue
        assert case["input"].strip().lstrip("0") == read, case


@needs_the_table
def test_every_cell_that_we_write_is_safe_in_a_spreadsheet() -> None:
    for case in cases("csv cell"):
        text = "".join(as_csv(["Name"], [[case["input"]]]))
        assert text == f"\ufeffName\r\n{case['normalised'] or chr(34) * 2}\r\n", case
