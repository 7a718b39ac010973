"""Behind the link by which a school's contact decides about a nomination."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from manage_training.domain.accounts.memberships import tutors_of
from manage_training.domain.invitations.models import NominationState
from tests.factories.accounts import a_tutor
from tests.factories.invitations import a_nomination, an_invitation, token_for


@pytest.fixture
def waiting(oakfield):
    return a_nomination(an_invitation(to=oakfield), "Sam Rivers", "sam.rivers@elsewhere.example")


@pytest.fixture
def link(waiting):
    return f"/nominations/{token_for(waiting)}/"


def test_the_contact_sees_who_was_nominated(client, link):
    page = client.get(link)
    for words in [
        "Oakfield Primary School",
        "Sam Rivers",
        "sam.rivers@elsewhere.example",
        "Confirm",
        "This is not right",
    ]:
        assert words in page.text
    assert page["Referrer-Policy"] == "no-referrer"


def test_i4_looking_at_the_link_decides_nothing(client, link, oakfield):
    """Rule I5."""
    for _ in range(5):
        client.get(link)
        client.get(link, {"decision": "confirm"})
        client.head(link)
        client.options(link)
        client.put(link)
    assert not tutors_of(oakfield).exists()


def test_confirm_makes_the_nominee_tutor(client, link, oakfield):
    """Rule I5."""
    page = client.post(link, {"decision": "confirm"}, follow=True)
    assert page.redirect_chain == [(link, 303)]
    assert "You have confirmed your induction tutor" in page.text
    assert "What happens next" in page.text
    assert tutors_of(oakfield).get().user.name == "Sam Rivers"


def test_this_is_not_right_makes_nobody_tutor(client, link, oakfield, waiting):
    """Rule I6."""
    page = client.post(link, {"decision": "decline"}, follow=True)
    assert "This person was not confirmed" in page.text
    assert "/find-your-school/" in page.text
    assert not tutors_of(oakfield).exists()


@pytest.mark.parametrize("posted", [{}, {"decision": ""}, {"decision": "yes"}, {"decision": "__class__"}])
def test_a_post_without_a_decision_shows_the_page_again(client, link, oakfield, posted):
    page = client.post(link, posted)
    assert "Is this your induction tutor?" in page.text
    assert not tutors_of(oakfield).exists()


def test_pressing_confirm_twice_shows_the_same_result(client, link, oakfield):
    client.post(link, {"decision": "confirm"})
    page = client.post(link, {"decision": "confirm"}, follow=True)
    assert "You have confirmed your induction tutor" in page.text
    assert tutors_of(oakfield).count() == 1


def test_after_21_days_the_link_says_that_it_has_expired(client, link, oakfield):
    """Rule I6."""
    with time_machine.travel(datetime.now(UTC) + timedelta(days=22)):
        page = client.get(link)
        assert page.status_code == 410
        assert "This link has expired" in page.text
        client.post(link, {"decision": "confirm"})
    assert not tutors_of(oakfield).exists()


def test_a_replaced_nominations_link_leads_to_the_newer_one(client, link, oakfield, waiting):
    """Rule I6."""
    a_nomination(waiting.invitation, "Samuel Rivers", "samuel@elsewhere.example")
    assert "There is a newer nomination" in client.get(link).text
    client.post(link, {"decision": "confirm"})
    assert not tutors_of(oakfield).exists()
    waiting.refresh_from_db()
    assert waiting.state == NominationState.REPLACED


def test_confirming_when_somebody_else_has_become_tutor_is_explained(client, link, oakfield):
    """Rule I8."""
    a_tutor(at=oakfield, name="Hugo Furst")
    page = client.post(link, {"decision": "confirm"}, follow=True)
    assert "Somebody is already registered for this school" in page.text
    assert "Hugo" not in page.text


def test_a_link_that_nobody_was_sent_has_its_own_page(client):
    page = client.get("/nominations/unknown/")
    assert page.status_code == 404
    assert "We do not know this link" in page.text


def test_an_invitations_link_decides_nothing(client, waiting):
    assert client.get(f"/nominations/{token_for(waiting.invitation)}/").status_code == 404
