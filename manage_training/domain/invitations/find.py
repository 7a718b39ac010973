"""What somebody who opens an invitation's link has before them. Looking changes nothing: mail scanners look too."""

from enum import Enum, auto

from manage_training.domain.accounts.memberships import tutors_of
from manage_training.domain.clock import today
from manage_training.domain.invitations.models import Invitation, Nomination, NominationState
from manage_training.domain.programmes.models import SchoolYear
from manage_training.domain.secrets import keyed_hashes


class Before(Enum):
    """What stands before the holder of a link (rule I2); unknown links have no invitation, hence nothing here."""

    A_TUTOR = auto()  # somebody is registered: it is theirs to answer now
    AN_EXPIRED_LINK = auto()
    A_WAITING_NOMINATION = auto()
    AN_ANSWER = auto()  # given by this link or an earlier one; it can be changed
    THE_QUESTION = auto()


def find(token: str) -> Invitation | None:
    """The invitation of a token, expired or not; None where nobody was sent such a link."""
    return Invitation.objects.select_related("school", "year").filter(token_hash__in=keyed_hashes(token)).first()


def what_is_before(invitation: Invitation) -> Before:
    if tutors_of(invitation.school).exists():
        return Before.A_TUTOR
    if is_expired(invitation):
        return Before.AN_EXPIRED_LINK
    if waiting_nomination(invitation):
        return Before.A_WAITING_NOMINATION
    return Before.AN_ANSWER if earlier_answer(invitation) else Before.THE_QUESTION


def is_expired(invitation: Invitation) -> bool:
    return today() > invitation.expires_on


def earlier_answer(invitation: Invitation) -> SchoolYear | None:
    """What the school has answered for the invitation's year, by whichever link."""
    return SchoolYear.objects.filter(school=invitation.school_id, year=invitation.year_id).first()


def waiting_nomination(invitation: Invitation) -> Nomination | None:
    """The school's nomination that its contact can still confirm."""
    return Nomination.objects.filter(
        school=invitation.school_id, state=NominationState.WAITING, expires_on__gte=today()
    ).first()
