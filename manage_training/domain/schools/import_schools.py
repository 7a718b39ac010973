"""Taking the register's schools in: only rows that changed are written, all of them or none. Rules S12 to S15."""

from collections.abc import Mapping

from django.db import connection

from manage_training.domain.events.actor import Actor
from manage_training.domain.schools import doubts, writing
from manage_training.domain.schools.models import Contact, RegisterImport, RegisterRow
from manage_training.domain.schools.outcome import refuse_if_most_is_damaged, take_in
from manage_training.domain.schools.register import Progress, SchoolsFile, in_silence
from manage_training.domain.schools.staging import stage

KINDS = {"MainEmail": Contact.MAIN, "AlternativeEmail": Contact.ALTERNATIVE}


def import_schools(
    file: SchoolsFile, *, by: Actor, checked: bool = False, progress: Progress = in_silence
) -> RegisterImport:
    """Bring the schools to what the file says; the same file again changes nothing. Schools it does not name stay.

    Raises `WrongFile` where the whole file is refused; nothing has changed then, and the refusal is written down.
    `checked`: a person has looked at the file, so that much of it may be gone or changed.
    """

    def write(done: RegisterImport) -> None:
        known, open_urns = as_we_know_them()
        pairs = stage(file.read(known, progress))
        doubts.take_out_mixed_up_rows(pairs, file.refused)
        refuse_if_most_is_damaged(file)
        doubts.refuse_if_columns_are_swapped(pairs)
        staged = doubts.compare_with_ours()
        if not checked:
            doubts.refuse_if_schools_are_gone(open_urns - file.urns, len(open_urns))
            doubts.refuse_if_most_schools_changed(staged)
        done.counts = {
            "added": staged.added,
            "changed": staged.rows - staged.added - staged.closed,
            "closed": staged.closed,
            "untouched": file.rows - staged.rows - len(file.refused),
            "refused": len(file.refused),
        }
        done.notes = notes_on(file, known)
        if staged.rows:
            kinds = [kind for column, kind in KINDS.items() if column not in file.missing]
            writing.write_staged(staged, pairs, kinds, read_by=done)

    return take_in(file, RegisterImport.Kind.SCHOOLS, by, write)


def as_we_know_them() -> tuple[Mapping[bytes, int], set[int]]:
    """The URN of each register row by its hash, and the URNs of the schools that are open."""
    with connection.cursor() as cursor:
        cursor.execute(KNOWN)
        hashes, urns, open_urns = cursor.fetchone()
    size = RegisterRow.HASH_SIZE
    return {hashes[at * size : at * size + size]: urn for at, urn in enumerate(urns)}, set(open_urns)


# One value each, all built from the rows in the same order, rather than fifty thousand rows fetched one by one.
KNOWN = """
    SELECT coalesce(string_agg(row.hash, ''), ''), coalesce(array_agg(school.urn), '{}'),
           coalesce(array_agg(school.urn) FILTER (WHERE school.status IN (1, 3)), '{}')
    FROM schools_registerrow AS row JOIN schools_school AS school ON school.id = row.school_id"""


def notes_on(file: SchoolsFile, known: Mapping[bytes, int]) -> list[str]:
    notes = [f"The file has no column {name}: those addresses stay as they are." for name in file.missing]
    if lines := file.without_address:
        notes.append(
            f"{len(lines)} addresses cannot be written to and count as none; the first is on line {min(lines)}."
        )
    if absent := len(set(known.values()) - file.urns):
        notes.append(f"{absent} schools that we have are not in the file: they stay as they are.")
    return notes
