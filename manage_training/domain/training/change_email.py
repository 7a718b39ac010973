from django.db import transaction

from manage_training.domain.events.actor import Actor
from manage_training.domain.events.record import record
from manage_training.domain.messages.addresses import clean_address, same_address
from manage_training.domain.training.change_of_person import open_to_change, save_changed, tell_the_teacher
from manage_training.domain.training.may_register import refuse_a_shared_address
from manage_training.domain.training.models import Placement


@transaction.atomic
def change_email(placement: Placement, email: str, *, by: Actor, seen: int | None = None) -> Placement:
    """Change the address that somebody has at a school, and tell them at both.

    Raises `Refusal`, with words for the person, for an address that we cannot write to or that somebody else uses;
    nothing has changed then. Rule T48.
    """
    (placement,) = open_to_change(placement, seen=seen)
    email, before = clean_address(email), placement.email
    if email == before:
        return placement
    refuse_a_shared_address(email, placement.teacher, placement.school)
    placement.email = email
    save_changed(placement, "email")
    record("person_email_changed", about=placement, by=by, school=placement.school_id)
    tell_the_teacher(placement, "email address", email)
    if not same_address(email, before):
        tell_the_teacher(placement, "email address", email, to=before)
    return placement
