"""Register files for tests: small, of invented schools, and as right or as wrong as a test says."""

from collections.abc import Iterable
from pathlib import Path

from manage_training.domain.events.actor import Actor
from manage_training.domain.schools.import_schools import import_schools
from manage_training.domain.schools.models import RegisterImport, School
from manage_training.integrations.school_register.establishments import EstablishmentsFile
from manage_training.integrations.school_register.invented import Establishment, invented_schools
from manage_training.integrations.school_register.writing import write_register

FACTS = (
    "name",
    "street",
    "locality",
    "town",
    "postcode",
    "website",
    "local_authority_id",
    "district",
    "type_code",
    "phase_code",
    "status",
    "section_41",
    "ukprn",
    "closed_on",
)


def a_register(folder: Path, schools: Iterable[Establishment] | int = 20, shape: str = "edubasealldata_2021") -> Path:
    """A file of these schools, or of so many invented ones."""
    file = folder / f"{shape}.csv"
    write_register(file, invented_schools(schools) if isinstance(schools, int) else schools, shape)
    return file


def take_in(file: Path, *, checked: bool = False) -> RegisterImport:
    return import_schools(EstablishmentsFile(file), by=Actor("command"), checked=checked)


def what_we_have() -> dict[int, tuple[object, ...]]:
    """The facts of every school, by URN."""
    return {urn: tuple(facts) for urn, *facts in School.objects.values_list("urn", *FACTS)}
