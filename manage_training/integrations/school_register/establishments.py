"""The register's file of establishments: the public "edubasealldata" and the "ecf_tech" extract, of any year.

Columns are found by name, so it does not matter which others come and go; those we need are in `NEEDED`.
"""

import hashlib
from collections.abc import Iterator, Mapping
from functools import lru_cache
from operator import itemgetter
from pathlib import Path

from manage_training.domain.schools import register
from manage_training.domain.schools.register import DOWNLOAD_AGAIN, Contact, Progress, SchoolRow, WrongFile
from manage_training.integrations.school_register import cells
from manage_training.integrations.school_register.cells import Unreadable
from manage_training.integrations.school_register.records import Record, Records, RegisterFile

TEXTS = ("URN", "EstablishmentName", "Street", "Locality", "Town", "Postcode", "SchoolWebsite", "UKPRN", "CloseDate")
CODES = (
    "LA (code)",
    "LA (name)",
    "DistrictAdministrative (code)",
    "TypeOfEstablishment (code)",
    "TypeOfEstablishment (name)",
    "PhaseOfEducation (code)",
    "EstablishmentStatus (code)",
    "EstablishmentStatus (name)",
    "Section41Approved (name)",
)
NEEDED = TEXTS + CODES
# Only the extract has these; import_school_contacts brings them otherwise.
WANTED = {"MainEmail": Contact.MAIN, "AlternativeEmail": Contact.ALTERNATIVE}
# Rises with each change to what is read from a row: then every row counts as changed at the next import.
READING = b"1"


@lru_cache(maxsize=100_000)
def codes_of(written: tuple[str, ...]) -> tuple[int | None, str, str, int, str, int | None, int, str, bool]:
    """What the cells of `CODES` mean: many schools have the same ones."""
    la_code, la_name, district, type_code, type_name, phase, status, status_name, section_41 = written
    return (
        cells.la_code(la_code),
        cells.words(la_name, "LA (name)", 100),
        cells.district(district),
        cells.number(type_code, "TypeOfEstablishment (code)", 1, 99),
        cells.words(type_name, "TypeOfEstablishment (name)", 200),
        cells.number(phase, "PhaseOfEducation (code)", 0, 9) if phase.strip() else None,
        cells.number(status, "EstablishmentStatus (code)", 1, 4),
        cells.words(status_name, "EstablishmentStatus (name)", 200),
        cells.section_41(section_41),
    )


class EstablishmentsFile(RegisterFile, register.SchoolsFile):
    """One file, to be read once."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.without_address: list[int] = []

    def read(self, known: Mapping[bytes, int], progress: Progress) -> Iterator[SchoolRow]:
        """See `SchoolsFile`. A row is known by its bytes and by the names of the columns above it."""
        with self.path.open("rb") as file:
            records = Records(file, self.path)
            self.columns = records.columns
            at = cells.positions(records.columns, NEEDED, tuple(WANTED))
            self.used = itemgetter(*at.values())
            self.kinds_of_email = [kind for name, kind in WANTED.items() if name in at]
            self.missing = [name for name in WANTED if name not in at]
            self.refused = records.refused
            under = hashlib.blake2b(READING + "\0".join(records.columns).encode()).digest()
            urns = self.urns

            def hash_of(raw: bytes) -> bytes:
                return hashlib.blake2b(raw, digest_size=16, key=under).digest()

            def is_known(row_hash: bytes) -> bool:
                urn = known.get(row_hash)
                if urn is None:
                    return False
                self.only_once(urn)
                urns.add(urn)
                return True

            for record in records.unless_known(hash_of, is_known, progress):
                try:
                    row = self.row(record)
                except Unreadable as reason:
                    self.refused[record.line] = str(reason)
                else:
                    yield row
            self.rows = records.count
            self.urns |= records.refused_urns

    def row(self, record: Record) -> SchoolRow:
        used = self.used(record.cells)
        urn, name, street, locality, town, postcode, website, ukprn, closed_on = used[: len(TEXTS)]
        number = cells.urn(urn)
        self.only_once(number)
        self.urns.add(number)
        emails = used[len(NEEDED) :]
        return SchoolRow(
            record.line,
            number,
            cells.name_of_school(name),
            cells.words(street, "Street", 200),
            cells.words(locality, "Locality", 200) if locality else "",
            cells.words(town, "Town", 100),
            cells.postcode(postcode),
            cells.words(website, "SchoolWebsite", 300) if website else "",
            cells.ukprn(ukprn) if ukprn else "",
            cells.day(closed_on, "CloseDate") if closed_on else None,
            *codes_of(used[len(TEXTS) : len(NEEDED)]),
            self.addresses(record.line, emails) if emails else {},
            record.cells,
            record.hash,
        )

    def addresses(self, line: int, written: tuple[str, ...]) -> dict[Contact, str]:
        """The addresses of a school. One that nobody can write to counts as none, and refuses nobody."""
        addresses = {}
        for kind, email in zip(self.kinds_of_email, written, strict=True):
            try:
                addresses[kind] = cells.address(email, kind.label)
            except Unreadable:
                addresses[kind] = ""
                self.without_address.append(line)
        return addresses

    def only_once(self, urn: int) -> None:
        if urn in self.urns:
            raise WrongFile(f"URN {urn} stands in the file more than once. {DOWNLOAD_AGAIN}")
