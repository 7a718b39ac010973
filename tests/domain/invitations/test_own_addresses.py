import pytest

from manage_training.domain.invitations.own_addresses import is_the_schools_own, masked, website_domain
from manage_training.domain.schools.models import School

OAKFIELD = School(name="Oakfield Primary School", website="http://www.oakfield-school.example/home")


@pytest.mark.parametrize(
    "email",
    [
        "office@oakfield.example",  # the contact
        "Office@Oakfield.Example",
        "head@oakfield.example",  # the contact's domain
        "head@OAKFIELD.example",
        "head@oakfield-school.example",  # the website's domain
    ],
)
def test_an_address_at_the_contacts_or_the_websites_domain_is_the_schools_own(email):
    """Rule I5."""
    assert is_the_schools_own(email, OAKFIELD, contact="office@oakfield.example")


@pytest.mark.parametrize(
    "email",
    [
        "head@gmail.com",
        "head@oakfield.example.org",
        "head@notoakfield.example",
        "head@staff.oakfield.example",  # a county's domain has a subdomain for each of its schools
        "head@example",
        "oakfield.example@evil.example",
        '"office@oakfield.example"@evil.example',
        "head@www.oakfield-school.example",
    ],
)
def test_any_other_domain_is_not_the_schools_own(email):
    assert not is_the_schools_own(email, OAKFIELD, contact="office@oakfield.example")


def test_where_the_contact_has_a_public_mail_address_only_that_very_address_is_the_schools_own():
    """Rule I5."""
    assert is_the_schools_own("oakfield.office@gmail.com", OAKFIELD, contact="Oakfield.Office@gmail.com")
    assert not is_the_schools_own("somebody.else@gmail.com", OAKFIELD, contact="oakfield.office@gmail.com")


def test_a_public_mail_provider_vouches_for_nobody_even_as_a_website():
    school = School(website="https://outlook.com/oakfield")
    assert not is_the_schools_own("head@outlook.com", school, contact="office@oakfield.example")


def test_a_school_without_a_website_has_its_contacts_domain_only():
    assert not is_the_schools_own("head@", School(website=""), contact="office@oakfield.example")


@pytest.mark.parametrize(
    ("as_registered", "domain"),
    [
        ("www.oakfield.example", "oakfield.example"),
        ("oakfield.example", "oakfield.example"),
        ("https://oakfield.example/about?x=1", "oakfield.example"),
        ("HTTP://WWW.OAKFIELD.EXAMPLE:8080/", "oakfield.example"),
        ("http:\\\\www.oakfield.example", "oakfield.example"),
        (" www.oakfield.example. ", "oakfield.example"),
        ("http://http://www.oakfield.example", "http"),
        ("http://office@oakfield.example", "oakfield.example"),
        ("https://evil.example/oakfield.example", "evil.example"),
        ("http://[oakfield", ""),
        ("", ""),
    ],
)
def test_the_domain_of_a_website_is_read_however_somebody_typed_it(as_registered, domain):
    assert website_domain(as_registered) == domain


def test_a_masked_address_shows_its_first_letters_and_ending_only():
    """Rule I10."""
    assert masked("office@oakfield.example") == "o•••••@o•••••.example"
    assert masked("a@b.sch.uk") == "a•••••@b•••••.uk"
