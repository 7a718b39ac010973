"""How everything of somebody stands, to see later whether anything else has happened to them. Rule V9."""

from typing import Any

from django.db.models import Q

from manage_training.domain.training.models import Mentorship, Placement, TrainingPeriod, Transfer

PLACEMENT = ("pk", "version", "starts_on", "finishes_on", "voided_at")
MENTORSHIP = ("pk", "starts_on", "finishes_on", "voided_at")
TRAINING = (
    *MENTORSHIP,
    *("year", "programme", "status", "partnership", "lead_provider", "delivery_partner", "materials"),
    "appropriate_body",
)


def as_it_stands(transfer: Transfer) -> list[list[Any]]:
    """The placements in the role of who moved, how they train there, their mentors, and whom they mentor since.

    Only ids, days and codes. Whom they mentored at the school they left is that school's to rearrange.
    """
    placements = Placement.objects.filter(teacher=transfer.joined.teacher_id, role=transfer.joined.role).order_by("pk")
    training = TrainingPeriod.objects.filter(placement__in=placements).order_by("pk")
    mentorships = Mentorship.objects.filter(Q(ect__in=placements) | Q(mentor=transfer.joined)).order_by("pk")
    rows = [
        *placements.values_list(*PLACEMENT),
        *training.values_list(*TRAINING),
        *mentorships.values_list(*MENTORSHIP),
    ]
    return [[each.isoformat() if hasattr(each, "isoformat") else each for each in row] for row in rows]
