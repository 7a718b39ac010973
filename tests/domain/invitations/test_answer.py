from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from manage_training.domain.accounts.memberships import make_tutor
from manage_training.domain.events.models import Event
from manage_training.domain.invitations.answer import answer
from manage_training.domain.invitations.find import Before, Found, find
from manage_training.domain.messages.models import Message
from manage_training.domain.programmes.models import Expects, SchoolYear
from manage_training.domain.refusal import Refusal
from tests.factories.invitations import SOMEBODY, a_nomination, an_invitation, holder_of, token_for


@pytest.fixture
def invitation(oakfield):
    return an_invitation(to=oakfield)


def what(invitation) -> Found:
    """What the holder of an invitation's link finds."""
    return find(token_for(invitation))


def test_a_link_is_found_with_all_that_its_page_needs_in_one_query(invitation, django_assert_num_queries):
    token = token_for(invitation)
    with django_assert_num_queries(1):
        found = find(token)
        assert (found.invitation.school.name, found.invitation.year) == ("Oakfield Primary School", invitation.year)


def test_nobody_was_sent_a_link_that_is_not_exactly_the_one(invitation):
    token = token_for(invitation)
    for other in ["", token[:-1], token + ".", token.upper(), token + "x" * 10_000, "é" + token[1:], "\x00"]:
        assert find(other) is None


def test_before_any_answer_the_link_leads_to_the_question(invitation):
    assert what(invitation).before is Before.THE_QUESTION


@pytest.mark.parametrize("expects", Expects)
def test_an_answer_is_saved_at_once(invitation, expects):
    """Rule I4."""
    answer(invitation, expects, by=holder_of(invitation))
    assert SchoolYear.objects.get().expects == expects
    assert what(invitation).before is Before.AN_ANSWER
    event = Event.objects.get(kind="invitation_answered")
    assert (event.actor_kind, event.actor_id, event.details) == ("invitation", invitation.pk, {"answer": expects})


@pytest.mark.parametrize("expects", [Expects.NO, Expects.NOT_KNOWN])
def test_no_and_not_known_are_confirmed_to_the_contact_once(invitation, expects):
    """Rule I4."""
    for _ in range(2):
        answer(invitation, expects, by=holder_of(invitation))
    message = Message.objects.get(kind="answer_saved")
    assert message.to == "office@oakfield.example"
    assert message.values["answer"] == expects.label


def test_yes_leads_on_to_a_nomination_and_is_not_confirmed_by_a_message(invitation):
    answer(invitation, Expects.YES, by=holder_of(invitation))
    assert not Message.objects.filter(kind="answer_saved").exists()


def test_an_answer_can_be_changed_by_the_same_link_however_often(invitation):
    """Rule I4."""
    for expects in [Expects.NO, Expects.YES, Expects.NOT_KNOWN, Expects.NO, Expects.YES]:
        answer(invitation, expects, by=holder_of(invitation))
    assert SchoolYear.objects.get().expects == Expects.YES


def test_a_new_link_shows_what_was_answered_by_an_older_one(invitation, oakfield):
    """Rule I2."""
    answer(invitation, Expects.NOT_KNOWN, by=holder_of(invitation))
    newer = an_invitation(to=oakfield)
    assert what(newer).expects == Expects.NOT_KNOWN
    assert what(newer).before is Before.AN_ANSWER


def test_i3_an_expired_link_answers_nothing(invitation):
    """Rule I2."""
    with time_machine.travel(datetime.now(UTC) + timedelta(days=22)):
        assert what(invitation).before is Before.AN_EXPIRED_LINK
        with pytest.raises(Refusal, match="Ask for a new one"):
            answer(invitation, Expects.NO, by=holder_of(invitation))
    assert not SchoolYear.objects.exists()


def test_once_the_school_has_a_tutor_the_answer_is_theirs(invitation, oakfield):
    """Rule I8."""
    make_tutor(oakfield, "Hugo Furst", "hugo@oakfield.example", SOMEBODY)
    assert what(invitation).before is Before.A_TUTOR
    with pytest.raises(Refusal, match="already has an induction tutor"):
        answer(invitation, Expects.NO, by=holder_of(invitation))


def test_a_nomination_that_waits_is_what_the_link_shows_first(invitation):
    answer(invitation, Expects.YES, by=holder_of(invitation))
    a_nomination(invitation)
    assert what(invitation).before is Before.A_WAITING_NOMINATION
