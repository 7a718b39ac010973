from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from manage_training.domain.accounts.memberships import make_tutor, tutors_of
from manage_training.domain.events.actor import Actor
from manage_training.domain.events.models import Event
from manage_training.domain.invitations.decide import (
    confirm,
    decline,
    find_nomination,
    state_today,
)
from manage_training.domain.invitations.models import NominationState
from manage_training.domain.invitations.tasks import tell_of_expired_nominations
from manage_training.domain.messages.models import Message
from manage_training.domain.refusal import Refusal
from tests.factories.invitations import SOMEBODY, a_nomination, an_invitation, token_for
from tests.factories.schools import a_school

CONTACT = Actor("nomination")


@pytest.fixture
def waiting(oakfield):
    return a_nomination(an_invitation(to=oakfield))


def messages_after(kind: str) -> set[tuple[str, str]]:
    last = Message.objects.filter(kind=kind).latest("pk")
    return set(Message.objects.filter(pk__gt=last.pk).values_list("kind", "to"))


def test_the_link_in_the_contacts_message_finds_the_nomination(waiting):
    assert find_nomination(token_for(waiting)) == waiting


def test_an_invitations_link_confirms_nobody(oakfield, waiting):
    assert find_nomination(token_for(waiting.invitation)) is None


def test_i4_the_contacts_confirm_makes_the_nominee_tutor_and_both_are_told(oakfield, waiting):
    """Rule I5."""
    confirm(waiting, by=CONTACT)
    assert tutors_of(oakfield).get().user.email == "sam.rivers@elsewhere.example"
    assert messages_after("nomination_waits") == {
        ("you_are_induction_tutor", "sam.rivers@elsewhere.example"),
        ("nominated_confirmation", "office@oakfield.example"),
    }
    assert Event.objects.filter(kind="nomination_confirmed").exists()


def test_what_the_contact_declines_makes_nobody_tutor_and_the_nominee_is_told(oakfield, waiting):
    """Rule I6."""
    decline(waiting, by=CONTACT)
    assert not tutors_of(oakfield).exists()
    assert messages_after("nomination_waits") == {("nomination_declined", "sam.rivers@elsewhere.example")}


@pytest.mark.parametrize("first", [confirm, decline])
@pytest.mark.parametrize("second", [confirm, decline])
def test_a_nomination_is_decided_once(waiting, first, second):
    """Rule I6."""
    first(waiting, by=CONTACT)
    with pytest.raises(Refusal, match="decided already"):
        second(waiting, by=CONTACT)


def test_a_replaced_nomination_cannot_be_confirmed_any_more(oakfield, waiting):
    """Rule I6."""
    a_nomination(waiting.invitation, email="other@elsewhere.example")
    with pytest.raises(Refusal, match="decided already"):
        confirm(waiting, by=CONTACT)
    assert not tutors_of(oakfield).exists()


def test_a_declined_nomination_can_be_followed_by_another(waiting):
    decline(waiting, by=CONTACT)
    assert a_nomination(waiting.invitation).state == NominationState.WAITING


def test_after_21_days_a_nomination_cannot_be_confirmed(waiting):
    """Rule I6."""
    with time_machine.travel(datetime.now(UTC) + timedelta(days=22)):
        assert state_today(waiting) == NominationState.EXPIRED
        with pytest.raises(Refusal):
            confirm(waiting, by=CONTACT)


def test_nominee_and_contact_are_told_once_that_nobody_confirmed(waiting):
    """Rule I6."""
    assert tell_of_expired_nominations(timestamp=0) == 0
    with time_machine.travel(datetime.now(UTC) + timedelta(days=22)):
        assert tell_of_expired_nominations(timestamp=0) == 1
        assert tell_of_expired_nominations(timestamp=0) == 0
    waiting.refresh_from_db()
    assert waiting.state == NominationState.EXPIRED
    assert messages_after("nomination_waits") == {
        ("nomination_expired", "sam.rivers@elsewhere.example"),
        ("nomination_not_answered", "office@oakfield.example"),
    }


def test_who_is_confirmed_after_another_tutor_has_come_is_refused(oakfield, waiting):
    """Rule I8."""
    make_tutor(oakfield, "Olive Field", "olive.field@oakfield.example", SOMEBODY)
    with pytest.raises(Refusal, match="already has an induction tutor"):
        confirm(waiting, by=CONTACT)
    assert tutors_of(oakfield).count() == 1


def test_a_person_known_by_another_name_since_then_keeps_it(oakfield, waiting):
    """Rule I7."""
    make_tutor(a_school(), "Samantha Rivers", "sam.rivers@elsewhere.example", SOMEBODY)
    confirm(waiting, by=CONTACT)
    assert tutors_of(oakfield).get().user.name == "Samantha Rivers"
