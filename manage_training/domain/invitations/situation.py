"""Where a school stands before it has an induction tutor: what a person who asks for it is told."""

from collections.abc import Collection
from enum import Enum, auto

from manage_training.domain.accounts.memberships import tutors_of
from manage_training.domain.refusal import Refusal
from manage_training.domain.schools.contacts import contact_of
from manage_training.domain.schools.eligibility import Eligibility
from manage_training.domain.schools.models import School, Status


class Situation(Enum):
    CLOSED = auto()
    NOT_ELIGIBLE = auto()
    HAS_TUTOR = auto()
    NO_CONTACT = auto()
    CAN_BE_INVITED = auto()


# Nobody is the school's tutor, and somebody may be: how its contact was reached does not matter any more.
NEEDS_A_TUTOR = frozenset({Situation.CAN_BE_INVITED, Situation.NO_CONTACT})


def situation_of(school: School) -> Situation:
    """What stands between a school and an invitation, most final first (rule I1)."""
    if school.status == Status.CLOSED:
        return Situation.CLOSED
    if school.eligibility is Eligibility.NOT_ELIGIBLE:
        return Situation.NOT_ELIGIBLE
    if tutors_of(school).exists():
        return Situation.HAS_TUTOR
    return Situation.CAN_BE_INVITED if contact_of(school) else Situation.NO_CONTACT


def refuse_unless(school: School, expected: Collection[Situation]) -> None:
    """Raise the `Refusal` that says why not, unless the school is in a situation that is expected."""
    situation = situation_of(school)
    if situation not in expected:
        raise Refusal(WORDS[situation].format(school=school))


WORDS = {
    Situation.CLOSED: "{school} is closed on the register of schools. Find the school that took its place.",
    Situation.NOT_ELIGIBLE: "{school} cannot use this service. Find another school, or ask us for help.",
    Situation.HAS_TUTOR: "{school} already has an induction tutor. Sign in if that is you, or ask at your school.",
    Situation.NO_CONTACT: "The register has no email address for {school}. Ask us to help you register.",
    Situation.CAN_BE_INVITED: "{school} can be invited. Ask for an email.",
}
