import pytest

from manage_training.domain.events.actor import Actor
from manage_training.domain.schools.contacts import contact_of
from manage_training.domain.schools.import_contacts import import_contacts
from manage_training.domain.schools.import_links import import_links
from manage_training.domain.schools.links import successor_of
from manage_training.domain.schools.models import Contact, RegisterImport, School, SchoolContact, SchoolLink
from manage_training.domain.schools.register import WrongFile
from manage_training.integrations.school_register.invented import invented_schools
from manage_training.integrations.school_register.small_files import RegisterLinks, SchoolContacts
from manage_training.integrations.school_register.writing import write_contacts, write_links
from tests.factories.register import a_register, take_in
from tests.factories.schools import a_closed_school, a_school

pytestmark = pytest.mark.django_db
THE_COMMAND = Actor("command")


@pytest.fixture
def links(tmp_path):
    def of(*rows, header="URN,LinkURN,LinkName,LinkType,LinkEstablishedDate", checked=False):
        file = tmp_path / "links.csv"
        file.write_text("\r\n".join([header, *rows]) + "\r\n", encoding="cp1252")
        return import_links(RegisterLinks(file), by=THE_COMMAND, checked=checked)

    return of


@pytest.fixture
def contacts(tmp_path):
    def of(*rows, header="URN,MainEmail,AlternativeEmail,HeadteacherEmail", encoding="utf-8"):
        file = tmp_path / "contacts.csv"
        file.write_text("\r\n".join([header, *rows]) + "\r\n", encoding=encoding)
        return import_contacts(SchoolContacts(file), by=THE_COMMAND)

    return of


def test_links_say_where_a_closed_school_went(links):
    """Rule S7."""
    old, heir = a_closed_school(), a_school("Linden School")
    done = links(f'{old.urn},{heir.urn},"Linden School, York","Successor","31-08-2021"')
    assert done.counts == {"added": 1, "changed": 0, "taken out": 0, "untouched": 0, "refused": 0}
    assert successor_of(old) == heir
    assert old.links.get().established_on.isoformat() == "2021-08-31"


def test_the_same_links_again_change_nothing_and_those_no_longer_listed_are_taken_out(links):
    """Rule S15."""
    old, heir, other = a_closed_school(), a_school(), a_school()
    one, two = f"{old.urn},{heir.urn},,Successor,", f"{heir.urn},{old.urn},,Predecessor,01-09-2021"
    links(one, two, two)
    assert links(one, two).counts == {"added": 0, "changed": 0, "taken out": 0, "untouched": 2, "refused": 0}
    done = links(f"{old.urn},{other.urn},,Successor,", f"{heir.urn},{old.urn},,Predecessor,02-09-2021")
    assert done.counts == {"added": 1, "changed": 1, "taken out": 1, "untouched": 0, "refused": 0}


def test_links_of_schools_that_we_do_not_have_and_rows_that_cannot_be_read_are_refused(links):
    """Rule S13."""
    old, heir = a_closed_school(), a_school()
    done = links(
        f"{old.urn},{heir.urn},,Successor,",
        f"123456,{heir.urn},,Successor,",
        f"{old.urn},x,,Successor,",
        f"{old.urn},{heir.urn},,,",
        f"{old.urn},{heir.urn},,Other,31-02-2021",
    )
    assert done.counts["added"] == 1
    assert [line for line, _ in done.refused_rows] == [3, 4, 5, 6]
    assert "import the schools first" in done.refused_rows[0][1]


def test_a_link_to_a_school_that_we_do_not_have_is_kept(links):
    old = a_closed_school()
    assert links(f"{old.urn},123456,,Successor,").counts["added"] == 1
    assert successor_of(old) is None


def test_a_links_file_that_is_cut_off_is_refused(links):
    """Rule S14."""
    schools = [a_school() for _ in range(30)]
    rows = [f"{school.urn},{schools[0].urn},,Other," for school in schools]
    links(*rows)
    with pytest.raises(WrongFile, match="11 of our 30 links are not in the file"):
        links(*rows[11:])
    assert SchoolLink.objects.count() == 30
    assert "11 of our 30 links" in RegisterImport.objects.latest("pk").refused_because
    links(*rows[11:], checked=True)
    assert SchoolLink.objects.count() == 19


def test_contacts_are_added_changed_and_taken_away_by_kind(contacts):
    """Rule S6."""
    school, other = a_school(), a_school(contact="office@other.example")
    done = contacts(f"{school.urn},office@linden.example,,head@linden.example")
    assert done.counts == {"added": 2, "changed": 0, "taken out": 0, "untouched": 0, "refused": 0}
    assert contact_of(school) == "office@linden.example"
    SchoolContact.objects.create(school=school, kind=Contact.ADDED, email="added@linden.example")
    done = contacts(f"{school.urn},,new@linden.example,head@linden.example")
    assert done.counts == {"added": 1, "changed": 0, "taken out": 1, "untouched": 1, "refused": 0}
    assert contact_of(school) == "new@linden.example"
    assert contacts(f"{school.urn},,new@linden.example,chief@linden.example").counts["changed"] == 1
    contacts(f"{school.urn},,,")
    assert contact_of(school) == "added@linden.example"
    assert contact_of(other) == "office@other.example"


def test_a_contacts_file_may_leave_kinds_out_and_those_stay(contacts):
    """Rule S12."""
    school = a_school(contact="office@linden.example")
    contacts(f"{school.urn},head@linden.example", header="URN,HeadteacherEmail")
    assert set(school.contacts.values_list("kind", flat=True)) == {"main", "headteacher"}


def test_what_is_no_address_is_refused_with_its_line(contacts):
    """Rule S13."""
    school, other = a_school(), a_school()
    done = contacts(f"{school.urn},see website,,", f"{other.urn},o'brien@linden.example,,", "123456,a@b.example,,")
    assert done.counts["added"] == 1
    assert done.refused_rows == [
        (2, "MainEmail is “see website”, and has to be an email address"),
        (4, "URN 123456 is not a school that we have: import the schools first"),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_a_contacts_file_may_come_from_a_spreadsheet(contacts, encoding):
    school, other = a_school(), a_school()
    done = contacts(f"{school.urn},office@linden.example,,", f"{other.urn},bür@linden.example,,", encoding=encoding)
    assert (done.counts["added"], done.counts["refused"]) == (1, 1)
    assert "bür@linden.example" in done.refused_rows[0][1]


def test_a_contacts_file_without_addresses_or_with_a_school_twice_is_refused(contacts):
    """Rule S14."""
    school = a_school(contact="office@linden.example")
    with pytest.raises(WrongFile, match="none of the columns"):
        contacts(f"{school.urn},x", header="URN,Telephone")
    with pytest.raises(WrongFile, match="more than once"):
        contacts(f"{school.urn},a@b.example,,", f"{school.urn},c@d.example,,")
    with pytest.raises(WrongFile, match="no column URN"):
        contacts("1,a@b.example", header="School,MainEmail")
    assert contact_of(school) == "office@linden.example"


def test_the_generators_links_and_contacts_are_taken_in(tmp_path):
    schools = list(invented_schools(300))
    take_in(a_register(tmp_path, schools))
    write_links(tmp_path / "links.csv", schools)
    write_contacts(tmp_path / "contacts.csv", schools)
    linked = import_links(RegisterLinks(tmp_path / "links.csv"), by=THE_COMMAND)
    written = import_contacts(SchoolContacts(tmp_path / "contacts.csv"), by=THE_COMMAND)
    assert linked.counts["refused"] == written.counts["refused"] == 0
    closed = next(school for school in schools if school.successors)
    assert successor_of(School.objects.get(urn=closed.urn)).urn == closed.successors[0]
    reached = next(school for school in schools if school.main_email)
    assert contact_of(School.objects.get(urn=reached.urn)) == reached.main_email
