import csv
from dataclasses import replace

import pytest
from django.db import connection

from manage_training.domain.events.models import Event
from manage_training.domain.schools.contacts import contact_of
from manage_training.domain.schools.models import Contact, LocalAuthority, RegisterImport, School, SchoolContact, Status
from manage_training.domain.schools.register import WrongFile
from manage_training.domain.schools.search import find
from manage_training.integrations.school_register.invented import Establishment, invented_schools
from tests.factories.register import a_register, take_in, what_we_have
from tests.factories.schools import a_school

pytestmark = pytest.mark.django_db


@pytest.fixture
def hundred(tmp_path):
    """A hundred schools that we have, and the facts that the next file may change."""
    schools = list(invented_schools(100))
    take_in(a_register(tmp_path, schools))
    return schools


def versions():
    """Which transaction wrote each school, its register row and what search looks at."""
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT school.urn, school.xmin::text, row.xmin::text, entry.xmin::text FROM schools_school AS school
               JOIN schools_registerrow AS row ON row.school_id = school.id
               JOIN schools_searchentry AS entry ON entry.school_id = school.id"""
        )
        return {urn: tuple(written) for urn, *written in cursor.fetchall()}


def test_every_school_of_a_new_register_is_added(tmp_path):
    schools = list(invented_schools(100))
    done = take_in(a_register(tmp_path, schools))
    assert done.counts == {"added": 100, "changed": 0, "closed": 0, "untouched": 0, "refused": 0}
    assert set(what_we_have()) == {school.urn for school in schools}
    assert LocalAuthority.objects.get(code=301).name == "Aldshire"


def test_the_same_file_again_writes_nothing(tmp_path, hundred):
    """Rule S15."""
    before = versions()
    done = take_in(a_register(tmp_path, hundred))
    assert done.counts == {"added": 0, "changed": 0, "closed": 0, "untouched": 100, "refused": 0}
    assert versions() == before


def test_only_rows_that_changed_are_written(tmp_path, hundred):
    """Rule S15."""
    before = versions()
    hundred[0] = replace(hundred[0], name="Lindenhurst Primary School", town="Oxmere")
    done = take_in(a_register(tmp_path, hundred))
    assert done.counts == {"added": 0, "changed": 1, "closed": 0, "untouched": 99, "refused": 0}
    after = versions()
    assert {urn for urn in after if after[urn] != before[urn]} == {hundred[0].urn}
    assert [school.urn for school in find("lindenhurst oxmere")] == [hundred[0].urn]


def test_a_column_that_we_do_not_use_changes_the_register_row_alone(tmp_path, hundred):
    """Rule S12: the rest of a row is kept untouched."""
    before = versions()
    file = a_register(tmp_path, hundred)
    lines = file.read_bytes().split(b"\r\n")
    lines[1] = lines[1].replace(b'"Headteacher"', b'"Principal"')
    file.write_bytes(b"\r\n".join(lines))
    assert take_in(file).counts["changed"] == 1
    school, _, entry = before[hundred[0].urn]
    assert versions()[hundred[0].urn][0::2] == (school, entry)
    assert School.objects.get(urn=hundred[0].urn).register_row.by_column()["HeadPreferredJobTitle"] == "Principal"


def test_a_school_that_closes_is_counted_and_kept(tmp_path, hundred):
    hundred[0] = replace(hundred[0], status=2)
    hundred[1] = replace(hundred[1], status=3)
    done = take_in(a_register(tmp_path, hundred))
    assert (done.counts["closed"], done.counts["changed"]) == (1, 1)
    assert School.objects.get(urn=hundred[0].urn).status == Status.CLOSED


def test_a_school_that_a_file_does_not_name_stays_and_the_summary_says_so(tmp_path, hundred):
    """Rule S15."""
    closed = next(school for school in hundred if school.status == 2)
    before = what_we_have()
    done = take_in(a_register(tmp_path, [school for school in hundred if school is not closed]))
    assert what_we_have() == before
    assert "1 schools that we have are not in the file: they stay as they are." in done.notes


def test_padded_and_bare_codes_and_both_forms_of_dates_mean_the_same(tmp_path, hundred):
    """Rule S12."""
    before = what_we_have()
    done = take_in(a_register(tmp_path, hundred, "ecf_tech_2022"))
    assert done.counts["changed"] == 100
    assert what_we_have() == before


def test_a_bad_row_is_refused_with_its_line_and_the_others_are_taken_in(tmp_path):
    """Rule S13."""
    file = a_register(tmp_path, 5, "ecf_tech_2026")
    lines = file.read_bytes().split(b"\r\n")
    lines[2] = lines[2].replace(b",Open,", b",Open,x,")
    lines[4] = lines[4].replace(b",1,Open,", b",7,Open,")
    file.write_bytes(b"\r\n".join(lines))
    done = take_in(file)
    assert done.counts == {"added": 3, "changed": 0, "closed": 0, "untouched": 0, "refused": 2}
    done.refresh_from_db()
    assert done.refused_rows == [
        [3, "31 cells instead of 30"],
        [5, "EstablishmentStatus (code) is “7”, and has to be a number from 1 to 4"],
    ]


def test_the_row_of_a_known_school_that_cannot_be_read_leaves_it_as_it_is(tmp_path, hundred):
    """Rule S13."""
    before = what_we_have()
    file = a_register(tmp_path, hundred)
    file.write_bytes(file.read_bytes().replace(b'100003,"3', b'100003,"x', 1))
    assert take_in(file).counts["refused"] == 1
    assert what_we_have() == before


@pytest.mark.parametrize("column", ["URN", "EstablishmentName", "Section41Approved (name)", "LA (code)"])
def test_a_file_without_a_column_that_we_need_is_refused_by_its_name(tmp_path, hundred, column):
    """Rule S14."""
    file = a_register(tmp_path, hundred)
    file.write_bytes(file.read_bytes().replace(f'"{column}"'.encode(), b'"Something else"', 1))
    refused(file, f"no column {column}")


def test_a_column_that_we_do_not_need_may_be_missing_or_new(tmp_path, hundred):
    """Rule S12."""
    file = a_register(tmp_path, hundred)
    file.write_bytes(file.read_bytes().replace(b'"PercentageFSM"', b'"PercentageOfSomethingNew"', 1))
    assert take_in(file).counts["refused"] == 0


def test_the_order_of_columns_does_not_matter(tmp_path, hundred):
    """Rule S12."""
    before = what_we_have()
    file = a_register(tmp_path, hundred, "ecf_tech_2026")
    with file.open(encoding="cp1252", newline="") as opened:
        rows = list(csv.reader(opened))
    with file.open("w", encoding="cp1252", newline="") as opened:
        csv.writer(opened).writerows(reversed(row) for row in rows)
    assert take_in(file).counts["refused"] == 0
    assert what_we_have() == before


def test_an_empty_file_and_one_of_column_names_alone_are_refused(tmp_path, hundred):
    """Rule S14."""
    file = a_register(tmp_path, hundred)
    header = file.read_bytes().split(b"\r\n")[0]
    for content, reason in (
        (b"", "is empty"),
        (b"\r\n", "is empty"),
        (header, "no rows"),
        (header + b"\r\n", "no rows"),
    ):
        file.write_bytes(content)
        refused(file, reason)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be"])
def test_a_file_in_another_encoding_is_refused(tmp_path, hundred, encoding):
    """Rule S14."""
    file = a_register(tmp_path, [replace(school, name=f"École {school.name}") for school in hundred])
    file.write_bytes(file.read_bytes().decode("cp1252").encode(encoding))
    refused(file, "Windows-1252")


def test_a_byte_order_mark_before_plain_letters_does_no_harm(tmp_path, hundred):
    plain = [school for school in hundred if school.name.isascii()]
    file = a_register(tmp_path, [replace(school, urn=school.urn + 1_000) for school in plain], "ecf_tech_2026")
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes())
    assert take_in(file, checked=True).counts["added"] == len(plain)


def test_a_urn_that_stands_there_twice_is_refused_by_its_number(tmp_path, hundred):
    """Rule S14: whether the rows are the same, another, or known already."""
    twice = [*hundred, replace(hundred[7], name="Another School")]
    refused(a_register(tmp_path, twice), "URN 100007 stands in the file more than once")
    file = a_register(tmp_path, hundred)
    content = file.read_bytes()
    file.write_bytes(content + content.split(b"\r\n")[8] + b"\r\n")
    refused(file, "URN 100007 stands in the file more than once")


def test_more_than_two_in_a_hundred_open_schools_gone_is_too_many(tmp_path):
    """Rule S14."""
    schools = [Establishment(200_000 + number, f"School {number}") for number in range(100)]
    take_in(a_register(tmp_path, schools))
    refused(a_register(tmp_path, schools[3:]), "3 of our 100 open schools are not in the file")
    done = take_in(a_register(tmp_path, schools[2:]))
    assert done.counts["untouched"] == 98


def test_closed_schools_may_be_gone_and_schools_may_close(tmp_path):
    """Rule S14."""
    schools = [Establishment(200_000 + number, f"School {number}") for number in range(20)]
    take_in(a_register(tmp_path, schools))
    closed = [replace(school, status=2) for school in schools[:10]]
    assert take_in(a_register(tmp_path, closed + schools[10:])).counts["closed"] == 10
    assert take_in(a_register(tmp_path, schools[10:])).counts["untouched"] == 10


def test_a_file_that_somebody_checked_may_lose_schools(tmp_path):
    """Rule S14."""
    schools = [Establishment(200_000 + number, f"School {number}") for number in range(100)]
    take_in(a_register(tmp_path, schools))
    done = take_in(a_register(tmp_path, schools[50:]), checked=True)
    assert done.counts["untouched"] == 50
    assert School.objects.count() == 100


def test_what_was_done_and_what_was_refused_is_written_down(tmp_path, hundred):
    """Rule S15."""
    file = a_register(tmp_path, hundred)
    taken = RegisterImport.objects.get()
    assert (taken.kind, taken.file_name, taken.counts["added"]) == ("schools", file.name, 100)
    assert len(taken.file_hash) == 64
    assert len(taken.columns) == 139
    file.write_bytes(file.read_bytes()[:5_000])
    with pytest.raises(WrongFile):
        take_in(file)
    wrong = RegisterImport.objects.latest("pk")
    assert "cut off: it ends in the middle of line" in wrong.refused_because
    assert wrong.counts == {}
    assert list(Event.objects.order_by("pk").values_list("kind", "actor_kind", "subject_id")) == [
        ("register_imported", "command", taken.pk),
        ("register_refused", "command", wrong.pk),
    ]


def test_the_extract_brings_addresses_and_takes_them_away(tmp_path, hundred):
    """Rule S6."""
    school = replace(hundred[0], main_email="office@linden.example", alternative_email="admin@linden.example")
    take_in(a_register(tmp_path, [school, *hundred[1:]], "ecf_tech_2022"))
    ours = School.objects.get(urn=school.urn)
    assert contact_of(ours) == "office@linden.example"
    SchoolContact.objects.create(school=ours, kind=Contact.ADDED, email="added@linden.example")
    moved = replace(school, main_email="", alternative_email="")
    take_in(a_register(tmp_path, [moved, *hundred[1:]], "ecf_tech_2022"))
    assert contact_of(ours) == "added@linden.example"


def test_the_public_file_has_no_addresses_and_leaves_those_we_have(tmp_path, hundred):
    """Rule S6."""
    ours = School.objects.get(urn=hundred[0].urn)
    SchoolContact.objects.create(school=ours, kind=Contact.MAIN, email="office@linden.example")
    done = take_in(a_register(tmp_path, [replace(hundred[0], town="Oxmere"), *hundred[1:]]))
    assert contact_of(ours) == "office@linden.example"
    assert "The file has no column MainEmail: those addresses stay as they are." in done.notes


def test_an_address_that_nobody_can_write_to_counts_as_none_and_keeps_nobody_out(tmp_path, hundred):
    """Rule S6."""
    odd = [
        replace(hundred[0], main_email="see\tour website"),
        replace(hundred[1], main_email="a@b\n.example"),
        *hundred[2:],
    ]
    done = take_in(a_register(tmp_path, odd, "ecf_tech_2022"))
    assert done.counts["refused"] == 0
    assert "2 addresses cannot be written to and count as none; the first is on line 2." in done.notes
    assert not SchoolContact.objects.filter(school__urn__in=[hundred[0].urn, hundred[1].urn], kind="main").exists()


def test_a_damaged_row_of_a_school_is_not_a_school_that_is_gone(tmp_path):
    """Rule S13: one row of twenty is more than 2%, and still only a row."""
    schools = [Establishment(200_000 + number, f"School {number}") for number in range(20)]
    file = a_register(tmp_path, schools)
    take_in(file)
    whole = file.read_bytes()
    for harm in (b"School 7,", b'School 7"",', b'School\x007",', b'School 7","","'):
        file.write_bytes(whole.replace(b'School 7",', harm, 1))
        assert take_in(file).counts["refused"] == 1


def test_a_school_that_was_here_without_a_register_row_gets_one(tmp_path, hundred):
    ours = a_school("Made by hand", urn=300_000)
    hundred.append(replace(hundred[0], urn=300_000, name="As the register says"))
    assert take_in(a_register(tmp_path, hundred)).counts["changed"] == 1
    ours.refresh_from_db()
    assert ours.name == "As the register says"
    assert [school.urn for school in find("as the register says")] == [300_000]
    assert take_in(a_register(tmp_path, hundred)).counts["untouched"] == 101


def test_a_local_authority_is_renamed_by_its_schools_and_not_by_one_row(tmp_path, hundred):
    one = [replace(hundred[0], la_name="Misspelt"), *hundred[1:]]
    take_in(a_register(tmp_path, one))
    assert LocalAuthority.objects.get(code=301).name == "Aldshire"
    take_in(a_register(tmp_path, [replace(s, la_name="Newshire") if s.la_code == 301 else s for s in hundred]))
    assert LocalAuthority.objects.get(code=301).name == "Newshire"


def test_a_backslash_a_quotation_mark_and_a_line_break_are_letters_like_others(tmp_path):
    school = Establishment(200_000, 'The "Old\\New" School\\', street="Hall\r\nLinden Road", town="T\town\\N")
    file = a_register(tmp_path, [school, *invented_schools(20)])
    assert take_in(file).counts == {"added": 21, "changed": 0, "closed": 0, "untouched": 0, "refused": 0}
    ours = School.objects.get(urn=200_000)
    assert (ours.name, ours.street, ours.town) == ('The "Old\\New" School\\', "Hall Linden Road", "T own\\N")
    assert ours.register_row.by_column()["Street"] == "Hall\r\nLinden Road"
    assert take_in(file).counts["untouched"] == 21


def refused(file, reason):
    before, written = what_we_have(), versions()
    with pytest.raises(WrongFile, match=reason.replace("(", "\\(").replace(")", "\\)")):
        take_in(file)
    assert what_we_have() == before
    assert versions() == written
    assert reason in RegisterImport.objects.latest("pk").refused_because
