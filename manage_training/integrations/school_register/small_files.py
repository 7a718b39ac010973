"""The two files beside the establishments: links between schools, and the addresses that the public ones leave out."""

from collections.abc import Generator, Iterator
from contextlib import closing

from manage_training.domain.schools import register
from manage_training.domain.schools.register import DOWNLOAD_AGAIN, Contact, ContactRow, LinkRow, Progress, WrongFile
from manage_training.integrations.school_register import cells
from manage_training.integrations.school_register.cells import Unreadable
from manage_training.integrations.school_register.records import Record, Records, RegisterFile


class SmallFile(RegisterFile):
    """What both share: every row is read every time."""

    def records(self, progress: Progress, *, needed: tuple[str, ...], wanted: tuple[str, ...]) -> Generator[Record]:
        with self.path.open("rb") as file:
            # Contacts are kept by people, whose spreadsheets write UTF-8.
            records = Records(file, self.path, utf_8_too=True)
            self.columns = records.columns
            self.at = cells.positions(records.columns, needed, wanted)
            self.missing = [name for name in wanted if name not in self.at]
            self.refused = records.refused
            yield from records.unless_known(lambda raw: b"", lambda row_hash: False, progress)
            self.rows = records.count

    def cell(self, record: Record, column: str) -> str:
        return record.cells[self.at[column]].strip() if column in self.at else ""


# How every type of link begins. A new one is a refused row, which harms nobody; the names of schools in this column,
# where two columns have changed places, would be links that lead nowhere.
KINDS_OF_LINK = (
    "Successor",
    "Predecessor",
    "Sixth Form Centre",
    "Result of Amalgamation",
    "Merged",
    "Expansion",
    "Closure",
    "Other",
)


def kind_of_link(text: str) -> str:
    kind = cells.words(text, "LinkType", 100)
    if not kind.startswith(KINDS_OF_LINK):
        raise Unreadable(f"LinkType is {cells.shown(kind)}, which is no type of the register's")
    return kind


class RegisterLinks(SmallFile, register.LinksFile):
    """The register's links file. The name of the linked school is left alone: it may have another by now."""

    def read(self, progress: Progress) -> Iterator[LinkRow]:
        wanted = ("LinkEstablishedDate",)
        with closing(self.records(progress, needed=("URN", "LinkURN", "LinkType"), wanted=wanted)) as records:
            for record in records:
                try:
                    row = LinkRow(
                        record.line,
                        cells.urn(self.cell(record, "URN")),
                        cells.number(self.cell(record, "LinkURN"), "LinkURN", cells.LOWEST_URN, cells.HIGHEST_URN),
                        kind_of_link(self.cell(record, "LinkType")),
                        cells.day(self.cell(record, "LinkEstablishedDate"), "LinkEstablishedDate"),
                    )
                except Unreadable as reason:
                    self.refused[record.line] = str(reason)
                else:
                    self.urns.add(row.urn)
                    yield row


KINDS = {
    "MainEmail": Contact.MAIN,
    "AlternativeEmail": Contact.ALTERNATIVE,
    "HeadteacherEmail": Contact.HEADTEACHER,
}


class SchoolContacts(SmallFile, register.ContactsFile):
    """A file of `URN,MainEmail,AlternativeEmail,HeadteacherEmail`; of the three kinds at least one."""

    def read(self, progress: Progress) -> Iterator[ContactRow]:
        with closing(self.records(progress, needed=("URN",), wanted=tuple(KINDS))) as records:
            for record in records:
                if len(self.missing) == len(KINDS):
                    raise WrongFile(f"The file has none of the columns {', '.join(KINDS)}. {DOWNLOAD_AGAIN}")
                try:
                    urn = cells.urn(self.cell(record, "URN"))
                    if urn in self.urns:
                        raise WrongFile(f"URN {urn} stands in the file more than once. Leave one row for each school.")
                    self.urns.add(urn)
                    emails = {
                        kind: cells.address(self.cell(record, column), column)
                        for column, kind in KINDS.items()
                        if column in self.at
                    }
                except Unreadable as reason:
                    self.refused[record.line] = str(reason)
                else:
                    yield ContactRow(record.line, urn, emails)
