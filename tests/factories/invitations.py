"""Invitations and nominations for tests, made by the domain's own functions."""

from manage_training.domain.events.actor import Actor
from manage_training.domain.invitations.invite import invite
from manage_training.domain.invitations.models import Invitation, Nomination
from manage_training.domain.invitations.nominate import nominate
from manage_training.domain.messages.models import Message
from manage_training.domain.schools.models import School
from manage_training.domain.secrets import token_of
from tests.factories.schools import a_school

SOMEBODY = Actor("visitor")


def an_invitation(to: School | None = None) -> Invitation:
    """An invitation, sent today to the contact of a school of its own unless told."""
    return invite(to or a_school(contact="office@school.example"), by=SOMEBODY)


def holder_of(invitation: Invitation) -> Actor:
    """Whoever holds an invitation's link."""
    return Actor("invitation", invitation.pk)


def a_nomination(
    invitation: Invitation, name: str = "Sam Rivers", email: str = "sam.rivers@elsewhere.example"
) -> Nomination:
    """A nomination of somebody whose address is not the school's own, so that it waits, unless told."""
    return nominate(invitation, name=name, email=email, same_person=None, by=holder_of(invitation))


def token_in(message: Message) -> str:
    """The token that a message carries."""
    return token_of(message.seed, purpose=message.kind)


def token_for(about: Invitation | Nomination) -> str:
    """The token that was sent for an invitation, or for a nomination that waits."""
    key = f"invitation {about.pk}" if isinstance(about, Invitation) else f"nomination {about.pk} to confirm"
    return token_in(Message.objects.get(dedupe_key=key))
