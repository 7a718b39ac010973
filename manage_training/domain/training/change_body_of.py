from django.db import transaction

from manage_training.domain.clock import today
from manage_training.domain.events.actor import Actor
from manage_training.domain.events.record import record
from manage_training.domain.organisations.appropriate_bodies import bodies_for
from manage_training.domain.organisations.models import AppropriateBody
from manage_training.domain.refusal import Refusal
from manage_training.domain.training.begin_again import begin_again
from manage_training.domain.training.change_of_person import open_to_change, save_changed
from manage_training.domain.training.models import Placement, Role


@transaction.atomic
def change_body_of(
    placement: Placement, body: AppropriateBody | None, *, by: Actor, seen: int | None = None
) -> Placement:
    """Give one early career teacher another appropriate body than their school has, from today on; None for none yet.

    The body has to take on the school's teachers of the year that they belong to (rule P3). Raises `Refusal`, with
    words for the person; nothing has changed then. Rule T50.
    """
    (placement,) = open_to_change(placement, seen=seen)
    if placement.role != Role.ECT:
        raise Refusal(f"{placement.teacher} is a mentor, and mentors need no appropriate body.")
    periods = list(placement.training.in_force().not_over(today()).order_by("starts_on"))
    if not periods:
        raise Refusal(f"{placement.teacher} is not in training any more, so they need no appropriate body.")
    year = periods[0].year_id
    if body and not bodies_for(placement.school, year).filter(pk=body.pk).exists():
        raise Refusal(
            f"{body} does not take on new teachers of {placement.school} in {year} to {year + 1}. Select another.",
            field="appropriate_body",
        )
    others = [period for period in periods if period.appropriate_body_id != (body.pk if body else None)]
    if not others:
        return placement
    begin_again(others, today(), appropriate_body=body)
    save_changed(placement)
    record(
        "person_body_changed",
        about=placement,
        by=by,
        school=placement.school_id,
        appropriate_body=body.pk if body else None,
    )
    return placement
