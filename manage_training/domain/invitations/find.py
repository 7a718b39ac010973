"""What somebody who opens an invitation's link has before them. Looking changes nothing: mail scanners look too."""

from dataclasses import dataclass
from enum import Enum, auto

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from manage_training.domain.accounts.models import Membership, Role
from manage_training.domain.clock import today
from manage_training.domain.invitations.models import Invitation, Nomination, NominationState
from manage_training.domain.programmes.models import Expects, SchoolYear
from manage_training.domain.schools.models import School
from manage_training.domain.secrets import keyed_hashes


class Before(Enum):
    """What stands before the holder of a link (rule I2)."""

    A_TUTOR = auto()  # somebody is registered: it is theirs to answer now
    AN_EXPIRED_LINK = auto()
    A_WAITING_NOMINATION = auto()
    AN_ANSWER = auto()  # given by this link or an earlier one; it can be changed
    THE_QUESTION = auto()


@dataclass(frozen=True)
class Found:
    invitation: Invitation
    before: Before
    expects: Expects | None  # what the school has answered for the invitation's year, by whichever link


def find(token: str) -> Found | None:
    """What a token leads to, or None where nobody was sent such a link. One query."""
    tutors = Membership.objects.in_force().filter(school=OuterRef("school"), role=Role.INDUCTION_TUTOR)
    answers = SchoolYear.objects.filter(school=OuterRef("school"), year=OuterRef("year"))
    found = Invitation.objects.select_related("school", "year").annotate(
        has_tutor=Exists(tutors),
        waits=Exists(waiting().filter(school=OuterRef("school"))),
        expects=Subquery(answers.values("expects")[:1]),
    )
    invitation = found.filter(token_hash__in=keyed_hashes(token)).first()
    if invitation is None:
        return None
    expects = Expects(invitation.expects) if invitation.expects else None
    if invitation.has_tutor:
        return Found(invitation, Before.A_TUTOR, expects)
    if is_expired(invitation):
        return Found(invitation, Before.AN_EXPIRED_LINK, expects)
    if invitation.waits:
        return Found(invitation, Before.A_WAITING_NOMINATION, expects)
    return Found(invitation, Before.AN_ANSWER if expects else Before.THE_QUESTION, expects)


def is_expired(invitation: Invitation) -> bool:
    return today() > invitation.expires_on


def waiting() -> QuerySet[Nomination]:
    """Nominations that the contact can still confirm."""
    return Nomination.objects.filter(state=NominationState.WAITING, expires_on__gte=today())


def latest_invitation(school: School) -> Invitation | None:
    """The newest link that was sent for a school and still opens."""
    return school.invitations.filter(expires_on__gte=today()).order_by("-pk").first()
