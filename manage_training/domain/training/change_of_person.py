"""What every change of somebody at a school shares: locks, whether it may be made, who lost a race. Rule T46."""

from datetime import date

from django.db.models import QuerySet

from manage_training.domain.clock import today
from manage_training.domain.messages.send import send
from manage_training.domain.refusal import Refusal
from manage_training.domain.schools.models import School
from manage_training.domain.teachers.models import Teacher
from manage_training.domain.training.may_register import locked
from manage_training.domain.training.models import Placement


def open_to_change(placement: Placement, *others: Placement, seen: int | None = None) -> list[Placement]:
    """These placements as they are now, the first one first, locked with their school and the teacher of the first.

    `seen` is the version of the first that the person saw, None to look no further. Raises `Refusal` for one that was
    taken out, has left, or was changed since.
    """
    school = School.objects.select_for_update(no_key=True).get(pk=placement.school_id)
    Teacher.objects.select_for_update(no_key=True).only("pk").get(pk=placement.teacher_id)
    now = {each.pk: each for each in locked([placement, *others])}
    for each in now.values():
        if each.school_id == school.pk:
            each.school = school
    one = now[placement.pk]
    if one.voided_at:
        raise Refusal(f"{one.teacher} was removed from your school’s list. Add them again if they are at your school.")
    if has_left(one, today()):
        raise Refusal(f"{one.teacher} has left your school. You can read their record, but not change it.")
    if seen not in (None, one.version):
        raise Refusal(f"Somebody has changed the record of {one.teacher} since you looked. Look at it again first.")
    return [now[each.pk] for each in (placement, *others)]


def lock_schools_of(teachers: QuerySet[Teacher], *others: int) -> None:
    """Every school that has or had one of these teachers, and the others, in the order of their ids: what somebody's
    move does to one school waits for whatever else happens there. To be called before anybody else is locked.
    """
    theirs = Placement.objects.filter(teacher__in=teachers).values_list("school", flat=True)
    list(School.objects.filter(pk__in={*theirs, *others}).order_by("pk").select_for_update(no_key=True).only("pk"))


def has_left(placement: Placement, today: date) -> bool:
    return placement.finishes_on is not None and placement.finishes_on < today


def save_changed(placement: Placement, *fields: str) -> None:
    """Save under the next version."""
    placement.version += 1
    placement.save(update_fields=[*fields, "version"])


def tell_the_teacher(placement: Placement, what: str, value: str, *, to: str = "") -> None:
    """Word to the teacher of what a school has changed about them; at another address than theirs now with `to`."""
    send(
        "your_registration_changed",
        to=to or placement.email,
        key=f"your_registration_changed {placement.pk} {placement.version}{' before' if to else ''}",
        school=placement.school_id,
        teacher_name=str(placement.teacher),
        school_name=placement.school.name,
        what=what,
        value=value,
    )
