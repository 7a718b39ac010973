"""The table that an import fills by COPY, before one statement for each real table does the rest."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import islice

from django.db import connection

from manage_training.domain.schools.doubts import Pairs
from manage_training.domain.schools.eligibility import eligibility_of
from manage_training.domain.schools.folding import findable
from manage_training.domain.schools.models import Contact
from manage_training.domain.schools.register import SchoolRow
from manage_training.domain.schools.search import standing_of

STAGED = """
    name text, street text, locality text, town text, postcode text, website text, la_name text, district text,
    type_name text, status_name text, ukprn text, main text, alternative text, cells jsonb,
    line integer, urn integer, la_code smallint, type_code smallint, phase_code smallint, status smallint,
    section_41 boolean, closed_on date, standing smallint, hash text"""
STAGED_SEARCH = "urn integer, standing smallint, name text, town text, words text"
# Most changes are to facts that nobody searches by; making words anew costs as much as reading the row.
FOUND_BY_SOMETHING_ELSE = """
    SELECT urn, staged.standing, staged.name, staged.town, staged.postcode
    FROM staged LEFT JOIN schools_school AS school USING (urn)
    LEFT JOIN schools_searchentry AS entry ON entry.school_id = school.id
    WHERE (staged.standing, staged.name, staged.town, staged.postcode)
        IS DISTINCT FROM (entry.standing, school.name, school.town, school.postcode)"""
AT_ONCE = 500


def stage(rows: Iterable[SchoolRow]) -> Pairs:
    """Copy the rows into the table `staged`, which ends with the transaction; returns what codes are called in them."""
    codes: Counter[tuple[int, str, int, str, int | None, str]] = Counter()

    def lines() -> Iterator[str]:
        for row in rows:
            codes[row.type_code, row.type_name, row.status, row.status_name, row.la_code, row.la_name] += 1
            yield line_of(row)

    copy_in("staged", STAGED, lines())
    pairs: Pairs = {"TypeOfEstablishment": Counter(), "EstablishmentStatus": Counter(), "LA": Counter()}
    for (type_code, type_name, status, status_name, la_code, la_name), rows_of_it in codes.items():
        pairs["TypeOfEstablishment"][type_code, type_name] += rows_of_it
        pairs["EstablishmentStatus"][status, status_name] += rows_of_it
        if la_code is not None:
            pairs["LA"][la_code, la_name] += rows_of_it
    return pairs


def stage_search() -> int:
    """Copy what search looks at into `staged_search`, for staged schools that are new or changed in that; how many."""
    with connection.cursor() as cursor:
        cursor.execute(FOUND_BY_SOMETHING_ELSE)
        schools = cursor.fetchall()
    copy_in("staged_search", STAGED_SEARCH, (search_line_of(*school) for school in schools))
    return len(schools)


def copy_in(table: str, columns: str, lines: Iterable[str]) -> None:
    """Make a temporary table, which ends with the transaction, and fill it with these lines."""
    lines = iter(lines)
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS pg_temp.{table}")  # of an import earlier in the same transaction
        cursor.execute(f"CREATE TEMPORARY TABLE {table} ({columns}) ON COMMIT DROP")
        with cursor.copy(f"COPY {table} FROM STDIN") as copy:
            while text := "".join(islice(lines, AT_ONCE)):
                copy.write(text)


def line_of(row: SchoolRow) -> str:
    """A row as COPY takes it: texts first, where only backslashes need care, then what is never a text."""
    main, alternative = row.emails.get(Contact.MAIN, ""), row.emails.get(Contact.ALTERNATIVE, "")
    texts = (
        f"{row.name}\t{row.street}\t{row.locality}\t{row.town}\t{row.postcode}\t{row.website}\t{row.la_name}"
        f"\t{row.district}\t{row.type_name}\t{row.status_name}\t{row.ukprn}\t{main}\t{alternative}\t{as_json(row.cells)}"
    )
    if "\\" in texts:
        texts = texts.replace("\\", "\\\\")
    standing = standing_by(row.type_code, row.status, row.district, row.section_41)
    return (
        f"{texts}\t{row.line}\t{row.urn}\t{or_null(row.la_code)}\t{row.type_code}\t{or_null(row.phase_code)}\t{row.status}"
        f"\t{row.section_41}\t{or_null(row.closed_on)}\t{standing}\t{row.hash.hex()}\n"
    )


def search_line_of(urn: int, standing: int, name: str, town: str, postcode: str) -> str:
    found = findable(urn, name, town, postcode)  # letters and digits: nothing in it needs care
    return f"{urn}\t{standing}\t{found.name}\t{found.town}\t{found.words}\n"


@cache
def standing_by(type_code: int, status: int, district: str, section_41: bool) -> int:
    return standing_of(eligibility_of(type_code, status, district, section_41)).value


def or_null(value: object) -> object:
    return r"\N" if value is None else value


def as_json(cells: list[str]) -> str:
    """The cells as a JSON array; `json.dumps`, half the time of an import, is left to those that need it."""
    joined = '","'.join(cells)
    if joined.count('"') > 2 * len(cells) - 2 or "\\" in joined or "\n" in joined or "\r" in joined or "\t" in joined:
        return json.dumps(cells)  # no other control character comes this far
    return f'["{joined}"]'
