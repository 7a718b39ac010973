"""Files that are nobody's register, or thirty times another damage to one: refused in words or read right, never half.

Rules S13 and S14. What single damages do is tried more closely in test_damage.py.
"""

import csv
import os
import random
import re
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from manage_training.domain.schools.models import RegisterImport, SchoolContact, SchoolLink
from manage_training.integrations.school_register.invented import invented_schools
from manage_training.integrations.school_register.writing import write_contacts, write_links
from tests.factories.register import a_register, what_we_have

pytestmark = [pytest.mark.django_db, pytest.mark.once]
SCHOOLS = 60
DAMAGES = 30
SHARED_DATA = Path(os.environ.get("SHARED_DATA", Path(__file__).parents[4] / "shared" / "data"))
SHAPES = ["edubasealldata_2021", "ecf_tech_2022", "ecf_tech_2026"]
COMMANDS = ["import_schools", "import_school_links", "import_school_contacts"]


def brought(command: str, file: Path) -> str:
    """What the command says: its summary; or, where it refuses the file, why. Then nothing may have changed."""
    before, out, reason = everything(), StringIO(), ""
    try:
        with transaction.atomic():
            call_command(command, str(file), stdout=out)
    except CommandError as refused:
        reason = str(refused)
    if not reason:
        return out.getvalue()
    assert everything() == before
    assert reason.endswith(".")
    return f"refused: {reason}"


def everything() -> dict[str, dict[object, object]]:
    """What the three files say, each by what it is about."""
    contacts = SchoolContact.objects.values_list("school__urn", "kind", "email")
    links = SchoolLink.objects.values_list("school__urn", "linked_urn", "kind", "established_on")
    return {
        "import_schools": dict(what_we_have()),
        "import_school_contacts": {(urn, kind): email for urn, kind, email in contacts},
        "import_school_links": {(urn, other, kind): day for urn, other, kind, day in links},
    }


@pytest.fixture
def files(tmp_path: Path) -> dict[str, Path]:
    schools = list(invented_schools(SCHOOLS))
    contacts, links = tmp_path / "contacts.csv", tmp_path / "links.csv"
    write_contacts(contacts, schools)
    write_links(links, schools)
    return {
        "import_schools": a_register(tmp_path, schools),
        "import_school_links": links,
        "import_school_contacts": contacts,
    }


# The damages. Each takes a right file and chance, and says how many rows it has harmed.


def cut(whole: bytes, chance: random.Random) -> tuple[bytes, int]:
    return whole[: chance.randrange(len(whole))], SCHOOLS


def flip(whole: bytes, chance: random.Random) -> tuple[bytes, int]:
    harmed, hits = bytearray(whole), chance.choice([1, 5, 50])
    for at in chance.sample(range(len(harmed)), hits):
        harmed[at] ^= 1 << chance.randrange(8)
    return bytes(harmed), 2 * hits


def swap_columns(whole: bytes, chance: random.Random) -> tuple[bytes, int]:
    """Two columns change places with their cells, which harms nothing, or by their names alone."""
    header, *rows = csv.reader(StringIO(whole.decode("cp1252"), newline=""))
    one, other = chance.sample(range(len(header)), 2)
    for row in [header] if (alone := chance.random() < 0.5) else [header, *rows]:
        row[one], row[other] = row[other], row[one]
    out = StringIO(newline="")
    csv.writer(out).writerows([header, *rows])
    return out.getvalue().encode("cp1252"), SCHOOLS if alone else 0


def mix_encodings(whole: bytes, chance: random.Random) -> tuple[bytes, int]:
    """Some lines written in another encoding than the rest."""
    lines = whole.split(b"\r\n")
    hits = chance.sample(range(1, len(lines) - 1), min(len(lines) - 2, chance.choice([1, 10])))
    for at in hits:
        text = lines[at].decode("cp1252").replace("e", "é", 1)
        lines[at] = text.encode(chance.choice(["utf-8", "utf-16", "utf-32-le", "cp850"]))
    return b"\r\n".join(lines), len(hits)


def mix_lines(whole: bytes, chance: random.Random) -> tuple[bytes, int]:
    """Lines that end otherwise, stand there twice, are joined or shuffled."""
    lines = whole.split(b"\r\n")
    at = chance.randrange(1, len(lines) - 2)
    return chance.choice(
        [
            (whole.replace(b"\r\n", b"\r"), SCHOOLS),
            (whole.replace(b"\r\n", b"\n"), 0),
            (b"\r\n".join([*lines[:at], lines[at], *lines[at:]]), 1),
            (b"\r\n".join([*lines[:at], lines[at] + lines[at + 1], *lines[at + 2 :]]), 2),
            (b"\r\n".join([lines[0], *chance.sample(lines[1:-1], len(lines) - 2), lines[-1]]), 0),
        ]
    )


def write_otherwise(whole: bytes, chance: random.Random) -> tuple[bytes, int]:
    """The whole file as another program would have written it."""
    text = whole.decode("cp1252")
    return chance.choice(
        [
            (b"\xef\xbb\xbf" + text.encode(), 0),
            (text.encode("utf-16"), SCHOOLS),
            (text.replace(",", ";").encode("cp1252"), SCHOOLS),
            (text.replace(",", "\t").encode("cp1252"), SCHOOLS),
            (text.replace('"', "").encode("cp1252"), SCHOOLS),
            (text.replace('"', "'").encode("cp1252"), SCHOOLS),
        ]
    )


DAMAGED_BY = [cut, flip, swap_columns, mix_encodings, mix_lines, write_otherwise]


@pytest.mark.parametrize("seed", range(DAMAGES))
def test_u2_a_damaged_file_is_refused_or_read_right(files: dict[str, Path], seed: int) -> None:
    """No row that was not harmed says anything else than before, and nothing is there that nobody wrote."""
    for command, file in files.items():
        assert "refused: " not in brought(command, file)
        chance, before = random.Random(f"{seed} {command}"), everything()[command]
        harmed, rows = DAMAGED_BY[seed % len(DAMAGED_BY)](file.read_bytes(), chance)
        file.write_bytes(harmed)
        if brought(command, file).startswith("refused: "):
            continue
        after = everything()[command]
        changed = {key for key in before.keys() | after.keys() if before.get(key) != after.get(key)}
        assert len({key if isinstance(key, int) else key[0] for key in changed}) <= rows, (command, changed)


def test_u7_the_same_file_again_changes_nothing(files: dict[str, Path]) -> None:
    for command, file in files.items():
        brought(command, file)
        before, imports = everything(), RegisterImport.objects.count()
        assert "0 added, 0 changed" in brought(command, file)
        assert everything() == before
        assert RegisterImport.objects.count() == imports + 1


def test_u2_links_whose_names_and_types_changed_places_are_refused(tmp_path: Path) -> None:
    """Rule S14, in the very first file too, which takes nothing out."""
    schools = list(invented_schools(500))
    brought("import_schools", a_register(tmp_path, schools))
    file = tmp_path / "links.csv"
    write_links(file, schools)
    file.write_bytes(file.read_bytes().replace(b'"LinkName","LinkType"', b'"LinkType","LinkName"'))
    assert brought("import_school_links", file).startswith("refused: ")
    assert not SchoolLink.objects.exists()


def test_u2_links_whose_two_numbers_changed_places_are_refused(tmp_path: Path) -> None:
    """Rule S14, in the very first file too: else closed schools would be followed by those that closed before them."""
    schools = list(invented_schools(500))
    brought("import_schools", a_register(tmp_path, schools))
    file = tmp_path / "links.csv"
    write_links(file, schools)
    right = file.read_bytes()
    names_swapped = right.replace(b'"URN","LinkURN"', b'"LinkURN","URN"')
    file.write_bytes(names_swapped)
    assert "URN and LinkURN seem to have changed places" in brought("import_school_links", file)
    file.write_bytes(right)
    assert " 0 refused" in brought("import_school_links", file)
    file.write_bytes(names_swapped)
    assert "URN and LinkURN seem to have changed places" in brought("import_school_links", file)
    file.write_bytes(re.sub(rb"^(\d+),(\d+)", rb"\2,\1", names_swapped, flags=re.MULTILINE))
    assert "0 added, 0 changed, 0 taken out" in brought("import_school_links", file)  # only in another order


HEADERS = {
    "import_schools": b"",
    "import_school_links": b"URN,LinkURN,LinkName,LinkType,LinkEstablishedDate",
    "import_school_contacts": b"URN,MainEmail,AlternativeEmail,HeadteacherEmail",
}
NOT_A_REGISTER = [
    b"",
    b"\xef\xbb\xbf",
    b"\x00" * 1_000,
    b"\xff\xfe" + "URN,MainEmail\r\n100000,a@school.example\r\n".encode("utf-16-le"),
    "URN,MainEmail\r\n100000,a@school.example\r\n".encode("utf-16-le"),
    b"PK\x03\x04" + bytes(range(256)),
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512),
    b"%PDF-1.7\n%\xe2\xe3",
    b"\x89PNG\r\n\x1a\n" + bytes(range(200)),
    b"\x1f\x8b\x08\x00" + bytes(range(256)),
    b"<!DOCTYPE html><html><body>Sign in</body></html>",
    b'{"error": "not found"}',
    b'"URN',
    b'"' * 100_001,
    b"," * 1_000_000,
    b"URN" * 300_000,
    b"\r\n" * 1_000,
    b"URN\r\n" + b"100000\r\n" * 10,
]


@pytest.mark.parametrize("command", COMMANDS)
def test_u1_u2_what_is_no_register_is_refused_in_words(tmp_path: Path, command: str) -> None:
    file = tmp_path / "what.csv"
    header = HEADERS[command]
    for content in [*NOT_A_REGISTER, *([header, header + b"\r\n"] if header else [])]:
        file.write_bytes(content)
        assert brought(command, file).startswith("refused: "), content[:60]


@pytest.mark.skipif(not SHARED_DATA.exists(), reason="the shared data is not on this machine; damages are made above")
@pytest.mark.parametrize("command", COMMANDS)
def test_u2_no_file_that_people_would_upload_elsewhere_is_a_register(command: str, files: dict[str, Path]) -> None:
    for each, file in files.items():
        brought(each, file)
    bad = sorted(path for path in (SHARED_DATA / "bad_csv").iterdir() if path.name != "expected.csv")
    assert len(bad) > 60
    for file in bad:
        assert brought(command, file).startswith("refused: "), file.name
