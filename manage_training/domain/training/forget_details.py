"""What a check needs is kept for 90 days at most. Rule T28."""

from datetime import timedelta

from django.db import transaction
from django.db.models import QuerySet

from manage_training.domain.accounts.memberships import tutors_of
from manage_training.domain.accounts.way_in import way_in
from manage_training.domain.clock import now, today
from manage_training.domain.events.actor import THE_SERVICE
from manage_training.domain.events.record import record
from manage_training.domain.messages.send import send
from manage_training.domain.teachers.models import CheckInput, Identity
from manage_training.domain.training.models import Placement

KEPT = timedelta(days=90)


def forget_details() -> int:
    """Delete what was given to find a teaching record with more than 90 days ago, and say how much that was.

    Where it would still have been needed, the school is asked for it again.
    """
    return sum(forget(pk) for pk in list(old_details().order_by("pk").values_list("pk", flat=True)))


def old_details() -> QuerySet[CheckInput]:
    """What was given more than 90 days ago."""
    return CheckInput.objects.filter(given_at__lte=now() - KEPT)


@transaction.atomic
def forget(pk: int) -> int:
    inputs = CheckInput.objects.select_for_update(of=("self",)).select_related("teacher").filter(pk=pk).first()
    if inputs is None:
        return 0
    if inputs.teacher and inputs.teacher.identity == Identity.TO_BE_CHECKED:
        for placement in inputs.teacher.placements.in_force().not_over(today()).select_related("school"):
            ask_again(placement, inputs)
    inputs.delete()
    return 1


def ask_again(placement: Placement, inputs: CheckInput) -> None:
    record("details_forgotten", about=placement, by=THE_SERVICE, school=placement.school_id)
    for tutor in tutors_of(placement.school):
        send(
            "details_needed_again",
            to=tutor.user.email,
            key=f"details_needed_again {inputs.pk} {placement.pk} {tutor.pk}",
            school=placement.school_id,
            tutor_name=tutor.user.name,
            person_name=str(placement.teacher),
            school_name=placement.school.name,
            way_in=way_in(tutor.user, f"/schools/{placement.school.urn}/people/{placement.pk}/identity/"),
        )
