"""Load the reference data of the service from a folder of CSV files: years, organisations and what they agreed on.

Files are UTF-8 with a header row; the demo's folder is an example. A load adds and corrects, it never removes: schools
may have chosen what a newer file leaves out. The same folder again changes nothing.
"""

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import models, transaction

from manage_training.domain.academic_years.models import AcademicYear, Programme
from manage_training.domain.organisations.models import (
    Agreement,
    AppropriateBody,
    DeliveryPartner,
    Kind,
    LeadProvider,
    Materials,
)
from manage_training.domain.schools.models import LocalAuthority

Values = dict[str, Any]


class ReferenceRefused(Exception):
    """The folder was refused as a whole, nothing was changed; `problems` say what is wrong, each with file and line."""

    def __init__(self, *problems: str) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True)
class Loaded:
    """What one file did: rows added, rows corrected, rows that were so already."""

    file: str
    added: int
    changed: int
    untouched: int


@transaction.atomic
def load_reference(folder: Path) -> list[Loaded]:
    """Load every file of reference data that the folder holds, all or none. Raises `ReferenceRefused`."""
    files = {path.name for path in folder.glob("*.csv")} if folder.is_dir() else set()
    known = [table for table in TABLES if table.file in files]
    if not known:
        names = ", ".join(table.file for table in TABLES)
        raise ReferenceRefused(f"{folder} holds no reference data. It needs at least one of: {names}.")
    if unknown := files - {table.file for table in known}:
        raise ReferenceRefused(*(f"{name}: no such file is read. Correct its name or take it out." for name in unknown))
    return [table.load(folder / table.file) for table in known]


class Cells:
    """One row of a file, by column; its readers refuse in words."""

    def __init__(self, cells: dict[str, str]) -> None:
        self.cells = cells

    def text(self, column: str) -> str:
        if not self.cells[column]:
            raise ValueError(f"{column} is empty")
        return self.cells[column]

    def whole(self, column: str) -> int:
        return _whole(column, self.text(column))

    def whole_or_none(self, column: str) -> int | None:
        return _whole(column, self.cells[column]) if self.cells[column] else None

    def day(self, column: str) -> date:
        try:
            return date.fromisoformat(self.text(column))
        except ValueError:
            raise ValueError(f"{column} is {self.cells[column]!r}, but has to be a date like 2022-05-10") from None

    def email(self, column: str) -> str:
        try:
            validate_email(self.text(column))
        except ValidationError:
            raise ValueError(f"{column} is {self.cells[column]!r}, which is no e-mail address") from None
        return self.cells[column]

    def several(self, column: str) -> list[str]:
        return [part.strip() for part in self.cells[column].split(";") if part.strip()]

    def one_of(self, column: str, choices: list[str]) -> str:
        return _among(column, self.text(column), choices)

    def programmes(self, column: str) -> list[str]:
        return [_among(column, value, list(Programme.values)) for value in _filled(column, self.several(column))]


def _whole(column: str, text: str) -> int:
    if not (text.isascii() and text.isdigit()):
        raise ValueError(f"{column} is {text!r}, but has to be a whole number")
    return int(text)


def _among(column: str, value: str, choices: list[str]) -> str:
    if value not in choices:
        raise ValueError(f"{column} is {value!r}, but has to be one of {', '.join(choices)}")
    return value


def _filled(column: str, parts: list[str]) -> list[str]:
    if not parts:
        raise ValueError(f"{column} is empty")
    return parts


@dataclass(frozen=True)
class Table:
    """A file, the rows it fills, and how a line of it is read: into one or several rows."""

    file: str
    columns: tuple[str, ...]
    model: type[models.Model]
    key: tuple[str, ...]  # the fields a row is known by
    read: Callable[[Cells], list[Values]]

    def load(self, path: Path) -> Loaded:
        rows: dict[tuple[Any, ...], Values] = {}
        first_seen: dict[tuple[Any, ...], int] = {}
        problems: list[str] = []
        for line, cells in self._lines(path):
            try:
                for values in self.read(cells):
                    key = tuple(values[field] for field in self.key)
                    if key in first_seen:
                        raise ValueError(f"the same is on line {first_seen[key]} already")
                    first_seen[key], rows[key] = line, values
            except ValueError as problem:
                problems.append(f"{self.file}, line {line}: {problem}.")
        if problems:
            raise ReferenceRefused(*problems)
        return self._write(rows)

    def _lines(self, path: Path) -> Iterator[tuple[int, Cells]]:
        try:
            text = path.read_text(encoding="utf-8-sig")
        except UnicodeDecodeError:
            raise ReferenceRefused(f"{self.file}: is not in UTF-8. Save it as CSV UTF-8.") from None
        reader = csv.reader(text.splitlines(keepends=True), strict=True)
        try:
            header = [cell.strip() for cell in next(reader, [])]
            if sorted(header) != sorted(self.columns):
                raise ReferenceRefused(
                    f"{self.file}, line 1: the columns are {', '.join(header) or 'missing'}. "
                    f"They have to be {', '.join(self.columns)}."
                )
            for cells in reader:
                if not any(cell.strip() for cell in cells):
                    continue
                if len(cells) != len(header):
                    at = f"{self.file}, line {reader.line_num}"
                    raise ReferenceRefused(f"{at}: has {len(cells)} cells where the header has {len(header)}.")
                yield reader.line_num, Cells(dict(zip(header, (cell.strip() for cell in cells), strict=True)))
        except csv.Error as problem:
            raise ReferenceRefused(f"{self.file}, line {reader.line_num}: {problem}.") from None

    def _write(self, rows: dict[tuple[Any, ...], Values]) -> Loaded:
        manager = self.model._default_manager
        there = {tuple(getattr(row, field) for field in self.key): row for row in manager.select_for_update()}
        new = [self.model(**values) for key, values in rows.items() if key not in there]
        changed = []
        for key, values in rows.items():
            row = there.get(key)
            if row and any(getattr(row, field) != value for field, value in values.items()):
                for field, value in values.items():
                    setattr(row, field, value)
                changed.append(row)
        manager.bulk_create(new)
        other_fields = [field for field in next(iter(rows.values()), {}) if field not in self.key]
        if changed:
            manager.bulk_update(changed, other_fields)
        return Loaded(self.file, len(new), len(changed), len(rows) - len(new) - len(changed))


def _academic_year(cells: Cells) -> list[Values]:
    return [
        {
            "start": cells.whole("start"),
            "registration_opens_on": cells.day("registration_opens_on"),
            "programmes": cells.programmes("programmes"),
            "programmes_not_funded": cells.programmes("programmes_not_funded"),
        }
    ]


def _local_authority(cells: Cells) -> list[Values]:
    return [{"code": cells.whole("code"), "name": cells.text("name")}]


def _lead_provider(cells: Cells) -> list[Values]:
    return [{"name": cells.text("name"), "email": cells.email("email")}]


def _named(cells: Cells) -> list[Values]:
    return [{"name": cells.text("name")}]


def _agreements(cells: Cells) -> list[Values]:
    """One line is an agreement for every loaded year from the first to the last (none: for all that follow)."""
    provider = LeadProvider.objects.filter(name=cells.text("lead_provider")).first()
    partner = DeliveryPartner.objects.filter(name=cells.text("delivery_partner")).first()
    if provider is None:
        raise ValueError(f"no lead provider is called {cells.text('lead_provider')!r}")
    if partner is None:
        raise ValueError(f"no delivery partner is called {cells.text('delivery_partner')!r}")
    years = AcademicYear.objects.filter(start__gte=cells.whole("first_year"))
    if last := cells.whole_or_none("last_year"):
        years = years.filter(start__lte=last)
    found = [
        {"lead_provider_id": provider.pk, "delivery_partner_id": partner.pk, "year_id": year.start} for year in years
    ]
    if not found:
        raise ValueError("no academic year is loaded between first_year and last_year")
    return found


def _appropriate_body(cells: Cells) -> list[Values]:
    first, last = cells.whole("first_year"), cells.whole_or_none("last_year")
    if last and last < first:
        raise ValueError("last_year is before first_year")
    return [
        {
            "name": cells.text("name"),
            "kind": cells.one_of("kind", list(Kind.values)),
            "school_types": [_whole("school_types", part) for part in cells.several("school_types")],
            "first_year": first,
            "last_year": last,
        }
    ]


TABLES = (  # in the order of loading: agreements name what comes before them
    Table(
        "academic_years.csv",
        ("start", "registration_opens_on", "programmes", "programmes_not_funded"),
        AcademicYear,
        ("start",),
        _academic_year,
    ),
    Table("local_authorities.csv", ("code", "name"), LocalAuthority, ("code",), _local_authority),
    Table("lead_providers.csv", ("name", "email"), LeadProvider, ("name",), _lead_provider),
    Table("delivery_partners.csv", ("name",), DeliveryPartner, ("name",), _named),
    Table(
        "agreements.csv",
        ("lead_provider", "delivery_partner", "first_year", "last_year"),
        Agreement,
        ("lead_provider_id", "delivery_partner_id", "year_id"),
        _agreements,
    ),
    Table(
        "appropriate_bodies.csv",
        ("name", "kind", "school_types", "first_year", "last_year"),
        AppropriateBody,
        ("kind", "name"),
        _appropriate_body,
    ),
    Table("materials.csv", ("name",), Materials, ("name",), _named),
)
