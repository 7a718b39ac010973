"""Rule B13: a lead provider's file, as somebody has typed or exported it."""

import csv
import os
from pathlib import Path

import pytest
import time_machine
from django.core.management import CommandError, call_command

from manage_training.domain.messages.models import Message
from manage_training.domain.partnerships.models import Partnership
from manage_training.domain.partnerships.school_file import NotRead, urn_in
from manage_training.domain.schools.models import School
from manage_training.integrations.spreadsheets.tables import read_table
from tests.factories.accounts import a_tutor
from tests.factories.organisations import an_agreement
from tests.factories.partnerships import a_report
from tests.factories.programmes import a_school_year
from tests.factories.schools import a_closed_school, a_school
from tests.factories.years import a_year

pytestmark = pytest.mark.django_db
FIVE = [100000, 100005, 100006, 100007, 100008]


@pytest.fixture(autouse=True)
def on_20_june():
    with time_machine.travel("2022-06-20T10:00:00Z", tick=False):
        yield


@pytest.fixture
def five() -> list[School]:
    """Five schools that can be reported, and an agreement to report them with."""
    an_agreement(year=2022)
    return [a_school(urn=urn, contact="office@school.example") for urn in FIVE]


@pytest.fixture
def run(tmp_path: Path, capsys):
    """What the command says of a file with this content."""

    def said(content: str | bytes, **options: str | int) -> str:
        file = tmp_path / "schools.csv"
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        options = {"provider": "Ambition Institute", "delivery_partner": "Kings College London"} | options
        call_command("report_partnerships", file, **options)
        return capsys.readouterr().out

    return said


def reported() -> list[int]:
    return list(Partnership.objects.live().order_by("school__urn").values_list("school__urn", flat=True))


def test_good_rows_are_reported_and_every_other_is_listed_with_its_line_and_reason(five, run):
    a_closed_school("Old School", urn=100009)
    said = run(
        "urn,delivery partner\n100000,kings college  LONDON\nabc,Kings College London\n100005,Nobody\n\n"
        "999999\n100009\n100006\n"
    )
    assert reported() == [100000, 100006]
    assert said.splitlines() == [
        "Line 3 was refused: “abc” is not a URN, which has 5 to 7 digits. Find it on Get Information About Schools.",
        "Line 4 was refused: No delivery partner is called “Nobody”. Write its name as DfE has it.",
        "Line 6 was refused: No school has the URN 999999. Check it on Get Information About Schools.",
        "Line 7 was refused: Old School cannot use this service: it is closed, not in England, or not of a type that "
        "may.",
        "2022 to 2023: 2 reported, 2 of them switched to a funded training provider, 4 refused",
    ]
    assert Message.objects.filter(kind="partnership_reported_to_contact").count() == 2


def test_the_same_file_again_changes_nothing(five, run):
    run("100000\n100005\n")
    messages = Message.objects.count()
    assert "0 reported" in run("100000\n100005\n")
    assert (Partnership.objects.count(), Message.objects.count()) == (2, messages)


def test_a_school_with_another_provider_is_refused_and_a_tutor_is_written_to(five, run):
    a_report(five[0], provider="Teach First")
    a_school_year(five[1])
    hugo = a_tutor(at=five[1])
    assert "is with another provider in 2022 to 2023" in run("100000\n100005\n")
    assert Message.objects.get(kind="partnership_reported").to == hugo.user.email


def test_another_year_is_reported_by_its_number(five, run):
    an_agreement(year=2021)
    assert run("100000\n", year=2021).startswith("2021 to 2022: 1 reported")


@pytest.mark.parametrize(
    ("options", "why"),
    [
        ({"provider": "Nobody"}, "There is no lead provider called “Nobody”. There are: Ambition Institute."),
        ({"delivery_partner": "Nobody"}, "There is no delivery partner called “Nobody”."),
        ({"year": 2050}, "There is no academic year that starts in 2050."),
        ({"year": 2023}, "Registration for 2023 to 2024 opens on 5 June 2023."),
    ],
)
def test_what_we_do_not_have_is_said(five, run, options, why: str):
    a_year(2023)
    with pytest.raises(CommandError, match=f"Nothing was changed. {why}"):
        run("100000\n", **options)
    assert reported() == []


def test_a_file_that_is_not_there_is_said(five):
    with pytest.raises(CommandError, match=r"nowhere\.csv cannot be opened"):
        call_command("report_partnerships", "nowhere.csv", provider="Ambition Institute")


@pytest.mark.parametrize(
    "content",
    [
        "100000\n100005\n100006\n100007\n100008",
        "URN\r\n" + "\r\n".join(map(str, FIVE)),
        "\ufeffurn\n" + "\n".join(map(str, FIVE)) + "\n",
        ("urn\tname\n" + "\n".join(f"{urn}\tCaf\u00e9" for urn in FIVE)).encode("utf-16"),
        ("name;School URN;x\n" + "\n".join(f"Caf\u00e9;{urn};" for urn in FIVE)).encode("cp1252"),
        "\r".join(map(str, FIVE)),
        ",".join(map(str, FIVE)),
        '\n\n 100000 \n0100005\n100-006\n\n100 007\n="100008"\n',
        'urn,name\n100000,"The\nSchool"\n100005,"A, B"\n100006,\n100007\n100008\n',
    ],
    ids=["plain", "header", "mark", "utf-16", "cp1252", "old mac", "one line", "typed", "quoted"],
)
def test_it_is_read_as_spreadsheets_write_it(five, run, content: str | bytes):
    run(content)
    assert reported() == FIVE


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "schools.csv is empty"),
        (b"\xef\xbb\xbf", "schools.csv is empty"),
        (b"PK\x03\x04...", "is an Excel workbook, whatever its name says"),
        (b"%PDF-1.7", "is a PDF"),
        (b"<!doctype html><title>Sign in", "is a page of the web"),
        ("100000\n".encode("utf-16-le"), "holds characters that no text has"),
        (b"100000\x81\n", "holds characters that no text has"),
        (b'urn,name\n100000,"The School\n100005,X\n', "In line 2 of schools.csv a quotation mark opens"),
        (b"1" * 10_000_001, "has more than 10 MB"),
    ],
)
def test_what_is_no_table_is_refused_as_a_whole(five, run, content: bytes, why: str):
    with pytest.raises(CommandError, match=why):
        run(content)
    assert reported() == []


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("100000.0", "is not a URN"),
        ("1.00005E+05", "is not a URN"),
        ("=100000", "is not a URN"),
        ("10012345", "looks like a UKPRN"),
        ("1234", "is not a URN"),
        ("\u0661\u0660\u0660\u0660\u0660\u0660", "is not a URN"),
        ("", "has no URN"),
        ("x" * 5000, "“x{40}” is not"),
    ],
)
def test_a_cell_is_not_guessed_at(typed: str, why: str):
    with pytest.raises(NotRead, match=why):
        urn_in(typed)


# Files that went wrong for providers, beside the repository where somebody has them; never committed.
SHARED = Path(os.environ.get("SHARED_DATA", Path(__file__).parents[3] / "shared" / "data")) / "bad_csv"
NO_LIMIT = "urn_1001_rows.csv"  # is about a page's limit, which a command does not have


def expected() -> list[dict[str, str]]:
    if not SHARED.exists():
        return []
    with (SHARED / "expected.csv").open(newline="") as file:
        return [each for each in csv.DictReader(file) if each["file"].startswith("urn_") and each["file"] != NO_LIMIT]


@pytest.mark.parametrize("what", expected(), ids=lambda what: what["file"])
def test_a_file_that_went_wrong_becomes_what_it_should(five, run, what):
    try:
        said = run((SHARED / what["file"]).read_bytes())
    except CommandError as refused:
        said = str(refused)
        assert "Nothing was changed. " in said
    assert (len(reported()), said.count("was refused:")) == (int(what["good_rows"]), int(what["bad_rows"])), said


def test_lines_are_numbered_as_an_editor_does(tmp_path: Path):
    file = tmp_path / "schools.csv"
    file.write_text('urn,name\n\n100000,"The\nSchool"\n100005,X\n')
    assert [line.number for line in read_table(file)] == [1, 3, 5]
