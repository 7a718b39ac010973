"""Taking in which school followed which, from the register's links file. Rules S7 and S15."""

from collections.abc import Iterator

from django.db.backends.utils import CursorWrapper

from manage_training.domain.events.actor import Actor
from manage_training.domain.schools.eligibility import Status
from manage_training.domain.schools.models import RegisterImport
from manage_training.domain.schools.outcome import refuse_if_much_is_gone, take_in
from manage_training.domain.schools.register import (
    DOWNLOAD_AGAIN,
    IF_CHECKED,
    LinkRow,
    LinksFile,
    Progress,
    WrongFile,
    in_silence,
)
from manage_training.domain.schools.small_import import SmallImport
from manage_training.domain.schools.staging import or_null

OPEN = [Status.OPEN, Status.OPEN_BUT_PROPOSED_TO_CLOSE]


def import_links(
    file: LinksFile, *, by: Actor, checked: bool = False, progress: Progress = in_silence
) -> RegisterImport:
    """Bring the links to what the file says; those it no longer lists are taken out. Raises `WrongFile`."""

    def doubt(cursor: CursorWrapper) -> None:
        if not checked:
            refuse_what_is_swapped(cursor)
            cursor.execute(GONE)
            gone, ours = cursor.fetchone()
            refuse_if_much_is_gone(gone, ours, "links")

    def write(done: RegisterImport) -> None:
        LINKS.write(file, lines_of(file.read(progress)), done, before=doubt)

    return take_in(file, RegisterImport.Kind.LINKS, by, write)


def refuse_what_is_swapped(cursor: CursorWrapper) -> None:
    """Nothing in a row says whether its two numbers have changed places; the schools do. In the real file 1,600 times
    as many links lead from a closed school to an open one as the other way.
    """
    cursor.execute(DIRECTIONS, {"open": OPEN, "closed": Status.CLOSED})
    onwards, back = cursor.fetchone()
    if back > onwards:
        raise WrongFile(
            f"In {back} links an open school is followed by one that has closed, and in only {onwards} it is the other "
            f"way round: URN and LinkURN seem to have changed places. {DOWNLOAD_AGAIN} {IF_CHECKED}"
        )


def lines_of(rows: Iterator[LinkRow]) -> Iterator[str]:
    for row in rows:
        kind = row.kind.replace("\\", "\\\\")
        yield f"{row.line}\t{row.urn}\t{row.linked_urn}\t{kind}\t{or_null(row.established_on)}\n"


STAGED = "line integer, urn integer, linked_urn integer, kind text, established_on date"

NOT_OURS = """
    DELETE FROM staged_links AS staged
    WHERE NOT EXISTS (SELECT FROM schools_school AS school WHERE school.urn = staged.urn) RETURNING line, urn"""

DIRECTIONS = """
    SELECT count(*) FILTER (WHERE before.status = %(closed)s AND after.status = ANY (%(open)s)),
           count(*) FILTER (WHERE after.status = %(closed)s AND before.status = ANY (%(open)s))
    FROM staged_links AS link
    JOIN schools_school AS before ON before.urn = CASE WHEN kind LIKE 'Pre%%' THEN linked_urn ELSE link.urn END
    JOIN schools_school AS after ON after.urn = CASE WHEN kind LIKE 'Pre%%' THEN link.urn ELSE linked_urn END
    WHERE kind LIKE 'Successor%%' OR kind LIKE 'Predecessor%%'"""

# The same link twice in a file is one link: the last day that stands there counts.
LISTED = """
    SELECT DISTINCT ON (school.id, linked_urn, kind) school.id AS school_id, linked_urn, kind, established_on
    FROM staged_links JOIN schools_school AS school USING (urn) ORDER BY school.id, linked_urn, kind, line DESC"""

GONE = f"""
    WITH listed AS ({LISTED})
    SELECT count(*) FILTER (WHERE listed.school_id IS NULL), count(*)
    FROM schools_schoollink AS link LEFT JOIN listed USING (school_id, linked_urn, kind)"""  # noqa: S608

TAKE_OUT = f"""
    WITH listed AS ({LISTED})
    DELETE FROM schools_schoollink AS link
    WHERE NOT EXISTS (SELECT FROM listed WHERE listed.school_id = link.school_id
                      AND listed.linked_urn = link.linked_urn AND listed.kind = link.kind)"""  # noqa: S608

CHANGE = f"""
    WITH listed AS ({LISTED})
    UPDATE schools_schoollink AS link SET established_on = listed.established_on FROM listed
    WHERE listed.school_id = link.school_id AND listed.linked_urn = link.linked_urn AND listed.kind = link.kind
      AND listed.established_on IS DISTINCT FROM link.established_on"""  # noqa: S608

ADD = f"""
    WITH listed AS ({LISTED})
    INSERT INTO schools_schoollink (school_id, linked_urn, kind, established_on)
    SELECT school_id, linked_urn, kind, established_on FROM listed
    ON CONFLICT (school_id, linked_urn, kind) DO NOTHING"""  # noqa: S608

LINKS = SmallImport(
    "staged_links",
    STAGED,
    not_ours=NOT_OURS,
    take_out=TAKE_OUT,
    change=CHANGE,
    add=ADD,
    listed="SELECT count(*) FROM schools_schoollink",
)
