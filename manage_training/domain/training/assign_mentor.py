"""Who mentors whom from which day on: from the side of the teacher, or of the mentor. Rules T5 and T49."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q

from manage_training.domain.clock import now
from manage_training.domain.dates import words
from manage_training.domain.events.actor import Actor
from manage_training.domain.events.record import record
from manage_training.domain.refusal import Refusal
from manage_training.domain.training.change_of_person import open_to_change, save_changed
from manage_training.domain.training.may_register import refuse_a_mentor_from_elsewhere
from manage_training.domain.training.models import Mentorship, Placement, Role


@transaction.atomic
def assign_mentor(
    ect: Placement, mentor: Placement | None, *, starts_on: date, by: Actor, seen: int | None = None
) -> Mentorship | None:
    """Give an early career teacher a mentor of their school from a day on, or none.

    The mentor they have until then stays until the day before; whoever was to begin on the day or later does not.
    Raises `Refusal`, with words for the person; nothing has changed then.
    """
    ect, *others = open_to_change(ect, *([mentor] if mentor else []), seen=seen)
    return assign(ect, others[0] if others else None, starts_on, by)


@transaction.atomic
def assign_ects(
    mentor: Placement, ects: Sequence[Placement], *, starts_on: date, by: Actor, seen: int | None = None
) -> None:
    """Give a mentor several early career teachers of their school from a day on: all of them, or none (rule T49).

    Raises `Refusal` where one is not at the school on the day, is no early career teacher, or has this mentor already,
    and where the mentor has left or was changed since the version `seen`.
    """
    mentor, *others = open_to_change(mentor, *ects, seen=seen)
    for ect in others:
        assign(ect, mentor, starts_on, by)
    save_changed(mentor)


def assign(ect: Placement, mentor: Placement | None, starts_on: date, by: Actor) -> Mentorship | None:
    refuse_who_is_no_ect(ect)
    if mentor:
        refuse_a_mentor_from_elsewhere(mentor, ect.school, ect.teacher)
    for placement in filter(None, (ect, mentor)):
        refuse_a_day_without(placement, starts_on)
    together = Mentorship.objects.in_force().filter(ect=ect)
    current = together.filter(Q(finishes_on=None) | Q(finishes_on__gte=starts_on), starts_on__lte=starts_on).first()
    if mentor and current and current.mentor_id == mentor.pk:
        raise Refusal(
            f"{mentor.teacher} already mentors {ect.teacher} on {words(starts_on)}. Select another mentor or day.",
            field="mentor",
        )
    if mentor is None and not together.filter(Q(finishes_on=None) | Q(finishes_on__gte=starts_on)).exists():
        raise Refusal(f"{ect.teacher} has no mentor on {words(starts_on)} or later, so there is nothing to change.")

    together.filter(starts_on__gte=starts_on).update(voided_at=now())
    together.filter(Q(finishes_on=None) | Q(finishes_on__gte=starts_on), starts_on__lt=starts_on).update(
        finishes_on=starts_on - timedelta(days=1)
    )
    save_changed(ect)
    school, day = ect.school_id, starts_on.isoformat()
    if mentor is None:
        before = current.mentor_id if current else None
        record("mentor_ended", about=ect, by=by, school=school, mentor=before, starts_on=day)
        return None
    record("mentor_assigned", about=ect, by=by, school=school, mentor=mentor.pk, starts_on=day)
    return begin(ect, mentor, starts_on)


def begin(ect: Placement, mentor: Placement, starts_on: date) -> Mentorship:
    """From the day until the first of the two leaves."""
    ends = [day for day in (ect.finishes_on, mentor.finishes_on) if day]
    return Mentorship.objects.create(
        ect=ect, mentor=mentor, school=ect.school, starts_on=starts_on, finishes_on=min(ends, default=None)
    )


def refuse_who_is_no_ect(ect: Placement) -> None:
    if ect.role != Role.ECT or ect.voided_at:
        raise Refusal(f"{ect.teacher} is not an early career teacher at your school. Select one who is.", field="ects")


def refuse_a_day_without(placement: Placement, day: date) -> None:
    """Both have to be at the school on the first day."""
    if day < placement.starts_on:
        raise Refusal(
            f"{placement.teacher} starts on {words(placement.starts_on)}. Enter that day or a later one",
            field="starts_on",
        )
    if placement.finishes_on and day > placement.finishes_on:
        raise Refusal(
            f"{placement.teacher} leaves on {words(placement.finishes_on)}. Enter that day or an earlier one",
            field="starts_on",
        )
