"""Two people of one school, or one in two windows, at the same moment; each a process of its own on real PostgreSQL."""

import pytest

from manage_training.domain.accounts.memberships import tutors_of
from manage_training.domain.accounts.models import User
from manage_training.domain.events.actor import Actor
from manage_training.domain.invitations.decide import confirm, decline
from manage_training.domain.invitations.models import Nomination, NominationState
from manage_training.domain.messages.models import Message
from manage_training.domain.refusal import Refusal
from tests.factories.invitations import a_nomination, an_invitation
from tests.races.at_once import again_and_again, at_once

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


@again_and_again
def test_of_two_nominations_at_once_one_makes_the_tutor_and_the_other_is_refused(oakfield, race: int):
    """Rule I8."""
    invitations = [an_invitation(to=oakfield), an_invitation(to=oakfield)]

    def name(number: int) -> str:
        try:
            return a_nomination(invitations[number], f"Olive {number}", f"olive.{number}@oakfield.example").state
        except Refusal as refusal:
            return refusal.words

    results = at_once(lambda: name(0), lambda: name(1))
    assert sorted("already has an induction tutor" in result for result in results) == [False, True]
    assert NominationState.CONFIRMED in results
    assert tutors_of(oakfield).count() == User.objects.count() == Nomination.objects.count() == 1
    assert Message.objects.filter(kind="you_are_induction_tutor").count() == 1


@again_and_again
def test_of_two_nominations_that_wait_one_waits_and_took_the_others_place(oakfield, race: int):
    """Rule I6."""
    invitation = an_invitation(to=oakfield)
    at_once(*[lambda n=n: a_nomination(invitation, email=f"sam.{n}@elsewhere.example").state for n in range(3)])
    states = sorted(Nomination.objects.values_list("state", flat=True))
    assert states == [NominationState.REPLACED, NominationState.REPLACED, NominationState.WAITING]


@again_and_again
def test_of_confirm_and_decline_at_once_one_is_what_happened(oakfield, race: int):
    """Rule I6."""
    waiting = a_nomination(an_invitation(to=oakfield))

    def decided(decide) -> bool:
        try:
            decide(waiting, by=Actor("nomination", waiting.pk))
        except Refusal:
            return False
        return True

    assert sorted(at_once(lambda: decided(confirm), lambda: decided(decline))) == [False, True]
    waiting.refresh_from_db()
    assert tutors_of(oakfield).exists() == (waiting.state == NominationState.CONFIRMED)
