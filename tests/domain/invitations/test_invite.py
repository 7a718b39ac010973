from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from manage_training.domain.accounts.memberships import make_tutor
from manage_training.domain.events.models import Event
from manage_training.domain.invitations.find import find, is_expired
from manage_training.domain.invitations.invite import ask_for_invitation, invite
from manage_training.domain.invitations.models import Invitation
from manage_training.domain.invitations.situation import Situation, situation_of
from manage_training.domain.limits.allow import LimitReached
from manage_training.domain.messages.models import Message
from manage_training.domain.refusal import Refusal
from manage_training.domain.schools.models import Status
from tests.factories.invitations import SOMEBODY, token_for
from tests.factories.schools import a_school
from tests.factories.years import every_year

WELSH = 30
HIGHER_EDUCATION = 29


def test_the_schools_contact_is_sent_a_link_that_names_the_last_day(oakfield):
    with time_machine.travel(datetime(2022, 6, 20, 9, tzinfo=UTC), tick=False):
        every_year()
        invitation = invite(oakfield, by=SOMEBODY)
    message = Message.objects.get()
    assert (message.kind, message.to) == ("invitation_to_nominate", "office@oakfield.example")
    assert message.values == {"school_name": "Oakfield Primary School", "last_day": "11 July 2022"}
    assert invitation.expires_on == date(2022, 7, 11)
    assert find(token_for(invitation)).invitation == invitation


@time_machine.travel(datetime(2022, 6, 20, 9, tzinfo=UTC), tick=False)
def test_an_invitation_is_about_the_year_that_schools_register_for(oakfield):
    every_year()
    assert invite(oakfield, by=SOMEBODY).year.start == 2022


def test_only_a_hash_of_the_token_is_stored_with_the_invitation(oakfield):
    invitation = invite(oakfield, by=SOMEBODY)
    assert token_for(invitation) not in str(Invitation.objects.values().get())


def test_the_event_says_who_asked_and_for_which_school(oakfield):
    invitation = invite(oakfield, by=SOMEBODY)
    event = Event.objects.get(kind="school_invited")
    assert (event.actor_kind, event.subject_id, event.school_id) == ("visitor", invitation.pk, oakfield.pk)


def test_a_link_opens_until_the_last_second_of_day_21_in_london(oakfield):
    """Rule I2."""
    with time_machine.travel(datetime(2022, 6, 1, 22, 30, tzinfo=UTC), tick=False):  # 23:30 in London
        every_year()
        invitation = invite(oakfield, by=SOMEBODY)
    with time_machine.travel(datetime(2022, 6, 22, 22, 59, 59, tzinfo=UTC), tick=False):
        assert not is_expired(invitation)
    with time_machine.travel(datetime(2022, 6, 22, 23, 0, 0, tzinfo=UTC), tick=False):
        assert is_expired(invitation)


def test_somebody_can_ask_again_after_five_minutes(oakfield):
    """Rule I3."""
    start = datetime(2022, 6, 1, 9, tzinfo=UTC)
    with time_machine.travel(start, tick=False) as clock:
        every_year()
        ask_for_invitation(oakfield, by=SOMEBODY)
        clock.move_to(start + timedelta(minutes=4, seconds=59))
        with pytest.raises(LimitReached, match="1 minute"):
            ask_for_invitation(oakfield, by=SOMEBODY)
        clock.move_to(start + timedelta(minutes=5))
        ask_for_invitation(oakfield, by=SOMEBODY)
    assert oakfield.invitations.count() == 2


def test_i7_the_sixth_invitation_within_24_hours_is_refused(oakfield):
    """Rule I3."""
    start = datetime(2022, 6, 1, 9, tzinfo=UTC)
    with time_machine.travel(start, tick=False) as clock:
        every_year()
        for hour in range(5):
            clock.move_to(start + timedelta(hours=hour))
            ask_for_invitation(oakfield, by=SOMEBODY)
        clock.move_to(start + timedelta(hours=23))
        with pytest.raises(LimitReached):
            ask_for_invitation(oakfield, by=SOMEBODY)
        clock.move_to(start + timedelta(hours=24))
        ask_for_invitation(oakfield, by=SOMEBODY)
    assert Message.objects.count() == 6


def test_the_limit_of_one_school_leaves_the_others_alone(oakfield):
    ask_for_invitation(oakfield, by=SOMEBODY)
    ask_for_invitation(a_school(contact="office@another.example"), by=SOMEBODY)


@pytest.mark.parametrize(
    ("facts", "situation"),
    [
        ({"status": Status.CLOSED}, Situation.CLOSED),
        ({"status": Status.PROPOSED_TO_OPEN}, Situation.NOT_ELIGIBLE),
        ({"type_code": HIGHER_EDUCATION}, Situation.NOT_ELIGIBLE),
        ({"district": "W06000001", "type_code": WELSH}, Situation.NOT_ELIGIBLE),
        ({"contact": ""}, Situation.NO_CONTACT),
    ],
)
def test_i7_a_school_that_cannot_be_invited_is_refused_in_words_and_sent_nothing(facts, situation):
    """Rule I1."""
    school = a_school(**{"contact": "office@oakfield.example"} | facts)
    assert situation_of(school) is situation
    with pytest.raises(Refusal, match=school.name):
        ask_for_invitation(school, by=SOMEBODY)
    assert not Message.objects.exists()


def test_a_school_that_has_a_tutor_is_not_invited_and_nobody_is_named(oakfield):
    """Rule I1."""
    make_tutor(oakfield, "Hugo Furst", "hugo@oakfield.example", SOMEBODY)
    messages = Message.objects.count()
    with pytest.raises(Refusal, match="already has an induction tutor") as refusal:
        ask_for_invitation(oakfield, by=SOMEBODY)
    assert "Hugo" not in refusal.value.words
    assert "hugo@" not in refusal.value.words
    assert Message.objects.count() == messages


def test_who_was_refused_has_used_up_nothing():
    """Rule I3."""
    school = a_school()
    for _ in range(6):
        with pytest.raises(Refusal, match="no email address"):
            ask_for_invitation(school, by=SOMEBODY)
