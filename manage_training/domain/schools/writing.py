"""From the staged table into the real ones: one statement for each, whatever the number of schools."""

from django.db import connection

from manage_training.domain.schools.doubts import Pairs, Staged
from manage_training.domain.schools.models import Contact, RegisterImport
from manage_training.domain.schools.staging import stage_search


def write_staged(staged: Staged, pairs: Pairs, kinds: list[Contact], *, read_by: RegisterImport) -> None:
    """Write what is staged: authorities, schools, their register rows, contacts of these kinds, search."""
    changed_for_search = stage_search()
    with connection.cursor() as cursor:
        write_names(pairs)
        cursor.execute(CHANGES)
        if staged.added:
            cursor.execute(ADDITIONS)
        cursor.execute(ROW_CHANGES, [read_by.pk])
        if cursor.rowcount < staged.rows:
            cursor.execute(ROW_ADDITIONS, [read_by.pk])
        for kind in kinds:
            cursor.execute(CONTACTS_GONE.format(kind=kind.value))
            cursor.execute(CONTACTS.format(kind=kind.value))
        if changed_for_search:
            cursor.execute(SEARCH_CHANGES)
            if cursor.rowcount < changed_for_search:
                cursor.execute(SEARCH_ADDITIONS)
        if staged.added * 10 > staged.schools:
            # Without knowing how much has come, PostgreSQL would plan searches for a small table.
            cursor.execute("ANALYZE schools_school, schools_searchentry, schools_registerrow, schools_schoolcontact")


def write_names(pairs: Pairs) -> None:
    """Write what codes are called. A row or two do not rename a local authority of two hundred schools."""
    with connection.cursor() as cursor:
        for column, said in pairs.items():
            name_of = {code: name for (code, name), _ in reversed(said.most_common())}
            statement = AUTHORITIES if column == "LA" else NAMES.format(column=column)
            cursor.execute(statement, [list(name_of), list(name_of.values()), [said[pair] for pair in name_of.items()]])


AUTHORITIES = """
    INSERT INTO schools_localauthority AS authority (code, name)
    SELECT code, name FROM unnest(%s::integer[], %s::text[], %s::integer[]) AS said (code, name, rows)
    LEFT JOIN (SELECT local_authority_id, count(*) AS schools FROM schools_school GROUP BY 1) AS ours
        ON ours.local_authority_id = said.code
    WHERE said.rows * 2 > coalesce(ours.schools, 0)
    ON CONFLICT (code) DO UPDATE SET name = excluded.name WHERE authority.name <> excluded.name"""

NAMES = """
    INSERT INTO schools_registername ("column", code, name)
    SELECT '{column}', code, name FROM unnest(%s::integer[], %s::text[], %s::integer[]) AS said (code, name, rows)
    ON CONFLICT ("column", code) DO NOTHING"""

FACTS = (
    "name street locality town postcode website district type_code phase_code status section_41 ukprn closed_on".split()
)
THEIRS = ", ".join(f"staged.{fact}" for fact in [*FACTS, "la_code"])
OURS = ", ".join(f"school.{fact}" for fact in [*FACTS, "local_authority_id"])

# No key column is set, so whoever writes a row that points at a school need not wait for an import to end.
CHANGES = f"""
    UPDATE schools_school AS school
    SET local_authority_id = staged.la_code, {", ".join(f"{fact} = staged.{fact}" for fact in FACTS)}
    FROM staged WHERE school.urn = staged.urn AND ({OURS}) IS DISTINCT FROM ({THEIRS})"""  # noqa: S608

ADDITIONS = f"""
    INSERT INTO schools_school (urn, local_authority_id, {", ".join(FACTS)})
    SELECT urn, la_code, {", ".join(FACTS)} FROM staged
    WHERE NOT EXISTS (SELECT FROM schools_school AS school WHERE school.urn = staged.urn) ORDER BY urn"""  # noqa: S608

ROW_CHANGES = """
    UPDATE schools_registerrow AS row SET cells = staged.cells, hash = decode(staged.hash, 'hex'), read_by_id = %s
    FROM staged JOIN schools_school AS school USING (urn) WHERE row.school_id = school.id"""

ROW_ADDITIONS = """
    INSERT INTO schools_registerrow (school_id, cells, hash, read_by_id)
    SELECT school.id, staged.cells, decode(staged.hash, 'hex'), %s FROM staged JOIN schools_school AS school USING (urn)
    WHERE NOT EXISTS (SELECT FROM schools_registerrow AS row WHERE row.school_id = school.id)"""

SEARCH_CHANGES = """
    UPDATE schools_searchentry AS entry
    SET standing = staged.standing, name = staged.name, town = staged.town, words = staged.words
    FROM staged_search AS staged JOIN schools_school AS school USING (urn) WHERE entry.school_id = school.id"""

SEARCH_ADDITIONS = """
    INSERT INTO schools_searchentry (school_id, standing, name, town, words)
    SELECT school.id, staged.standing, staged.name, staged.town, staged.words
    FROM staged_search AS staged JOIN schools_school AS school USING (urn)
    WHERE NOT EXISTS (SELECT FROM schools_searchentry AS entry WHERE entry.school_id = school.id)"""

CONTACTS_GONE = """
    DELETE FROM schools_schoolcontact AS contact USING staged JOIN schools_school AS school USING (urn)
    WHERE contact.school_id = school.id AND contact.kind = '{kind}' AND staged.{kind} = ''"""

CONTACTS = """
    INSERT INTO schools_schoolcontact AS contact (school_id, kind, email)
    SELECT school.id, '{kind}', staged.{kind} FROM staged JOIN schools_school AS school USING (urn)
    WHERE staged.{kind} <> ''
    ON CONFLICT (school_id, kind) DO UPDATE SET email = excluded.email WHERE contact.email <> excluded.email"""
