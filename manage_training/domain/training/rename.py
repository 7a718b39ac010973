from django.db import transaction

from manage_training.domain.events.actor import Actor
from manage_training.domain.events.record import record
from manage_training.domain.refusal import Refusal
from manage_training.domain.teachers.models import Teacher
from manage_training.domain.teachers.names import wholly_different
from manage_training.domain.training.change_of_person import open_to_change, save_changed
from manage_training.domain.training.models import Placement


def needs_a_reason(teacher: Teacher, name: str) -> bool:
    """Whether a name has nothing in common with the ones we know, so that it may be somebody else's (rule T47)."""
    return all(wholly_different(known, name) for known in known_names(teacher))


def known_names(teacher: Teacher) -> set[str]:
    return {name for name in (teacher.record_name, teacher.claimed_name, teacher.preferred_name) if name}


@transaction.atomic
def rename(placement: Placement, name: str, *, reason: str = "", by: Actor, seen: int | None = None) -> Placement:
    """Change the name that a teacher goes by. The name on their record stays beside it.

    A wholly different one needs a reason, which is kept (rule T47). Raises `Refusal`, with words for the person;
    nothing has changed then.
    """
    (placement,) = open_to_change(placement, seen=seen)
    teacher = placement.teacher
    name = " ".join(name.split())
    if name == str(teacher):
        return placement
    explained = needs_a_reason(teacher, name)
    if explained and not reason:
        raise Refusal("Enter why they go by a different name", field="name_reason")
    teacher.preferred_name = "" if name == (teacher.record_name or teacher.claimed_name) else name
    teacher.name_reason = reason if explained else ""
    teacher.version += 1
    teacher.save(update_fields=["preferred_name", "name_reason", "version"])
    save_changed(placement)
    record("person_renamed", about=placement, by=by, school=placement.school_id)
    if explained:
        record("name_explained", about=placement, by=by, school=placement.school_id, teacher=teacher.pk)
    return placement
