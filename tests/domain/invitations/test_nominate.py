from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction

from manage_training.domain.accounts.find_user import known_by_another_name
from manage_training.domain.accounts.memberships import make_tutor, tutors_of
from manage_training.domain.accounts.models import User
from manage_training.domain.events.models import Event
from manage_training.domain.invitations.models import Nomination, NominationState
from manage_training.domain.invitations.nominate import nominate
from manage_training.domain.messages.models import Message
from manage_training.domain.refusal import Refusal
from tests.factories.invitations import SOMEBODY, a_nomination, an_invitation, holder_of
from tests.factories.schools import a_school


@pytest.fixture
def invitation(oakfield):
    return an_invitation(to=oakfield)


def test_somebody_at_the_schools_own_domain_becomes_its_tutor_at_once(invitation, oakfield):
    """Rule I5."""
    nomination = a_nomination(invitation, "Olive Field", "olive.field@oakfield.example")
    assert nomination.state == NominationState.CONFIRMED
    tutor = tutors_of(oakfield).get().user
    assert (tutor.name, tutor.email) == ("Olive Field", "olive.field@oakfield.example")


def test_tutor_and_contact_are_told_of_a_nomination_at_once(invitation):
    a_nomination(invitation, "Olive Field", "olive.field@oakfield.example")
    assert set(Message.objects.exclude(kind="invitation_to_nominate").values_list("kind", "to")) == {
        ("you_are_induction_tutor", "olive.field@oakfield.example"),
        ("nominated_confirmation", "office@oakfield.example"),
    }


def test_the_event_of_a_nomination_holds_no_name_or_address(invitation):
    a_nomination(invitation)
    event = Event.objects.get(kind="tutor_nominated")
    assert event.actor_kind == "invitation"
    assert "Sam" not in str(vars(event))
    assert "@" not in str(vars(event))


def test_i4_somebody_with_another_domains_address_waits_for_the_contact(invitation, oakfield):
    """Rule I5."""
    nomination = a_nomination(invitation, "Sam Rivers", "sam.rivers@gmail.com")
    assert nomination.state == NominationState.WAITING
    assert not tutors_of(oakfield).exists()
    assert not User.objects.exists()
    assert set(Message.objects.exclude(kind="invitation_to_nominate").values_list("kind", "to")) == {
        ("confirm_nomination", "office@oakfield.example"),
        ("nomination_waits", "sam.rivers@gmail.com"),
    }


def test_a_newer_nomination_takes_the_place_of_one_that_waits(invitation):
    """Rule I6."""
    mistyped = a_nomination(invitation, email="sam@elsewear.example")
    newer = a_nomination(invitation, email="sam@elsewhere.example")
    mistyped.refresh_from_db()
    assert (mistyped.state, newer.state) == (NominationState.REPLACED, NominationState.WAITING)


def test_a_nomination_at_once_takes_the_place_of_one_that_waits(invitation, oakfield):
    """Rule I6."""
    waiting = a_nomination(invitation)
    a_nomination(invitation, "Olive Field", "olive.field@oakfield.example")
    waiting.refresh_from_db()
    assert waiting.state == NominationState.REPLACED
    assert tutors_of(oakfield).count() == 1


def test_a_school_is_nominated_for_at_most_five_times_in_a_day(invitation):
    """Rule I6."""
    for number in range(5):
        a_nomination(invitation, email=f"sam{number}@elsewhere.example")
    with pytest.raises(Refusal, match="5 nominations"):
        a_nomination(invitation)
    with time_machine.travel(datetime.now(UTC) + timedelta(hours=24)):
        a_nomination(invitation)


def test_the_database_itself_lets_one_nomination_wait(invitation, oakfield):
    """Rule I6."""
    waiting = a_nomination(invitation)
    with pytest.raises(IntegrityError, match="one_nomination_of_a_school_waits_at_a_time"), transaction.atomic():
        Nomination.objects.create(
            school=oakfield, invitation=invitation, name="A", email="a@b.example", state="waiting", at=waiting.at
        )


def test_the_database_itself_confirms_one_nomination_of_a_school(invitation, oakfield):
    """Rule I8."""
    first = a_nomination(invitation, "Olive Field", "olive.field@oakfield.example")
    with pytest.raises(IntegrityError, match="a_school_gets_its_tutor_by_one_nomination"), transaction.atomic():
        Nomination.objects.create(
            school=oakfield, invitation=invitation, name="A", email="a@b.example", state="confirmed", at=first.at
        )


def test_i2_nominating_the_same_person_twice_leaves_one_membership(invitation, oakfield):
    """Rule I8."""
    a_nomination(invitation, "Olive Field", "olive.field@oakfield.example")
    with pytest.raises(Refusal, match="already has an induction tutor"):
        a_nomination(invitation, "Olive Field", "Olive.Field@oakfield.example")
    assert tutors_of(oakfield).count() == 1


def test_i2_an_address_of_a_tutor_elsewhere_joins_this_school_to_that_person(invitation, oakfield):
    acme = a_school("ACME Primary School")
    hugo = make_tutor(acme, "Hugo Furst", "hugo.furst@oakfield.example", SOMEBODY).user
    a_nomination(invitation, "hugo  FURST", "Hugo.Furst@oakfield.example")
    assert [membership.user for membership in tutors_of(oakfield)] == [hugo]
    assert tutors_of(acme).get().user == hugo
    assert User.objects.get().name == "Hugo Furst"


def test_another_name_for_a_known_address_is_asked_about_without_saying_the_name_we_know(invitation, oakfield):
    """Rule I7."""
    make_tutor(a_school(), "Hugo Furst", "hugo.furst@oakfield.example", SOMEBODY)
    assert known_by_another_name("Ugo First", "Hugo.Furst@oakfield.example")
    with pytest.raises(Refusal, match="another name") as refusal:
        a_nomination(invitation, "Ugo First", "hugo.furst@oakfield.example")
    assert refusal.value.field == "email"
    assert "Hugo" not in refusal.value.words
    assert not tutors_of(oakfield).exists()


def test_a_known_person_joins_under_the_name_we_know_once_they_are_said_to_be_the_same(invitation, oakfield):
    """Rule I7."""
    make_tutor(a_school(), "Hugo Furst", "hugo.furst@oakfield.example", SOMEBODY)
    nominate(
        invitation,
        name="Ugo First",
        email="hugo.furst@oakfield.example",
        same_person=True,
        by=holder_of(invitation),
    )
    assert tutors_of(oakfield).get().user.name == "Hugo Furst"
    told = Message.objects.get(kind="nominated_confirmation")
    assert "Hugo Furst" not in str(told.values)


def test_i5_once_somebody_is_registered_a_link_nominates_nobody_else(invitation, oakfield):
    """Rule I8."""
    make_tutor(oakfield, "Hugo Furst", "hugo@oakfield.example", SOMEBODY)
    with pytest.raises(Refusal) as refusal:
        a_nomination(invitation)
    assert "Hugo" not in refusal.value.words
    assert not Nomination.objects.exists()


def test_i3_an_expired_link_nominates_nobody(invitation):
    """Rule I2."""
    with time_machine.travel(datetime.now(UTC) + timedelta(days=22)), pytest.raises(Refusal, match="Ask for a new one"):
        a_nomination(invitation)
    assert not Nomination.objects.exists()


def test_a_school_that_has_closed_since_it_was_invited_gets_no_tutor(invitation, oakfield):
    """Rule I1."""
    oakfield.status = 2
    oakfield.save()
    with pytest.raises(Refusal, match="closed"):
        a_nomination(invitation)
