from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Q

from manage_training.domain.clock import today
from manage_training.domain.schools.models import School
from manage_training.domain.teachers.models import Identity
from manage_training.domain.training.models import Placement, Role


class Kind(StrEnum):
    NOWHERE = "nowhere"
    HERE = "here"
    HERE_TO_BE_CHECKED = "here_to_be_checked"  # somebody here was registered with this TRN, which is not confirmed yet
    ELSEWHERE = "elsewhere"


@dataclass(frozen=True)
class Whereabouts:
    """Where somebody is, as one school may know it. `placement` is that school's own, None elsewhere."""

    kind: Kind
    placement: Placement | None = None


def whereabouts(trn: str, role: str, *, seen_from: School) -> Whereabouts:
    """Where the person of a TRN is now, or will be, in a role (rule T20).

    An early career teacher can be at one school only; a mentor may be at several, so for them no other school counts.
    """
    claimed_here = Q(teacher__claimed_trn=trn, teacher__identity=Identity.TO_BE_CHECKED, school=seen_from)
    placements = list(
        Placement.objects.in_force()
        .not_over(today())
        .filter(Q(teacher__trn=trn) | claimed_here, role=role)
        .select_related("teacher")
        .order_by("pk")
    )
    for placement in placements:
        if placement.school_id == seen_from.pk:
            confirmed = placement.teacher.identity == Identity.CONFIRMED
            return Whereabouts(Kind.HERE if confirmed else Kind.HERE_TO_BE_CHECKED, placement)
    return Whereabouts(Kind.ELSEWHERE if placements and role == Role.ECT else Kind.NOWHERE)
