"""Find your school: what somebody sees who is not registered yet."""

from urllib.parse import urlencode

import pytest
from django.test import Client

from manage_training.domain.cases.models import Case
from manage_training.domain.messages.models import Message
from manage_training.domain.messages.write import write
from tests.factories.accounts import a_tutor
from tests.factories.invitations import an_invitation
from tests.factories.schools import a_closed_school, a_school, a_school_that_is_not_eligible
from tests.journeys.browse import Browser

FIND = "/find-your-school/"


def choose(client: Client, school):
    """Search for a school, choose it, and follow on."""
    return client.post(FIND, {"search": school.name, "school": school.urn}, follow=True)


@pytest.fixture
def visitor(client):
    browser = Browser(FIND, client=client)
    browser.get(FIND)
    return browser


def test_each_result_says_name_town_postcode_and_urn(client, oakfield):
    page = client.get(FIND, {"search": "oakfield"}).text
    for fact in ["Oakfield Primary School", oakfield.town, oakfield.postcode, f"URN {oakfield.urn}"]:
        assert fact in page
    assert page.count('type="radio"') == 1


def test_a_search_without_words_says_what_to_enter(client):
    page = client.get(FIND, {"search": " "})
    assert page.status_code == 422
    assert "<title>Error: Find your school" in page.text
    assert "Enter the name, postcode, town or URN of your school" in page.text


def test_a_search_that_finds_nothing_leads_on(client, oakfield):
    page = client.get(FIND, {"search": "no such place"})
    assert page.status_code == 200
    assert "No school found for “no such place”" in page.text
    assert "/contact/" in page.text


def test_whoever_selects_nothing_is_asked_to(client, oakfield):
    page = client.post(FIND, {"search": "oakfield"})
    assert page.status_code == 422
    assert "<title>Error: " in page.text
    assert page.text.count("Select your school") >= 2
    assert "Oakfield Primary School" in page.text


def test_many_schools_of_one_name_are_cut_off_with_a_word(client):
    for _ in range(21):
        a_school("St Mary's School")
    page = client.get(FIND, {"search": "st marys"}).text
    assert page.count('type="radio"') == 20
    assert "add its town or postcode" in page


def test_the_chosen_school_is_written_to_at_a_masked_address(client, oakfield):
    page = choose(client, oakfield)
    assert page.redirect_chain == [(f"{FIND}{oakfield.urn}/check-your-email/", 303)]
    assert "Check your email" in page.text
    assert "o•••••@o•••••.example" in page.text
    assert "office@oakfield.example" not in page.text
    assert Message.objects.get().to == "office@oakfield.example"


def test_looking_at_pages_sends_nothing(client, oakfield):
    for path in ["", f"{oakfield.urn}/", f"{oakfield.urn}/check-your-email/", f"{oakfield.urn}/other-contact/"]:
        assert client.get(FIND + path, follow=True).status_code == 200
    assert not Message.objects.exists()


def test_i7_whoever_asks_again_at_once_is_told_in_words_when_they_may(client, oakfield):
    choose(client, oakfield)
    page = choose(client, oakfield)
    assert page.status_code == 429
    assert 0 < int(page["Retry-After"]) <= 300
    assert "You can ask for another in 5 minutes" in page.text
    assert "o•••••@o•••••.example" in page.text
    assert Message.objects.count() == 1


def test_a_closed_school_leads_to_its_successor(client):
    new = a_school("New Mill School", contact="office@newmill.example")
    old = a_closed_school("Old Mill School", successor=new, contact="office@oldmill.example")
    page = choose(client, old)
    assert "This school is closed" in page.text
    assert "New Mill School" in page.text
    client.post(f"{FIND}{new.urn}/")
    assert Message.objects.get().to == "office@newmill.example"


def test_a_closed_school_without_successor_is_no_dead_end(client):
    page = choose(client, a_closed_school("Old Mill School"))
    assert "names no school that took its place" in page.text
    assert "/contact/" in page.text


def test_i7_a_school_that_is_not_eligible_is_told_why_and_sent_nothing(client):
    page = choose(client, a_school_that_is_not_eligible("Thornwick University", contact="office@thornwick.example"))
    assert "This school cannot use the service" in page.text
    assert not Message.objects.exists()


def test_i7_a_urn_that_no_school_has_is_not_found(client):
    for urn in [999_999, 10**20]:
        assert client.get(f"{FIND}{urn}/").status_code == 404
        assert client.post(f"{FIND}{urn}/").status_code == 404
    a_school("Oakfield Primary School")
    assert client.post(FIND, {"search": "oakfield", "school": "999999"}).status_code == 422


def test_i5_a_school_that_has_a_tutor_is_told_so_without_naming_anyone(client, oakfield):
    a_tutor(at=oakfield, name="Hugo Furst", email="hugo@oakfield.example")
    page = choose(client, oakfield)
    assert "Somebody is already registered" in page.text
    assert "/sign-in/" in page.text
    assert "Hugo" not in page.text
    assert "hugo" not in page.text
    assert not Message.objects.exists()


def test_the_page_of_an_email_ends_when_somebody_is_registered(client, oakfield):
    an_invitation(to=oakfield)
    a_tutor(at=oakfield)
    page = client.get(f"{FIND}{oakfield.urn}/check-your-email/", follow=True)
    assert "Somebody is already registered" in page.text


def test_a_school_without_a_contact_can_write_to_us(client):
    hilltop = a_school("Hilltop School")
    assert "We have no email address for this school" in choose(client, hilltop).text
    request = {"name": "Hilary Top", "email": "hilary@hilltop.example", "message": "We have moved."}
    page = client.post(f"{FIND}{hilltop.urn}/other-contact/", request, follow=True)
    assert "We have your message" in page.text
    assert "What happens next" in page.text
    case = Case.objects.get()
    assert (case.school, case.reply_to) == (hilltop, "hilary@hilltop.example")
    assert "We have moved." in case.words


def test_a_request_without_an_answer_is_sent_back_with_each_error(client, oakfield):
    page = client.post(f"{FIND}{oakfield.urn}/other-contact/", {"name": " "})
    assert page.status_code == 422
    for error in ["Enter your full name", "Enter your email address", "Enter your message"]:
        assert page.text.count(error) == 2
    assert not Case.objects.exists()


def test_requests_about_a_school_are_limited(client, oakfield):
    """Rule I9."""
    request = {"name": "Hilary Top", "email": "hilary@hilltop.example", "message": "We have moved."}
    for _ in range(5):
        client.post(f"{FIND}{oakfield.urn}/other-contact/", request)
    page = client.post(f"{FIND}{oakfield.urn}/other-contact/", request)
    assert page.status_code == 429
    assert Case.objects.count() == 5


HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{7*7}}",
    "${7*7}",
    "%s",
    "'; DROP TABLE x;--",
]


@pytest.mark.parametrize("typed", HOSTILE)
def test_x1_what_is_typed_is_shown_as_it_is(client, oakfield, typed):
    page = client.get(FIND, {"search": typed}).text
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert "49" not in page.split("<main")[1].split("</main")[0]
    request = {"name": "Hilary Moor", "email": "hilary@hilltop.example", "message": typed}
    client.post(f"{FIND}{oakfield.urn}/other-contact/", request)
    assert typed in Case.objects.get().words


@pytest.mark.parametrize("typed", ["\0", "\ud800", "\u202e", "\u200b", "🏫", "x" * 5_000, "%", "_", "(a+)+$", "\\"])
def test_x4_x7_no_search_breaks_the_page(client, oakfield, typed):
    text = typed.encode("utf-8", "surrogatepass")
    sent = urlencode({"search": text, "school": text})
    assert client.get(f"{FIND}?{sent}").status_code in (200, 422)
    posted = client.post(FIND, sent, content_type="application/x-www-form-urlencoded")
    assert posted.status_code in (200, 422)


@pytest.mark.parametrize(
    "typed", ["'; select pg_sleep(5); --", "' or pg_sleep(5) is null or '", "1); select pg_sleep(5"]
)
def test_x8_what_is_searched_for_is_never_run(client, oakfield, django_assert_num_queries, typed):
    with django_assert_num_queries(1) as queries:
        assert client.get(FIND, {"search": typed}).status_code == 200
    assert float(queries[0]["time"]) < 1


def test_x6_the_link_in_the_message_leads_to_us_whatever_host_was_asked(client, oakfield, settings):
    assert client.post(f"{FIND}{oakfield.urn}/", headers={"host": "evil.example"}).status_code == 400
    client.post(f"{FIND}{oakfield.urn}/", headers={"x-forwarded-host": "evil.example"})
    assert write(Message.objects.get()).link.startswith(f"{settings.SERVICE_URL}/invitations/")


def test_the_search_page_needs_one_query(client, oakfield, django_assert_num_queries):
    """Three are allowed."""
    with django_assert_num_queries(1):
        client.get(FIND, {"search": "oakfield"})


def test_a_person_can_go_the_whole_way_by_the_pages_own_forms(visitor, oakfield):
    visitor.get(f"{FIND}?search=oakfield")
    visitor.answer(school=oakfield.urn)
    assert "Check your email" in visitor.words
