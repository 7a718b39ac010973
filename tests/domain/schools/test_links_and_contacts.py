import pytest

from manage_training.domain.schools.contacts import contact_of
from manage_training.domain.schools.links import successor_of
from manage_training.domain.schools.models import Contact, School, SchoolContact, SchoolLink, Status
from tests.factories.schools import a_closed_school, a_school

pytestmark = pytest.mark.django_db


def linked(school, to, kind):
    SchoolLink.objects.create(school=school, linked_urn=to.urn, kind=kind)


def test_a_closed_school_leads_to_its_successor():
    """Rule S7."""
    heir = a_school()
    assert successor_of(a_closed_school(successor=heir)) == heir


def test_a_link_counts_though_only_the_successor_lists_it():
    """Rule S7: the register lists both directions, though not always both."""
    old, heir = a_closed_school(), a_school()
    linked(heir, old, "Predecessor - merged")
    assert successor_of(old) == heir


def test_successors_that_closed_too_are_followed_to_an_open_one():
    """Rule S7."""
    heir = a_school()
    assert successor_of(a_closed_school(successor=a_closed_school(successor=heir))) == heir


def test_an_open_successor_comes_before_a_plain_one_that_closed():
    """Rule S7."""
    old, closed, heir = a_closed_school(), a_closed_school(), a_school()
    linked(old, closed, "Successor")
    linked(old, heir, "Successor - Split School")
    assert successor_of(old) == heir


def test_of_several_open_successors_the_plain_one_comes_first():
    old, half, heir = a_closed_school(), a_school(), a_school()
    linked(old, half, "Successor - Split School")
    linked(old, heir, "Successor")
    assert successor_of(old) == heir


def test_without_an_open_successor_the_last_one_is_named():
    last = a_closed_school()
    assert successor_of(a_closed_school(successor=a_closed_school(successor=last))) == last


def test_schools_that_name_each_other_as_successor_do_not_go_round_for_ever():
    one = a_closed_school()
    other = a_closed_school(successor=one)
    linked(one, other, "Successor")
    assert successor_of(one) == other


def test_other_links_and_schools_that_we_do_not_have_lead_nowhere():
    school = a_closed_school()
    linked(school, a_school(), "Sixth Form Centre Link")
    SchoolLink.objects.create(school=school, linked_urn=999_999, kind="Successor")
    assert successor_of(school) is None


def test_a_successor_is_found_in_one_query(django_assert_num_queries):
    school = a_closed_school(successor=a_closed_school(successor=a_school()))
    with django_assert_num_queries(1):
        successor_of(school)


@pytest.mark.parametrize(
    ("kinds", "chosen"),
    [
        (["main", "alternative", "headteacher", "added"], "main"),
        (["alternative", "headteacher", "added"], "alternative"),
        (["headteacher", "added"], "headteacher"),
        (["added"], "added"),
    ],
)
def test_the_first_contact_that_a_school_has_is_written_to(kinds, chosen):
    """Rule S6."""
    school = a_school()
    for kind in reversed(kinds):
        SchoolContact.objects.create(school=school, kind=Contact(kind), email=f"{kind}@school.example")
    assert contact_of(school) == f"{chosen}@school.example"


def test_a_school_without_addresses_has_no_contact():
    assert contact_of(a_school()) is None


def test_prefetched_contacts_cost_no_query(django_assert_num_queries):
    a_school(contact="office@school.example")
    school = School.objects.prefetch_related("contacts").get()
    with django_assert_num_queries(0):
        assert contact_of(school) == "office@school.example"


def test_a_closed_school_is_a_school_that_is_not_open():
    assert not a_closed_school().is_open
    assert a_closed_school().status == Status.CLOSED
