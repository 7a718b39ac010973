import sys
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from manage_training.domain.schools.models import School, SchoolContact, SchoolLink

pytestmark = pytest.mark.django_db


class Terminal(StringIO):
    def isatty(self):
        return True


def run(name, *arguments, **options):
    out = StringIO()
    call_command(name, *map(str, arguments), stdout=out, **options)
    return out.getvalue()


@pytest.fixture
def folder(tmp_path):
    said = run("generate_register", tmp_path, schools=300)
    assert said == f"300 invented schools: edubasealldata_2025.csv, contacts.csv and links.csv in {tmp_path}\n"
    return tmp_path


def test_generated_files_are_imported_and_the_summary_says_what_happened(folder):
    said = run("import_schools", folder / "edubasealldata_2025.csv")
    assert said.startswith("edubasealldata_2025.csv: 300 added, 0 changed, 0 closed, 0 untouched, 0 refused\n")
    assert "The file has no column MainEmail: those addresses stay as they are." in said
    assert " added, 0 changed, 0 taken out" in run("import_school_contacts", folder / "contacts.csv")
    assert " added, 0 changed, 0 taken out" in run("import_school_links", folder / "links.csv")
    assert School.objects.count() == 300
    assert SchoolContact.objects.exists()
    assert SchoolLink.objects.exists()


def test_refused_rows_are_listed_with_their_lines(folder):
    file = folder / "edubasealldata_2025.csv"
    lines = file.read_bytes().split(b"\r\n")
    lines[9] = lines[9].replace(b'"Community school"', b'"Community" school')
    file.write_bytes(b"\r\n".join(lines))
    said = run("import_schools", file)
    assert "299 added" in said
    assert "1 refused" in said
    assert "Line 10 was refused: a quotation mark stands where none can" in said


def test_only_the_first_refused_rows_are_listed(folder):
    file = folder / "contacts.csv"
    run("import_schools", folder / "edubasealldata_2025.csv")
    rows = [f"{urn},{'x' if urn < 100_025 else ''}" for urn in range(100_000, 100_300)]
    file.write_text("\r\n".join(["URN,MainEmail", *rows]) + "\r\n")
    with pytest.raises(CommandError, match="25 of 300 rows cannot be read"):
        run("import_school_contacts", file)


def test_a_wrong_file_is_refused_in_words_and_nothing_changes(folder):
    file = folder / "edubasealldata_2025.csv"
    file.write_bytes(file.read_bytes()[:-20])
    with pytest.raises(
        CommandError,
        match=r"was refused and nothing was changed\. The file is cut off: it ends in the middle of line 301",
    ):
        run("import_schools", file)
    assert not School.objects.exists()


def test_a_file_that_is_not_there_is_said_so(tmp_path):
    with pytest.raises(CommandError, match=r"none\.csv cannot be opened: No such file or directory"):
        run("import_schools", tmp_path / "none.csv")
    with pytest.raises(CommandError, match="cannot be opened: Is a directory"):
        run("import_schools", tmp_path)


def test_a_bar_is_shown_in_a_terminal_and_nowhere_else(folder, monkeypatch):
    terminal, file = Terminal(), StringIO()
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(sys, "stderr", terminal)
    run("import_schools", folder / "edubasealldata_2025.csv")
    assert "edubasealldata_2025.csv" in terminal.getvalue()
    assert "━" in terminal.getvalue()
    monkeypatch.setattr(sys, "stderr", file)
    run("import_schools", folder / "edubasealldata_2025.csv")
    assert file.getvalue() == ""
