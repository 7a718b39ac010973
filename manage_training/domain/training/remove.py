from django.db import transaction

from manage_training.domain.clock import today
from manage_training.domain.events.actor import Actor
from manage_training.domain.events.record import record
from manage_training.domain.messages.send import send
from manage_training.domain.refusal import Refusal
from manage_training.domain.training.change_of_person import open_to_change
from manage_training.domain.training.models import Mentorship, Placement, Role, Status, Transfer
from manage_training.domain.training.void import void


def why_not_removed(placement: Placement) -> str | None:
    """What depends on a registration, so that it cannot have been a mistake any more; None where nothing does.

    Rule T51.
    """
    who = placement.teacher
    if Transfer.objects.filter(joined=placement, undone_at=None).exists():
        return f"{who} came from another school. Undo the transfer instead, or write to us if you cannot any more."
    mentees = Mentorship.objects.in_force().not_over(today()).filter(mentor=placement).select_related("ect__teacher")
    if names := [str(each.ect.teacher) for each in mentees.order_by("pk")]:
        return f"{who} mentors {', '.join(names)}. Assign another mentor first."
    if placement.training.in_force().exclude(status=Status.TRAINING).exists():
        return (
            f"Training of {who} has been paused or has ended, so they were in training at your school. "
            "Tell us that they have left instead."
        )
    later = who.placements.in_force().filter(role=Role.ECT, starts_on__gt=placement.starts_on)
    moved = Transfer.objects.filter(left=placement, undone_at=None, leaves=True)
    if (placement.role == Role.ECT and later.exists()) or moved.exists():
        return f"{who} has moved to another school, which goes on where you stopped. Write to us if this is not right."
    return None


@transaction.atomic
def remove(placement: Placement, *, by: Actor, seen: int | None = None) -> Placement:
    """Take out a registration that was a mistake, with its training and mentorships, and tell the teacher.

    The rows stay, voided, and so does the history. Raises `Refusal`, with words for the person, where something depends
    on it; nothing has changed then. Rule T51.
    """
    (placement,) = open_to_change(placement, seen=seen)
    if reason := why_not_removed(placement):
        raise Refusal(reason)
    void(placement)
    record("person_removed", about=placement, by=by, school=placement.school_id, role=placement.role)
    send(
        "your_registration_was_a_mistake",
        to=placement.email,
        key=f"your_registration_was_a_mistake {placement.pk}",
        school=placement.school_id,
        teacher_name=str(placement.teacher),
        school_name=placement.school.name,
        role_name=placement.get_role_display().lower(),
    )
    return placement
