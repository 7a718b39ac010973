import csv
import time
from collections import Counter

import pytest

from manage_training.integrations.school_register.establishments import EstablishmentsFile
from manage_training.integrations.school_register.invented import (
    HOW_MANY_SHARE_IT,
    SAME_NAME,
    STATUSES,
    TYPES,
    invented_schools,
)
from manage_training.integrations.school_register.shapes import SHAPES
from manage_training.integrations.school_register.writing import write_register
from tests.factories.register import a_register

IN_THE_DEMO = "ACME Oakfield Beacon Riverside Riverbank Hilltop Mill".split()


@pytest.fixture(scope="module")
def two_thousand():
    return list(invented_schools(2_000))


def rows_of(file):
    with file.open(encoding="cp1252", newline="") as opened:
        return list(csv.DictReader(opened))


def test_the_same_seed_gives_the_same_bytes_and_another_seed_others(tmp_path):
    files = [tmp_path / name for name in ("one.csv", "same.csv", "other.csv")]
    for file, seed in zip(files, (1, 1, 2), strict=True):
        write_register(file, invented_schools(200, seed=seed), "edubasealldata_2024", seed=seed)
    one, same, other = (file.read_bytes() for file in files)
    assert one == same != other


def test_every_type_and_every_status_is_there(two_thousand):
    assert {school.type_code for school in two_thousand} == {code for code, _, _ in TYPES}
    assert {school.status for school in two_thousand} == {code for code, _, _ in STATUSES}


def test_proportions_are_those_of_the_real_register(two_thousand):
    of_2000 = Counter(school.type_code for school in two_thousand)
    assert 600 < of_2000[1] < 900
    assert 100 < of_2000[34] < 230
    assert 0.3 < sum(school.status == 2 for school in two_thousand) / 2_000 < 0.45


def test_what_surprises_an_importer_is_there(two_thousand):
    names = Counter(school.name for school in two_thousand)
    assert names[SAME_NAME] == HOW_MANY_SHARE_IT
    assert any("'" in name for name in names)
    assert any(not name.isascii() for name in names)
    assert any(school.district == "9999" for school in two_thousand)
    assert any(school.district.startswith("W") and school.type_code == 30 for school in two_thousand)
    assert {school.section_41 for school in two_thousand} == {"Approved", "Not approved", "Not applicable"}
    assert any(not school.postcode for school in two_thousand)
    assert any(not school.town for school in two_thousand)
    assert any(not school.main_email for school in two_thousand if school.status == 1)


def test_no_school_bears_a_name_of_the_demo(two_thousand):
    assert not [school.name for school in two_thousand if set(school.name.split()) & set(IN_THE_DEMO)]


def test_urns_are_unique_and_one_is_left_free():
    many = [school.urn for school in invented_schools(20, first_urn=999_990)]
    assert len(set(many)) == 20
    assert 999_999 not in many


def test_the_first_schools_are_open_and_funded_wherever_they_are_named_by_urn(two_thousand):
    assert all(
        (school.type_code, school.status, school.district[0]) == (1, 1, "E")
        for school in two_thousand
        if school.urn in {100_000, 100_005, 100_006, 100_007, 100_008}
    )


@pytest.mark.parametrize("shape", SHAPES)
def test_a_file_is_read_back_whole_under_every_real_list_of_columns(tmp_path, two_thousand, shape):
    """Rule S12."""
    file = EstablishmentsFile(a_register(tmp_path, two_thousand, shape))
    rows = {row.urn: row for row in file.read({}, lambda read: None)}
    assert file.refused == {}
    assert len(rows) == file.rows == 2_000
    for school in two_thousand:
        row = rows[school.urn]
        assert (row.name, row.town, row.postcode, row.street) == (
            school.name,
            school.town,
            school.postcode,
            school.street,
        )
        assert (row.type_code, row.status, row.phase_code) == (school.type_code, school.status, school.phase)
        assert (row.district, row.closed_on, row.ukprn) == (school.district, school.closed_on, school.ukprn)
        assert (row.la_code or 0, row.section_41) == (school.la_code, school.section_41 == "Approved")
        assert list(row.emails.values()) in ([], [school.main_email, school.alternative_email])
    assert file.missing == ([] if shape.startswith("ecf") else ["MainEmail", "AlternativeEmail"])


def test_shapes_differ_as_the_real_ones_do(tmp_path, two_thousand):
    public = a_register(tmp_path, two_thousand, "edubasealldata_2021")
    extract = a_register(tmp_path, two_thousand, "ecf_tech_2022")
    assert {len(row["TypeOfEstablishment (code)"]) for row in rows_of(public)} == {2}
    assert {len(row["TypeOfEstablishment (code)"]) for row in rows_of(extract)} == {1, 2}
    assert {row["CloseDate"][2:3] for row in rows_of(public)} == {"", "-"}
    assert {row["CloseDate"][2:3] for row in rows_of(extract)} == {"", "/"}
    assert public.read_bytes().startswith(b'"URN","LA (code)"')
    assert b'\r\n100000,"301","Aldshire"' in public.read_bytes()
    assert b"\r\n100000,301,Aldshire," in extract.read_bytes()
    assert len(SHAPES["edubasealldata_2021"].columns) == 139
    assert len(SHAPES["edubasealldata_2024"].columns) == 140
    assert len(SHAPES["edubasealldata_2025"].columns) == 135


def test_fifty_thousand_schools_take_seconds(tmp_path):
    begun = time.process_time()
    a_register(tmp_path, 50_000)
    assert time.process_time() - begun < 10
