import csv
import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from manage_training.domain.academic_years.models import AcademicYear
from manage_training.domain.organisations.models import Agreement, AppropriateBody, LeadProvider, Materials
from manage_training.domain.organisations.reference import ReferenceRefused, load_reference
from tests.factories.organisations import DEMO_REFERENCE

pytestmark = pytest.mark.django_db

SHARED_BODIES = Path(__file__).parents[4] / "shared" / "data" / "appropriate_bodies.csv"


def write(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return folder


def test_the_demo_folder_brings_ten_years_six_providers_and_four_materials():
    load_reference(DEMO_REFERENCE)
    assert [year.start for year in AcademicYear.objects.order_by("start")] == list(range(2021, 2031))
    assert LeadProvider.objects.count() == 6
    assert Materials.objects.count() == 4
    assert LeadProvider.objects.get(name="Ambition Institute").email == "schools@ambition.example"
    for pair in [("Ambition Institute", "Kings College London"), ("Teach First", "Inspire Teaching School Hub")]:
        assert Agreement.objects.filter(lead_provider__name=pair[0], delivery_partner__name=pair[1]).count() == 10


def test_loading_the_same_folder_again_changes_nothing():
    load_reference(DEMO_REFERENCE)
    again = load_reference(DEMO_REFERENCE)
    assert all((file.added, file.changed) == (0, 0) for file in again)
    assert sum(file.untouched for file in again) > 50


def test_a_newer_file_corrects_and_adds_but_never_removes(tmp_path: Path):
    load_reference(write(tmp_path, lead_providers="name,email\nAlder,old@alder.example\nBirch,b@birch.example\n"))
    (loaded,) = load_reference(
        write(tmp_path, lead_providers="name,email\nAlder,new@alder.example\nCedar,c@cedar.example\n")
    )
    assert (loaded.added, loaded.changed, loaded.untouched) == (1, 1, 0)
    assert LeadProvider.objects.get(name="Alder").email == "new@alder.example"
    assert LeadProvider.objects.filter(name="Birch").exists()


def test_the_command_says_what_each_file_did(tmp_path: Path):
    said = io.StringIO()
    call_command("load_reference", write(tmp_path, materials="name\nTeach First\n"), stdout=said)
    assert said.getvalue() == "materials.csv: 1 added, 0 corrected, 0 were so already\n"


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ({}, "holds no reference data"),
        ({"materials": "title\nTeach First\n"}, "materials.csv, line 1: the columns are title. They have to be name."),
        ({"materials": ""}, "materials.csv, line 1: the columns are missing"),
        ({"materials": "name\nOne\n\nOne\n"}, "materials.csv, line 4: the same is on line 2 already."),
        ({"materials": "name\nOne,two\n"}, "materials.csv, line 2: has 2 cells where the header has 1."),
        ({"materials": 'name\n"One\n'}, "materials.csv, line 2: unexpected end of data."),
        ({"lead_providers": "name,email\n,a@b.example\n"}, "lead_providers.csv, line 2: name is empty."),
        ({"lead_providers": "name,email\nAlder,alder\n"}, "email is 'alder', which is no e-mail address."),
        (
            {
                "academic_years": "start,registration_opens_on,programmes,programmes_not_funded\n"
                "2022,10/05/2022,design_our_own,design_our_own\n"
            },
            "line 2: registration_opens_on is '10/05/2022', but has to be a date like 2022-05-10.",
        ),
        (
            {
                "academic_years": "start,registration_opens_on,programmes,programmes_not_funded\n"
                "2022,2022-05-10,full_training,design_our_own\n"
            },
            "line 2: programmes is 'full_training', but has to be one of full_induction_programme",
        ),
        (
            {"agreements": "lead_provider,delivery_partner,first_year,last_year\nNobody,No one,2021,\n"},
            "agreements.csv, line 2: no lead provider is called 'Nobody'.",
        ),
        (
            {"appropriate_bodies": "name,kind,school_types,first_year,last_year\nHub,hub,,2021,\n"},
            "kind is 'hub', but has to be one of local_authority, teaching_school_hub, national.",
        ),
        (
            {"appropriate_bodies": "name,kind,school_types,first_year,last_year\nHub,national,x,2021,\n"},
            "school_types is 'x', but has to be a whole number.",
        ),
        (
            {"appropriate_bodies": "name,kind,school_types,first_year,last_year\nHub,national,,2022,2021\n"},
            "last_year is before first_year.",
        ),
        ({"materials": "name\nOne\n", "agreement": "name\n"}, "agreement.csv: no such file is read."),
    ],
)
def test_a_wrong_file_is_refused_with_its_line(tmp_path: Path, files: dict[str, str], words: str):
    with pytest.raises(CommandError) as refused:
        call_command("load_reference", write(tmp_path, **files))
    assert words in str(refused.value)
    assert str(refused.value).startswith("Nothing was changed.")


def test_every_wrong_line_of_a_file_is_named(tmp_path: Path):
    with pytest.raises(ReferenceRefused) as refused:
        load_reference(write(tmp_path, lead_providers="name,email\nAlder,x\nBirch,b@birch.example\nCedar,\n"))
    assert [problem.split(":")[0] for problem in refused.value.problems] == [
        "lead_providers.csv, line 2",
        "lead_providers.csv, line 4",
    ]


@pytest.mark.django_db(transaction=True)
def test_one_wrong_file_keeps_all_files_out(tmp_path: Path):
    with pytest.raises(ReferenceRefused):
        load_reference(write(tmp_path, lead_providers="name,email\nAlder,a@alder.example\n", materials="name\nA\nA\n"))
    assert not LeadProvider.objects.exists()


def test_a_byte_order_mark_and_windows_line_ends_are_read(tmp_path: Path):
    (tmp_path / "materials.csv").write_bytes("\ufeffname\r\nTeach First\r\n".encode())
    load_reference(tmp_path)
    assert Materials.objects.get().name == "Teach First"


def test_a_file_in_another_encoding_is_refused(tmp_path: Path):
    (tmp_path / "materials.csv").write_bytes("name\nÉcole\n".encode("cp1252"))
    with pytest.raises(ReferenceRefused, match="not in UTF-8"):
        load_reference(tmp_path)


@pytest.mark.skipif(not SHARED_BODIES.exists(), reason="the real list of bodies is not part of the project")
def test_englands_real_list_of_appropriate_bodies_loads(tmp_path: Path):
    with SHARED_BODIES.open(newline="", encoding="utf-8") as file:
        rows = [[row["name"], row["type"], "", "2021", ""] for row in csv.DictReader(file)]
    with (tmp_path / "appropriate_bodies.csv").open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([["name", "kind", "school_types", "first_year", "last_year"], *rows])
    load_reference(tmp_path)
    assert AppropriateBody.objects.count() == len(rows)
