"""Taking in the addresses that the public register leaves out. Rules S6 and S15."""

from collections.abc import Iterator

from manage_training.domain.events.actor import Actor
from manage_training.domain.schools.models import RegisterImport
from manage_training.domain.schools.outcome import take_in
from manage_training.domain.schools.register import ContactRow, ContactsFile, Progress, in_silence
from manage_training.domain.schools.small_import import SmallImport


def import_contacts(file: ContactsFile, *, by: Actor, progress: Progress = in_silence) -> RegisterImport:
    """Bring the contacts of the schools in the file to what it says; other schools keep theirs. Raises `WrongFile`.

    An empty cell takes that contact away; what DfE added itself stays whatever the file says.
    """

    def write(done: RegisterImport) -> None:
        CONTACTS.write(file, lines_of(file.read(progress)), done)

    return take_in(file, RegisterImport.Kind.CONTACTS, by, write)


def lines_of(rows: Iterator[ContactRow]) -> Iterator[str]:
    for row in rows:
        for kind, email in row.emails.items():
            yield f"{row.line}\t{row.urn}\t{kind.value}\t{email}\n"  # no address holds a backslash


STAGED = "line integer, urn integer, kind text, email text"

NOT_OURS = """
    WITH not_ours AS (
        DELETE FROM staged_contacts AS staged
        WHERE NOT EXISTS (SELECT FROM schools_school AS school WHERE school.urn = staged.urn) RETURNING line, urn
    ) SELECT DISTINCT line, urn FROM not_ours"""

TAKE_OUT = """
    DELETE FROM schools_schoolcontact AS contact
    USING staged_contacts AS staged JOIN schools_school AS school USING (urn)
    WHERE contact.school_id = school.id AND contact.kind = staged.kind AND staged.email = ''"""

CHANGE = """
    UPDATE schools_schoolcontact AS contact SET email = staged.email
    FROM staged_contacts AS staged JOIN schools_school AS school USING (urn)
    WHERE contact.school_id = school.id AND contact.kind = staged.kind
      AND staged.email <> '' AND staged.email <> contact.email"""

ADD = """
    INSERT INTO schools_schoolcontact (school_id, kind, email)
    SELECT school.id, staged.kind, staged.email FROM staged_contacts AS staged JOIN schools_school AS school USING (urn)
    WHERE staged.email <> '' ON CONFLICT (school_id, kind) DO NOTHING"""

CONTACTS = SmallImport(
    "staged_contacts",
    STAGED,
    not_ours=NOT_OURS,
    take_out=TAKE_OUT,
    change=CHANGE,
    add=ADD,
    listed="SELECT count(*) FROM staged_contacts WHERE email <> ''",
)
