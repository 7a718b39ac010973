"""Damaged files: each is refused in words or read right, never half. Rules S13 and S14."""

import csv
import os
import random
from dataclasses import replace
from io import StringIO
from itertools import combinations

import pytest
from django.db import transaction

from manage_training.domain.schools.models import RegisterImport
from manage_training.domain.schools.register import WrongFile
from manage_training.integrations.school_register.establishments import NEEDED, EstablishmentsFile
from manage_training.integrations.school_register.invented import invented_schools
from tests.factories.register import a_register, take_in, what_we_have

pytestmark = [pytest.mark.django_db, pytest.mark.once]
SCHOOLS = 120
FLIPS = int(os.environ.get("FLIPS", "300"))
SHAPES_TO_HARM = ["edubasealldata_2021", "ecf_tech_2022", "ecf_tech_2026"]


def read(file):
    """What a file says, row by row, without a database; or the words it is refused with."""
    opened = EstablishmentsFile(file)
    try:
        rows = {row.urn: row._replace(line=0, hash=b"") for row in opened.read({}, lambda read: None)}
    except WrongFile as refused:
        return refused, {}, opened
    return None, rows, opened


class Rollback(Exception):
    pass


def outcome_of(file):
    """What we would have after importing a file; None where it is refused. Nothing stays."""
    result = None
    try:
        with transaction.atomic():
            before = what_we_have()
            reason = ""
            try:
                result = (take_in(file), what_we_have())
            except WrongFile as refused:
                reason = refused.words
            if result is None:
                assert reason.endswith(".")
                assert what_we_have() == before
            assert RegisterImport.objects.latest("pk").refused_because == reason
            raise Rollback
    except Rollback:
        return result


@pytest.mark.parametrize("shape", SHAPES_TO_HARM)
def test_a_file_cut_off_anywhere_is_refused_or_says_only_what_it_said(tmp_path, shape):
    file = a_register(tmp_path, SCHOOLS, shape)
    whole = file.read_bytes()
    _, right, _ = read(file)
    boundaries = {at for at in range(len(whole) + 1) if whole[at - 2 : at] == b"\r\n"}
    last_row = whole.rindex(b"\r\n", 0, -2)
    cuts = {*random.Random(1).sample(range(len(whole)), 150), *range(last_row, len(whole)), *range(0, 3_000, 37)}
    for at in sorted(cuts):
        file.write_bytes(whole[:at])
        refused, rows, opened = read(file)
        if refused is None:
            assert at in boundaries or whole[at : at + 2] == b"\r\n" or whole[at : at + 1] == b"\n"
            assert opened.refused == {}
            assert all(right[urn] == row for urn, row in rows.items())


def test_a_file_cut_between_rows_loses_schools_and_is_refused_for_that(tmp_path):
    file = a_register(tmp_path, SCHOOLS)
    take_in(file)
    lines = file.read_bytes().splitlines(keepends=True)
    for kept in (2, 30, 60, 110):
        file.write_bytes(b"".join(lines[:kept]))
        assert outcome_of(file) is None


@pytest.mark.parametrize("shape", SHAPES_TO_HARM)
def test_a_flipped_byte_spoils_at_most_its_own_row(tmp_path, shape):
    """What is read in another way than it was written is the text that was hit, and never another row."""
    file = a_register(tmp_path, SCHOOLS, shape)
    whole = file.read_bytes()
    _, right, _ = read(file)
    first_row = whole.index(b"\n") + 1
    chance = random.Random(2)
    for _ in range(FLIPS):
        at = chance.randrange(first_row, len(whole))
        harmed = bytearray(whole)
        harmed[at] ^= 1 << chance.randrange(8)
        file.write_bytes(harmed)
        refused, rows, opened = read(file)
        if refused is not None:
            continue
        unread = set(right) - set(rows)
        other = [urn for urn in rows if rows[urn] != right.get(urn)]
        assert len(unread) <= 2, harmed[at - 20 : at + 20]  # two where the line end between them was hit
        assert len(other) <= 1, harmed[at - 20 : at + 20]
        assert len(opened.refused) <= 2
        for urn in other:  # a school that nobody has heard of is one whose own number was hit
            if urn in right:
                facts = [name for name in right[urn]._fields if name != "cells"]
                assert sum(getattr(rows[urn], fact) != getattr(right[urn], fact) for fact in facts) <= 1


def test_a_flipped_byte_never_makes_a_school_of_another_type_or_status(tmp_path):
    """The code and the name beside it have to agree: the type decides who is funded."""
    schools = list(invented_schools(SCHOOLS))
    file = a_register(tmp_path, schools)
    take_in(file)
    whole = file.read_bytes()
    for school, code in ((schools[0], b'"01","Community school"'), (schools[1], b'"1","Open"')):
        at = whole.index(code, whole.index(b"\n%d," % school.urn))
        for digit in b"234":
            harmed = bytearray(whole)
            harmed[at + code.index(b"1")] = digit
            file.write_bytes(harmed)
            done, have = outcome_of(file)
            assert done.counts["refused"] == 1
            assert "elsewhere for" in done.refused_rows[0][1]
            assert (have[school.urn][8], have[school.urn][10]) == (school.type_code, school.status)


@pytest.mark.parametrize("seed", range(40))
def test_many_flipped_bytes_are_refused_or_leave_every_other_school_as_it_was(tmp_path, seed):
    file = a_register(tmp_path, SCHOOLS, SHAPES_TO_HARM[seed % 3])
    take_in(file)
    before = what_we_have()
    chance = random.Random(seed)
    harmed = bytearray(file.read_bytes())
    hits = chance.choice([1, 3, 10, 50, 300, 3_000])
    for at in chance.sample(range(len(harmed)), hits):
        harmed[at] = chance.choice([0, 10, 13, 34, 44, 0x81, 0xE9, chance.randrange(256)])
    file.write_bytes(harmed)
    if result := outcome_of(file):
        _, have = result
        assert set(before) <= set(have)
        assert sum(have[urn] != before[urn] for urn in before) <= hits


def swapped(file, one, other, *, names_only):
    """Two columns change places: with their cells, or their names alone."""
    with file.open(encoding="cp1252", newline="") as opened:
        header, *rows = csv.reader(opened)
    first, second = header.index(one), header.index(other)
    for row in [header] if names_only else [header, *rows]:
        row[first], row[second] = row[second], row[first]
    out = StringIO(newline="")
    csv.writer(out).writerows([header, *rows])
    file.write_bytes(out.getvalue().encode("cp1252"))


def test_columns_that_change_places_with_their_cells_are_read_right(tmp_path):
    file = a_register(tmp_path, SCHOOLS)
    take_in(file)
    before = what_we_have()
    for one, other in (("EstablishmentName", "Street"), ("URN", "Town"), ("LA (code)", "PhaseOfEducation (code)")):
        swapped(file, one, other, names_only=False)
        done, have = outcome_of(file)
        assert done.counts["refused"] == 0
        assert have == before


@pytest.mark.parametrize(("one", "other"), list(combinations(NEEDED, 2)))
def test_columns_whose_names_alone_changed_places_are_refused(tmp_path, one, other):
    schools = [
        replace(school, closed_on=None) if school.status == 1 else school for school in invented_schools(SCHOOLS)
    ]
    file = a_register(tmp_path, schools)
    take_in(file)
    before = what_we_have()
    swapped(file, one, other, names_only=True)
    result = outcome_of(file)
    assert result is None or result[1] == before, f"{one} and {other} were taken for one another"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("URN", "UKPRN"),
        ("LA (name)", "SchoolWebsite"),
        ("TypeOfEstablishment (name)", "Street"),
        ("EstablishmentStatus (name)", "SchoolWebsite"),
        ("EstablishmentName", "Street"),
        ("EstablishmentName", "Town"),
        ("EstablishmentName", "Postcode"),
        ("Town", "Street"),
        ("Town", "Postcode"),
        ("TypeOfEstablishment (code)", "EstablishmentStatus (code)"),
        ("TypeOfEstablishment (code)", "LA (code)"),
        ("TypeOfEstablishment (code)", "TypeOfEstablishment (name)"),
        ("OpenDate", "Postcode"),
        ("CloseDate", "UKPRN"),
        ("Section41Approved (name)", "SchoolWebsite"),
        ("DistrictAdministrative (code)", "DistrictAdministrative (name)"),
        ("CloseDate", "CensusDate"),
    ],
)
def test_swapped_names_are_refused_in_the_very_first_file_too(tmp_path, one, other):
    file = a_register(tmp_path, SCHOOLS)
    swapped(file, one, other, names_only=True)
    assert outcome_of(file) is None


@pytest.mark.parametrize(
    "content",
    [
        b"\x00" * 1_000,
        b"\xff\xfe" + "URN,EstablishmentName\r\n100000,School\r\n".encode("utf-16-le"),
        b"\x1f\x8b\x08\x00" + bytes(range(256)) * 10,
        b"PK\x03\x04" + bytes(range(256)) * 10,
        b"<!DOCTYPE html><html><body>Service unavailable</body></html>",
        b'{"error": "not found"}',
        b'"URN',
        b'"' * 100_001,
        b"," * 200_000,
        b"\r\n" * 1_000,
        b"URN\r\n" + b"100000\r\n" * 10,
    ],
)
def test_what_is_no_register_at_all_is_refused_in_words(tmp_path, content):
    file = tmp_path / "what.csv"
    file.write_bytes(content)
    with pytest.raises(WrongFile):
        take_in(file)


def test_a_quotation_mark_that_is_never_closed_costs_its_row_and_no_other(tmp_path):
    file = a_register(tmp_path, SCHOOLS)
    lines = file.read_bytes().split(b"\r\n")
    lines[40] = lines[40].replace(b'","', b'",', 1)
    file.write_bytes(b"\r\n".join(lines))
    done = take_in(file)
    assert done.counts["refused"] == 1
    assert done.refused_rows == [(41, "a quotation mark is opened and not closed")]
    assert done.counts["added"] == SCHOOLS - 1


def test_two_damaged_rows_never_become_one_school(tmp_path):
    """The same quotation mark is lost in two rows: together they have the right number of cells."""
    file = a_register(tmp_path, SCHOOLS)
    lines = file.read_bytes().split(b"\r\n")
    for at in (40, 41):
        lines[at] = lines[at].replace(b'","Community', b'",Community', 1).replace(b'"Open"', b'Open"', 1)
    file.write_bytes(b"\r\n".join(lines))
    done = take_in(file)
    assert done.counts["added"] == SCHOOLS - 2
    assert [line for line, _ in done.refused_rows] == [41, 42]
