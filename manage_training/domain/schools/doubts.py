"""Reasons to distrust a file whose every row can be read: rows mixed up, columns swapped, schools gone. Rule S14."""

from collections import Counter
from dataclasses import dataclass

from django.db import connection

from manage_training.domain.schools.models import LocalAuthority, RegisterName
from manage_training.domain.schools.register import DOWNLOAD_AGAIN, IF_CHECKED, WrongFile

ALLOWED_GONE = 2  # of a hundred open schools
A_SAMPLE = 2_000
ENOUGH_TO_JUDGE = 25  # schools; a share of fewer says nothing
MOST = 75  # of a hundred
ENOUGH_TO_BELIEVE = 10  # rows that say the same: a new name of a code and not a slip

CODES_AND_NAMES = (
    ("TypeOfEstablishment", "type_code", "type_name"),
    ("EstablishmentStatus", "status", "status_name"),
    ("LA", "la_code", "la_name"),
)
Pairs = dict[str, Counter[tuple[int, str]]]  # by column: how many staged rows join a code to a name


def take_out_mixed_up_rows(pairs: Pairs, refused: dict[int, str]) -> None:
    """Refuse the staged rows in which a code and the name beside it do not belong together.

    Where few rows join a code to a name that we know (or many have) for another code, the code is damaged: the school
    would get another's type, and perhaps the right to funding with it.
    """
    for column, code_column, name_column in CODES_AND_NAMES:
        said = pairs[column]
        believed = names_we_know(column) | {pair for pair, rows in said.items() if rows >= ENOUGH_TO_BELIEVE}
        names = {name for _, name in believed}
        for code, name in [pair for pair in said if pair not in believed and pair[1] in names]:
            del said[code, name]
            with connection.cursor() as cursor:
                cursor.execute(
                    f"DELETE FROM staged WHERE {code_column} = %s AND {name_column} = %s RETURNING line",  # noqa: S608
                    [code, name],
                )
                for (line,) in cursor.fetchall():
                    refused[line] = f"{column} has the code {code} here and another elsewhere for “{name}”"


def names_we_know(column: str) -> set[tuple[int, str]]:
    if column == "LA":
        return set(LocalAuthority.objects.values_list("code", "name"))
    return set(RegisterName.objects.filter(column=column).values_list("code", "name"))


def refuse_if_schools_are_gone(gone: set[int], open_schools: int) -> None:
    if len(gone) * 100 > open_schools * ALLOWED_GONE:
        raise WrongFile(
            f"{len(gone)} of our {open_schools} open schools are not in the file, more than {ALLOWED_GONE}%: it seems "
            f"to be cut off or only a part of the register. The first is URN {min(gone)}. {DOWNLOAD_AGAIN} {IF_CHECKED}"
        )


POSTCODE = "^[A-Z]{1,2}[0-9][A-Z0-9]? [0-9][A-Z]{2}$"
A_SCHOOLS_WORD = "school|academy|college|primary|infant|junior|nursery|centre|ysgol"
A_STREETS_WORD = "(road|street|lane|avenue|close|drive|way|crescent)$"
# What holds for hardly any row but where a column's name stands above another's cells: the words for a person, the
# sign, and among which rows it is one.
SIGNS = (
    ("Postcode holds hardly any postcodes", f"postcode !~ '{POSTCODE}'", "postcode <> ''"),
    ("SchoolWebsite holds hardly any websites", "website !~ '[.]'", "website <> ''"),
    *(
        (f"{column} holds schools", f"{column} ~* '{A_SCHOOLS_WORD}'", f"{column} <> ''")
        for column in ("Town", "Street", "Locality")
    ),
    ("Town holds streets", f"town ~* '{A_STREETS_WORD}'", "town <> ''"),
    ("most open schools have a CloseDate", "closed_on IS NOT NULL", "status = 1"),
)


def refuse_if_columns_are_swapped(pairs: Pairs) -> None:
    """Refuse a file in which a column holds what belongs into another, as far as the file alone tells."""
    for column, said in pairs.items():
        codes = len({code for code, _ in said})
        if said.total() >= ENOUGH_TO_JUDGE and len(said) > 2 * codes + ENOUGH_TO_BELIEVE:
            raise WrongFile(
                f"It looks as if columns were swapped: the {codes} codes of {column} have {len(said)} names. "
                f"{DOWNLOAD_AGAIN}"
            )
    counts = ", ".join(
        f"count(*) FILTER (WHERE {sign} AND {among}), count(*) FILTER (WHERE {among})" for _, sign, among in SIGNS
    )
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {counts} FROM (SELECT * FROM staged LIMIT {A_SAMPLE}) AS staged")  # noqa: S608  from the table above
        found = cursor.fetchone()
    for (words, _, _), wrong, of in zip(SIGNS, found[::2], found[1::2], strict=True):
        if of >= ENOUGH_TO_JUDGE and wrong * 100 > of * MOST:
            raise WrongFile(f"It looks as if columns were swapped: {words}. {DOWNLOAD_AGAIN}")


COMPARED = {
    "EstablishmentName": ("school.name", "staged.name"),
    "Town": ("school.town", "staged.town"),
    "Street": ("school.street", "staged.street"),
    "Locality": ("school.locality", "staged.locality"),
    "SchoolWebsite": ("school.website", "staged.website"),
    "Postcode": ("school.postcode", "staged.postcode"),
    "TypeOfEstablishment (code)": ("school.type_code", "staged.type_code"),
    "EstablishmentStatus (code)": ("school.status", "staged.status"),
    "LA (code)": ("school.local_authority_id", "staged.la_code"),
    "DistrictAdministrative (code)": ("school.district", "staged.district"),
    "UKPRN": ("school.ukprn", "staged.ukprn"),
}
CHANGED = ", ".join(
    f"count(*) FILTER (WHERE school.id IS NOT NULL AND {ours} IS DISTINCT FROM {theirs})"
    for ours, theirs in COMPARED.values()
)
COMPARISON = f"""
    SELECT (SELECT count(*) FROM schools_school), count(*), count(*) FILTER (WHERE school.id IS NULL),
           count(*) FILTER (WHERE school.status IN (1, 3) AND staged.status NOT IN (1, 3)), {CHANGED}
    FROM staged LEFT JOIN schools_school AS school USING (urn)"""  # noqa: S608


@dataclass(frozen=True)
class Staged:
    """The staged rows beside what we have."""

    schools: int  # that we have
    rows: int
    added: int
    closed: int
    changed: dict[str, int]  # how many schools would change a fact, by column


def compare_with_ours() -> Staged:
    with connection.cursor() as cursor:
        cursor.execute(COMPARISON)
        schools, rows, added, closed, *changed = cursor.fetchone()
    return Staged(schools, rows, added, closed, dict(zip(COMPARED, changed, strict=True)))


def refuse_if_most_schools_changed(staged: Staged) -> None:
    """Refuse a file by which most schools we know would change one and the same fact: no month brings that."""
    for column, count in staged.changed.items():
        if staged.schools >= ENOUGH_TO_JUDGE and count * 100 > staged.schools * MOST:
            raise WrongFile(
                f"{count} of our {staged.schools} schools would change their {column}: it looks as if columns were "
                f"swapped. {DOWNLOAD_AGAIN} {IF_CHECKED}"
            )
