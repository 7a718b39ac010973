"""Behind an invitation's link."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from manage_training.domain.events.models import Event
from manage_training.domain.messages.models import Message
from manage_training.domain.programmes.models import SchoolYear
from tests.factories.accounts import a_tutor
from tests.factories.invitations import a_nomination, an_invitation, token_for
from tests.factories.years import every_year


def test_the_link_leads_to_the_question_in_the_guides_words(oakfield, client):
    with time_machine.travel(datetime(2022, 6, 20, 9, tzinfo=UTC), tick=False):
        every_year()
        page = client.get(f"/invitations/{token_for(an_invitation(to=oakfield))}/", follow=True).text
    assert "Do you expect any early career teachers to join your school this academic year?" in page
    assert (
        "These are teachers who have finished their initial teacher training. It does not include teachers who "
        "started or completed their statutory induction before 1 September 2022."
    ) in page
    assert "Oakfield Primary School" in page
    for answer in ["Yes", "No", "We do not know yet"]:
        assert answer in page


def test_a_page_of_a_link_is_not_kept_and_gives_the_link_to_nobody(client, link):
    page = client.get(f"{link}question/")
    assert page["Referrer-Policy"] == "no-referrer"
    assert page["Cache-Control"] == "no-store"


def test_looking_at_a_link_however_often_changes_nothing(client, link, invitation):
    before = (Event.objects.count(), Message.objects.count())
    for _ in range(20):
        client.get(link, follow=True)
        client.head(link)
        client.options(link)
    assert (Event.objects.count(), Message.objects.count()) == before
    invitation.refresh_from_db()
    assert invitation.opened_at is None


@pytest.mark.parametrize(("answer", "words"), [("no", "No"), ("not_known", "We do not know yet")])
def test_no_and_not_known_are_saved_confirmed_and_can_be_changed(holder, link, answer, words):
    """Rule I4."""
    holder.answer(expects=answer)
    assert holder.url == f"{link}saved/"
    assert "Your answer is saved" in holder.words
    assert "What happens next" in holder.words
    assert SchoolYear.objects.get().expects == answer
    assert Message.objects.get(kind="answer_saved").values["answer"] == words
    holder.get(link)
    assert "You have already answered" in holder.words
    holder.get(f"{link}question/")
    assert f"You have answered this before: {words}" in holder.words
    holder.answer(expects="yes")
    assert "Nominate an induction tutor" in holder.words
    assert SchoolYear.objects.get().expects == "yes"


def test_whoever_selects_nothing_is_asked_to(holder):
    page = holder.answer()
    assert page.status_code == 422
    assert "<title>Error: " in page.text
    assert page.text.count("Select if you expect any early career teachers to join") == 2


@pytest.mark.parametrize("broken", ["", "x", "X" * 40, "a" * 10_000, "%00", "..", "é"])
def test_a_link_that_nobody_was_sent_has_its_own_page(client, broken):
    for path in ["", "question/", "saved/", "nominate/", "nominated/"]:
        page = client.get(f"/invitations/{broken or 'b'}/{path}", follow=True)
        assert page.status_code == 404


def test_the_page_of_an_unknown_link_leads_on(client):
    page = client.get("/invitations/unknown/")
    assert "We do not know this link" in page.text
    assert "/find-your-school/" in page.text


def test_an_altered_link_is_unknown(client, link):
    token = link.split("/")[2]
    for altered in [token[:-1], token[1:], token.upper(), token + ".", token + "%20", token[::-1]]:
        assert client.get(f"/invitations/{altered}/").status_code == 404


def test_i3_an_expired_link_offers_a_new_one_which_shows_the_earlier_answer(client, holder, link, oakfield):
    """Rule I2."""
    holder.answer(expects="not_known")
    with time_machine.travel(datetime.now(UTC) + timedelta(days=22)):
        page = client.get(link)
        assert page.status_code == 410
        assert "This link has expired" in page.text
        assert "We do not know yet" in page.text
        assert "o•••••@o•••••.example" in page.text
        assert client.post(f"{link}question/", {"expects": "yes"}, follow=True).status_code == 410
        sent = client.post(link, follow=True)
        assert "Check your email" in sent.text
        newer = oakfield.invitations.latest("pk")
        assert "You have already answered" in client.get(f"/invitations/{token_for(newer)}/").text
    assert SchoolYear.objects.get().expects == "not_known"


def test_i5_once_somebody_is_registered_the_link_says_so_and_names_nobody(client, link, oakfield):
    """Rule I8."""
    a_tutor(at=oakfield, name="Hugo Furst", email="hugo@oakfield.example")
    for path in ["", "question/", "saved/", "nominate/", "nominated/"]:
        page = client.get(link + path, follow=True)
        assert "Somebody is already registered" in page.text
        assert "/sign-in/" in page.text
        assert "ugo" not in page.text
    client.post(f"{link}question/", {"expects": "no"})
    assert not SchoolYear.objects.exists()


def test_a_nomination_that_waits_is_shown_without_naming_anyone(client, link, invitation):
    a_nomination(invitation, "Sam Rivers", "sam.rivers@elsewhere.example")
    page = client.get(link).text
    assert "Your nomination is waiting to be confirmed" in page
    assert "Rivers" not in page
    assert "elsewhere" not in page


def test_a_question_page_needs_at_most_three_queries(client, link, django_assert_max_num_queries):
    client.get(link)
    with django_assert_max_num_queries(3):
        client.get(f"{link}question/")
