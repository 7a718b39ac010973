from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Q

from manage_training.domain.clock import today
from manage_training.domain.schools.models import School
from manage_training.domain.teachers.check import Asked, Verdict
from manage_training.domain.teachers.models import Identity, Teacher
from manage_training.domain.training.models import Placement, Role


class Kind(StrEnum):
    NOWHERE = "nowhere"
    HERE = "here"
    HERE_TO_BE_CHECKED = "here_to_be_checked"  # somebody here was registered with this TRN, which is not confirmed yet
    ELSEWHERE = "elsewhere"
    BEFORE = "before"  # in training before, at whichever school, and at none now


@dataclass(frozen=True)
class Whereabouts:
    """Where somebody is, as one school may know it. `placement` is that school's own, None elsewhere."""

    kind: Kind
    placement: Placement | None = None


def whereabouts(
    verdict: Verdict, asked: Asked, role: str, *, seen_from: School, but: Teacher | None = None
) -> Whereabouts:
    """Where somebody whom a school has looked up is now, or will be, in a role (rule T20).

    An early career teacher can be at one school only, and has begun once; a mentor may be at several, so for them no
    other school counts.
    A TRN that the record has not confirmed may be a slip of the pen: it says nothing about other schools, and keeps
    nobody out of them (rule T25). `but` is somebody registered already, who is not looked for in their own place.
    """
    ever = Placement.objects.in_force().filter(role=role).exclude(teacher=but)
    placements = ever.not_over(today()).select_related("teacher").order_by("pk")
    confirmed = placements.filter(teacher__trn__in=verdict.trns if verdict.trn else [asked.trn])
    here: Placement | None = confirmed.filter(school=seen_from).first()
    if here:
        return Whereabouts(Kind.HERE, here)
    claimed: Placement | None = placements.filter(may_be_the_same(verdict, asked), school=seen_from).first()
    if claimed:
        return Whereabouts(Kind.HERE_TO_BE_CHECKED, claimed)
    if verdict.trn and role == Role.ECT:
        if confirmed.exists():
            return Whereabouts(Kind.ELSEWHERE)
        if ever.filter(teacher__trn__in=verdict.trns).exists():
            return Whereabouts(Kind.BEFORE)
    return Whereabouts(Kind.NOWHERE)


def may_be_the_same(verdict: Verdict, asked: Asked) -> Q:
    """Whoever was registered with this TRN and is still to be checked, unless another date of birth was given then.

    Once the record has confirmed a TRN, somebody else's slip with it is in nobody's way: the date has to agree.
    """
    born = Q(teacher__check_input__date_of_birth=asked.date_of_birth)
    if not verdict.trn:
        born |= Q(teacher__check_input=None)  # what was given is deleted after 90 days
    return born & Q(teacher__identity=Identity.TO_BE_CHECKED, teacher__claimed_trn__in=[asked.trn, *verdict.trns])
