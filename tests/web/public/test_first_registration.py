"""The journey from "Yes" to a nominated induction tutor."""

import pytest
from django.test import Client
from markupsafe import escape

from manage_training.domain.accounts.memberships import tutors_of
from manage_training.domain.invitations.models import Nomination
from manage_training.domain.messages.models import Message
from manage_training.domain.messages.write import write
from manage_training.journeys.models import Draft
from tests.factories.accounts import a_tutor
from tests.factories.invitations import an_invitation, token_for
from tests.factories.schools import a_school
from tests.journeys.browse import Browser


@pytest.fixture
def holder(holder):
    """Whoever has opened the link expects early career teachers."""
    holder.answer(expects="yes")
    return holder


def test_the_page_about_induction_tutors_has_the_guides_words(holder):
    assert "Oakfield Primary School" in holder.words
    for words in [
        "coordinate training, support and assessment for early career teachers (ECTs) in school",
        "Along with the headteacher, induction tutors are responsible for ensuring ECTs receive all of their",
        "They also write the progress reviews and assessments",
        "Induction tutors should not be mentors",
    ]:
        assert words in holder.words


def test_somebody_at_the_school_is_nominated_and_becomes_its_tutor(holder, oakfield, link):
    holder.answer()
    holder.answer(full_name="Olive Field")
    holder.answer(email="olive.field@oakfield.example")
    assert "Check your answers" in holder.words
    for words in ["Full name Olive Field", "Email address olive.field@oakfield.example", "Confirm"]:
        assert words in holder.words
    holder.answer()
    assert holder.url == f"{link}nominated/"
    assert "You have nominated an induction tutor" in holder.words
    assert "What happens next" in holder.words
    assert tutors_of(oakfield).get().user.email == "olive.field@oakfield.example"


def test_the_tutors_message_leads_to_sign_in_with_the_address_filled_in(holder, client):
    nominate(holder, "Olive Field", "olive.field@oakfield.example")
    link = write(Message.objects.get(kind="you_are_induction_tutor")).link
    page = Client().get(link.partition("://")[2].partition("/")[1] + link.partition("://")[2].partition("/")[2])
    assert "olive.field@oakfield.example" in page.text


def nominate(holder: Browser, name: str, email: str) -> None:
    """From the page about induction tutors to the end."""
    holder.answer()
    holder.answer(full_name=name)
    holder.answer(email=email)
    holder.answer()


def test_i4_somebody_elsewhere_waits_and_the_page_says_who_has_to_confirm(holder, oakfield):
    nominate(holder, "Sam Rivers", "sam.rivers@elsewhere.example")
    assert "o•••••@o•••••.example" in holder.words
    assert "asked them to confirm it" in holder.words
    assert not tutors_of(oakfield).exists()


def test_the_last_page_names_nobody(holder, client, link):
    nominate(holder, "Olive Field", "olive.field@oakfield.example")
    page = Client().get(f"{link}nominated/").text
    assert "Olive" not in page


def test_going_back_and_confirming_again_changes_nothing_more(holder, client):
    """Two clicks are one nomination."""
    holder.answer()
    holder.answer(full_name="Sam Rivers")
    holder.answer(email="sam.rivers@elsewhere.example")
    check, carried = holder.url, holder.carried
    holder.answer()
    again = client.post(check, carried, follow=True)
    assert "You have nominated an induction tutor" in again.text
    assert Nomination.objects.count() == 1


def test_answers_can_be_changed_from_the_check_page(holder):
    holder.answer()
    holder.answer(full_name="Olive Feild")
    holder.answer(email="olive.field@oakfield.example")
    holder.get(holder.url.replace("check/", "full-name/?change"))
    holder.answer(full_name="Olive Field")
    assert "Check your answers" in holder.words
    assert "Full name Olive Field" in holder.words


@pytest.mark.parametrize(
    ("name", "error"), [("", "Enter the full name of the induction tutor"), ("x" * 201, "200 characters or fewer")]
)
def test_a_name_is_needed(holder, name, error):
    holder.answer()
    page = holder.answer(full_name=name)
    assert page.status_code == 422
    assert "<title>Error: " in page.text
    assert error in holder.words


@pytest.mark.parametrize(
    "email", ["", "olive", "olive@oakfield", "olive field@oakfield.example", "a@b.example\r\nBcc: c@d.example"]
)
def test_i6_an_address_that_cannot_be_written_to_is_sent_back(holder, email):
    holder.answer()
    holder.answer(full_name="Olive Field")
    page = holder.answer(email=email)
    assert page.status_code == 422
    assert not Nomination.objects.exists()


def test_i6_a_name_with_a_line_break_becomes_no_mail_header(holder):
    holder.answer()
    holder.answer(full_name="Olive\r\nBcc: evil@evil.example")
    if "Email address" in holder.words:  # taken as one line
        holder.answer(email="olive.field@oakfield.example")
        holder.answer()
        assert "\n" not in write(Message.objects.get(kind="you_are_induction_tutor")).subject
    assert not Nomination.objects.filter(name__contains="\n").exists()


@pytest.mark.parametrize(
    "name", ["Zoë O'Brien-Żółć", "José María", "Anne-Marie \u2019t Hart", "Null", "%s", "Olive; DROP TABLE", "عائشة"]
)
def test_x1_x4_a_name_is_kept_and_shown_as_it_was_typed(holder, oakfield, name):
    nominate(holder, name, "olive.field@oakfield.example")
    assert tutors_of(oakfield).get().user.name == name
    assert name in write(Message.objects.get(kind="you_are_induction_tutor")).body


@pytest.mark.parametrize("name", ["<b>Bold</b>", "{{7*7}}", "=HYPERLINK(1)", "[Zoe](https://evil.example)", "12345"])
def test_x1_x2_x3_what_is_no_name_is_sent_back_as_it_was_typed(holder, name):
    holder.answer()
    page = holder.answer(full_name=name)
    assert page.status_code == 422
    assert f'value="{escape(name)}"' in page.text
    assert not Nomination.objects.exists()


def test_i1_the_school_comes_from_the_link_only(holder, oakfield):
    other = a_school(contact="office@other.example")
    holder.answer()
    holder.answer(full_name="Olive Field", school=other.pk, invitation=99)
    holder.answer(email="olive.field@oakfield.example", urn=other.urn)
    holder.answer(school=other.pk)
    assert tutors_of(oakfield).exists()
    assert not tutors_of(other).exists()


def test_a_draft_of_an_invitation_opens_only_with_that_invitations_link(holder, client, link, oakfield):
    holder.answer()
    other = an_invitation(to=a_school(contact="office@other.example"))
    draft = Draft.objects.get()
    assert client.get(f"{link}nominate/{draft.pk}/full-name/").status_code == 200
    elsewhere = f"/invitations/{token_for(other)}/"
    client.post(f"{elsewhere}question/", {"expects": "yes"})
    assert client.get(f"{elsewhere}nominate/{draft.pk}/full-name/").status_code == 404
    assert client.get(f"/invitations/unknown/nominate/{draft.pk}/full-name/").status_code == 404


def test_the_token_is_not_stored_with_the_draft(holder, link):
    holder.answer()
    assert link.split("/")[2] not in str(Draft.objects.values().get())


def test_nobody_can_nominate_before_the_question_is_answered_yes(client, link):
    page = client.get(f"{link}nominate/", follow=True)
    assert page.redirect_chain[-1][0] == f"{link}question/"


def test_i2_an_address_known_by_another_name_is_asked_about_without_saying_which(holder, oakfield):
    """Rule I7."""
    a_tutor(at=a_school(), name="Hugo Furst", email="hugo.furst@oakfield.example")
    holder.answer()
    holder.answer(full_name="Ugo First")
    holder.answer(email="hugo.furst@oakfield.example")
    assert "Is hugo.furst@oakfield.example the email address of Ugo First?" in holder.words
    assert "Hugo Furst" not in holder.words
    holder.answer(same_person="no")
    assert "Enter another email address" in holder.words
    holder.get(holder.url.replace("another-address/", "same-person/"))
    holder.answer(same_person="yes")
    assert "Check your answers" in holder.words
    assert "Hugo Furst" not in holder.words
    holder.answer()
    assert tutors_of(oakfield).get().user.name == "Hugo Furst"


def test_nobody_is_asked_about_a_known_person_of_the_same_name(holder, oakfield):
    a_tutor(at=a_school(), name="Hugo Furst", email="hugo.furst@oakfield.example")
    nominate(holder, "hugo furst", "Hugo.Furst@oakfield.example")
    assert tutors_of(oakfield).get().user.memberships.count() == 2


def test_a_question_page_needs_at_most_three_queries(holder, client, django_assert_max_num_queries):
    holder.answer()
    with django_assert_max_num_queries(3):
        client.get(holder.url)
