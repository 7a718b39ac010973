"""Rules C3 and C4: who is written to, what it says, and that nobody gets the same twice."""

import pytest
from django.db import IntegrityError, connection

from manage_training.domain.accounts.way_in import read_way_in
from manage_training.domain.campaigns.go_on import go_on
from manage_training.domain.campaigns.models import Recipient
from manage_training.domain.events.models import Event
from manage_training.domain.invitations.find import Before, find
from manage_training.domain.invitations.models import Invitation
from manage_training.domain.messages.models import Message
from manage_training.domain.schools.models import Contact, School, SchoolContact
from tests.factories.accounts import a_tutor, a_user
from tests.factories.campaigns import ABOUT_BODIES, a_campaign, emails, sent, whom
from tests.factories.invitations import token_in
from tests.factories.partnerships import a_report
from tests.factories.programmes import a_school_year
from tests.factories.schools import a_school

HEAD, OFFICE = "head@acme.example", "office@acme.example"


def a_head(at: School, email: str = HEAD) -> SchoolContact:
    return SchoolContact.objects.create(school=at, kind=Contact.HEADTEACHER, email=email)


@pytest.fixture
def acme() -> School:
    return a_school("ACME Primary School", contact=OFFICE)


@pytest.mark.parametrize(
    ("contacts", "told"),
    [
        ({}, None),
        ({Contact.MAIN: "main@a.example"}, "main@a.example"),
        ({Contact.MAIN: "main@a.example", Contact.HEADTEACHER: "head@a.example"}, "head@a.example"),
        ({Contact.ALTERNATIVE: "alternative@a.example", Contact.ADDED: "added@a.example"}, "alternative@a.example"),
        ({Contact.ADDED: "added@a.example"}, "added@a.example"),
    ],
    ids=["nobody", "main", "headteacher first", "alternative", "added"],
)
@pytest.mark.parametrize("has_tutor", [True, False])
def test_the_headteacher_is_written_to_where_the_address_is_known_else_the_contact(contacts, told, has_tutor):
    """Rules C3 and S6."""
    school = a_school("A School")
    a_school(contact="elsewhere@b.example")
    for kind, email in contacts.items():
        SchoolContact.objects.create(school=school, kind=kind, email=email)
    if has_tutor:
        a_tutor(at=school, email="tutor@a.example")
    sent()
    expected = {"tell_us_who_your_tutor_is": ["elsewhere@b.example"]}
    if has_tutor:
        expected["tell_us_about_ects"] = ["tutor@a.example"]
    if told:
        expected.setdefault("tutor_was_asked_about_ects" if has_tutor else "tell_us_who_your_tutor_is", []).append(told)
    assert whom() == {kind: sorted(addresses) for kind, addresses in expected.items()}


def test_the_tutor_is_led_through_sign_in_to_the_page_of_the_year(acme, client):
    """Rule C4: the link is no key."""
    hugo = a_tutor(at=acme, name="Hugo Furst", email="hugo.furst@acme.example")
    sent()
    email = next(emails())
    assert email.subject == "Tell us about your ECTs for 2022 to 2023"
    assert "Dear Hugo Furst\n\nRegistration for 2022 to 2023 is open." in email.body
    assert "\n\n- ACME Primary School\n\nSign in" in email.body
    signed = email.link.partition("way_in=")[2]
    led = read_way_in(signed)
    assert (led.email, led.leads_to) == (hugo.user.email, f"/schools/{acme.urn}/years/2022/")
    page = client.get(email.link.removeprefix("http://localhost:8000"))
    assert "hugo.furst@acme.example" in page.content.decode()
    assert not client.session.get("user")
    assert client.get(led.leads_to).status_code == 302  # to the sign-in page: the link has opened nothing


def test_a_tutor_of_three_schools_gets_one_message_that_lists_those_that_have_not_answered(acme):
    mo = a_user("Mo Adeyemi", "mo@trust.example")
    for name in ("Riverbank Junior School", "Riverbank Infant School", "Riverbank Secondary School"):
        a_tutor(mo, at=a_school(name))
    a_school_year(School.objects.get(name="Riverbank Secondary School"))
    sent()
    (email,) = (email for email in emails() if email.kind == "tell_us_about_ects")
    assert "\n- Riverbank Infant School\n- Riverbank Junior School\n" in email.body
    assert "Secondary" not in email.body
    assert read_way_in(email.link.partition("way_in=")[2]).leads_to == "/schools/"


def test_a_contact_of_several_schools_is_told_once_with_the_tutor_of_each(acme):
    for name, office in (
        ("Riverbank Infant School", "Office@trust.example"),
        ("Riverbank Junior School", "office@trust.example"),
    ):
        a_tutor(at=a_school(name, contact=office), name=f"Tutor of {name[10:16]}")
    sent()
    (email,) = (email for email in emails() if email.kind == "tutor_was_asked_about_ects")
    assert email.to.lower() == "office@trust.example"
    assert "\n- Riverbank Infant School: Tutor of Infant\n- Riverbank Junior School: Tutor of Junior\n" in email.body
    assert email.link.endswith("/find-your-school/")


def test_who_is_told_reads_how_to_get_in(acme, client):
    a_tutor(at=acme, name="Hugo Furst")
    sent()
    email = list(emails())[-1]
    assert (email.to, email.subject) == (OFFICE, "We have asked your induction tutor about ECTs for 2022 to 2023")
    assert "- ACME Primary School: Hugo Furst\n" in email.body
    page = client.get(email.link.removeprefix("http://localhost:8000"))
    assert "Your school has an induction tutor in this service already" in page.content.decode()


def test_a_headteacher_who_is_the_tutor_gets_the_tutors_message_only(acme):
    a_head(acme, "Hugo.Furst@acme.example")
    a_tutor(at=acme, email="hugo.furst@acme.example")
    sent()
    assert whom() == {"tell_us_about_ects": ["hugo.furst@acme.example"]}


def test_two_tutors_of_a_school_are_both_asked(acme):
    SchoolContact.objects.all().delete()
    for email in ("a@acme.example", "b@acme.example"):
        a_tutor(at=acme, email=email)
    sent()
    assert whom() == {"tell_us_about_ects": ["a@acme.example", "b@acme.example"]}


def test_a_school_without_a_tutor_is_invited_to_nominate_one(acme):
    a_head(acme)
    campaign = sent()
    invitation = Invitation.objects.get()
    message = Message.objects.get()
    assert (invitation.school, invitation.year_id, invitation.sent_to) == (acme, 2022, HEAD)
    assert (invitation.expires_on - invitation.sent_at.date()).days == 21
    assert (message.kind, message.to) == ("tell_us_who_your_tutor_is", HEAD)
    found = find(token_in(message))
    assert (found.invitation, found.before) == (invitation, Before.THE_QUESTION)
    event = Event.objects.get(kind="school_invited")
    assert (event.subject_id, event.school_id, event.actor_kind) == (invitation.pk, acme.pk, "service")
    assert campaign.recipients.get().message == message


def test_the_second_campaign_asks_tutors_whose_school_expects_ects_and_has_no_appropriate_body(acme):
    a_tutor(at=acme, name="Hugo Furst")
    a_school_year(acme)
    a_school_year(a_school(contact="office@nobody.example"), expects="yes", programme=None)
    sent(ABOUT_BODIES)
    (email,) = emails()
    assert email.subject == "Tell us who your appropriate body is for 2022 to 2023"
    assert "\n- ACME Primary School\n" in email.body


def test_it_does_not_say_that_a_school_has_told_us_what_its_provider_did(acme):
    a_tutor(at=acme)
    a_report(acme)
    sent(ABOUT_BODIES)
    *_, email = emails()
    assert "As far as we know, you expect early career teachers" in email.body


def test_an_address_is_forgotten_as_soon_as_its_message_is_written(acme):
    a_campaign()
    assert Recipient.objects.get().email == OFFICE
    go_on(Recipient.objects.get().campaign_id)
    assert Recipient.objects.get().email == ""


WRONG = {
    "a_campaign_has_a_recipient_once": """
        insert into campaigns_recipient (campaign_id, key, addressee, email, schools, state, skipped_because)
        select campaign_id, key, addressee, '', schools, 'waiting', '' from campaigns_recipient""",
    "a_recipient_is_written_to_by_one_message": "update campaigns_recipient set state = 'written', email = ''",
    "who_is_skipped_is_skipped_for_a_reason": "update campaigns_recipient set state = 'skipped', email = ''",
    "a_recipient_keeps_an_address_only_while_it_waits": """
        update campaigns_recipient set state = 'skipped', skipped_because = 'closed'""",
    "a_campaign_is_sent_once": """
        insert into campaigns_campaign (name, year_id, number, asks, writes_to, audience, rate, started_at, next_at)
        select name, year_id, number, asks, writes_to, audience, rate, started_at, next_at from campaigns_campaign""",
    "a_campaign_has_a_rate_and_a_number": "update campaigns_campaign set rate = 0",
    "a_campaign_asks_for_something": "update campaigns_campaign set asks = 'money'",
}


@pytest.mark.parametrize("constraint", WRONG)
def test_the_database_itself_keeps_a_campaign_in_order(constraint, acme):
    a_campaign()
    with pytest.raises(IntegrityError, match=constraint), connection.cursor() as cursor:
        cursor.execute(WRONG[constraint])
