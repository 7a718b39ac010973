"""What an import asks of a register file, whoever reads it: the port between the register's files and our tables."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import NamedTuple, Protocol

from django.db.models import TextChoices

from manage_training.domain.refusal import Refusal

DOWNLOAD_AGAIN = "Download the file again, and import it as it comes."
IF_CHECKED = "If you have checked that it is right, import it with --checked."


class WrongFile(Refusal):
    """The whole file is refused and the last good data kept. The words say why, then what to do."""


class Contact(TextChoices):
    MAIN = "main", "Main contact on the register"
    ALTERNATIVE = "alternative", "Alternative contact on the register"
    HEADTEACHER = "headteacher", "Headteacher"
    ADDED = "added", "Added by the Department for Education"


class SchoolRow(NamedTuple):
    """A school as one row of the register says it. Texts hold no tabs, line ends or other control characters."""

    line: int
    urn: int
    name: str
    street: str
    locality: str
    town: str
    postcode: str
    website: str
    ukprn: str
    closed_on: date | None
    la_code: int | None
    la_name: str
    district: str
    type_code: int
    type_name: str
    phase_code: int | None
    status: int
    status_name: str
    section_41: bool
    emails: dict[Contact, str]  # those the file has columns for; empty where the school has no address
    cells: list[str]  # the row as it came
    hash: bytes


class LinkRow(NamedTuple):
    """A line of the register that links a school to one that came before or after it."""

    line: int
    urn: int
    linked_urn: int
    kind: str
    established_on: date | None


class ContactRow(NamedTuple):
    """A line of a list of addresses: one, and the schools (URN) that it is for."""

    line: int
    urn: int
    emails: dict[Contact, str]  # empty where the file says that there is none


class Report(Protocol):
    """What there is to say of a file; complete once its rows were read to the end."""

    name: str
    columns: list[str]
    missing: list[str]  # columns that we would use and do not need
    refused: dict[int, str]  # line number: why
    rows: int  # read, refused ones among them
    urns: set[int]  # of every row whose URN could be read

    @property
    def hash(self) -> str:
        """SHA-256 of the file, in hexadecimal."""


class SchoolsFile(Report, Protocol):
    """The register's file of schools."""

    without_address: list[int]  # lines with an address that nobody can write to, which counts as none

    def read(self, known: Mapping[bytes, int], progress: "Progress") -> Iterator[SchoolRow]:
        """The schools whose row's hash is not among the `known` ones (hash: URN). Raises `WrongFile`, at any row."""


class LinksFile(Report, Protocol):
    """The register's file of links between schools. Reading raises `WrongFile`, at any row."""

    def read(self, progress: "Progress") -> Iterator[LinkRow]: ...


class ContactsFile(Report, Protocol):
    """A list of schools' addresses from elsewhere than the register. Reading raises `WrongFile`, at any row."""

    def read(self, progress: "Progress") -> Iterator[ContactRow]: ...


class Outcome(Protocol):
    """What an import did, for whoever tells a person."""

    pk: int
    file_name: str
    counts: dict[str, int]
    notes: list[str]
    refused_rows: list[tuple[int, str]]


Progress = Callable[[int], None]  # told how many bytes of the file have been read since the last call


def in_silence(_: int) -> None:
    pass
