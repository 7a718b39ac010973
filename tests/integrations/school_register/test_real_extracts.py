"""The shapes and the extracts that lie beside the repository where somebody has them; never committed."""

import csv
import gzip
import os
from pathlib import Path

import pytest

from manage_training.domain.events.actor import Actor
from manage_training.domain.schools.import_links import import_links
from manage_training.domain.schools.models import RegisterImport, School
from manage_training.domain.schools.search import find
from manage_training.integrations.school_register.shapes import SHAPES
from manage_training.integrations.school_register.small_files import RegisterLinks
from tests.factories.register import take_in

SHARED_DATA = Path(os.environ.get("SHARED_DATA", Path(__file__).parents[4] / "shared" / "data")) / "gias"
pytestmark = pytest.mark.skipif(not SHARED_DATA.exists(), reason="the shared data is not on this machine")

HEADERS = {
    "edubasealldata_2021": "header_edubasealldata_2021-04.csv",
    "edubasealldata_2024": "header_edubasealldata_2024.csv",
    "edubasealldata_2025": "header_edubasealldata_2025-04.csv",
    "ecf_tech_2022": "header_ecf_tech_2022.csv",
    "ecf_tech_2026": "header_ecf_tech_2026.csv",
}


def unpacked(name, folder):
    file = folder / name.removesuffix(".gz")
    file.write_bytes(gzip.decompress((SHARED_DATA / name).read_bytes()))
    return file


@pytest.mark.parametrize("shape", SHAPES)
def test_each_shape_has_the_columns_of_its_real_file_in_their_order(shape):
    with (SHARED_DATA / HEADERS[shape]).open(encoding="cp1252", newline="") as file:
        assert tuple(next(csv.reader(file))) == SHAPES[shape].columns


@pytest.mark.django_db
def test_two_real_rows_are_taken_in():
    done = take_in(SHARED_DATA / "edubasealldata_2021-04_two_rows.csv")
    assert done.counts["added"] == 2
    school = School.objects.get(urn=100_000)
    assert (school.type_code, school.status, school.district) == (2, 1, "E09000001")
    assert school.register_row.by_column()["TypeOfEstablishment (code)"] == "02"


@pytest.mark.django_db
def test_a_register_of_real_size_and_its_links_are_taken_in(tmp_path):
    file = unpacked("edubasealldata_shape_real_names_2022.csv.gz", tmp_path)
    done = take_in(file)
    # A handful of its rows have another authority's name: the extract guesses it from postcodes.
    assert done.counts["added"] > 44_000
    assert done.counts["refused"] < 10
    assert take_in(file).counts["added"] == 0
    assert RegisterImport.objects.latest("pk").counts["untouched"] == done.counts["added"]
    assert find("st marys")
    links = RegisterLinks(unpacked("links_edubasealldata20250422.csv.gz", tmp_path))
    # It is three years younger, so it names schools that the older register does not have.
    rows = list(links.read(lambda read: None))
    assert len(rows) > 33_000
    assert links.refused == {}
    known = set(School.objects.values_list("urn", flat=True))
    older = tmp_path / "links.csv"
    header, *lines = (tmp_path / "links_edubasealldata20250422.csv").read_bytes().splitlines(keepends=True)
    older.write_bytes(header + b"".join(line for line in lines if int(line.split(b",")[0]) in known))
    taken = import_links(RegisterLinks(older), by=Actor("command"))
    assert taken.counts["added"] > 30_000
    assert taken.counts["refused"] == 0
